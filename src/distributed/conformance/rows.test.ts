import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { AREAS } from "./areas.ts";
import { DIFFERENCES } from "./differences.ts";
import { ELSEWHERE, LATER, ROWS } from "./rows.ts";

const programs = Object.values(AREAS).flat();
/** Rows that have a program; further programs of a row have a letter behind its number. */
const restated = new Set(programs.map(({ id }) => id.replace(/[a-z]$/, "")));

test("every row has a program, or says for what it waits or where it is looked after", () => {
  const excused = (row: string) => row in LATER || row in ELSEWHERE;
  expect(ROWS.filter((row) => !restated.has(row) && !excused(row))).toEqual([]);
});

test("LATER and ELSEWHERE name rows that there are, and a row that is looked after elsewhere has no program", () => {
  expect([...Object.keys(LATER), ...Object.keys(ELSEWHERE)].filter((row) => !ROWS.includes(row))).toEqual([]);
  expect(Object.keys(ELSEWHERE).filter((row) => restated.has(row))).toEqual([]);
});

test("every program restates a row that there is or is one of our own, under an id of its own", () => {
  expect([...restated].filter((id) => !ROWS.includes(id) && !id.startsWith("OWN-"))).toEqual([]);
  const ids = programs.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test("every difference from Julia that was decided is held by programs or tests that there are", () => {
  const ids = new Set(programs.map(({ id }) => id));
  const exists = (name: string) =>
    name.includes("/") ? existsSync(new URL(`../../../${name}`, import.meta.url)) : ids.has(name);
  for (const [difference, names] of Object.entries(DIFFERENCES)) {
    const missing = names.split(" ").filter((name) => !exists(name));
    expect(missing, difference).toEqual([]);
  }
});
