import { expect, test } from "vitest";
import { positionsIn } from "./positions.ts";

const places = (text: string): string[] =>
  positionsIn(text).map(({ place }) => `${place.file}:${place.line}:${place.column}`);

test("positionsIn() finds every position, with and without a column", () => {
  expect(places("    at f functions.ts:12:7, then driver.ts:3 and (driver.ts:4:22)")).toEqual([
    "functions.ts:12:7",
    "driver.ts:3:1",
    "driver.ts:4:22",
  ]);
});

test("positionsIn() gives offsets that cut the text exactly", () => {
  const text = "at driver.ts:3:5)";
  const [found] = positionsIn(text);
  expect(text.slice(found!.start, found!.end)).toBe("driver.ts:3:5");
});

test("positionsIn() finds positions in cells", () => {
  expect(places("    at f (REPL[12]:1:7), REPL[1]:2:3: no, REPL[x]:1:1 and a[1]:2:3")).toEqual([
    "REPL[12]:1:7",
    "REPL[1]:2:3",
  ]);
});

test("positionsIn() leaves other files and times alone", () => {
  expect(places("mydriver.ts:3:4 src/driver.ts:1:1 driver.ts 12:30 other.ts:1:1")).toEqual([]);
});
