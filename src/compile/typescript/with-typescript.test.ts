import { expect, test } from "vitest";
import { emit } from "../closures/in-memory-typescript.ts";
import { compile } from "../compile.ts";
import { compileWithTypeScript, type Emit } from "./with-typescript.ts";

const NAMESPACE = "export namespace N { export const x = 1; }";

/** The files whose texts were emitted, in order, and the answer. */
async function compiled(files: Record<string, string>, given: Emit = emit) {
  const asked: string[] = [];
  const answer = await compileWithTypeScript(compile, { files, assets: {} }, (text) => {
    asked.push(Object.keys(files).find((name) => files[name] === text)!);
    return given(text);
  });
  return { asked, ...answer };
}

test("compileWithTypeScript() asks for nothing when types can be erased", async () => {
  const { asked, program } = await compiled({ "driver.ts": "enum E { A }\nconst x: E = E.A;" });
  expect(asked).toEqual([]);
  expect(program).toBeDefined();
});

test("compileWithTypeScript() has each file emitted once, also one that only an emitted file imports", async () => {
  const { asked, program, diagnostics } = await compiled({
    "driver.ts": `import { N } from "./a";\nnamespace D { export const y = N.x; }`,
    "a.ts": NAMESPACE,
    "plain.ts": "export const z = 1;",
  });
  expect(asked).toEqual(["driver.ts", "a.ts"]);
  expect(diagnostics).toEqual([]);
  expect(program?.modules.map(({ name }) => name)).toEqual(["./functions", "./a", "./driver#lifted", "./driver"]);
});

test("compileWithTypeScript() puts TypeScript's helpers into a module of their own, once, where they are used", async () => {
  const decorated = "export const d = (v: unknown, _: unknown) => v;\nexport @d class A {}";
  const { program, names: seen } = await compiled({ "functions.ts": decorated, "driver.ts": decorated });
  expect(seen).toEqual(["d", "A"]); // cells of the REPL name the user's own
  const names = program?.modules.map(({ name }) => name);
  expect(names).toEqual(["./tslib#helpers", "./functions", "./driver#lifted", "./driver"]);
  expect(program?.everywhere).toEqual(["./functions", "./driver#lifted"]);
  const texts = program!.modules.map(({ parts }) => parts.filter((it) => typeof it === "string").join(""));
  expect(texts.map((text) => text.includes("function __esDecorate"))).toEqual([true, false, false, false]);
});

test("compileWithTypeScript() says what needs TypeScript and where, and why there is none", async () => {
  const none = () => Promise.reject(new Error("which is away: call it."));
  const { program, diagnostics } = await compiled({ "functions.ts": NAMESPACE, "driver.ts": "{ using x = y; }" }, none);
  expect(program).toBeUndefined();
  expect(diagnostics.map((it) => `${it.severity} ${it.file}:${it.line}:${it.column}: ${it.message}`)).toEqual([
    "error functions.ts:1:8: namespaces with values need TypeScript's own compiler, which is away: call it.",
    "error driver.ts:1:3: `using` declarations need TypeScript's own compiler, which is away: call it.",
  ]);
});
