import { expect, test } from "vitest";
import { CompositeException, RemoteException } from "../distributed/errors.ts";
import { Promises } from "../distributed/promises.ts";
import { Reports } from "./reports.ts";
import { describeFailure, Strays } from "./strays.ts";

function strays() {
  const printed: string[] = [];
  const timers: (() => void)[] = [];
  const promises = new Promises();
  const after = (_ms: number, task: () => void) => {
    timers.push(task);
    return { cancel: () => void timers.splice(timers.indexOf(task), 1) };
  };
  const reports = new Reports({ after, print: (text) => printed.push(text) });
  return { printed, timers, promises, listener: new Strays({ promises, after, reports }) };
}

test("Strays prints a stray rejection after its second of grace, and the run has failed", () => {
  const { listener, printed, timers } = strays();
  listener.rejection(new Error("lost"), {});
  expect(printed).toEqual([]);
  while (timers.length > 0) timers.shift()!();
  expect(printed[0]).toMatch(/^Error: lost/);
  expect(listener.failed).toBe(true);
});

test("Strays prints nothing for a promise that gets its handler within the second", () => {
  const { listener, printed } = strays();
  const promise = {};
  listener.rejection(new Error("late"), promise);
  listener.handled(promise);
  listener.flush();
  expect(printed).toEqual([]);
  expect(listener.failed).toBe(false);
});

test("Strays prints a failure of ours once with the place that started it, and the run has not failed", () => {
  const { listener, printed, promises } = strays();
  const out = promises.handout({ position: () => "driver.ts:3:1" });
  out.promise.catch(() => {});
  out.reject(new RemoteException(2, new RangeError("boom")));
  listener.rejection(new RemoteException(2, new RangeError("boom")), out.promise);
  listener.flush();
  expect(printed).toHaveLength(1);
  expect(printed[0]).toMatch(/^RangeError: boom \(on worker 2, called from the driver\)\n/);
  expect(printed[0]).toMatch(/\n {4}started at driver\.ts:3:1$/);
  expect(listener.failed).toBe(false);
});

test("Strays prints an error of a timer at once, and the run has failed", () => {
  const { listener, printed } = strays();
  listener.error("text");
  expect(printed).toEqual(['Uncaught "text"']);
  expect(listener.failed).toBe(true);
});

test("describeFailure() tells the root cause first, its positions, the path it took and its causes", () => {
  const root = Object.assign(new Error("inner", { cause: new TypeError("why") }), {
    stack: "Error: inner\n    at f (a.ts:1:1)",
  });
  root.cause = Object.assign(new TypeError("why"), { stack: "TypeError: why" });
  const failure = new RemoteException(2, new RemoteException(3, root, 2));
  expect(describeFailure(failure)).toBe(
    "Error: inner (on worker 3, called from worker 2, called from the driver)\n    at f (a.ts:1:1)\n  cause: TypeError: why",
  );
});

test("describeFailure() tells of a CompositeException the first, its path, and how many more", () => {
  const first = Object.assign(new Error("a"), { stack: "Error: a\n    at f (a.ts:1:1)" });
  const failure = new CompositeException([new RemoteException(2, first), new Error("b"), new Error("c")]);
  expect(describeFailure(failure)).toBe(
    "Error: a (on worker 2, called from the driver) (and 2 more failures)\n    at f (a.ts:1:1)",
  );
});

test("describeFailure() tells the errors that an AggregateError gathers, each with its path, and survives a ring", () => {
  const bare = <E extends Error>(error: E, stack: string): E => Object.assign(error, { stack });
  const one = new RemoteException(2, bare(new RangeError("one"), "RangeError: one\n    at f (a.ts:1:1)"));
  const two = bare(new Error("two"), "Error: two");
  const all = bare(new AggregateError([one, two], "all failed"), "AggregateError: all failed");
  two.cause = all;
  expect(describeFailure(all)).toBe(
    "AggregateError: all failed\n  error: RangeError: one (on worker 2, called from the driver)\n" +
      "      at f (a.ts:1:1)\n  error: Error: two",
  );
});
