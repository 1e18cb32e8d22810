import { expect, test } from "vitest";
import type { ConsoleLine, ConsoleLog } from "../../run/state.ts";
import { faultOf } from "./faults.ts";

function log(...lines: [pid: number, level: ConsoleLine["level"], text: string, atMs?: number][]): ConsoleLog {
  return {
    lines: lines.map(([pid, level, text, atMs = 1], seq) => ({ seq, atMs, pid, level, text })),
    total: lines.length,
    dropped: 0,
    characters: 0,
  };
}

test("faultOf() finds the first position of the newest error and its first line without the prefix", () => {
  const found = faultOf(
    log(
      [1, "log", "driver.ts:1:1 is where it begins"],
      [6, "error", "From worker 6:\tRangeError: Array buffer allocation failed", 5],
      [6, "error", "From worker 6:\t    at countWords functions.ts:11:12", 5],
      [6, "error", "From worker 6:\t    at driver.ts:3:5", 5],
      [0, "notice", "", 6],
    ),
  );
  expect(found).toEqual({
    file: "functions.ts",
    line: 11,
    column: 12,
    seq: 2,
    message: "RangeError: Array buffer allocation failed",
  });
});

test("faultOf() is null without an error, or when no error names a place", () => {
  expect(faultOf(log([1, "warn", "at driver.ts:1:2"]))).toBeNull();
  expect(faultOf(log([1, "error", "Error: nowhere"]))).toBeNull();
});
