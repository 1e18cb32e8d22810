import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type InMemoryProcess, startCluster } from "../process/in-memory-cluster.ts";
import { TimeoutError } from "./errors.ts";
import { Future, refAt } from "./remoteref.ts";
import { WorkerPool } from "./workerpool.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What `new Future(pid)` does in the process of that API. */
function newFuture<T = unknown>({ api }: Pick<InMemoryProcess, "api">, pid?: number): Future<T> {
  const identity = api.newRef(pid);
  const future = refAt<Future<T>>(Future, identity);
  api.holdRef(future, identity.life);
  return future;
}

const failure = (promise: Promise<unknown>): Promise<Error> => promise.then(Promise.reject, (error: Error) => error);

test("put() sets a Future once, on its owner and elsewhere, and says so to who tries again", async () => {
  const { driver, settle, leftovers } = await startCluster(1);
  for (const owner of [1, 2]) {
    const future = newFuture({ api: driver }, owner);
    expect(await settle(driver.isready(future))).toBe(false);
    expect(await settle(driver.put(future, "OK"))).toBe(future);
    expect(await settle(driver.isready(future))).toBe(true);
    await expect(settle(driver.put(future, "again"))).rejects.toThrow("Future can be set only once");
    expect(() => driver.take(future)).toThrow("take: a Future keeps its value; use fetch");
    expect(await settle(driver.fetch(future))).toBe("OK");
  }
  expect(await leftovers()).toEqual([]);
});

test("put() of a Future that another process has set rejects with RemoteException", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const future = newFuture({ api: driver }, 2);
  const third = processes.get(3)!.api;
  await settle(driver.remotecallFetch((f: Future) => third.put(f, 1).then(() => null), 3, future));
  const error = await settle(failure(driver.put(future, 2)));
  expect(error).toMatchObject({
    name: "RemoteException",
    pid: 2,
    captured: { message: "Future can be set only once" },
  });
  expect(await settle(driver.fetch(future))).toBe(1);
  expect(await leftovers()).toEqual([]);
});

test("put() refuses a Future that a call sets", async () => {
  const { driver, settle } = await startCluster(1);
  for (const pid of [1, 2]) {
    const future = driver.remotecall(() => "of the call", pid);
    await expect(settle(driver.put(future, "mine"))).rejects.toThrow("Future can be set only once: its call does");
    expect(await settle(driver.fetch(future))).toBe("of the call");
  }
});

test("put() takes the value as it is at the call, and caches it where it was set", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const future = newFuture({ api: driver }, 2);
  const value = { n: [1] };
  const done = driver.put(future, value);
  value.n[0] = 9;
  await settle(done);
  expect(await settle(driver.fetch(future))).toBe(value);
  expect(processes.get(2)!.ctx.keptValues.size).toBe(0);
});

test("a Future that others wait for is passed on and set by a third process, in any order of messages", async () => {
  for (let round = 0; round < 60; round++) {
    const { driver, settle, processes, leftovers } = await startCluster(3, Math.random);
    const future = newFuture<string>({ api: driver }, (round % 4) + 1);
    const [setter, getter] = [processes.get(2)!.api, processes.get(3)!.api];
    const here = driver.fetch(future);
    const there = driver.remotecallFetch((f: Future) => getter.fetch(f), 3, future);
    const set = driver.remotecallFetch((box: { f: Future }) => setter.put(box.f, "v").then(() => 0), 2, { f: future });
    expect(await settle(Promise.all([here, there, set]))).toEqual(["v", "v", 0]);
    expect(await settle(driver.fetch(future))).toBe("v");
    expect(await leftovers()).toEqual([]);
  }
});

test("a handle that comes before its Future is made waits for it", async () => {
  // 1 tells the owner 2 of the new Future and sends the handle to 3, whose request reaches 2 first.
  const { driver, settle, processes, leftovers } = await startCluster(2, () => 0.999);
  await settle(driver.remotecallFetch(() => 0, 2));
  const third = processes.get(3)!.api;
  for (let round = 0; round < 5; round++) {
    const future = newFuture({ api: driver }, 2);
    const there = driver.remotecallFetch((f: Future) => third.fetch(f), 3, future);
    await settle(driver.remotecallFetch(() => 0, 3));
    await settle(driver.put(future, round));
    expect(await settle(there)).toBe(round);
  }
  expect(await leftovers()).toEqual([]);
});

test("isready() settles with false, soon, when the owner does not answer", async () => {
  const { driver, settle, host, processes } = await startCluster(2);
  const [called, made] = [driver.remotecall(() => new Promise(() => {}), 2), newFuture({ api: driver }, 2)];
  await settle(driver.remotecallFetch(() => 0, 2));
  processes.get(2)!.ctx.pump.add = () => {}; // it spins: nothing is read any more
  for (const future of [called, made]) {
    const asked = driver.isready(future);
    host.advance(300);
    expect(await settle(asked)).toBe(false);
  }
});

test("isready() of a Future that failed, or whose value is there, settles with true wherever it is asked", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const third = processes.get(3)!.api;
  const good = driver.remotecall(() => 1, 2);
  const bad = driver.remotecall(() => {
    throw new Error("x");
  }, 2);
  await settle(Promise.all([driver.wait(good), failure(driver.wait(bad))]));
  expect(await settle(Promise.all([driver.isready(good), driver.isready(bad)]))).toEqual([true, true]);
  const asked = driver.remotecallFetch((...all: Future[]) => Promise.all(all.map(third.isready)), 3, good, bad);
  expect(await settle(asked)).toEqual([true, true]);
});

test("wait() settles with the ref and moves nothing, here, at the maker and at a third process", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const third = processes.get(3)!.api;
  const future = driver.remotecall(() => "big", 2);
  expect(await settle(driver.wait(future))).toBe(future);
  const there = driver.remotecallFetch((f: Future) => third.wait(f).then((same) => same === f), 3, future);
  expect(await settle(there)).toBe(true);
  expect(processes.get(2)!.ctx.keptValues.size).toBe(1);
  const bad = driver.remotecall(() => {
    throw new RangeError("x");
  }, 2);
  const message = driver.remotecallFetch((f: Future) => third.wait(f).catch((e: Error) => e.message), 3, bad);
  expect(await settle(message)).toBe("x (on worker 2, called from worker 3)");
  await expect(settle(driver.wait(bad))).rejects.toMatchObject({ name: "RemoteException", pid: 2 });
});

test("fetch(), wait() and put() end with the owner, also where its handle is received later", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const future = newFuture({ api: driver }, 2);
  const waits = [driver.fetch(future), driver.wait(future)].map(failure);
  await settle(driver.rmprocs(2));
  for (const wait of [...waits, failure(driver.put(future, 1)), failure(driver.isready(future))]) {
    expect(await settle(wait)).toMatchObject({ name: "ProcessExitedException", pid: 2 });
  }
  expect(() => newFuture({ api: driver }, 2)).toThrow("process 2 has exited");
  const third = processes.get(3)!.api;
  const there = driver.remotecallFetch((f: Future) => third.fetch(f).catch((e: Error) => e.name), 3, future);
  expect(await settle(there)).toBe("ProcessExitedException");
  expect(await leftovers()).toEqual([]);
});

test("who waits for a Future whose maker ends before the owner has heard of it is told", async () => {
  const { driver, settle, processes, leftovers, host } = await startCluster(3);
  const [maker, getter] = [processes.get(2)!, processes.get(3)!];
  await settle(maker.api.remotecallFetch(() => 0, 4));
  maker.ctx.cluster.connectionTo(4).flush = () => {}; // what it says to the owner is lost
  let outcome: unknown;
  const get = (f: Future) => void getter.api.fetch(f).catch((error: unknown) => (outcome = error));
  await settle(maker.api.remotecallFetch(get, 3, newFuture(maker, 4)));
  await host.drain();
  expect([outcome, processes.get(4)!.ctx.keptValues.size]).toEqual([undefined, 1]);
  await settle(driver.rmprocs(2));
  await host.drain();
  expect(outcome).toMatchObject({
    name: "RemoteException",
    pid: 4,
    captured: { name: "ProcessExitedException", pid: 2 },
  });
  expect(await leftovers()).toEqual([]);
});

test("fetch() and wait() past their time or aborted reject, leave no listener, and harm nobody", async () => {
  const { driver, settle } = await startCluster(1);
  for (const owner of [1, 2]) {
    const future = newFuture({ api: driver }, owner);
    const controller = new AbortController();
    const late = failure(driver.fetch(future, { timeout: 0.1 }));
    const aborted = failure(driver.wait(future, { signal: controller.signal, timeout: 5 }));
    const patient = driver.fetch(future);
    controller.abort(new Error("enough"));
    expect(await settle(late)).toBeInstanceOf(TimeoutError);
    expect(await settle(aborted)).toMatchObject({ message: "enough" });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await settle(driver.put(future, 1));
    expect(await settle(patient)).toBe(1);
    const signal = AbortSignal.abort("before");
    await expect(settle(driver.fetch(newFuture({ api: driver }, owner), { signal }))).rejects.toBe("before");
  }
  await expect(settle(driver.fetch(newFuture({ api: driver }), { limit: 3 } as object))).rejects.toThrow(
    "fetch: unknown option `limit`; it takes `signal`, `timeout`",
  );
});

test("put() past its time sets nothing", async () => {
  const { driver, settle, host, processes } = await startCluster(1);
  await settle(driver.remotecallFetch(() => 0, 2));
  const future = newFuture({ api: driver }, 2);
  const late = failure(driver.put(future, "late", { timeout: 0.1 }));
  host.advance(200);
  expect(await settle(late)).toBeInstanceOf(TimeoutError);
  await host.drain();
  expect(await settle(driver.isready(future))).toBe(false);
  await settle(driver.put(future, "in time", { timeout: 60 }));
  expect(await settle(driver.fetch(future))).toBe("in time");
  expect(processes.get(2)!.ctx.cluster.openUses()).toBe(0);
});

test("finalize() ends the waits of the handle, frees the value, and makes its use an error", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  for (const owner of [1, 2]) {
    const future = newFuture({ api: driver }, owner);
    const waits = [driver.fetch(future), driver.wait(future)].map(failure);
    driver.finalize(future);
    for (const wait of waits)
      expect(await settle(wait)).toMatchObject({ message: "this Future was finalized during the wait" });
    await expect(settle(driver.fetch(future))).rejects.toThrow(
      "this Future was finalized: it stands for nothing any more",
    );
    await expect(settle(driver.remotecallFetch((x: unknown) => x, 3, future))).rejects.toThrow("was finalized");
  }
  const called = driver.remotecall(() => "v", 2);
  await settle(driver.wait(called));
  expect(processes.get(2)!.ctx.keptValues.size).toBe(1);
  driver.finalize(called);
  expect(await leftovers()).toEqual([]);
});

test("finalize() leaves the handles of other processes good", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const third = processes.get(3)!.api;
  const future = driver.remotecall(() => "v", 2);
  const there = driver.remotecallFetch((f: Future) => driver.finalize(future) ?? third.fetch(f), 3, future);
  expect(await settle(there)).toBe("v");
  expect(await leftovers()).toEqual([]);
});

test("a Future passed on after it was fetched carries its value, also when its owner has ended", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const third = processes.get(3)!.api;
  const future = driver.remotecall(() => ({ n: 1 }), 2);
  await settle(driver.fetch(future));
  await settle(driver.rmprocs(2));
  expect(await settle(driver.remotecallFetch((f: Future) => third.fetch(f), 3, future))).toEqual({ n: 1 });
  expect(await leftovers()).toEqual([]);
});

test("1,000 Futures leave nothing when they have been fetched, and their requests leave as one message", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(1);
  const futures = Array.from({ length: 1000 }, (_, i) => driver.remotecall((x: number) => x, 2, i));
  await settle(Promise.all(futures.map((future) => driver.wait(future))));
  const connection = processes.get(1)!.ctx.cluster.connectionTo(2);
  const before = connection.posts;
  expect(await settle(driver.fetch(futures))).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(await leftovers()).toEqual([]);
  expect(connection.posts - before).toBe(2); // what is wanted; and that it is not needed there any more
});

test("fetch(), put(), take(), wait(), isready() and finalize() name what they were given instead of a ref", async () => {
  const { driver, settle } = await startCluster(0);
  const wrong = [driver.fetch("x"), driver.put(3, 1), driver.take([]), driver.wait(null), driver.isready({})];
  const messages = await settle(Promise.all(wrong.map((promise) => failure(promise).then((error) => error.message))));
  expect(messages).toEqual([
    'fetch: wanted a Channel or a RemoteChannel, got "x"',
    "put: wanted a Future, a Channel or a RemoteChannel, got 3",
    "take: wanted a Channel or a RemoteChannel, got an array",
    "wait: wanted a Channel or a RemoteChannel, got null",
    "isready: wanted a Channel or a RemoteChannel, got an object",
  ]);
  expect(() => driver.finalize({})).toThrow("finalize: wanted a Future or a RemoteChannel, got an object");
});

test("what a worker kept before it was replaced under its pid is gone, for all who hold it, and new refs are its own", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const third = processes.get(3)!.api;
  const future = newFuture({ api: driver }, 2);
  const called = driver.remotecall(() => "v", 2);
  const channel = await settle(driver.remoteChannel(undefined, 2));
  await settle(driver.wait(called));
  let heldThere!: Future[];
  const receive = (...refs: Future[]) => {
    heldThere = refs;
  };
  await settle(driver.remotecallFetch(receive, 3, future, called));
  processes.get(2)!.ctx.pump.add = () => {}; // it spins
  await settle(driver.interrupt(2));
  expect(await settle(driver.remotecallFetch(() => "again", 2))).toBe("again");
  const gone = { name: "ProcessExitedException", pid: 2, message: /was replaced/ };
  const here = [driver.fetch(future), driver.put(future, 1), driver.fetch(called), driver.isready(called)];
  for (const use of [...here, driver.take(channel), driver.put(channel, 1)]) {
    expect(await settle(failure(use))).toMatchObject(gone);
  }
  for (const ref of heldThere) expect(await settle(failure(third.fetch(ref)))).toMatchObject(gone);
  const back = await settle(driver.remotecallFetch((f: Future) => [f], 2, future));
  expect(back).toEqual([future]);
  driver.finalize(future);
  driver.finalize(channel);

  const next = newFuture({ api: driver }, 2);
  await settle(driver.put(next, "new"));
  expect(await settle(driver.fetch(next))).toBe("new");
  expect(await leftovers()).toEqual([]);
});

test("a Future of a pool is passed on while later calls have come to its worker, in any order of messages", async () => {
  for (let round = 0; round < 60; round++) {
    const { driver, settle, processes, leftovers } = await startCluster(2, Math.random);
    const pool: WorkerPool = Object.create(WorkerPool.prototype);
    driver.newPool(pool, [2]);
    const first = driver.remotecallFetch(() => "first", pool);
    const waits = driver.remotecall(() => "of the pool", pool); // numbered before what follows, made after it
    expect(await settle(driver.fetch(driver.remotecall(() => "direct", 2)))).toBe("direct");
    await settle(first);
    const passed = driver.remotecallFetch((ref: Future) => processes.get(3)!.api.fetch(ref), 3, waits);
    expect(await settle(passed)).toBe("of the pool");
    expect(await settle(driver.fetch(waits))).toBe("of the pool");
    expect(await leftovers()).toEqual([]);
  }
});

test("a Future whose maker has ended before its call came to the owner rejects with ProcessExitedException", async () => {
  const { processes, settle, host, driver } = await startCluster(3);
  const [owner, third] = [processes.get(2)!.ctx, processes.get(4)!];
  const made = processes.get(3)!.ctx.handles.newRef(2);
  const handle = third.ctx.codec.decode({ $type: "Future", parts: [2, 3, made.id + 1, 0, false, null] }) as Future;
  const asked = failure(third.api.fetch(handle));
  await host.drain();
  host.spawned.get(3)!.exit();
  expect(await settle(asked)).toMatchObject({ captured: { name: "ProcessExitedException", pid: 3 } });
  await settle(driver.remotecallFetch(() => 1, 4));
  expect(await settle(failure(third.api.fetch(handle)))).toMatchObject({
    captured: { name: "ProcessExitedException" },
  });
  third.api.finalize(handle);
  await host.drain();
  expect(owner.keptValues.size).toBe(0);
});

test("remotecall() of what cannot be sent leaves nothing at the process that it was meant for", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(1);
  const { codec } = processes.get(1)!.ctx;
  const { encode } = codec;
  codec.encode = () => {
    throw new TypeError("cannot travel");
  };
  expect(() => driver.remotecall((value: unknown) => value, 2, new Map())).toThrow("cannot travel");
  codec.encode = encode;
  await turn();
  collect();
  await turn();
  expect(await settle(driver.remotecallFetch(() => 1, 2))).toBe(1);
  expect(await leftovers()).toEqual([]);
});

const turn = () => new Promise((resolve) => setImmediate(resolve));
