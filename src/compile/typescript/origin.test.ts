import { expect, test } from "vitest";
import { madeText } from "./origin.ts";

/** made: `var A;B.ab+(c)` of source: `ab + c`, mapped at `B`, `+` and `c`. */
const MADE = "var A;B.ab+(c)";
const SOURCE = "ab + c";
const SOURCE_MAP = JSON.stringify({ version: 3, mappings: "MAAA,IAAG,EAAE" });
const origin = madeText(MADE, SOURCE, SOURCE_MAP);

test("segmentsOf() keeps what is the same in both texts, and begins at each mapping", () => {
  expect(origin.segmentsOf([[100, 0, MADE.length]])).toEqual([
    [106, 0, 0],
    [110, 3, 1],
    [112, 5, 1],
  ]);
});

test("segmentsOf() begins inside a piece when a part of the text is written", () => {
  expect(origin.segmentsOf([[0, 8, 4]])).toEqual([
    [0, 0, 0],
    [2, 3, 1],
  ]);
});

test("rangeOf() gives the user's range, and its beginning for text before all mappings", () => {
  expect(origin.rangeOf({ start: 12, end: 13 })).toEqual({ start: 5, end: 6 });
  expect(origin.rangeOf({ start: 0, end: 3 })).toEqual({ start: 0, end: 1 });
});
