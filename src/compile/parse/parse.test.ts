// How often a text is parsed when a program is compiled again; the parser is the real one, and counted.
import * as babel from "@babel/parser";
import { beforeEach, expect, test, vi } from "vitest";
import { compile } from "../compile.ts";

vi.mock("@babel/parser", async (original) => {
  const real = await original<typeof babel>();
  return { ...real, parse: vi.fn(real.parse) };
});

const parsed = vi.mocked(babel.parse);
beforeEach(() => void parsed.mockClear());

const FUNCTIONS = "export const f = (x: number) => x + 1;\n";
const MORE = "export const g = 1;\n";
const program = (driver: string, functions = FUNCTIONS) => ({
  files: { "driver.ts": driver, "functions.ts": functions, "more.ts": MORE },
  assets: {},
});
const driver = (n: number) =>
  `import { f } from "./functions";\nimport { g } from "./more";\nconsole.log(f(g + ${n}));\n`;

test("compile() parses the file that was edited and no other", () => {
  compile(program(driver(1)));
  expect(parsed).toHaveBeenCalledTimes(3);
  compile(program(driver(2)));
  expect(parsed).toHaveBeenCalledTimes(4);
  compile(program(driver(2)));
  expect(parsed).toHaveBeenCalledTimes(4);
});

test("compile() gives for a text that it has seen what it gave before, also when other files have changed", () => {
  const first = compile(program(driver(1)));
  compile(program(driver(3), "export const f = () => 2;"));
  expect(compile(program(driver(1)))).toEqual(first);
});

test("compile() reports a fault in a text again", () => {
  const faulty = program("const x = ;\n");
  expect(compile(faulty).diagnostics).toHaveLength(1);
  expect(compile(faulty)).toEqual(compile(faulty));
});

test("compile() forgets what has not been asked for lately", () => {
  compile(program(driver(1)));
  for (let n = 10; n < 20; n++) compile(program(driver(n)));
  parsed.mockClear();
  compile(program(driver(1)));
  expect(parsed).toHaveBeenCalledTimes(1);
});
