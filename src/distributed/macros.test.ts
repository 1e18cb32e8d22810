import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import { range } from "./range.ts";

const add = (a: number, b: number) => a + b;
const letters = [..."abcdefghijklmnopqrstuvwxyz"];

test("distributed() folds in chunk order for any number of workers, whichever chunk is done first", async () => {
  for (let workers = 0; workers <= 8; workers++) {
    const { driver, settle } = await startCluster(workers, Math.random);
    const concatenated = driver.distributed(
      (a: string, b: string) => a + b,
      letters,
      (x: string) => x,
    );
    expect(await settle(concatenated)).toBe(letters.join(""));
  }
});

test("distributed() folds init in once, whatever the number of workers", async () => {
  for (const workers of [0, 1, 4]) {
    const { driver, settle } = await startCluster(workers);
    expect(await settle(driver.distributed(add, range(1, 10), (i: number) => i, { init: 100 }))).toBe(155);
    expect(await settle(driver.distributed(add, range(1, 0), (i: number) => i, { init: 100 }))).toBe(100);
    await expect(settle(driver.distributed(add, range(1, 0), (i: number) => i))).rejects.toThrow(
      "the collection is empty",
    );
  }
});

test("distributed() never calls the reducer for one item", async () => {
  const { driver, settle } = await startCluster(2);
  const refuse = () => {
    throw new Error("called");
  };
  expect(await settle(driver.distributed(refuse, [5], (x: number) => x * 2))).toBe(10);
});

test("distributed() awaits an async body and an async reducer at each step", async () => {
  const { driver, settle } = await startCluster(3);
  const later = async <T>(value: T) => value;
  expect(
    await settle(
      driver.distributed(
        async (a: number, b: number) => a + b,
        range(1, 10),
        (i: number) => i,
      ),
    ),
  ).toBe(55);
  expect(await settle(driver.distributed(add, range(1, 10), (i: number) => later(i)))).toBe(55);
  const cat = async (a: string, b: string) => a + b;
  expect(await settle(driver.distributed(cat, letters, (x: string) => later(x)))).toBe(letters.join(""));
});

test("distributed() loops over ranges with any step, arrays, typed arrays and strings", async () => {
  const { driver, settle } = await startCluster(3);
  const concat = (a: unknown[], b: unknown[]) => [...a, ...b];
  const list = (items: unknown) => settle(driver.distributed(concat, items, (x: unknown) => [x]));
  expect(await list(range(7, -7, -3.5))).toEqual([7, 3.5, 0, -3.5, -7]);
  expect(await list(new Uint8Array([1, 2, 3, 4]))).toEqual([1, 2, 3, 4]);
  expect(await list("wxyz")).toEqual(["w", "x", "y", "z"]);
  await expect(list(5)).rejects.toThrow("distributed: wanted a range, an array or a string to loop over, got 5");
});

test("distributed() reads the items once, however many workers share them, a string by its characters", async () => {
  const { driver, settle } = await startCluster(3);
  let iterated = 0;
  const items = {
    length: 4,
    *[Symbol.iterator]() {
      iterated++;
      yield* [1, 2, 3, 4];
    },
  };
  expect(await settle(driver.distributed(add, items, (x: number) => x))).toBe(10);
  expect(iterated).toBe(1);
  const cat = (a: string, b: string) => `${a} ${b}`;
  expect(await settle(driver.distributed(cat, "a😀b", (c: string) => c))).toBe("a 😀 b");
});

test("distributed() rejects with the pid of the worker whose body threw, and the next loop works", async () => {
  const { driver, settle } = await startCluster(2);
  const body = (i: number) => {
    if (i === 5) throw new Error("fifth");
    return i;
  };
  await expect(settle(driver.distributed(add, range(1, 8), body))).rejects.toMatchObject({ pid: 3, message: /^fifth/ });
  expect(await settle(driver.distributed(add, range(1, 8), (i: number) => i))).toBe(36);
});

test("distributed() without a reducer settles with undefined when every item has run", async () => {
  const { driver, settle } = await startCluster(2);
  const seen: number[] = [];
  expect(await settle(driver.distributed(range(1, 5), (i: number) => void seen.push(i)))).toBeUndefined();
  expect(seen.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(await settle(driver.distributed(range(1, 0), () => seen.push(0)))).toBeUndefined();
});

test("spawn(), spawnat('any') and fetchany() share one cycle over the workers", async () => {
  const { driver, settle, processes } = await startCluster(3);
  const chosen = [driver.spawn(() => 0), driver.spawnat("any", () => 0)].map((ref) => ref.where);
  void settle(driver.fetchany(() => 0));
  chosen.push(driver.spawn(() => 0).where);
  expect(chosen).toEqual([2, 3, 2]);
  expect(processes.get(1)!.ctx.roundRobin).toBe(4);
});

test("everywhere() runs on all processes and names what failed where", async () => {
  const { driver, settle } = await startCluster(3);
  let runs = 0;
  await settle(driver.everywhere(() => void runs++));
  expect(runs).toBe(4);
  const failing = driver.everywhere([2, 3], () => {
    throw new Error("no");
  });
  const error = await settle(failing.catch((reason: unknown) => reason));
  expect(error).toMatchObject({ name: "CompositeException", exceptions: [{ pid: 2 }, { pid: 3 }] });
});

test("everywhere() with one pid settles with the value, or rejects with the RemoteException itself", async () => {
  const { driver, settle } = await startCluster(1);
  expect(await settle(driver.everywhere(2, () => 21 * 2))).toBe(42);
  const failing = driver.everywhere(2, () => {
    throw new Error("m");
  });
  await expect(settle(failing)).rejects.toMatchObject({ name: "RemoteException", pid: 2 });
});

test("distributed() without a reducer takes no options", async () => {
  const { driver, settle } = await startCluster(1);
  const looped = settle(driver.distributed(range(1, 3), () => {}, { init: 0 }));
  await expect(looped).rejects.toThrow(new TypeError("distributed: without a reducer it takes no options"));
  const unknown = settle(driver.distributed(add, range(1, 3), (i: number) => i, { initial: 0 }));
  await expect(unknown).rejects.toThrow("distributed: unknown option `initial`");
});

test("distributed() rejects with ProcessExitedException when a worker ends in the middle, and leaves nothing behind", async () => {
  for (const isReduced of [true, false]) {
    const { driver, settle, host, processes } = await startCluster(3, Math.random);
    const open: (() => void)[] = [];
    const body = (i: number) => new Promise<number>((resolve) => open.push(() => resolve(i)));
    const loop = isReduced ? driver.distributed(add, range(1, 9), body) : driver.distributed(range(1, 9), body);
    const outcome = loop.catch((error: unknown) => error);
    await host.drain();
    host.spawned.get(3)!.exit();
    expect(await settle(outcome)).toMatchObject({ name: "ProcessExitedException", pid: 3 });
    while (open.length > 0) {
      open.pop()!();
      await host.drain();
    }
    processes.delete(3);
    for (const { ctx } of processes.values()) {
      expect([ctx.cluster.pendingCalls(), ctx.keptValues.size, ctx.callsHere]).toEqual([0, 0, 0]);
    }
    expect(await settle(driver.distributed(add, range(1, 9), (i: number) => i))).toBe(45);
  }
});

/** What Julia's own splitrange gives (macros.jl), restated: each = n ÷ w, the first n mod w chunks one more. */
function chunkOf(index: number, n: number, w: number): number {
  const each = Math.floor(n / w);
  const longer = (n % w) * (each + 1);
  return index < longer ? Math.floor(index / (each + 1)) : (n % w) + Math.floor((index - longer) / Math.max(1, each));
}

test("distributed() folds each chunk of Julia's splitrange by itself, then the chunks, from the left, never from a start value", async () => {
  const paired = (a: string, b: string) => `(${a}${b})`;
  for (let workers = 1; workers <= 5; workers++) {
    const { driver, settle } = await startCluster(workers, Math.random);
    for (let n = 1; n <= 12; n++) {
      const chunks = Array.from({ length: Math.min(n, workers) }, (): string[] => []);
      for (let i = 0; i < n; i++) chunks[chunkOf(i, n, workers)]!.push(letters[i]!);
      const expected = chunks.map((chunk) => chunk.reduce(paired)).reduce(paired);
      expect(await settle(driver.distributed(paired, letters.slice(0, n), (c: string) => c))).toBe(expected);
      const asyncPaired = async (a: string, b: string) => paired(a, b);
      const alike = driver.distributed(asyncPaired, letters.slice(0, n).join(""), async (c: string) => c);
      expect(await settle(alike)).toBe(expected);
    }
  }
});

test("distributed() keeps items as they are: typed arrays by their kind, a range by first + index * step, holes as undefined", async () => {
  const { driver, settle } = await startCluster(3);
  const concat = (a: unknown[], b: unknown[]) => [...a, ...b];
  const list = (items: unknown) => settle(driver.distributed(concat, items, (x: unknown) => [x]));
  expect(await list(range(0, 1, 0.1))).toEqual([...range(0, 1, 0.1)]);
  expect(await list(range(5, -5, -2.5))).toEqual([5, 2.5, 0, -2.5, -5]);
  expect(await list(new BigInt64Array([1n, -2n, 3n]))).toEqual([1n, -2n, 3n]);
  expect(await list(new Float32Array([0.1, -0]))).toEqual([Math.fround(0.1), -0]);
  // biome-ignore lint/suspicious/noSparseArray: what the test is about
  expect(await list([1, , 3])).toEqual([1, undefined, 3]);
  const counted = {
    length: 99,
    *[Symbol.iterator]() {
      yield* "xy";
    },
  };
  expect(await list(counted)).toEqual(["x", "y"]);
});
