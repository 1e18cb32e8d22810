import { expect, test } from "vitest";
import { compile } from "./compile.ts";

const compileFiles = (files: Record<string, string>) => compile({ files, assets: {} });

const faults = (files: Record<string, string>) =>
  compileFiles(files).diagnostics.map((it) => `${it.file}:${it.line}:${it.column}: ${it.message}`);

test("compile() orders modules by what they import", () => {
  const { program } = compileFiles({
    "driver.ts": 'import { f } from "./functions";\nimport "./late.ts";\nf();',
    "functions.ts": 'import words from "./words.json" with { type: "json" };\nexport const f = () => words;',
    "late.ts": "export {};",
    "unused.ts": "const = ;",
    "words.json": "[]",
  });
  const names = program?.modules.map(({ name }) => name);
  expect(names).toEqual(["./words.json", "./functions", "./late", "./driver#lifted", "./driver"]);
  expect(program?.everywhere).toEqual(["./functions", "./late", "./driver#lifted"]);
  expect(program?.driver).toBe("./driver");
});

test("compile() takes a missing functions.ts for an empty module", () => {
  const { program, diagnostics } = compileFiles({ "driver.ts": "console.log(1);" });
  expect(diagnostics).toEqual([]);
  expect(program?.everywhere).toEqual(["./functions", "./driver#lifted"]);
});

test("compile() reports the first syntax error of every file with its place", () => {
  expect(faults({ "driver.ts": 'import "./functions";\nconst x = ;', "functions.ts": "export const = 1;" })).toEqual([
    "functions.ts:1:14: Unexpected token",
    "driver.ts:2:11: Unexpected token",
  ]);
});

test("compile() refuses an import of driver.ts and names the way out", () => {
  expect(faults({ "functions.ts": 'import { limit } from "./driver";\nexport const f = () => limit;' })).toEqual([
    "functions.ts:1:23: functions.ts imports driver.ts, which only process 1 runs and which itself may import " +
      "functions.ts. Put what both need into functions.ts, or let a function of the driver capture it: captured " +
      "variables travel with the function.",
  ]);
});

test("compile() names the files of a ring", () => {
  const files = { "functions.ts": 'import "./a";', "a.ts": 'import "./b";', "b.ts": 'import "./a";' };
  expect(faults(files)).toEqual([
    "b.ts:1:8: a.ts and b.ts import each other (a.ts -> b.ts -> a.ts). Put what they share into a file that imports " +
      "none of them.",
  ]);
});

test("compile() says which files there are when an import names none of them", () => {
  expect(faults({ "driver.ts": 'import "./nope";', "words.json": "1" })).toEqual([
    'driver.ts:1:8: There is no file "./nope": there is ./words.json.',
  ]);
  expect(faults({ "driver.ts": 'import "./nope";', "functions.ts": "", "words.json": "1" })).toEqual([
    'driver.ts:1:8: There is no file "./nope": there is ./functions and ./words.json.',
  ]);
  expect(faults({ "driver.ts": 'import "./functions";' })).toEqual([
    'driver.ts:1:8: There is no file "./functions": the program has no other file to import.',
  ]);
});

test("compile() reports a JSON file that is not JSON", () => {
  const [fault] = faults({ "driver.ts": 'import w from "./w.json";\nconsole.log(w);', "w.json": "[1,}" });
  expect(fault).toMatch(/^w\.json:1:4: w\.json is not JSON: /);
});

test("compile() says which names a file exports when an import takes another", () => {
  const files = {
    "driver.ts": 'import { a, b, c } from "./functions";\nexport { d } from "./functions";\na(b, c);',
    "functions.ts": "export const a = () => 1, { b } = { b: 2 };\nexport interface c {}\nexport default 1;",
  };
  expect(faults(files)).toEqual([
    'driver.ts:1:16: functions.ts exports no value "c"; it exports a, b and a default export.',
    'driver.ts:2:10: functions.ts exports no value "d"; it exports a, b and a default export.',
  ]);
});

test("compile() takes types for what they are however they are imported", () => {
  const files = {
    "driver.ts": 'import { Shape, type Id } from "./functions";\nconst s: Shape = { id: 1 as Id };\nconsole.log(s);',
    "functions.ts": "export interface Shape { id: Id }\nexport type Id = number;",
  };
  expect(faults(files)).toEqual([]);
});

test.each([
  ["export = 1;", "1:1: A module has no `export =`: write `export default …` or `export { … }`."],
  ['import a = require("a");', "1:1: A module has no `import x = require(…)`: write `import x from …`."],
  ["class A { m(@log x: number) {} }", "1:13: Decorators cannot be used to decorate parameters."],
  [
    "enum E { A = f(), B }",
    "1:19: The enum member B needs an initialiser, since the one before it is not a constant number.",
  ],
])("compile() refuses what no module can have, by name and place: %s", (text, fault) => {
  expect(faults({ "driver.ts": text })).toEqual([`driver.ts:${fault}`]);
});

test.each([
  ["class A { @log f() {} }", "1:11-15 decorators"],
  ["namespace N { export const x = 1; }", "1:1-36 namespaces with values"],
  ["class A { accessor x = 1; }", "1:11-26 `accessor` fields"],
  ["{ using x = open(); }", "1:3-20 `using` declarations"],
  ["import x = N.y; x();", "1:1-16 aliases by `import x = …`"],
])("compile() asks for TypeScript where erasing types is not enough: %s", (text, need) => {
  const { program, diagnostics, needsTypeScript } = compileFiles({ "driver.ts": text, "functions.ts": "" });
  expect(program).toBeUndefined();
  expect(diagnostics).toEqual([]);
  const [range, ...construct] = need.split(" ");
  const [line, columns] = range!.split(":");
  const [column, endColumn] = columns!.split("-").map(Number);
  expect(needsTypeScript).toEqual([
    {
      severity: "error",
      message: `${construct.join(" ")} need TypeScript's own compiler`,
      file: "driver.ts",
      text,
      line: Number(line),
      column,
      endLine: 1,
      endColumn,
    },
  ]);
});

test("compile() asks for no TypeScript when another file has an error", () => {
  const { diagnostics, needsTypeScript } = compileFiles({ "driver.ts": "const = 1;", "functions.ts": "@d class A {}" });
  expect(diagnostics).toHaveLength(1);
  expect(needsTypeScript).toBeUndefined();
});

test("compile() warns of `await` and `Promise.all` straight on a ref", () => {
  const { diagnostics, program } = compileFiles({
    "driver.ts": `import { fetch, Future, remotecall as rc, spawn, spawnat } from "distributed";
import * as D from "distributed";
await rc(() => 1, 2);
await (spawnat(2, () => 1) as any);
await D.spawn(() => 1);
await new Future(2);
await Promise.all([spawn(() => 1), fetch(spawn(() => 2))]);
await Promise.all([2, 3].map((pid) => rc(() => 1, pid)));
await fetch(rc(() => 1, 2));
const spawned = rc(() => 1, 2);
async function own(spawn: () => Promise<number>) { await spawn(); }`,
  });
  expect(program).toBeDefined();
  expect(
    diagnostics.map((it) => `${it.severity} ${it.line}:${it.column}-${it.endColumn} ${it.message.split(" ")[0]}`),
  ).toEqual([
    "warning 3:7-21 `remotecall`",
    "warning 4:8-27 `spawnat`",
    "warning 5:7-23 `spawn`",
    "warning 6:7-20 `new",
    "warning 7:20-34 `spawn`",
    "warning 8:39-55 `remotecall`",
  ]);
  expect(diagnostics[0]!.message).toBe(
    "`remotecall` returns a ref, which `await` does not wait for; use fetch(…) around it to get its value.",
  );
});

test("compile() writes nothing of its own around a file without functions, imports and variables", () => {
  const text = "console.log(1);\n";
  const { program } = compileFiles({ "driver.ts": text });
  expect(program?.modules.map(({ parts }) => parts)).toEqual([[""], [], [text]].map((parts) => parts.filter(Boolean)));
});

test("compile() gives the REPL's scope accessors of the driver's top-level names, and at the end what no function names", () => {
  const text =
    'import { myid } from "distributed";\nlet a = myid(), kept = 0;\nconst b = a;\nclass C {}\nvar [d] = [b];\nfunction e() { return a; } // end';
  const { program } = compileFiles({ "driver.ts": text });
  const code = program!.modules.at(-1)!.parts.join("");
  expect(/\.scope\.join\((.*?)\);/.exec(code)![1]).toBe(
    '[["myid",()=>myid],["a",()=>a,$_v=>{a=$_v}],["b",()=>b],["C",()=>C],["e",()=>e,$_v=>{e=$_v}]]',
  );
  expect(code.split("\n").at(-1)).toBe('$_.scope.keep([["d",d],["kept",kept]]);');
});

test("compile() gives the same answer for the same text", () => {
  const files = { "driver.ts": 'import { f } from "./functions";\nf();', "functions.ts": "export const f = () => 1;" };
  expect(compileFiles(files)).toEqual(compileFiles(files));
});

test("compile() refuses an import of a file that is no module", () => {
  expect(faults({ "driver.ts": 'import "./notes.md";', "notes.md": "# Notes" })).toEqual([
    'driver.ts:1:8: "notes.md" can\'t be imported: only files that end in .ts, .js or .json and have no * or # in ' +
      "their name can.",
  ]);
});

test("compile() marks the import of a package that the host can't import, and asks of nothing else", () => {
  const asked: string[] = [];
  const whyNoPackage = (specifier: string) => {
    asked.push(specifier);
    return specifier === "there" ? undefined : `no ${specifier} here`;
  };
  const files = {
    "driver.ts": `import { f } from "./functions";
import { myid } from "distributed";
import there from "there";
import type { T } from "types";
import unused from "unused";
import gone from "gone";
console.log(f, myid(), there, gone, 1 as T, await import("late"));
`,
    "functions.ts": "export const f = 1;",
  };
  const { diagnostics, program } = compile({ files, assets: {} }, { whyNoPackage });
  expect(diagnostics.map(({ line, column, endColumn, message }) => [line, column, endColumn, message])).toEqual([
    [6, 18, 24, "no gone here"],
    [7, 58, 64, "no late here"],
  ]);
  expect(program).toBeUndefined();
  expect(asked).toEqual(["there", "gone", "late"]);
});

test("compile() gives the functions of another text or another build other keys, and the same the same", () => {
  const marks = (driver: string, build?: string) => {
    const { program } = compile({ files: { "driver.ts": driver }, assets: {} }, build === undefined ? {} : { build });
    const text = program!.modules.flatMap(({ parts }) => parts).join("");
    return new Set([...text.matchAll(/\/\*@(driver\.ts~\w+)#0\*\//g)].map(([, key]) => key));
  };
  const [one, again, other, second] = [marks("() => 1"), marks("() => 1"), marks("() => 2"), marks("() => 1", "2")];
  expect(one.size).toBe(1);
  expect(again).toEqual(one);
  expect(new Set([...one, ...other, ...second]).size).toBe(3);
});
