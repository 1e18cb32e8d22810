import { expect, it } from "vitest";
import { appendValues, BYTES_KEPT, EMPTY_OUTPUT, type NewValue, VALUES_KEPT } from "./output.ts";

const text = (value: string, skipped = 0): NewValue => {
  return { pid: 1, atMs: 0, skipped, shown: { kind: "text", text: value } };
};
const image = (pixels: number): NewValue => {
  const data = new Uint8ClampedArray(4 * pixels);
  return { pid: 2, atMs: 0, skipped: 0, shown: { kind: "image", width: pixels, height: 1, data } };
};

it("appendValues() keeps the newest values and counts all, those that never came too", () => {
  const many = Array.from({ length: VALUES_KEPT + 5 }, (_, i) => text(String(i)));
  const output = appendValues(appendValues(EMPTY_OUTPUT, many), [text("last", 7)]);
  expect(output.total).toBe(VALUES_KEPT + 13);
  expect(output.values).toHaveLength(VALUES_KEPT);
  expect(output.values[0]).toMatchObject({ seq: 13 - 7, shown: { text: "6" } });
  expect(output.values.at(-1)).toMatchObject({ seq: VALUES_KEPT + 12, shown: { text: "last" } });
});

it("appendValues() lets the oldest go when they weigh too much, never the newest", () => {
  const third = Math.ceil(BYTES_KEPT / 4 / 3) + 1;
  const { values } = appendValues(EMPTY_OUTPUT, [text("small"), ...[1, 2, 3].map(() => image(third))]);
  expect(values.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(appendValues(EMPTY_OUTPUT, [text("small"), image(BYTES_KEPT / 4 + 1)]).values.map(({ seq }) => seq)).toEqual([
    1,
  ]);
});

it("appendValues() gives the same output when nothing is added", () => {
  expect(appendValues(EMPTY_OUTPUT, [])).toBe(EMPTY_OUTPUT);
});
