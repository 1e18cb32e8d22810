import { expect, test } from "vitest";
import { Registers, WORDS, Word } from "../distributed/registers.ts";
import { InMemoryHost } from "../supervisor/in-memory.ts";
import { DriverActivity } from "./driver-activity.ts";

/** A driver whose turns and time the test lets through. */
function driver() {
  const words = new Int32Array(WORDS);
  const host = new InMemoryHost({ random: () => 0, start: () => {} });
  const turns: (() => void)[] = [];
  const platform = {
    ...{ nowMs: host.nowMs, after: host.after, import: () => Promise.resolve({}) },
    ...{ yieldTurn: (task: () => void) => void turns.push(task), hardwareThreads: 1, isolated: true },
  };
  const registers = new Registers(words, { nowMs: host.nowMs, epochMs: 0 }, () => {});
  registers.idle();
  host.advance(1000);
  const turn = () => turns.splice(0).forEach((task) => void task());
  return { activity: new DriverActivity(platform, registers), isBusy: () => words[Word.State] === 2, turn, host };
}

test("DriverActivity is busy from what comes until a turn gets through", () => {
  const { activity, isBusy, turn } = driver();
  activity.stir();
  expect(isBusy()).toBe(true);
  turn();
  expect(isBusy()).toBe(false);
});

test("DriverActivity stays busy while no turn gets through, and while calls come one after another", () => {
  const { activity, isBusy, turn, host } = driver();
  activity.stir();
  host.advance(60_000);
  expect(isBusy()).toBe(true);
  turn();
  activity.stir(); // at once again: looked at by a timer
  for (let i = 0; i < 5; i++) {
    activity.stir();
    host.advance(10);
  }
  expect(isBusy()).toBe(true);
  host.advance(10);
  expect(isBusy()).toBe(false);
});

test("DriverActivity takes the driver's beginning for busy, since its first line cannot be seen", () => {
  const { activity, isBusy, turn, host } = driver();
  activity.begin();
  turn();
  expect(isBusy()).toBe(true);
  host.advance(100);
  expect(isBusy()).toBe(false);
});

test("DriverActivity is idle when the run has ended, whatever was under way", () => {
  const { activity, isBusy } = driver();
  activity.begin();
  activity.end();
  expect(isBusy()).toBe(false);
});
