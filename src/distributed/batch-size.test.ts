import { expect, test } from "vitest";
import { autoSize, growingSize } from "./batch-size.ts";

/** Batch sizes of a run of one worker, where an item takes `itemMs`. */
function sizes(itemMs: (index: number) => number, length: number): number[] {
  const size = autoSize({ length: null, workers: () => 1 });
  const taken: number[] = [];
  for (let drawn = 0; drawn < length; ) {
    const items = size.next(drawn);
    let tookMs = 0;
    for (let i = 0; i < items; i++) tookMs += itemMs(drawn + i);
    size.answered!(items, tookMs);
    taken.push(items);
    drawn += items;
  }
  return taken;
}

test("autoSize() doubles while requests come back early, up to 2,000 items", () => {
  expect(sizes(() => 0.001, 8000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2000, 2000, 2000]);
});

test("autoSize() stays where a request takes some 20 ms", () => {
  expect(sizes(() => 1, 100)).toEqual([1, 2, 4, 8, 16, 16, 16, 16, 16, 16]);
  expect(sizes(() => 300, 4)).toEqual([1, 1, 1, 1]);
});

test("autoSize() goes straight down when items become slow, and up again when they are quick", () => {
  const slow = (index: number) => index >= 255 && index < 400;
  const taken = sizes((index) => (slow(index) ? 10 : 0.1), 600);
  expect(taken.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  expect(taken.slice(8, 12)).toEqual([128, 2, 2, 2]);
  expect(taken.at(-1)).toBeGreaterThan(32);
});

test("autoSize() leaves a fair part of what is left to each worker", () => {
  let workers = 4;
  const size = autoSize({ length: 1000, workers: () => workers });
  size.answered!(2000, 1);
  expect([0, 600, 920, 996, 999].map((drawn) => size.next(drawn))).toEqual([125, 50, 10, 1, 1]);
  workers = 0;
  expect([0, 999, 1000].map((drawn) => size.next(drawn))).toEqual([500, 1, 1]);
});

test("growingSize() cuts by the place alone: by 1 more every 256 items", () => {
  expect([0, 255, 256, 1000, 1_000_000].map((drawn) => growingSize.next(drawn))).toEqual([1, 1, 2, 4, 3907]);
});
