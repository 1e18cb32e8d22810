import { expect, test } from "vitest";
import type { Program } from "../program/program.ts";
import { openDrafts, type Shelves } from "./drafts.ts";
import { createWorkbench } from "./workbench.ts";

const program = (driver: string): Program => ({ files: { "functions.ts": "", "driver.ts": driver }, assets: {} });

function bench(own?: Program) {
  let now: string | null = own ? JSON.stringify({ own: { program: own, savedAtMs: 1 }, linked: null }) : null;
  const shelves: Shelves = {
    readNow: () => now,
    writeNow(text) {
      now = text;
      return true;
    },
    read: async () => undefined,
    write: async () => {},
    update: async () => {},
  };
  const drafts = openDrafts(shelves);
  return { drafts, workbench: createWorkbench(program("starter"), "primes", drafts) };
}

test("edit() of an example makes it the own draft and keeps the draft that was there", () => {
  const { drafts, workbench } = bench(program("mine"));
  workbench.openExample("pi", program("pi"));
  workbench.edit("driver.ts", "pi!");
  expect(drafts.get().own).toMatchObject({ program: program("pi!"), slug: "pi" });
  expect(drafts.get().recent.map((draft) => draft.program)).toEqual([program("mine")]);
  expect(workbench.store.getState().origin).toEqual({ kind: "draft" });
});

test("edit() again changes that draft and shelves nothing", () => {
  const { drafts, workbench } = bench();
  workbench.edit("driver.ts", "a");
  workbench.edit("driver.ts", "ab");
  expect(drafts.get().own?.program).toEqual(program("ab"));
  expect(drafts.get().recent).toEqual([]);
});

test("edit() of a linked program never touches the own draft, however much is written", () => {
  const { drafts, workbench } = bench(program("mine"));
  workbench.openLinked({ fragment: "#0/xz", program: program("theirs") }, false);
  workbench.edit("driver.ts", "theirs!");
  workbench.edit("driver.ts", "theirs!!");
  expect(drafts.get().own?.program).toEqual(program("mine"));
  expect(drafts.get().linked).toMatchObject({ program: program("theirs!!"), fragment: "#0/xz" });
});

test("openLinked() shows the link's own text, and the edits made of it only when the reader returns to it", () => {
  const { workbench } = bench();
  const link = { fragment: "#0/xz", program: program("theirs") };
  workbench.openLinked(link, false);
  workbench.edit("driver.ts", "changed");
  workbench.openLinked(link, false);
  expect(workbench.store.getState().program).toEqual(program("theirs"));
  workbench.openLinked(link, true);
  expect(workbench.store.getState().program).toEqual(program("changed"));
});

test("edit() with the text that is there changes nothing", () => {
  const { drafts, workbench } = bench();
  const before = workbench.store.getState();
  workbench.edit("driver.ts", "starter");
  expect(workbench.store.getState()).toBe(before);
  expect(drafts.get().own).toBeNull();
});
