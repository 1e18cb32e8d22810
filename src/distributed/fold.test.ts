import { expect, test } from "vitest";
import { OrderedFold } from "./fold.ts";

/** Shows how values were grouped. */
const paired = (a: string, b: string) => `(${a}${b})`;
const later = async (a: string, b: string) => paired(a, b);

/** The letters in pieces of these sizes, put in the order that `random` gives; the shape of the result. */
async function folded(
  red: typeof paired | typeof later,
  sizes: readonly number[],
  init: string[],
  random: () => number,
) {
  const fold = new OrderedFold(red, init);
  const puts: (() => void)[] = [];
  let first = 0;
  for (const items of sizes) {
    const start = first;
    fold.expect(start, items);
    for (let i = 0; i < items; i++) puts.push(() => void fold.put(start, start + i, "abcdefghij"[start + i]));
    first += items;
  }
  while (puts.length > 0) {
    puts.splice(Math.floor(random() * puts.length), 1)[0]!();
    if (random() < 0.3) await null;
  }
  return fold.finish();
}

test("OrderedFold folds each piece and then the pieces, in the order of the input, however they come", async () => {
  for (const red of [paired, later]) {
    for (let i = 0; i < 50; i++) {
      expect(await folded(red, [1, 3, 2], [], Math.random)).toEqual(["((a((bc)d))(ef))"]);
      expect(await folded(red, [2, 2], ["!"], Math.random)).toEqual(["((!(ab))(cd))"]);
    }
  }
});

test("OrderedFold calls no reducer for one value, and gives nothing for none", async () => {
  const refuse = () => {
    throw new Error("called");
  };
  expect(await folded(refuse, [1], [], () => 0)).toEqual(["a"]);
  expect(await folded(refuse, [], [], () => 0)).toEqual([]);
  expect(await folded(refuse, [], ["!"], () => 0)).toEqual(["!"]);
});

test("OrderedFold takes what others have folded as the value of a piece", async () => {
  const fold = new OrderedFold(paired, []);
  fold.expect(0, 3);
  fold.expect(3, 1);
  void fold.put(3, 3, "d");
  void fold.putFolded(0, "abc");
  expect(await fold.finish()).toEqual(["(abcd)"]);
});

test("OrderedFold rejects with what the reducer throws, from then on", async () => {
  const fold = new OrderedFold(() => {
    throw new Error("cannot add");
  }, []);
  fold.expect(0, 2);
  fold.expect(2, 1);
  expect(fold.put(0, 0, "a")).toBeUndefined();
  await expect(fold.put(0, 1, "b")).rejects.toThrow("cannot add");
  await expect(fold.put(2, 2, "c")).rejects.toThrow("cannot add");
  await expect(fold.finish()).rejects.toThrow("cannot add");
});
