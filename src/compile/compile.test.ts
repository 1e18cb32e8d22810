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
    'driver.ts:1:8: There is no file "./nope": there is ./functions and ./words.json.',
  ]);
});

test("compile() reports a JSON file that is not JSON", () => {
  const [fault] = faults({ "driver.ts": 'import w from "./w.json";\nconsole.log(w);', "w.json": "[1,}" });
  expect(fault).toMatch(/^w\.json:1:4: w\.json is not JSON: /);
});
