import { expect, test } from "vitest";
import { prefixLines } from "./lines.ts";

test("prefixLines() puts the prefix before each line and takes carriage returns at line ends away", () => {
  expect(prefixLines("> ", "a\nb\r\n\nc")).toBe("> a\n> b\n> \n> c");
});

test("prefixLines() takes a lone carriage return and U+2028 for no line end", () => {
  expect(prefixLines("> ", "50 %\r60 %\u2028done")).toBe("> 50 %\r60 %\u2028done");
});
