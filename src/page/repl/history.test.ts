import { expect, test } from "vitest";
import { CELLS_KEPT, createHistory } from "./history.ts";

function storeOf(text: string | null = null) {
  const store = {
    text,
    read: () => store.text,
    write(next: string) {
      store.text = next;
      return true;
    },
  };
  return store;
}

test("History walks to older cells and back to what was being written", () => {
  const history = createHistory(storeOf());
  history.add("a");
  history.add("b");
  expect(["unfinished", "b", "a"].map((written) => history.older(written))).toEqual(["b", "a", undefined]);
  expect([history.newer(), history.newer(), history.newer()]).toEqual(["b", "unfinished", undefined]);
  history.older("again");
  history.add("c");
  expect(history.newer()).toBeUndefined();
  expect(history.older("")).toBe("c");
});

test("History is there for the next visit, the same cell in a row once, the newest hundred", () => {
  const store = storeOf();
  const first = createHistory(store);
  for (let i = 0; i < CELLS_KEPT + 5; i++) first.add(`cell ${i}`);
  first.add(`cell ${CELLS_KEPT + 4}`);
  const next = createHistory(store);
  const walked: string[] = [];
  for (let cell = next.older(""); cell !== undefined; cell = next.older("")) walked.push(cell);
  expect(walked).toHaveLength(CELLS_KEPT);
  expect([walked[0], walked.at(-1)]).toEqual([`cell ${CELLS_KEPT + 4}`, "cell 5"]);
});

test("History.add() keeps what another tab has added, History.takeBack() only its own", () => {
  const store = storeOf();
  const [one, other] = [createHistory(store), createHistory(store)];
  one.add("one");
  other.add("other");
  one.add("f(");
  one.takeBack("f(");
  one.takeBack("gone");
  expect(store.text).toBe('["one","other"]');
});

test.each(["no JSON", "5", '[1, null, "kept"]', null])("History makes sense of a store that holds %j", (text) => {
  expect(createHistory(storeOf(text)).older("")).toBe(text?.includes("kept") ? "kept" : undefined);
});

test("History works without a store that keeps anything", () => {
  const history = createHistory({ read: () => null, write: () => false });
  history.add("a");
  history.add("b");
  expect([history.older(""), history.older("")]).toEqual(["b", "a"]);
});
