import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Program } from "../program/program.ts";
import { openDrafts, RECENT_KEPT, SAVE_MS, type Shelves } from "./drafts.ts";

const program = (driver: string): Program => ({ files: { "functions.ts": "", "driver.ts": driver }, assets: {} });

/** Shelves in memory, as one browser has them: `now` is localStorage, `later` IndexedDB. */
function memory() {
  const later = new Map<string, unknown>();
  const box = { now: null as string | null, refuseNow: false, refuseLater: false };
  const check = async (): Promise<void> => {
    if (box.refuseLater) throw new Error("refused");
  };
  const shelves: Shelves = {
    readNow: () => box.now,
    writeNow(text) {
      if (!box.refuseNow) box.now = text;
      return !box.refuseNow;
    },
    read: (key) => check().then(() => structuredClone(later.get(key))),
    write: (key, value) => check().then(() => void later.set(key, structuredClone(value))),
    update: (key, change) => check().then(() => void later.set(key, structuredClone(change(later.get(key))))),
  };
  return { box, later, shelves };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("saveOwn() keeps the text at once, so that a crash of the tab loses nothing", () => {
  const { shelves } = memory();
  openDrafts(shelves).saveOwn({ program: program("a\r\n\ufeffb"), savedAtMs: 1 }, "same");
  expect(openDrafts(shelves).get().own?.program.files["driver.ts"]).toBe("a\r\n\ufeffb");
});

test("saveOwn() writes to IndexedDB within SAVE_MS of the first change, however fast others follow", async () => {
  const { shelves, later } = memory();
  const drafts = openDrafts(shelves);
  drafts.saveOwn({ program: program("1"), savedAtMs: 1 }, "same");
  await vi.advanceTimersByTimeAsync(SAVE_MS - 10);
  drafts.saveOwn({ program: program("12"), savedAtMs: 2 }, "same");
  expect(later.has("own")).toBe(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(later.get("own")).toMatchObject({ program: program("12") });
});

test("flush() writes what waits", async () => {
  const { shelves, later } = memory();
  const drafts = openDrafts(shelves);
  drafts.saveOwn({ program: program("1"), savedAtMs: 1 }, "same");
  drafts.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(later.get("own")).toMatchObject({ program: program("1") });
});

test("loaded brings the newer of what localStorage and IndexedDB hold", async () => {
  const { shelves, later, box } = memory();
  later.set("own", { program: program("newer"), savedAtMs: 5 });
  box.now = JSON.stringify({ own: { program: program("older"), savedAtMs: 4 }, linked: null });
  const drafts = openDrafts(shelves);
  expect(drafts.get().own?.program).toEqual(program("older"));
  await drafts.loaded;
  expect(drafts.get().own?.program).toEqual(program("newer"));
});

test("loaded settles where IndexedDB refuses", async () => {
  const { shelves, box } = memory();
  box.refuseLater = true;
  await expect(openDrafts(shelves).loaded).resolves.toBeUndefined();
});

test("onSaved() says that nothing is kept when both stores refuse, and that it is when one takes it", async () => {
  const { shelves, box } = memory();
  const drafts = openDrafts(shelves);
  const told: boolean[] = [];
  drafts.onSaved((kept) => told.push(kept));
  box.refuseNow = true;
  box.refuseLater = true;
  drafts.saveOwn({ program: program("1"), savedAtMs: 1 }, "same");
  await vi.advanceTimersByTimeAsync(SAVE_MS);
  box.refuseLater = false;
  drafts.saveOwn({ program: program("2"), savedAtMs: 2 }, "same");
  await vi.advanceTimersByTimeAsync(SAVE_MS);
  expect(told).toEqual([false, true]);
});

test("saveOwn() of another program moves the draft it replaces to recent, the newest first and RECENT_KEPT of them", () => {
  const { shelves } = memory();
  const drafts = openDrafts(shelves);
  for (let i = 0; i < RECENT_KEPT + 3; i++) drafts.saveOwn({ program: program(`${i}`), savedAtMs: i }, "another");
  const recent = drafts.get().recent.map((draft) => draft.program.files["driver.ts"]);
  expect(recent).toHaveLength(RECENT_KEPT);
  expect(recent[0]).toBe(`${RECENT_KEPT + 1}`);
});

test("saveLinked() leaves the own draft alone", () => {
  const { shelves } = memory();
  const drafts = openDrafts(shelves);
  drafts.saveOwn({ program: program("mine"), savedAtMs: 1 }, "same");
  drafts.saveLinked({ program: program("theirs, changed"), savedAtMs: 2, fragment: "#0/xz" });
  expect(openDrafts(shelves).get().own?.program).toEqual(program("mine"));
});

test("saveLinked() of a second link keeps the edits of the first in recent", () => {
  const { shelves } = memory();
  const drafts = openDrafts(shelves);
  drafts.saveLinked({ program: program("first"), savedAtMs: 1, fragment: "#0/az" });
  drafts.saveLinked({ program: program("second"), savedAtMs: 2, fragment: "#0/bz" });
  expect(drafts.get().recent.map((draft) => draft.program)).toEqual([program("first")]);
});

test("a second tab's own draft is not lost when the first one writes", () => {
  const { shelves } = memory();
  const first = openDrafts(shelves);
  const second = openDrafts(shelves);
  second.saveOwn({ program: program("second tab"), savedAtMs: 2 }, "same");
  first.saveOwn({ program: program("first tab"), savedAtMs: 3 }, "same");
  expect(first.get().own?.program).toEqual(program("first tab"));
  expect(first.get().recent.map((draft) => draft.program)).toEqual([program("second tab")]);
});

test.each(["{", "[]", '{"own":{"program":{"files":{"driver.ts":7}},"savedAtMs":1}}', '{"own":{"savedAtMs":1}}'])(
  "openDrafts() passes over what it can't read: %s",
  (now) => {
    const { shelves, box } = memory();
    box.now = now;
    expect(openDrafts(shelves).get()).toEqual({ own: null, linked: null, recent: [] });
  },
);
