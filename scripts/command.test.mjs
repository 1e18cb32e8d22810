// @ts-check
import { expect, test } from "vitest";
import { run } from "./command.mjs";

const quiet = { quiet: true };

test("run() gives the exit code and all output of a program", async () => {
  const script = "console.log('out'); console.error('err'); process.exit(3)";
  const { code, output } = await run(process.execPath, ["-e", script], quiet);
  expect(code).toBe(3);
  expect(output).toContain("out\n");
  expect(output).toContain("err\n");
});

test("run() resolves with 127 when there is no such program", async () => {
  expect((await run("no-such-program-of-panal", [], quiet)).code).toBe(127);
});

test("run() ends a program that runs for ever, with 124", async () => {
  expect((await run(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { ...quiet, limitS: 0.1 })).code).toBe(124);
});
