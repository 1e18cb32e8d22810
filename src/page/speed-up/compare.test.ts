import { expect, test } from "vitest";
import { compare, tryNext } from "./compare.ts";

test("compare() is null until the program has run with two numbers of workers", () => {
  expect(compare([])).toBeNull();
  expect(
    compare([
      { workers: 4, ms: 10 },
      { workers: 4, ms: 12 },
    ]),
  ).toBeNull();
});

test("compare() says faster, slower or the same, of the latest runs", () => {
  const four = { workers: 4, ms: 210 };
  expect(compare([four, { workers: 1, ms: 740 }])).toMatchObject({ verdict: "faster", ratio: 740 / 210 });
  expect(compare([four, { workers: 1, ms: 140 }])).toMatchObject({ verdict: "slower", ratio: 1.5 });
  expect(compare([four, { workers: 1, ms: 214 }])).toMatchObject({ verdict: "same" });
  expect(compare([{ workers: 1, ms: 1 }, four, { workers: 1, ms: 740 }])).toMatchObject({ verdict: "faster" });
});

test("compare() puts the run with more workers first, in whatever order they came", () => {
  const found = compare([
    { workers: 1, ms: 740 },
    { workers: 4, ms: 210 },
  ]);
  expect([found?.more.workers, found?.fewer.workers]).toEqual([4, 1]);
});

test("tryNext() offers one worker, and after one worker several", () => {
  expect(tryNext(4, 2)).toBe(1);
  expect(tryNext(1, 4)).toBe(4);
  expect(tryNext(1, 1)).toBe(2);
});
