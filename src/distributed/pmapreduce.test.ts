import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import { createCodec } from "./cluster-serialize/codec.ts";
import { range } from "./range.ts";
import { CachingPool, WorkerPool } from "./workerpool.ts";

const id = <T>(x: T) => x;
const add = (a: number, b: number) => a + b;
const join = (a: string, b: string) => a + b;
const letters = "abcdefghijklmnopqrstuvwxyz";

test("pmapreduce() folds in the order of the input, for any number of workers, size of batches and order of messages", async () => {
  for (const workers of [0, 1, 2, 5, 8]) {
    const { driver, settle } = await startCluster(workers, Math.random);
    for (const batchSize of [undefined, 1, 3, 100, "auto"] as const) {
      const options = batchSize === undefined ? {} : { batchSize };
      expect(await settle(driver.pmapreduce(join, id, letters, options))).toBe(letters);
    }
  }
});

test("pmapreduce() groups a sum of floats alike for any number of workers, also when some of them end", async () => {
  const sums = new Set<unknown>();
  for (const workers of [0, 1, 3]) {
    const { driver, settle } = await startCluster(workers, Math.random);
    sums.add(await settle(driver.pmapreduce(add, (n: number) => 1 / n, range(1, 400))));
  }
  const { driver, settle, host } = await startCluster(3, Math.random);
  let left = 200;
  const item = (n: number) => {
    if (--left === 0) host.spawned.get(3)!.exit();
    return 1 / n;
  };
  sums.add(await settle(driver.pmapreduce(add, item, range(1, 400), { retryDelays: [0] })));
  expect(driver.workers()).toEqual([2, 4]);
  expect(sums.size).toBe(1);
});

test("pmapreduce() gives the next items to whoever is free", async () => {
  const { driver, host, settle } = await startCluster(2);
  let finish!: (value: number) => void;
  let others = 0;
  const uneven = (n: number) => {
    if (n > 1) return ++others;
    return new Promise<number>((resolve) => (finish = resolve));
  };
  const sum = driver.pmapreduce(Math.max, uneven, range(1, 100));
  await host.drain();
  expect(others).toBe(99);
  finish(1000);
  expect(await settle(sum)).toBe(1000);
});

test("pmapreduce() folds init in once, and gives it for an empty collection", async () => {
  for (const workers of [0, 1, 4]) {
    const { driver, settle } = await startCluster(workers);
    expect(await settle(driver.pmapreduce(add, id, range(1, 10), { init: 100 }))).toBe(155);
    expect(await settle(driver.pmapreduce(join, id, letters, { init: ">" }))).toBe(`>${letters}`);
    expect(await settle(driver.pmapreduce(add, id, [], { init: undefined }))).toBeUndefined();
    await expect(settle(driver.pmapreduce(add, id, []))).rejects.toThrow(
      new TypeError("pmapreduce: the collection is empty, and there is no `init` to give instead of a result"),
    );
  }
});

test("pmapreduce() never calls the reducer for one item", async () => {
  const { driver, settle } = await startCluster(2);
  const refuse = () => {
    throw new Error("called");
  };
  expect(await settle(driver.pmapreduce(refuse, (x: number) => x * 2, [5]))).toBe(10);
});

test("pmapreduce() awaits an async reducer at each step, on the workers and on the caller", async () => {
  const { driver, settle } = await startCluster(3, Math.random);
  const later = async (a: string, b: string) => {
    for (let i = 0; i < b.length % 3; i++) await null;
    return a + b;
  };
  expect(await settle(driver.pmapreduce(later, async (c: string) => c, letters, { batchSize: 4 }))).toBe(letters);
});

test("pmapreduce() takes several collections in step, and generators", async () => {
  const { driver, settle } = await startCluster(2);
  function* naturals() {
    for (let i = 1; ; i++) yield i;
  }
  const times = (a: number, b: number) => a * b;
  expect(await settle(driver.pmapreduce(add, times, naturals(), [10, 20, 30]))).toBe(140);
});

test("pmapreduce() folds a batch on the worker: one value comes back", async () => {
  const { driver, settle, events, host } = await startCluster(2);
  const wide = (n: number) => [n, "x".repeat(1000)] as const;
  const first = (a: readonly [number, string], b: readonly [number, string]) => [a[0] + b[0], a[1]] as const;
  const [sum] = (await settle(driver.pmapreduce(first, wide, range(1, 100), { batchSize: 50 }))) as [number];
  expect(sum).toBe(5050);
  host.advance(100);
  await host.drain();
  const reports = events.flatMap((event) => (event.type === "operation" ? [event.report] : []));
  expect(reports.at(-1)).toMatchObject({ kind: "pmapreduce", total: 100, done: 100, outcome: "done", messages: 4 });
  expect(reports.at(-1)!.bytes).toBeLessThan(10_000);
});

test("pmapreduce() folds onError's value in the place of the failed item's, and retries item by item", async () => {
  const { driver, settle } = await startCluster(2, Math.random);
  const noE = (c: string) => {
    if (c === "e") throw new Error("no e");
    return c;
  };
  for (const batchSize of [1, 4, 100]) {
    const options = {
      batchSize,
      retryDelays: [0],
      onError: (error: unknown) => ((error as Error).message === "no e" ? "_" : "?"),
    };
    expect(await settle(driver.pmapreduce(join, noE, letters, options))).toBe(letters.replace("e", "_"));
  }
});

test("pmapreduce() rejects with what the reducer throws, wherever it ran, and asks no handler", async () => {
  const asked: unknown[] = [];
  const handlers = { onError: (error: unknown) => asked.push(error), retryDelays: [0] };
  const refuse = () => {
    throw new Error("cannot add");
  };
  const { driver, settle } = await startCluster(1);
  const onWorker = settle(driver.pmapreduce(refuse, id, [1, 2], { ...handlers, batchSize: 2 }));
  await expect(onWorker).rejects.toMatchObject({ name: "RemoteException", pid: 2, message: /^cannot add/ });
  const onCaller = settle(driver.pmapreduce(refuse, id, [1, 2], { ...handlers, batchSize: 1 }));
  await expect(onCaller).rejects.toMatchObject({ name: "Error", message: "cannot add" });
  expect(asked).toEqual([]);
});

test("pmapreduce() rejects and names the part when what a worker folded cannot be sent", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const { codec } = processes.get(2)!.ctx;
  const { encode } = codec;
  const real = createCodec({ pid: () => 2 });
  codec.encode = (value, how) => {
    if (how?.root === "the result") real.encode(value, how); // refuses what the table of this cluster lets through
    return encode(value, how);
  };
  const secret = () => ({ secret: Symbol("s") });
  await expect(settle(driver.pmapreduce(secret, id, [1, 2], { batchSize: 2 }))).rejects.toThrow("the result.secret");
});

test("pmapreduce() stops at its signal and at a slow reducer that nobody waits for any more", async () => {
  const { driver, settle, host, processes } = await startCluster(2);
  const controller = new AbortController();
  const never = () => new Promise<number>(() => {});
  const outcome = driver.pmapreduce(never, id, range(1, 10), { signal: controller.signal });
  await host.drain();
  controller.abort("enough");
  await expect(settle(outcome)).rejects.toBe("enough");
  for (const { ctx } of processes.values()) expect(ctx.cluster.pendingCalls()).toBe(0);
});

test("pmapreduce() runs on its caller with distributed: false", async () => {
  const { driver, settle, processes } = await startCluster(3);
  expect(await settle(driver.pmapreduce(join, id, letters, { distributed: false }))).toBe(letters);
  expect(processes.get(1)!.ctx.keptFunctions.size).toBe(0);
});

test("pmapreduce() refuses functions that are none, and an unknown option by name", async () => {
  const { driver, settle } = await startCluster(1);
  await expect(settle(driver.pmapreduce("+" as never, id, [1]))).rejects.toThrow(
    'pmapreduce: wanted a function, got "+"',
  );
  await expect(settle(driver.pmapreduce(add, 5 as never, [1]))).rejects.toThrow("pmapreduce: wanted a function, got 5");
  await expect(settle(driver.pmapreduce(add, id))).rejects.toThrow("pmapreduce: wanted at least one collection");
  await expect(settle(driver.pmapreduce(add, id, [1], { initial: 0 }))).rejects.toThrow("unknown option `initial`");
});

test("pmapreduce() uses the members of its pool only, and a CachingPool keeps both functions until clear", async () => {
  const { driver, settle, host, processes } = await startCluster(3);
  const { ctx } = processes.get(1)!;
  for (const { ctx } of processes.values()) ctx.codec.keyOf = () => undefined; // as for functions with captures
  const poolOf = (theClass: typeof WorkerPool) => {
    const pool = Object.create(theClass.prototype) as WorkerPool;
    ctx.pools.create(pool, [2, 4]);
    return pool;
  };
  expect(await settle(driver.pmapreduce(join, id, letters, { pool: poolOf(WorkerPool), batchSize: 3 }))).toBe(letters);
  await host.drain();
  const kept = () => [2, 3, 4].map((pid) => processes.get(pid)!.ctx.keptFunctions.size);
  expect(kept()).toEqual([0, 0, 0]);
  const caching = poolOf(CachingPool) as CachingPool;
  for (let i = 0; i < 2; i++) {
    expect(await settle(driver.pmapreduce(join, id, letters, { pool: caching, batchSize: 3 }))).toBe(letters);
  }
  await host.drain();
  expect(kept()).toEqual([2, 0, 2]);
  driver.clear(caching);
  await host.drain();
  expect(kept()).toEqual([0, 0, 0]);
  expect(ctx.pools.waited).toBe(0);
});

test("pmapreduce() with distributed: false does as many items at once as its pool has members", async () => {
  const { driver, settle, host, processes } = await startCluster(3);
  const pool = Object.create(WorkerPool.prototype) as WorkerPool;
  processes.get(1)!.ctx.pools.create(pool, [2, 4]);
  const open: (() => void)[] = [];
  const item = (c: string) => new Promise<string>((resolve) => open.push(() => resolve(c)));
  const joined = driver.pmapreduce(join, item, "abcde", { pool, distributed: false, batchSize: 1 });
  await host.drain();
  expect(open.length).toBe(2);
  while (open.length > 0) {
    open.pop()!();
    await host.drain();
  }
  expect(await settle(joined)).toBe("abcde");
});
