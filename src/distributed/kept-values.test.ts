import { expect, test } from "vitest";
import { KeptValues } from "./kept-values.ts";
import type { RefId } from "./messages.ts";

/** What process 2 keeps, in a cluster of 1 to 4. */
function kept() {
  const members = new Set([1, 2, 3, 4]);
  const counts: number[] = [];
  const values = new KeptValues(2, members, { kept: (count) => void counts.push(count) });
  const end = (pid: number) => {
    members.delete(pid);
    values.holderEnded(pid, 2 ** 32);
  };
  return { values, counts, end };
}

const REF: RefId = [1, 7];

test("KeptValues keeps a value until nobody holds it, and tells how many there are", () => {
  const { values, counts } = kept();
  values.make(REF);
  values.hold(REF, 3);
  values.release(REF, 1);
  expect(values.size).toBe(1);
  values.release(REF, 3);
  expect([values.size, values.find(REF)]).toEqual([0, undefined]);
  expect(counts).toEqual([1, 0]);
});

test("KeptValues counts to nothing in whatever order its news come", () => {
  const news = {
    made: (values: KeptValues) => void values.make(REF),
    given: (values: KeptValues) => values.hold(REF, 3),
    usedThere: (values: KeptValues) => void values.find(REF)!.assignment.put("x"),
    droppedThere: (values: KeptValues) => values.release(REF, 3),
  };
  // 1 makes it and gives it to 3, which sets and drops it; 1 drops it last, as its own news have an order.
  for (const order of permutations(["made", "given", "usedThere", "droppedThere"] as const)) {
    if (order.indexOf("made") > order.indexOf("given")) continue;
    if (order.indexOf("usedThere") > order.indexOf("droppedThere")) continue;
    const { values } = kept();
    for (const name of order) news[name](values);
    expect([values.size, values.find(REF)?.assignment.value]).toEqual([1, "x"]);
    values.release(REF, 1);
    expect(values.size).toBe(0);
  }
});

test("KeptValues tells what is still to come from what is over by the order in which a process makes refs", () => {
  const { values } = kept();
  values.make([1, 7]);
  values.release([1, 7], 1);
  expect(values.find([1, 7])).toBeUndefined();
  expect(values.find([1, 6])).toBeUndefined();
  expect(values.find([1, 8])?.assignment.isSettled).toBe(false);
  expect(values.find([2, 1])).toBeUndefined(); // of this process itself: never on its way
});

test("KeptValues drops what a process held that has ended, and ends the wait for what it was about to make", () => {
  const { values, end } = kept();
  values.make([3, 1]);
  values.make([4, 1]);
  values.hold([4, 1], 3);
  const failed: unknown[] = [];
  values.find([3, 2])?.assignment.when({ give: () => true, fail: (reason) => void failed.push(reason) });
  end(3);
  expect(failed).toMatchObject([{ name: "ProcessExitedException", pid: 3 }]);
  values.hold([4, 1], 3); // was on its way
  values.release([4, 1], 4);
  expect(values.size).toBe(0);
  expect(values.find([3, 2])).toBeUndefined();
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
