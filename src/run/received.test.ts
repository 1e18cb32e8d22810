import { expect, it } from "vitest";
import { WORDS } from "../distributed/registers.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { checkEvents } from "./received.ts";

const line: RunEvent = { type: "line", pid: 2, level: "log", text: "hello", atMs: 1 };

it("checkEvents() lets every kind of event through as it is", () => {
  const events: RunEvent[] = [
    { type: "spawned", pid: 1, incarnation: 0 },
    { type: "exited", pid: 1, incarnation: 0, how: "lost" },
    line,
    { type: "display", pid: 2, shown: { kind: "text", text: "hello" }, skipped: 3, atMs: 1 },
    { type: "notice", notice: { code: "workerGone", pid: 2, why: "it closed itself" }, atMs: 1 },
    { type: "function", pid: 2, id: 1, name: "f" },
    {
      type: "operation",
      pid: 1,
      report: {
        ...{ id: 1, kind: "pmap", name: "f", position: "driver.ts:1:1", total: null, done: 0, failed: 0, retried: 0 },
        ...{ messages: 0, bytes: 0, startedMs: 0, endedMs: null, outcome: "running" },
      },
    },
    { type: "registers", pids: [1, 2], words: new Int32Array(2 * WORDS), atMs: 1 },
    { type: "evaluated", cell: "REPL[1]", outcome: { value: "1" }, atMs: 1 },
    { type: "evaluated", cell: "REPL[2]", outcome: { error: "Error: no" }, atMs: 1 },
    { type: "evaluated", cell: "REPL[3]", outcome: {}, atMs: 1 },
    { type: "started", atMs: 1 },
    { type: "finished", outcome: "finished", atMs: 1 },
  ];
  expect(checkEvents(structuredClone(events))).toEqual(events);
});

it.each([
  ["no list", line],
  ["an unknown type", [{ ...line, type: "constructor" }]],
  ["a missing field", [{ type: "line", pid: 2, level: "log", atMs: 1 }]],
  ["a level that is none", [{ ...line, level: "shout" }]],
  ["a pid below 1", [{ ...line, pid: 0 }]],
  ["a text that is none", [{ ...line, text: { toString: "x" } }]],
  ["a time that is none", [{ ...line, atMs: Number.NaN }]],
  ["an unknown notice", [{ type: "notice", notice: { code: "sandboxLost" }, atMs: 1 }]],
  ["words that do not fit the pids", [{ type: "registers", pids: [1], words: new Int32Array(WORDS + 1), atMs: 1 }]],
  [
    "more processes than there can be",
    [{ type: "registers", pids: Array.from({ length: 1001 }, () => 1), words: new Int32Array(1001 * WORDS), atMs: 1 }],
  ],
])("checkEvents() leaves out %s", (_what, data) => {
  expect(checkEvents(data)).toEqual([]);
});

it("checkEvents() leaves out one and keeps the others, without fields that do not belong", () => {
  expect(checkEvents([{ ...line, pid: -1 }, { ...line, html: "<b>" }, null, 7])).toEqual([line]);
});

it("checkEvents() cuts texts that are too long", () => {
  const [cut] = checkEvents([{ ...line, text: "x".repeat(3_000_000) }]);
  expect(cut).toMatchObject({ type: "line" });
  expect((cut as { text: string }).text.length).toBeLessThan(1_100_000);
});
