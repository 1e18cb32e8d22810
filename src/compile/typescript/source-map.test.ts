import { expect, test } from "vitest";
import { mappingsOf } from "./source-map.ts";

const map = (mappings: string) => JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings });

test("mappingsOf() gives offsets, over lines and with columns that go back", () => {
  // Line 1: 0 <- 1:4, 3 <- 1:0. Line 3: 2 <- 2:1.
  expect(mappingsOf(map("AAAI,GAAJ;;EACC"), "abcdef\n\nxyz", "0123456\nnext")).toEqual([
    { made: 0, source: 4 },
    { made: 3, source: 0 },
    { made: 10, source: 9 },
  ]);
});

test("mappingsOf() reads numbers of several digits", () => {
  // 40 columns of the made text, 1,000 of the source.
  expect(mappingsOf(map("wCAAw+B"), "x".repeat(50), "y".repeat(2000))).toEqual([{ made: 40, source: 1000 }]);
});

test("mappingsOf() leaves out what came from nowhere and what lies outside the texts", () => {
  expect(mappingsOf(map("A,CAAA,EAAgB;;;AAAA"), "abc", "0123")).toEqual([{ made: 1, source: 0 }]);
});
