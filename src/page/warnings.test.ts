import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { compile } from "../compile/compile.ts";
import type { Program } from "../program/program.ts";
import type { SessionState } from "./session.ts";
import { followWarnings } from "./warnings.ts";
import type { Bench, Workbench } from "./workbench.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const programOf = (driver: string): Program => ({ files: { "driver.ts": driver }, assets: {} });
const WARNED = 'import { spawn } from "distributed";\nawait spawn(() => 1);\n';

function following() {
  const store = createStore(() => ({ program: programOf("") }) as Bench);
  const session = createStore(() => ({ diagnostics: [] }) as unknown as SessionState);
  const compiled: string[] = [];
  followWarnings({ store } as Workbench, session, async (program) => {
    compiled.push(program.files["driver.ts"]!);
    return compile(program);
  });
  return {
    compiled,
    write: (driver: string) => store.setState({ program: programOf(driver) }),
    lines: () => session.getState().diagnostics.map(({ severity, line }) => `${severity} ${line}`),
  };
}

test("followWarnings() shows the warnings once the keys have been still", async () => {
  const { compiled, write, lines } = following();
  write("a");
  write(WARNED);
  expect(lines()).toEqual([]);
  await vi.runAllTimersAsync();
  expect(lines()).toEqual(["warning 2"]);
  expect(compiled).toEqual([WARNED]);
  write(WARNED.replace("await spawn", "spawn"));
  await vi.runAllTimersAsync();
  expect(lines()).toEqual([]);
});

test("followWarnings() leaves errors for Run, and what was said before as it is", async () => {
  const { write, lines } = following();
  write(WARNED);
  await vi.runAllTimersAsync();
  write("const x = ;");
  await vi.runAllTimersAsync();
  expect(lines()).toEqual(["warning 2"]);
});

test("followWarnings() says nothing of a text that has been written over meanwhile", async () => {
  const { write, lines } = following();
  write(WARNED);
  vi.advanceTimersByTime(500);
  write("");
  await Promise.resolve();
  expect(lines()).toEqual([]);
  await vi.runAllTimersAsync();
  expect(lines()).toEqual([]);
});
