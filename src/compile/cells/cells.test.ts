// What the compile step says of cells; what they do is in cli/cells.test.ts, since it takes processes.
import { expect, test } from "vitest";
import { emit } from "../closures/in-memory-typescript.ts";
import { compile } from "../compile.ts";
import type { Compilation } from "../compiled.ts";
import type { Emit } from "../typescript/with-typescript.ts";
import { completeness } from "./cell-text.ts";
import { Cells } from "./cells.ts";

const PROGRAM = compile({
  files: {
    "functions.ts": "export const f = () => 1; export const unused = 2;",
    "driver.ts":
      'import { f, unused } from "./functions";\nimport w from "./w.json";\nconst [a, { b }] = [w, { b: f() }];\nfunction g() {}\ninterface I {}',
    "w.json": "1",
  },
  assets: {},
});

const cellsOf = (compiled?: Compilation, given: Emit = emit) => new Cells(given, compiled);

const faults = async (cells: Cells, text: string) =>
  (await cells.compile(text)).diagnostics.map(
    (it) => `${it.severity} ${it.file}:${it.line}:${it.column} ${it.message}`,
  );

test("compile() names what cells can see of the driver: its top-level names but for types and imports it never reads", async () => {
  expect(PROGRAM.diagnostics).toEqual([]);
  expect(PROGRAM.names).toEqual(["f", "w", "a", "b", "g"]);
});

test("Cells.names has what the driver and the cells declare, types excluded", async () => {
  const cells = cellsOf(PROGRAM);
  await cells.compile("const [x, { y = 1 }] = [1, {}], z = 2; { var inner = 1; const hidden = 2 }");
  await cells.compile("class C {}\nenum E { A }\ntype T = 1\nimport { f as k } from './functions'");
  await cells.compile("made = other = 1; (notMade += 1)");
  await cells.compile("const broken =");
  expect([...cells.names]).toEqual([...PROGRAM.names!, "inner", "x", "y", "z", "k", "C", "E", "made", "other"]);
});

test("Cells.compile() gives each text its number, also the faulty ones, and no cell with an error", async () => {
  const cells = cellsOf();
  const { cell } = await cells.compile("1");
  expect(cell?.announced.map(({ name, file }) => [name, file])).toEqual([["./REPL[1]#lifted", "REPL[1]"]]);
  expect(cell?.own).toMatchObject({ name: "./REPL[1]", file: "REPL[1]" });
  expect((await cells.compile("1 +")).cell).toBeUndefined();
  expect((await cells.compile("1")).cell?.own.file).toBe("REPL[3]");
});

test("Cells.compile() places a fault in the text as it was entered", async () => {
  const cells = cellsOf(PROGRAM);
  expect(await faults(cells, "let a = 1\n  let a = 2")).toEqual([
    "error REPL[1]:2:7 Identifier 'a' has already been declared.",
  ]);
  expect(await faults(cells, "{ a: await remotecall(f, 2) }")).toEqual([
    expect.stringMatching(/^warning REPL\[2\]:1:12 `remotecall` returns a ref/),
  ]);
  expect(await faults(cells, "import x from './missing'")).toEqual([
    'error REPL[3]:1:15 There is no file "./missing": there is ./functions and ./w.json.',
  ]);
  expect(await faults(cells, "import { nope } from 'distributed'")).toEqual([
    expect.stringMatching(/^error REPL\[4\]:1:10 "distributed" has no value `nope`/),
  ]);
  expect(await faults(cells, "const remotecall = (n: number) => n")).toEqual([]);
  expect(await faults(cells, "await remotecall(5)")).toEqual([]);
});

test("a cell of processes that have no program is told so when it imports a file", async () => {
  expect(await faults(cellsOf(), "import { f } from './functions'")).toEqual([
    'error REPL[1]:1:19 There is no file "./functions": cells import files of the program that runs, and none has been run.',
  ]);
});

test("Cells.completions() gives names of the scope first, then of the library, then of the platform, each once", async () => {
  const cells = cellsOf(PROGRAM);
  await cells.compile("const nproc = 1, Map = 2, nextOne = 3");
  expect(cells.completions("n")).toEqual(["nextOne", "nproc", "nprocs", "nworkers"]);
  expect(cells.completions("Ma")).toEqual(["Map", "Math"]);
  expect(cells.completions("nothing")).toEqual([]);
});

test.each([
  ["", "complete"],
  ["1 + 1", "complete"],
  ["1 +", "incomplete"],
  ["f(1,", "incomplete"],
  ["const a =", "incomplete"],
  ["const f = x =>", "incomplete"],
  ["`a ${b} c", "incomplete"],
  ["/* a comment", "incomplete"],
  ["a. // and more", "incomplete"],
  ["if (a) {", "incomplete"],
  ["if (a)", "incomplete"],
  ["class A {\n  b = 1", "incomplete"],
  ["try { a() }", "incomplete"],
  ["{ a: 1, b: 2", "incomplete"],
  ["{ a: 1, b: 2 }", "complete"],
  ["interface A {", "incomplete"],
  ["const x", "wrong"],
  ["'text", "wrong"],
  ["/a", "wrong"],
  ["a )", "wrong"],
  ["const = 1", "wrong"],
  ["{ a: 1, b: ) ", "wrong"],
  ["@deco", "incomplete"],
  ["class A { @deco", "incomplete"],
  ["class A { @deco }", "wrong"],
] as const)("completeness(%j) is %s", (text, expected) => {
  expect(completeness(text)).toBe(expected);
});

test("a cell that only TypeScript can make JavaScript is emitted, and declares what its own text names", async () => {
  const asked: string[] = [];
  const cells = cellsOf(PROGRAM, (text) => {
    asked.push(text);
    return emit(text);
  });
  const using = "using r = { [Symbol.dispose]() {} };";
  const { cell, diagnostics } = await cells.compile(using);
  expect(diagnostics).toEqual([]);
  expect(asked).toEqual([using]);
  expect(cell?.announced.map(({ name }) => name)).toEqual(["./tslib#helpers", "./REPL[1]#lifted"]);
  const namespace = await cells.compile("namespace N { export const x = 1; }\nimport { f as k } from './functions'");
  expect(namespace.cell?.announced.map(({ name }) => name)).toEqual(["./REPL[2]#lifted"]);
  await cells.compile("const plain = 1");
  expect(asked).toHaveLength(2);
  expect([...cells.names]).toEqual([...PROGRAM.names!, "r", "k", "N", "plain"]);
});

test("a cell whose TypeScript can't be had says what needs it and where, and why there is none", async () => {
  const cells = cellsOf(PROGRAM, () => Promise.reject(new Error("which is away: call it.")));
  const { cell, diagnostics } = await cells.compile("1;\nnamespace N { export const x = 1; }");
  expect(cell).toBeUndefined();
  expect(diagnostics.map((it) => `${it.severity} ${it.file}:${it.line}:${it.column}: ${it.message}`)).toEqual([
    "error REPL[1]:2:1: namespaces with values need TypeScript's own compiler, which is away: call it.",
  ]);
});

test("a cell that TypeScript emits has its faults and warnings in the text as it was entered", async () => {
  const cells = cellsOf(PROGRAM);
  const namespace = "namespace N { export const x = 1; }";
  expect(await faults(cells, `${namespace}\n  import { nope } from 'distributed'`)).toEqual([
    expect.stringMatching(/^error REPL\[1\]:2:12 "distributed" has no value `nope`/),
  ]);
  expect(await faults(cells, `{ a: await remotecall(f, 2), b: class { accessor c = 1 } }`)).toEqual([
    expect.stringMatching(/^warning REPL\[2\]:1:12 `remotecall` returns a ref/),
  ]);
});
