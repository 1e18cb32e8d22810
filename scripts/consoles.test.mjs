// @ts-check
import { expect, test } from "vitest";
import { badConsoleLines } from "./consoles.mjs";

test.each([
  "Error: no\n    at square (functions.ts:3:9)\n    at async driver.ts:12:5",
  "at 12:30:45 the blobs: and metadata of ./words.json:1:2",
  "12.5 s, 3:4:5",
])("badConsoleLines() accepts what a program prints: %j", (text) => {
  expect(badConsoleLines(text)).toEqual([]);
});

test.each([
  "at blob:null/8c0e:1:22",
  "at data:text/javascript,export:1:1",
  "DataCloneError: could not be cloned",
  "at run (http://localhost:4173/assets/index-Dx.js:1:220)",
  "at node:internal/process/task_queues:95:5",
  "at start (/home/me/panal/dist/node/process.js:10:4)",
  "at start (process.js:10:4)",
])("badConsoleLines() refuses %j", (line) => {
  expect(badConsoleLines(`### a story\n  fine\n  ${line}\n`)).toEqual([`a story: ${line}`]);
});

test("badConsoleLines() does not judge the titles of tests", () => {
  expect(badConsoleLines("### a program that prints blob:\n  fine\n")).toEqual([]);
});
