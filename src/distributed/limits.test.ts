import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { TimeoutError } from "./errors.ts";
import { checkLimits, withinLimits } from "./limits.ts";

/** A platform whose time is passed by hand; how many timers wait. */
function clock() {
  const timers = new Set<() => void>();
  return {
    timers,
    after(_ms: number, task: () => void) {
      timers.add(task);
      return { cancel: () => void timers.delete(task) };
    },
    pass() {
      for (const task of [...timers]) {
        timers.delete(task);
        task();
      }
    },
  };
}

const never = () => new Promise<never>(() => {});
const abortListeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

test("withinLimits() rejects with TimeoutError when the time has passed, and leaves no listener", async () => {
  const platform = clock();
  const { signal } = new AbortController();
  const waiting = withinLimits(platform, "fetch", { timeout: 2, signal }, never);
  platform.pass();
  await expect(waiting).rejects.toThrow(new TimeoutError("fetch: no answer within 2 s"));
  expect([abortListeners(signal), platform.timers.size]).toEqual([0, 0]);
});

test("withinLimits() rejects with the signal's reason when it aborts, and leaves no timer", async () => {
  const platform = clock();
  const controller = new AbortController();
  const waiting = withinLimits(platform, "fetch", { timeout: 2, signal: controller.signal }, never);
  controller.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  expect([abortListeners(controller.signal), platform.timers.size]).toEqual([0, 0]);
});

test("withinLimits() leaves no listener and no timer when the work has ended first, well or not", async () => {
  const platform = clock();
  const { signal } = new AbortController();
  await expect(withinLimits(platform, "fetch", { timeout: 2, signal }, () => Promise.resolve(7))).resolves.toBe(7);
  await expect(withinLimits(platform, "fetch", { timeout: 2, signal }, () => Promise.reject(8))).rejects.toBe(8);
  expect([abortListeners(signal), platform.timers.size]).toEqual([0, 0]);
});

test("withinLimits() starts nothing when the signal is aborted already", async () => {
  let started = 0;
  const work = async () => void started++;
  await expect(withinLimits(clock(), "fetch", { signal: AbortSignal.abort("no") }, work)).rejects.toBe("no");
  expect(started).toBe(0);
});

test("checkLimits() names the option that is no signal or no number of seconds", () => {
  expect(() => checkLimits("fetch", { timeout: "5" as never })).toThrow(
    'fetch: `timeout` must be a number of seconds, 0 or more, got "5"',
  );
  expect(() => checkLimits("fetch", { signal: {} as never })).toThrow(
    "fetch: `signal` must be the signal of an AbortController, got object",
  );
});
