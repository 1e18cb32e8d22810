// The documentation of the library is whole. That its examples do what they say is tested where they run: reference.test.ts.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentedExports } from "./in-memory-docs.ts";

const README = readFileSync(new URL("../distributed/README.md", import.meta.url), "utf8");

const all = documentedExports();
const values = all.filter(({ kind }) => kind === "value");

test.each(all)("$name has a text for the editor's hover", ({ text }) => {
  expect(text).not.toBe("");
});

test.each(values)("$name has an example in the editor's hover", ({ examples }) => {
  expect(examples).not.toEqual([]);
});

test.each(values)("$name stands in the reference", ({ name }) => {
  expect(README).toMatch(new RegExp(`\\b${name}\\b`));
});

test("distributed says in its hover what a reducer is", () => {
  const { text } = values.find(({ name }) => name === "distributed")!;
  expect(text).toMatch(/reducer takes two values and gives one.*associative/s);
});
