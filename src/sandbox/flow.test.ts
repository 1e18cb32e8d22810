import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { brakedSender, countTaken, mergingSender, takenWord } from "./flow.ts";
import { linesOf } from "./value-pace.ts";

type Message = Parameters<Parameters<typeof brakedSender>[0]>[0];

const textOf = (message: Message): string => (message.type === "line" ? message.text : message.shown.kind);
/** So large that it counts as `lines` lines. */
const image = (lines: number): Extract<Message, { type: "display" }> => {
  const pixels = (lines - 10) * 1024;
  const data = new Uint8ClampedArray(4 * pixels);
  return { type: "display", shown: { kind: "image", width: pixels, height: 1, data } };
};
const line = (text: string, level: "log" | "error" = "log") => ({ type: "line" as const, level, text });

it("brakedSender() stands still when it is far ahead, until the other thread has taken half", async () => {
  const taken = takenWord();
  // The supervisor's thread: takes a line each time it hears of one.
  const supervisor = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     parentPort.on("message", () => { Atomics.add(workerData, 0, 1); Atomics.notify(workerData, 0); });
     parentPort.postMessage("up");`,
    { eval: true, workerData: taken },
  );
  await new Promise((resolve) => supervisor.once("message", resolve));
  let posted = 0;
  let most = 0;
  const sender = brakedSender(
    (message) => {
      posted++;
      most = Math.max(most, posted - Atomics.load(taken, 0));
      supervisor.postMessage(message);
    },
    taken,
    () => performance.now(),
  );
  for (let i = 0; i < 20_000; i++) sender.send(line("x"));
  await supervisor.terminate();
  expect(posted).toBe(20_000);
  expect(most).toBeLessThanOrEqual(2001);
});

it("brakedSender() goes on when nobody takes anything", () => {
  let nowMs = 0;
  const posted: string[] = [];
  const sender = brakedSender(
    (message) => posted.push(textOf(message)),
    takenWord(),
    () => (nowMs += 600),
  );
  for (let i = 0; i < 2005; i++) sender.send(line(String(i)));
  expect(posted).toHaveLength(2005);
});

it("countTaken() counts what brakedSender() waits for", () => {
  const taken = takenWord();
  countTaken(taken);
  countTaken(taken);
  expect(taken[0]).toBe(2);
});

function createMerging() {
  const posted: { level: string; text: string }[] = [];
  const turns: (() => void)[] = [];
  let nowMs = 0;
  const sender = mergingSender(
    (message) => posted.push({ level: message.type === "line" ? message.level : "display", text: textOf(message) }),
    (task) => turns.push(task),
    () => nowMs++,
  );
  return { sender, posted, endTurn: () => turns.splice(0).forEach((turn) => void turn()) };
}

it("mergingSender() posts each line at once while there are not too many in a turn", () => {
  const { sender, posted } = createMerging();
  for (let i = 0; i < 2000; i++) sender.send(line(String(i)));
  expect(posted).toHaveLength(2000);
});

it("mergingSender() joins the lines of a burst and loses none, in order", () => {
  const { sender, posted, endTurn } = createMerging();
  for (let i = 0; i < 10_000; i++) sender.send(line(String(i)));
  expect(posted.length).toBeLessThan(2200);
  endTurn();
  expect(posted.flatMap(({ text }) => text.split("\n"))).toEqual(Array.from({ length: 10_000 }, (_, i) => String(i)));
});

it("mergingSender() does not join lines of two levels, and gives what it holds before something else leaves", () => {
  const { sender, posted } = createMerging();
  for (let i = 0; i < 2000; i++) sender.send(line("x"));
  posted.length = 0;
  sender.send(line("a"));
  sender.send(line("b", "error"));
  sender.flush();
  expect(posted).toEqual([
    { level: "log", text: "a" },
    { level: "error", text: "b" },
  ]);
});

it("mergingSender() starts anew with each turn", () => {
  const { sender, posted, endTurn } = createMerging();
  for (let i = 0; i < 2001; i++) sender.send(line("x"));
  endTurn();
  posted.length = 0;
  sender.send(line("y"));
  expect(posted).toHaveLength(1);
});

it("brakedSender() counts a value by its bytes, and countTaken() with linesOf() does the same", () => {
  const taken = takenWord();
  const posted: number[] = [];
  let nowMs = 0;
  const sender = brakedSender(
    () => posted.push(nowMs),
    taken,
    () => (nowMs += 600),
  );
  sender.display(image(1500));
  countTaken(taken, linesOf(image(1500).shown));
  sender.display(image(1500));
  sender.display(image(501)); // 2001 lines ahead: it waits, after it has posted
  expect(posted).toEqual([0, 600, 1200]);
  expect(nowMs).toBeGreaterThan(1200 + 1000);
});

it("mergingSender() sends a value behind the lines before it", () => {
  const { sender, posted } = createMerging();
  for (let i = 0; i < 2000; i++) sender.send(line("x"));
  posted.length = 0;
  sender.send(line("held"));
  sender.display(image(20));
  expect(posted.map(({ text }) => text)).toEqual(["held", "image"]);
});

it("mergingSender() paces the values of a burst", () => {
  let nowMs = 0;
  const times: number[] = [];
  const sender = mergingSender(
    () => times.push(nowMs),
    () => {},
    () => (nowMs += 0.25),
  );
  for (let i = 0; i < 6; i++) sender.display(image(1000)); // the first four are no burst yet
  expect(times[4]).toBeLessThan(10);
  expect(times[5]).toBeGreaterThan(200);
});
