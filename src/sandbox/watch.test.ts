import { expect, it } from "vitest";
import { deferred } from "../base/deferred.ts";
import { createWatch, type Registers } from "./watch.ts";

/** A host whose clock moves when the test says so; counts the readings of the time that went by. */
function createHost() {
  let nowMs = 0;
  const timers: { atMs: number; task: () => void }[] = [];
  let words = Int32Array.of(0);
  const told: number[] = [];
  let readings = 0;
  const watch = createWatch(read, {
    nowMs: () => nowMs,
    after(ms, task) {
      const timer = { atMs: nowMs + ms, task };
      timers.push(timer);
      return { cancel: () => void timers.splice(timers.indexOf(timer) >>> 0, 1) };
    },
  });
  function read(): void {
    readings++;
    const event: Registers = { type: "registers", pids: [1], words: words.slice(), atMs: nowMs };
    if (watch.tells(event)) told.push(nowMs);
  }
  return {
    watch,
    told,
    set: (word: number) => {
      words = Int32Array.of(word);
    },
    /** How many readings there were in the time that passes. */
    pass(ms: number): number {
      const before = readings;
      const untilMs = nowMs + ms;
      for (;;) {
        timers.sort((a, b) => a.atMs - b.atMs);
        const next = timers[0];
        if (!next || next.atMs > untilMs) break;
        timers.shift();
        nowMs = next.atMs;
        next.task();
      }
      nowMs = untilMs;
      return readings - before;
    },
  };
}

it("a sandbox that has run nothing is read for a moment after its processes came, then never", () => {
  const { watch, pass } = createHost();
  watch.stirred();
  expect(pass(1300)).toBeGreaterThan(20);
  expect(pass(60_000)).toBeLessThan(30);
  expect(pass(60_000)).toBe(0);
});

it("a run is read every 50 ms, however long nothing changes", () => {
  const { watch, pass } = createHost();
  watch.started();
  pass(10_000);
  expect(pass(1000)).toBe(20);
});

it("a reading of a run is sent when it differs, and every one for 1.2 s after, so that loads come down", () => {
  const { watch, pass, set, told } = createHost();
  watch.started();
  pass(5000);
  told.length = 0;
  set(7);
  pass(1250);
  expect(told.at(0)).toBe(5050);
  expect(told.at(-1)).toBe(6250);
  expect(told.length).toBe(25);
});

it("a run in which nothing changes is told every 200 ms at least, so that its clock goes on", () => {
  const { watch, pass, told } = createHost();
  watch.started();
  pass(60_000);
  const gaps = told.slice(1).map((ms, i) => ms - told[i]!);
  expect(Math.max(...gaps, 60_000 - told.at(-1)!)).toBeLessThanOrEqual(200);
  expect(told.length).toBeLessThan(450);
});

it("after the end nothing is sent when nothing changes", () => {
  const { watch, pass, told } = createHost();
  watch.started();
  watch.finished();
  pass(5000);
  told.length = 0;
  pass(5000);
  expect(told).toEqual([]);
});

it("after the end a change is seen within 250 ms and then followed every 50", () => {
  const { watch, pass, set, told } = createHost();
  watch.started();
  watch.finished();
  pass(10_000);
  expect(pass(1000)).toBe(4);
  told.length = 0;
  set(1);
  pass(1000);
  expect(told[0]).toBeLessThanOrEqual(11_250);
  expect(told.length).toBeGreaterThan(10);
});

it("while a cell is evaluated the registers are read every 50 ms, and slowly when it has been, also without a run", async () => {
  const { watch, pass } = createHost();
  const cell = deferred<number>();
  const outcome = watch.evaluates(cell.promise);
  pass(10_000);
  expect(pass(1000)).toBe(20);
  cell.resolve(5);
  expect(await outcome).toBe(5);
  pass(2000);
  expect(pass(1000)).toBe(4);
});
