import { expect, test } from "vitest";
import {
  bytesIn,
  formatBytes,
  formatCount,
  formatElapsed,
  formatLeft,
  formatLength,
  formatRate,
  formatSeconds,
  formatShortTime,
  formatTick,
} from "./units.ts";

test("formatCount() groups from five digits on, in Spanish by a narrow space", () => {
  expect([1000, 10_000].map((n) => formatCount("en", n))).toEqual(["1000", "10,000"]);
  expect([1000, 60_000].map((n) => formatCount("es", n))).toEqual(["1000", "60\u202f000"]);
});

test("formatLength() groups four digits too in English only", () => {
  expect(formatLength("en", 5120)).toBe("5,120");
  expect(formatLength("es", 5120)).toBe("5120");
});

test("formatSeconds() has two decimals below ten seconds and one above", () => {
  expect([214, 9876, 12_345].map((ms) => formatSeconds("en", ms))).toEqual(["0.21 s", "9.88 s", "12.3 s"]);
  expect(formatSeconds("es", 214)).toBe("0,21 s");
});

test("formatElapsed() always has one decimal, so that it does not jump while it ticks", () => {
  expect([0, 9200, 61_000].map((ms) => formatElapsed("en", ms))).toEqual(["0.0 s", "9.2 s", "61.0 s"]);
});

test("formatLeft() is whole seconds, then minutes, and never nothing", () => {
  expect([10, 13_400, 119_000, 200_000].map((ms) => formatLeft("en", ms))).toEqual(["1 s", "13 s", "119 s", "3 min"]);
});

test("formatShortTime() is milliseconds below a second", () => {
  expect([181, 1234].map((ms) => formatShortTime("en", ms))).toEqual(["181 ms", "1.2 s"]);
});

test("formatRate() keeps two digits of small rates and shortens large ones", () => {
  expect([0.46, 46.2, 460, 5_710_000].map((rate) => formatRate("en", rate))).toEqual(["0.46", "46", "460", "5.71M"]);
});

test("bytesIn() takes the unit that leaves one to three digits", () => {
  expect(formatBytes("en", 0)).toBe("0 B");
  expect(formatBytes("en", 999)).toBe("999 B");
  expect(formatBytes("en", 1300)).toBe("1.3 kB");
  expect(formatBytes("es", 1_100_000)).toBe("1,1 MB");
  expect(bytesIn("en", 999_950)).toEqual({ value: "1.0", unit: "MB" });
});

test("formatTick() writes what stands at an axis, large numbers short", () => {
  const ticks = [0, -0.25, 10_500, 2020, 1_500_000, 2e300, -2.5e-7];
  expect(ticks.map((value) => formatTick("en", value))).toEqual([
    "0",
    "-0.25",
    "10,500",
    "2020",
    "1.5M",
    "2e+300",
    "-2.5e-7",
  ]);
  const spanish = ["0", "-0,25", "10\u202f500", "2020", formatTick("es", 1_500_000), "2e+300", "-2,5e-7"];
  expect(ticks.map((value) => formatTick("es", value))).toEqual(spanish);
});
