import { expect, it } from "vitest";
import { appendLines, type ConsoleLog, EMPTY_LOG, LINES_KEPT, type NewLine } from "./log.ts";

const line = (text: string): NewLine => ({ atMs: 0, pid: 1, level: "log", text });
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => line(String(from + i)));
const dropped = (log: ConsoleLog) => log.lines[0]?.notice;

it("appendLines() keeps LINES_KEPT lines and says before them how many went", () => {
  const full = appendLines(EMPTY_LOG, numbered(0, LINES_KEPT));
  expect(full.lines).toHaveLength(LINES_KEPT);
  expect(full.dropped).toBe(0);
  const over = appendLines(full, numbered(LINES_KEPT, LINES_KEPT + 7));
  expect(over.lines).toHaveLength(LINES_KEPT + 1);
  expect(dropped(over)).toEqual({ code: "linesDropped", count: 7 });
  expect(over.lines[1]).toMatchObject({ seq: 7, text: "7" });
  expect(over.lines.at(-1)).toMatchObject({ seq: LINES_KEPT + 6, text: String(LINES_KEPT + 6) });
});

it("appendLines() goes on counting what it drops, with one notice", () => {
  const first = appendLines(EMPTY_LOG, numbered(0, LINES_KEPT + 10));
  const second = appendLines(first, numbered(0, 5));
  expect(second).toMatchObject({ total: LINES_KEPT + 15, dropped: 15 });
  expect(dropped(second)).toEqual({ code: "linesDropped", count: 15 });
  expect(second.lines.filter(({ notice }) => notice)).toHaveLength(1);
});

it("appendLines() adds the lines that were dropped on the way, once their notice goes", () => {
  const flooded = appendLines(EMPTY_LOG, [
    line("first"),
    { atMs: 0, pid: 0, level: "notice", text: "", notice: { code: "linesDropped", count: 500 } },
    ...numbered(0, LINES_KEPT),
  ]);
  expect(dropped(flooded)).toEqual({ code: "linesDropped", count: 501 });
});

it("appendLines() lets the oldest go also when they are too long to keep", () => {
  const long = "x".repeat(1_000_000);
  const log = appendLines(
    EMPTY_LOG,
    Array.from({ length: 200 }, () => line(long)),
  );
  expect(log.characters).toBeLessThanOrEqual(128_000_000);
  expect(dropped(log)).toEqual({ code: "linesDropped", count: 72 });
});

it("appendLines() grows its array in place, and never one that is not the newest", () => {
  const a = appendLines(EMPTY_LOG, [line("a")]);
  const b = appendLines(a, [line("b")]);
  expect(b.lines).toBe(a.lines);
  const other = appendLines(a, [line("c")]);
  expect(b.lines.map(({ text }) => text)).toEqual(["a", "b"]);
  expect(other.lines.map(({ text }) => text)).toEqual(["a", "c"]);
});
