import { expect, test } from "vitest";
import { type TimerScope, takeTimers } from "./timers.ts";

/** A scope whose timers the test runs. */
function scope() {
  const tasks: (() => unknown)[] = [];
  const told: string[] = [];
  function setTimeout(task: unknown, ms?: unknown, ...args: unknown[]) {
    if (typeof task !== "function") throw new TypeError("wanted a function");
    tasks.push(() => task(...args));
    return { ms };
  }
  const own: TimerScope = { setTimeout };
  takeTimers(own, () => told.push("wakes"));
  return { own, told, run: () => tasks.splice(0).forEach((task) => void task()) };
}

test("takeTimers tells before the task runs, which gets its arguments", () => {
  const { own, told, run } = scope();
  expect(own.setTimeout!((...args: unknown[]) => told.push(`task ${args}`), 5, "a", "b")).toEqual({ ms: 5 });
  expect(told).toEqual([]);
  run();
  expect(told).toEqual(["wakes", "task a,b"]);
});

test("takeTimers leaves name, length and errors the platform's, and makes none that the platform lacks", () => {
  const { own } = scope();
  expect([own.setTimeout!.name, own.setTimeout!.length]).toEqual(["setTimeout", 2]);
  expect(() => own.setTimeout!("code")).toThrow("wanted a function");
  expect("setImmediate" in own).toBe(false);
});
