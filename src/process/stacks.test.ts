import { expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { resolveProgram } from "../compile/resolve.ts";
import { Positions, traceHere } from "./stacks.ts";

const RUNTIME = "blob:null/runtime";

/** Positions of a program of one functions file, and the place of `word` in the text that runs. */
function compiled(functions: string, word: string) {
  const { program } = compile({ files: { "functions.ts": functions, "driver.ts": "" }, assets: {} });
  const texts = new Map<string, string>();
  const resolved = resolveProgram(program!, {
    runtimeUrl: RUNTIME,
    makeUrl(text, name) {
      texts.set(name, text);
      return `blob:null/${name.replace(/\W/g, "")}`;
    },
    npmUrl: (specifier) => specifier,
  });
  const positions = new Positions(RUNTIME);
  positions.add(resolved.positions);
  const text = texts.get("./functions")!;
  const before = text.slice(0, text.lastIndexOf(word)).split("\n"); // it is in the description at the top, too
  return { positions, place: `blob:null/functions:${before.length}:${before.at(-1)!.length + 1}` };
}

const SOURCE = "export const f = (x: number): number => {\n  const wide: string = 'a'; throw new Error(wide);\n};\n";

test("Positions.mapText() turns a place of a compiled module into the user's", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  expect(positions.mapText(`    at f (${place})`)).toBe("    at f (functions.ts:2:35)");
  expect(positions.mapText(`f@${place}`)).toBe("f@functions.ts:2:35");
});

test("Positions.mapText() leaves out the lines of a stack that are not the user's, and no other line", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  const stack = ["Error: a", `    at f (${place})`, `    at run (${RUNTIME}:1:200)`];
  expect(positions.mapText(stack.join("\n"))).toBe("Error: a\n    at f (functions.ts:2:35)");
  expect(positions.mapText("see https://example.org:80:1 for more")).toBe("see https://example.org:80:1 for more");
});

test("Positions.mapText() keeps built-in code that the user's called, and leaves out what the runtime called", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  const stack = [
    "Error: a",
    "    at JSON.parse (<anonymous>)",
    `    at f (${place})`,
    "    at Array.map (<anonymous>)",
    `    at f (${place})`,
    "    at new Promise (<anonymous>)",
    `    at run (${RUNTIME}:1:200)`,
    "    at async Promise.all (index 0)",
  ];
  expect(positions.mapText(stack.join("\n")).split("\n")).toEqual([
    "Error: a",
    "    at JSON.parse (<anonymous>)",
    "    at f (functions.ts:2:35)",
    "    at Array.map (<anonymous>)",
    "    at f (functions.ts:2:35)",
  ]);
});

test("Positions.mapText() names the file where an engine names a module's URL", () => {
  const { positions } = compiled(SOURCE, "new Error");
  expect(positions.mapText("failed to import blob:null/functions")).toBe("failed to import functions.ts");
});

test("Positions.mapStacks() maps an error, its causes and the errors it gathers, and survives a stack that throws", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  const made = (more: object = {}) => Object.assign(new Error("a"), { stack: `Error: a\n    at f (${place})` }, more);
  const thrower = Object.defineProperty(new Error("b"), "stack", {
    get() {
      throw new Error("no stack for you");
    },
  });
  const inner = made();
  const gathered = made();
  const outer = made({ cause: inner, errors: [gathered, thrower] });
  positions.mapStacks(outer);
  for (const error of [outer, inner, gathered]) expect(error.stack).toBe("Error: a\n    at f (functions.ts:2:35)");
});

test("Positions.firstOf() gives the first position in the user's files", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  expect(positions.firstOf(`Error\n    at here (${RUNTIME}:1:2)\n    at f (${place})`)).toBe("functions.ts:2:35");
  expect(positions.firstOf("Error\n    at here (blob:null/other:1:2)")).toBe("");
});

test("Positions.mapOutput() leaves a program's own lines as they are, also those that look like a stack", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  const log = "ERROR boom\n    at handler (https://shop.example/app.js:10:5)\nuser@http://h:80:1";
  expect(positions.mapOutput(log)).toBe(log);
  expect(positions.mapOutput(`Error: a\n    at f (${place})`)).toBe("Error: a\n    at f (functions.ts:2:35)");
});

test("Positions.mapText() tells of what a timer runs as a browser does", () => {
  const { positions, place } = compiled(SOURCE, "new Error");
  const mapped = (called: string) => positions.mapText(`    at ${called} (${place})`);
  expect(mapped("Timeout._onTimeout")).toBe("    at functions.ts:2:35");
  expect(mapped("Timeout.tick [as _onTimeout]")).toBe("    at tick (functions.ts:2:35)");
  expect(mapped("Immediate.<anonymous>")).toBe("    at functions.ts:2:35");
  expect(mapped("Other.tick [as on]")).toBe("    at Other.tick [as on] (functions.ts:2:35)");
});

test("Positions.mapStacks() leaves a stack that is no text as the program made it", () => {
  const { positions } = compiled(SOURCE, "new Error");
  const error = Object.assign(new Error("a"), { stack: ["blob:null/functions:1:1"] });
  positions.mapStacks(error);
  expect(error.stack).toEqual(["blob:null/functions:1:1"]);
});

test("traceHere() tells the place whatever the program has made of Error, and leaves that as it is", () => {
  const settings = Error as { stackTraceLimit?: unknown; prepareStackTrace?: unknown };
  const { stackTraceLimit, prepareStackTrace } = settings;
  const prepare = () => 5;
  try {
    Object.assign(settings, { stackTraceLimit: 0, prepareStackTrace: prepare });
    const trace = (function caller() {
      return traceHere();
    })();
    expect(trace()).toMatch(/at caller \(.*stacks\.test\.ts:\d+:\d+\)/);
    expect([settings.stackTraceLimit, settings.prepareStackTrace]).toEqual([0, prepare]);
  } finally {
    Object.assign(settings, { stackTraceLimit, prepareStackTrace });
  }
});
