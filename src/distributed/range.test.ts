import { expect, test } from "vitest";
import { range, splitRange } from "./range.ts";

const show = (first: number, last: number, step?: number) => [...range(first, last, step)].join(" ");

test("range() includes both ends and takes any step, as Julia's a:step:b", () => {
  expect(show(10, 1, -3)).toBe("10 7 4 1");
  expect(show(1, 2, 5)).toBe("1");
  expect(show(3, 3, 0.5)).toBe("3");
  expect(show(1, 2.5)).toBe("1 2");
  expect(show(5, 1)).toBe("");
  expect(show(0, 1, 0.25)).toBe("0 0.25 0.5 0.75 1");
});

test("range() does not sum up its step, so a float step meets its end", () => {
  expect(range(0, 1, 0.1).length).toBe(11);
  expect(range(0, 1, 0.1)[10]).toBeCloseTo(1, 12);
});

test("range() reads by index, and gives undefined outside", () => {
  expect(range(1, 10)[0]).toBe(1);
  expect(range(1, 10)[10]).toBeUndefined();
  expect(range(1, 2 ** 40).length).toBe(2 ** 40);
});

test("range() gives what says its own name", () => {
  expect(range(1, 3).constructor.name).toBe("Range");
});

test("range() refuses a step of 0 and what is no finite number", () => {
  expect(() => range(1, 2, 0)).toThrow(RangeError);
  expect(() => range(1, 2, Number.NaN)).toThrow("range: step must be a finite number, got NaN");
  expect(() => range(1, Number.POSITIVE_INFINITY)).toThrow(TypeError);
});

/** Julia's own test of splitrange: ranges by first element, cut into n chunks. */
const chunks = (first: number, last: number, parts: number) =>
  splitRange(last - first + 1, parts).map(([from, to]) =>
    to - from === 1 ? `${first + from}` : `${first + from}–${first + to - 1}`,
  );

test("splitRange() gives the first chunks one more, as Julia's splitrange", () => {
  expect(chunks(1, 11, 1)).toEqual(["1–11"]);
  expect(chunks(0, 10, 2)).toEqual(["0–5", "6–10"]);
  expect(chunks(-1, 9, 3)).toEqual(["-1–2", "3–6", "7–9"]);
  expect(chunks(1, 10, 4)).toEqual(["1–3", "4–6", "7–8", "9–10"]);
  expect(chunks(5, 16, 5)).toEqual(["5–7", "8–10", "11–12", "13–14", "15–16"]);
});

test("splitRange() gives chunks of one when there are fewer items than parts, and none for none", () => {
  expect(chunks(1, 3, 4)).toEqual(["1", "2", "3"]);
  expect(splitRange(0, 4)).toEqual([]);
});
