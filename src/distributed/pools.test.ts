import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { type InMemoryCluster, type InMemoryProcess, leftAt, startCluster } from "../process/in-memory-cluster.ts";
import { ProcessExitedException } from "./errors.ts";
import { CachingPool, WorkerPool } from "./workerpool.ts";

/** As `new WorkerPool(pids)` in a program of that process: in tests several share a realm. */
function poolOf(
  { ctx }: Pick<InMemoryProcess, "ctx">,
  pids: readonly number[],
  theClass: typeof WorkerPool = WorkerPool,
): WorkerPool {
  const pool: WorkerPool = Object.create(theClass.prototype);
  ctx.pools.create(pool, pids);
  return pool;
}

const driverPool = ({ processes }: InMemoryCluster, pids: readonly number[], theClass?: typeof WorkerPool) =>
  poolOf(processes.get(1)!, pids, theClass);
const cachingPool = (cluster: InMemoryCluster, pids: readonly number[]) =>
  driverPool(cluster, pids, CachingPool) as CachingPool;

const add = (x: number, y: number) => x + y;
const fail = (message: string) => {
  throw new Error(message);
};
const NO_WORKER = "no active worker available in pool";

/** A function that runs until it is told to end; where it runs does not matter in one realm. */
function gate() {
  const open: (() => void)[] = [];
  return { pass: () => new Promise<void>((resolve) => open.push(resolve)), open };
}

/** Tasks that have ended well since, by process. */
function countTasks({ processes }: InMemoryCluster): () => number[] {
  const done = new Map([...processes.keys()].map((pid) => [pid, 0]));
  for (const [pid, { ctx }] of processes) {
    const count = ctx.registers.count.bind(ctx.registers);
    ctx.registers.count = (well, failed) => {
      done.set(pid, done.get(pid)! + well);
      count(well, failed);
    };
  }
  return () => [...done].sort(([a], [b]) => a - b).map(([, count]) => count);
}

/** From now on functions are sent as those that capture something; how often one has come with a call on a CachingPool. */
function countSentFunctions({ processes }: InMemoryCluster): () => number {
  let sent = 0;
  for (const { ctx } of processes.values()) {
    ctx.codec.keyOf = () => undefined;
    const decode = ctx.codec.decode.bind(ctx.codec);
    ctx.codec.decode = (graph) => {
      const value = decode(graph);
      if (Array.isArray(value) && value[0] === ctx.pools.cached && typeof value[1][1] === "function") sent++;
      return value;
    };
  }
  return () => sent;
}

function expectEmptyTables({ processes }: InMemoryCluster): void {
  expect([...processes].flatMap(([pid, process]) => leftAt(pid, process))).toEqual([]);
}

test("a call on a pool goes to a free worker, and gives it back when it has ended", async () => {
  const cluster = await startCluster(3);
  const { driver, settle, host } = cluster;
  const pool = driverPool(cluster, [2, 3]);
  const { pass, open } = gate();
  expect(driver.poolLength(pool)).toBe(2);
  const first = driver.remotecall(pass, pool);
  const second = driver.spawnat(pool, pass);
  expect([first.where, second.where]).toEqual([2, 3]);
  const third = driver.remotecallFetch(add, pool, 1, 2);
  await host.drain();
  expect([await settle(driver.isPoolReady(pool)), open.length]).toEqual([false, 2]);
  open[1]!();
  expect(await settle(third)).toBe(3);
  expect(await settle(driver.takeWorker(pool))).toBe(3);
  await settle(driver.putWorker(pool, 3));
  open[0]!();
  await settle(driver.fetch([first, second]));
  expect(await settle(driver.isPoolReady(pool))).toBe(true);
  expectEmptyTables(cluster);
});

test("all forms of call run on a pool, in the order in which its workers were given back", async () => {
  const cluster = await startCluster(3);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [3, 4]);
  const tasks = countTasks(cluster);
  expect(await settle(driver.fetch(driver.remotecall(add, pool, 1, 2)))).toBe(3);
  expect(await settle(driver.fetch(await settle(driver.remotecallWait(add, { on: pool, timeout: 5 }, 3, 4))))).toBe(7);
  expect(await settle(driver.fetchfrom(pool, () => 5))).toBe(5);
  const seen: number[] = [];
  driver.remoteDo((it: number) => void seen.push(it), pool, 6);
  expect(await settle(driver.remote(pool, add)(3, 4))).toBe(7);
  expect(seen).toEqual([6]);
  expect(tasks()).toEqual([0, 0, 3, 2]);
  expectEmptyTables(cluster);
});

test("a call that fails on a pool gives its worker back", async () => {
  const cluster = await startCluster(1);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [2]);
  await expect(settle(driver.remotecallFetch(fail, pool, "no"))).rejects.toMatchObject({ name: "RemoteException" });
  expect(await settle(driver.remotecallFetch(add, pool, 1, 2))).toBe(3);
  expectEmptyTables(cluster);
  await expect(settle(driver.remotecallWait(fail, pool, "no"))).rejects.toMatchObject({ name: "RemoteException" });
  await expect(settle(driver.fetch(driver.remotecall(fail, pool, "no")))).rejects.toMatchObject({ pid: 2 });
  expect(await settle(driver.isPoolReady(pool))).toBe(true);
});

test("what waits at a pool sees its arguments as they were at the call", async () => {
  const cluster = await startCluster(1);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [2]);
  const small = { list: [1] };
  const big = new Float64Array([1]);
  await settle(driver.takeWorker(pool));
  const calls = [
    driver.remotecallFetch((it: object) => it, pool, small),
    driver.remotecallFetch((it: object) => it, pool, big),
  ];
  const ref = driver.remotecall((it: object) => it, pool, small);
  small.list.push(2);
  big[0] = 2;
  await settle(driver.putWorker(pool, 2));
  expect(await settle(Promise.all(calls))).toEqual([{ list: [1] }, new Float64Array([1])]);
  expect(await settle(driver.fetch(ref))).toEqual({ list: [1] });
  expectEmptyTables(cluster);
});

test("a ref of a call that waits at a pool can be passed on, and is where its worker is in the end", async () => {
  const cluster = await startCluster(2, Math.random);
  const { driver, settle, processes } = cluster;
  const { api } = processes.get(3)!;
  for (const member of [1, 2]) {
    const pool = driverPool(cluster, [member]);
    await settle(driver.takeWorker(pool));
    const ref = driver.remotecall(add, pool, 20, 22);
    const there = driver.remotecallFetch((r: typeof ref) => api.fetch(r), 3, ref);
    expect(ref.where).toBe(1);
    await settle(driver.putWorker(pool, member));
    expect(await settle(Promise.all([there, driver.fetch(ref)]))).toEqual([42, 42]);
    expect(ref.where).toBe(member);
  }
  await cluster.host.drain();
  expectEmptyTables(cluster);
});

test("a call that is given up while it waits at a pool takes no worker", async () => {
  const cluster = await startCluster(1);
  const { driver, settle, host } = cluster;
  const pool = driverPool(cluster, [2]);
  const controller = new AbortController();
  const { signal } = controller;
  let calls = 0;
  const count = () => void calls++;
  await settle(driver.takeWorker(pool));
  const stopped = driver.remotecallFetch(count, { on: pool, signal }).catch((reason: unknown) => reason);
  const ref = driver.remotecall(count, { on: pool, signal });
  const taken = driver.takeWorker(pool, { signal }).catch((reason: unknown) => reason);
  const late = driver.remotecallFetch(count, { on: pool, timeout: 1 }).catch((error: Error) => error.name);
  driver.remoteDo(count, { on: pool, signal });
  controller.abort("enough");
  expect(await Promise.all([stopped, taken])).toEqual(["enough", "enough"]);
  await expect(settle(driver.fetch(ref))).rejects.toBe("enough");
  host.advance(1000);
  expect(await settle(late)).toBe("TimeoutError");
  await settle(driver.putWorker(pool, 2));
  await host.drain();
  expect([calls, await settle(driver.isPoolReady(pool)), getEventListeners(signal, "abort")]).toEqual([0, true, []]);
  expectEmptyTables(cluster);
});

test("a worker that an interrupt replaces stays a member, with its functions sent anew", async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes, host } = cluster;
  const pool = cachingPool(cluster, [2]);
  const sent = countSentFunctions(cluster);
  expect(await settle(driver.remotecallFetch(add, pool, 1, 2))).toBe(3);
  const spins = driver.remotecallFetch(gate().pass, pool).catch((error: Error) => error.message);
  await host.drain();
  const { interrupts } = processes.get(2)!.ctx;
  interrupts.order = () => {}; // it spins: neither order nor mark is read
  interrupts.reach = () => {};
  const waits = driver.remotecallFetch(add, pool, 3, 4);
  const before = sent();
  await settle(driver.interrupt(2));
  expect(await settle(spins)).toContain("interrupt");
  countSentFunctions(cluster); // of the new incarnation
  expect(await settle(waits)).toBe(7);
  expect([before, driver.poolLength(pool), await settle(driver.isPoolReady(pool))]).toEqual([2, 1, true]);
});

test("a call past its time keeps its worker of a pool until it has really ended", async () => {
  const cluster = await startCluster(1);
  const { driver, settle, host } = cluster;
  const pool = driverPool(cluster, [2]);
  const { pass, open } = gate();
  const failed = driver.remotecallFetch(pass, { on: pool, timeout: 1 }).catch((error: Error) => error.name);
  const ref = driver.fetch(driver.remotecall(pass, { on: pool, timeout: 1 })).catch((error: Error) => error.name);
  await host.drain();
  host.advance(1000);
  expect(await settle(Promise.all([failed, ref]))).toEqual(["TimeoutError", "TimeoutError"]);
  expect([open.length, await settle(driver.isPoolReady(pool))]).toEqual([1, false]);
  open[0]!();
  await host.drain();
  expect(await settle(driver.isPoolReady(pool))).toBe(true);
  expectEmptyTables(cluster);
});

test("a member that ends is dropped, and who waits at a pool without members is told", async () => {
  const cluster = await startCluster(3);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [2, 3]);
  const { pass } = gate();
  const lost = driver.remotecallFetch(pass, pool).catch((error: unknown) => error);
  await settle(driver.rmprocs(3));
  expect(driver.poolLength(pool)).toBe(1);
  const waits = driver.remotecallFetch(add, pool, 1, 2).catch((error: Error) => error.message);
  const ref = driver.remotecall(add, pool, 1, 2);
  const ready = driver.waitForPool(pool).catch((error: Error) => error.message);
  await settle(driver.rmprocs(2));
  expect(await settle(lost)).toBeInstanceOf(ProcessExitedException);
  expect(await settle(waits)).toContain(NO_WORKER);
  expect(await settle(ready)).toContain(NO_WORKER);
  await expect(settle(driver.fetch(ref))).rejects.toThrow(NO_WORKER);
  expect(() => driver.remotecall(add, pool, 1, 2)).toThrow(NO_WORKER);
  expect(() => driver.remoteDo(add, pool, 1, 2)).toThrow(NO_WORKER);
  await expect(settle(driver.remotecallFetch(add, driverPool(cluster, []), 1, 2))).rejects.toThrow(NO_WORKER);
  expectEmptyTables(cluster);
});

test("defaultWorkerPool() follows who joins and leaves, and gives process 1 while there are no workers", async () => {
  const cluster = await startCluster(0);
  const { driver, settle } = cluster;
  const pool = driver.defaultWorkerPool();
  expect([
    driver.poolLength(pool),
    await settle(driver.takeWorker(pool)),
    await settle(driver.takeWorker(pool)),
  ]).toEqual([0, 1, 1]);
  await settle(driver.putWorker(pool, 1));
  const [two, three] = await settle(driver.addprocs(2));
  expect([driver.poolLength(pool), driver.defaultWorkerPool() === pool]).toEqual([2, true]);
  expect([await settle(driver.takeWorker(pool)), await settle(driver.takeWorker(pool))]).toEqual([two, three]);
  const waits = driver.takeWorker(pool);
  const [four] = await settle(driver.addprocs(1));
  expect(await settle(waits)).toBe(four);
  await settle(driver.putWorker(pool, three!));
  await settle(driver.rmprocs(two!, four!));
  expect(driver.poolLength(pool)).toBe(1);
  expect(await settle(driver.remote(add)(1, 2))).toBe(3);
  await settle(driver.rmprocs(three!));
  expect(await settle(driver.remotecallFetch(() => 5, pool))).toBe(5);
  expectEmptyTables(cluster);
});

test("a CachingPool sends a function once to each worker, until clear()", async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes, host } = cluster;
  const sent = countSentFunctions(cluster);
  const pool = cachingPool(cluster, [2, 3]);
  const increment = (x: number) => x + 1;
  const calls = (count: number) =>
    settle(Promise.all(Array.from({ length: count }, (_, i) => driver.remotecallFetch(increment, pool, i))));
  expect(await calls(4)).toEqual([1, 2, 3, 4]);
  expect(sent()).toBe(2);
  await calls(6);
  expect(await settle(driver.fetch(driver.remotecall(increment, pool, 1)))).toBe(2);
  await expect(settle(driver.remotecallFetch(fail, pool, "no"))).rejects.toMatchObject({ pid: 3 });
  expect(sent()).toBe(3);
  expect(processes.get(2)!.ctx.keptFunctions.size).toBe(1);
  driver.clear(pool);
  await host.drain();
  expectEmptyTables(cluster);
  await calls(1);
  expect(sent()).toBe(4);
  driver.clear(pool);
  await host.drain();
  expectEmptyTables(cluster);
});

test("a CachingPool runs on the own process without copying, and says what is no CachingPool", async () => {
  const cluster = await startCluster(0);
  const { driver, settle } = cluster;
  const sent = countSentFunctions(cluster);
  const box = {};
  const pool = cachingPool(cluster, [1]);
  expect(await settle(driver.remotecallFetch((it: object) => it, pool, box))).toBe(box);
  expect(sent()).toBe(0);
  expect(() => driver.clear(driverPool(cluster, [1]) as CachingPool)).toThrow(
    "clear: wanted a CachingPool, got an object",
  );
});

test("push() and put() refuse what is no pid, no pool and no member", async () => {
  const cluster = await startCluster(2);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [2]);
  await expect(settle(driver.push(pool, "3" as never))).rejects.toThrow(
    'push: wanted a pid (a whole number such as workers()[0]), got "3"',
  );
  await expect(settle(driver.push([] as never, 3))).rejects.toThrow("push: wanted a pool, got an array");
  await expect(settle(driver.putWorker(pool, 3))).rejects.toThrow("put: process 3 is no member of the pool");
  expect(() => driverPool(cluster, 5 as never)).toThrow("new WorkerPool: wanted an array of pids, got 5");
  expect(() => driverPool(cluster, ["2"] as never)).toThrow(
    'new WorkerPool: wanted a pid (a whole number such as workers()[0]), got "2"',
  );
});

test("pmap() with a pool uses its members only, and leaves it as it was", async () => {
  const cluster = await startCluster(4);
  const { driver, settle } = cluster;
  const tasks = countTasks(cluster);
  const pool = driverPool(cluster, [3, 4]);
  const items = Array.from({ length: 10 }, (_, i) => i);
  expect(await settle(driver.pmap((x: number) => x, items, { pool }))).toEqual(items);
  const [, two, three, four, five] = tasks();
  expect([two, three! + four!, five, three! > 0 && four! > 0]).toEqual([0, 10, 0, true]);
  expect([
    driver.poolLength(pool),
    await settle(driver.takeWorker(pool)),
    await settle(driver.takeWorker(pool)),
  ]).toEqual([2, 3, 4]);
  expectEmptyTables(cluster);
});

test("pmap() goes on with what is left of its pool, and with what is pushed into it", async () => {
  const cluster = await startCluster(3, Math.random);
  const { driver, settle } = cluster;
  const tasks = countTasks(cluster);
  const pool = driverPool(cluster, [2, 3]);
  let drawn = 0;
  async function* items() {
    for (; drawn < 30; drawn++) {
      if (drawn === 5) await driver.rmprocs(3);
      if (drawn === 10) await driver.push(pool, 4);
      yield drawn;
    }
  }
  const values = await settle(driver.pmap((x: number) => x, items(), { pool, retryDelays: [0] }));
  expect(values).toEqual(Array.from({ length: 30 }, (_, i) => i));
  const [, two, three, four] = tasks();
  expect([two! > 0, three! < 10, four! > 0]).toEqual([true, true, true]);
  expectEmptyTables(cluster);
});

test("pmap() over a pool whose workers have all ended rejects", async () => {
  const cluster = await startCluster(3);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [2, 3]);
  await settle(driver.rmprocs(2, 3));
  await expect(settle(driver.pmap((x: number) => x, [1, 2], { pool }))).rejects.toThrow(NO_WORKER);
  await expect(settle(driver.pmap((x: number) => x, [1], { pool: [2] as never }))).rejects.toThrow(
    "pmap: `pool` must be a WorkerPool or a CachingPool, got an array",
  );
  expectEmptyTables(cluster);
});

test("pmap() with a CachingPool sends its function once to each worker, over several pmaps", async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes, host } = cluster;
  for (const { ctx } of processes.values()) ctx.codec.keyOf = () => undefined;
  const pool = cachingPool(cluster, [2, 3]);
  const increment = (x: number) => x + 1;
  for (let i = 0; i < 3; i++)
    expect(await settle(driver.pmap(increment, [1, 2, 3, 4], { pool }))).toEqual([2, 3, 4, 5]);
  expect([2, 3].map((pid) => processes.get(pid)!.ctx.keptFunctions.size)).toEqual([1, 1]);
  driver.clear(pool);
  await host.drain();
  expectEmptyTables(cluster);
});

test("pmap() of pmaps over the same workers comes to its end", async () => {
  const cluster = await startCluster(3, Math.random);
  const { driver, settle, processes } = cluster;
  const double = (x: number) => 2 * x;
  const inner = async (me: number) => {
    const values = await processes.get(2 + (me % 3))!.api.pmap(double, [me, me + 1]);
    return values.join("+");
  };
  expect(await settle(driver.pmap(inner, [1, 2, 3, 4, 5]))).toEqual(["2+4", "4+6", "6+8", "8+10", "10+12"]);
  expectEmptyTables(cluster);
});

test("two pmaps at once share a pool", async () => {
  const cluster = await startCluster(2, Math.random);
  const { driver, settle } = cluster;
  const pool = driverPool(cluster, [2, 3]);
  const items = Array.from({ length: 20 }, (_, i) => i);
  const both = [1, 2].map(() => driver.pmap((x: number) => x, items, { pool, batchSize: 3 }));
  expect(await settle(Promise.all(both))).toEqual([items, items]);
  expectEmptyTables(cluster);
});

test("a pool sent to another process is a handle to it: its workers are shared with its owner", async () => {
  const cluster = await startCluster(3);
  const { driver, settle, processes } = cluster;
  const pool = driverPool(cluster, [2, 3]);
  const three = processes.get(3)!.api;
  let there!: WorkerPool;
  const keep = (box: { pool: WorkerPool }) => {
    there = box.pool;
    return box;
  };
  const back = await settle(driver.remotecallFetch(keep, 3, { pool }));
  expect([back.pool === pool, there === pool, three.poolLength(there)]).toEqual([true, false, 2]);
  expect(await settle(three.takeWorker(there))).toBe(2);
  expect(await settle(driver.takeWorker(pool))).toBe(3);
  expect([await settle(three.isPoolReady(there)), await settle(driver.isPoolReady(pool))]).toEqual([false, false]);
  const waits = three.waitForPool(there);
  const call = three.remotecallFetch(add, there, 1, 2);
  await settle(driver.putWorker(pool, 3));
  expect(await settle(call)).toBe(3);
  await settle(three.putWorker(there, 2));
  expect(await settle(waits)).toBe(there);
  await settle(three.push(there, 4));
  expect([three.poolLength(there), driver.poolLength(pool)]).toEqual([3, 3]);
  expect(await settle(three.pmap((x: number) => 2 * x, [1, 2, 3, 4], { pool: there }))).toEqual([2, 4, 6, 8]);
  expect(await settle(driver.remotecallFetch(keep, 4, { pool }))).toEqual({ pool });
  expect(processes.get(1)!.ctx.pools.waited).toBe(0);
});

test("a handle of a pool that is sent on stands for the same pool", async () => {
  const cluster = await startCluster(3);
  const { driver, settle, processes } = cluster;
  const pool = driverPool(cluster, [2]);
  const [two, three] = [processes.get(2)!.api, processes.get(3)!.api];
  const take = (it: WorkerPool) => three.takeWorker(it);
  const passOn = (it: WorkerPool) => two.remotecallFetch(take, 3, it);
  expect(await settle(driver.remotecallFetch(passOn, 2, pool))).toBe(2);
  expect(await settle(driver.isPoolReady(pool))).toBe(false);
});

test("what a process has taken from a pool elsewhere is free when that process ends, and it waits no longer", async () => {
  const cluster = await startCluster(3);
  const { driver, settle, processes } = cluster;
  const pool = driverPool(cluster, [2]);
  const three = processes.get(3)!.api;
  const takeTwice = async (it: WorkerPool) => {
    await three.takeWorker(it);
    await three.takeWorker(it);
  };
  driver.remoteDo(takeTwice, 3, pool);
  await cluster.host.drain();
  const mine = driver.takeWorker(pool);
  await settle(driver.rmprocs(3));
  expect(await settle(mine)).toBe(2);
  expect(processes.get(1)!.ctx.pools.waited).toBe(0);
});

test("one who gives up waiting at a pool elsewhere takes nothing", async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes, host } = cluster;
  const pool = driverPool(cluster, [2]);
  const three = processes.get(3)!.api;
  await settle(driver.takeWorker(pool));
  const late = driver.remotecallFetch(
    (it: WorkerPool) => three.takeWorker(it, { timeout: 1 }).catch((error: Error) => error.name),
    3,
    pool,
  );
  await host.drain();
  host.advance(1000);
  expect(await settle(late)).toBe("TimeoutError");
  await settle(driver.putWorker(pool, 2));
  await host.drain();
  expect(await settle(driver.isPoolReady(pool))).toBe(true);
  expect(processes.get(1)!.ctx.pools.waited).toBe(0);
});

test("the end of a pool's owner fails who waits at it", async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes } = cluster;
  const pool = poolOf(processes.get(2)!, [3]);
  const two = processes.get(2)!.api;
  const three = processes.get(3)!.api;
  await settle(two.takeWorker(pool));
  let waits!: Promise<unknown>;
  const take = (it: WorkerPool) => {
    waits = three.takeWorker(it).catch((error: unknown) => error);
  };
  await settle(two.remotecallFetch(take, 3, pool));
  await settle(driver.rmprocs(2));
  expect(await settle(waits)).toBeInstanceOf(ProcessExitedException);
});

test("defaultWorkerPool() on a worker is the driver's", async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes } = cluster;
  const { api } = processes.get(3)!;
  const pool = api.defaultWorkerPool();
  expect(api.poolLength(pool)).toBe(2);
  expect(await settle(api.takeWorker(pool))).toBe(2);
  expect(await settle(driver.takeWorker(driver.defaultWorkerPool()))).toBe(3);
  await settle(api.putWorker(pool, 2));
  expect(await settle(api.remote(add)(1, 2))).toBe(3);
  const isSame = (it: WorkerPool) => it === pool;
  expect(await settle(driver.remotecallFetch(isSame, 3, driver.defaultWorkerPool()))).toBe(true);
});

test("a CachingPool cannot be sent, and says so", async () => {
  const cluster = await startCluster(1);
  const pool = cachingPool(cluster, [2]);
  await expect(cluster.settle(cluster.driver.remotecallFetch((it: unknown) => it, 2, pool))).rejects.toThrow(
    "a CachingPool cannot be sent: it keeps functions for its own process; send a WorkerPool",
  );
});

/** 0 to below 1, the same row for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("in any order of messages all calls on a shared pool end, also when a worker ends, and the pool is whole", {
  timeout: 60_000,
}, async () => {
  for (let seed = 1; seed <= 150; seed++) {
    const cluster = await startCluster(4, randomFrom(seed));
    const { driver, settle, processes, host } = cluster;
    const pool = driverPool(cluster, [2, 3]);
    const callAll = async (it: WorkerPool, me: number) => {
      const { api } = processes.get(me)!;
      const sums = [1, 2, 3].map((x) => api.remotecallFetch(add, it, me, x).catch((error: Error) => error.name));
      const doubles = api.pmap((x: number) => 2 * x, [1, 2, 3], { pool: it, retryDelays: [0, 0] });
      return [await Promise.all(sums), await doubles.catch((error: Error) => error.name)];
    };
    const uses = [1, 2, 4, 5].map((pid) => driver.remotecallFetch(callAll, pid, pool, pid));
    const outcomes = Promise.allSettled(uses);
    const ref = driver.remotecall(add, pool, 20, 22);
    const fetched = driver.fetch(ref).catch((error: Error) => error.name);
    for (let i = 0; i < seed % 60; i++) host.step();
    await settle(driver.rmprocs(seed % 3 === 0 ? 5 : 3));
    await settle(outcomes);
    await settle(fetched);
    await host.drain();
    const { pools, cluster: mine } = processes.get(1)!.ctx;
    const left = [mine.pendingCalls(), pools.waited, await settle(driver.isPoolReady(pool))];
    expect([seed, ...left]).toEqual([seed, 0, 0, true]);
    const members = driver.poolLength(pool);
    const taken = await settle(Promise.all(Array.from({ length: members }, () => driver.takeWorker(pool))));
    expect([seed, new Set(taken).size]).toEqual([seed, members]);
  }
});
