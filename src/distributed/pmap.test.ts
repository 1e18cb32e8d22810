import { serialize } from "node:v8";
import { expect, type Mock, test, vi } from "vitest";
import { deferred } from "../base/deferred.ts";
import { startCluster } from "../process/in-memory-cluster.ts";
import { createCodec } from "./cluster-serialize/codec.ts";
import type { ProcessExitedException } from "./errors.ts";
import type { PmapOptions } from "./pmap-options.ts";
import { range } from "./range.ts";
import type { Future } from "./remoteref.ts";
import { WorkerPool } from "./workerpool.ts";

const id = <T>(x: T) => x;
const failEven = (x: number) => {
  if (x % 2 === 0) throw new Error(`even ${x}`);
  return x;
};

test("pmap() gives results in the order of the input", async () => {
  const { driver, settle } = await startCluster(4, Math.random);
  expect(await settle(driver.pmap(id, range(1, 100)))).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test("pmap() takes collections in step to the end of the shortest, a string by its characters, and a lazy input", async () => {
  const { driver, settle } = await startCluster(2);
  const add = (x: number, y: number) => x + y;
  expect(await settle(driver.pmap(add, [1, 2, 3], [4, 5]))).toEqual([5, 7]);
  expect(await settle(driver.pmap((c: string) => c.toUpperCase(), "Hello"))).toEqual([..."HELLO"]);
  const drawn: number[] = [];
  async function* lazy() {
    for (let i = 1; i <= 5; i++) {
      drawn.push(i);
      yield i;
    }
  }
  expect(await settle(driver.pmap(id, lazy()))).toEqual([1, 2, 3, 4, 5]);
  expect(drawn).toEqual([1, 2, 3, 4, 5]);
});

test("pmap() of an empty collection settles with an empty array and sends nothing", async () => {
  const { driver, settle, processes } = await startCluster(2);
  expect(await settle(driver.pmap(id, []))).toEqual([]);
  expect(processes.get(1)!.ctx.operations.begin("pmap", "x", "", 0).snapshot().messages).toBe(0);
});

test("pmap() runs on the caller when there are no workers", async () => {
  const { driver, settle } = await startCluster(0);
  expect(await settle(driver.pmap(id, range(1, 3)))).toEqual([1, 2, 3]);
});

test("pmap() rejects with the first failure and starts nothing more", async () => {
  const { driver, settle } = await startCluster(2);
  let started = 0;
  const f = (x: number) => {
    started++;
    if (x === 3) throw new Error("third");
    return x;
  };
  await expect(settle(driver.pmap(f, range(1, 1000)))).rejects.toMatchObject({
    name: "RemoteException",
    message: /^third/,
  });
  expect(started).toBeLessThan(10);
});

test("pmap() closes its input when it ends early", async () => {
  const { driver, settle } = await startCluster(1);
  let closed = false;
  function* forever() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      closed = true;
    }
  }
  await expect(settle(driver.pmap(failEven, forever()))).rejects.toThrow("even 0");
  expect(closed).toBe(true);
});

test("pmap() puts onError's value in the place of a failed item, alone and in batches", async () => {
  const { driver, settle } = await startCluster(2);
  const seen: string[] = [];
  const onError = (error: unknown) => {
    seen.push((error as Error).message);
    return -1;
  };
  expect(await settle(driver.pmap(failEven, range(1, 4), { onError }))).toEqual([1, -1, 3, -1]);
  expect(await settle(driver.pmap(failEven, range(1, 5), { onError, batchSize: 2 }))).toEqual([1, -1, 3, -1, 5]);
  expect(seen.sort()).toEqual(["even 2", "even 2", "even 4", "even 4"]);
});

test("pmap() rejects with what onError throws", async () => {
  const { driver, settle } = await startCluster(2);
  const onError = () => {
    throw new Error("given up");
  };
  await expect(settle(driver.pmap(failEven, [2], { onError }))).rejects.toThrow("given up");
});

test("pmap() makes one more attempt for each delay, and then rejects", async () => {
  const { driver, settle } = await startCluster(2);
  const attempts = new Map<number, number>();
  const failsTwice = (x: number) => {
    attempts.set(x, (attempts.get(x) ?? 0) + 1);
    if (attempts.get(x)! < 3) throw new Error("not yet");
    return x * 10;
  };
  expect(await settle(driver.pmap(failsTwice, [1, 2, 3], { retryDelays: [0, 0.5] }))).toEqual([10, 20, 30]);
  attempts.clear();
  await expect(settle(driver.pmap(failsTwice, [7], { retryDelays: [0] }))).rejects.toThrow("not yet");
  expect(attempts.get(7)).toBe(2);
});

test("pmap() calls onError first and retries only when it rethrows", async () => {
  const { driver, settle } = await startCluster(1);
  let attempts = 0;
  const fails = () => {
    attempts++;
    throw new Error("always");
  };
  const onError = (error: unknown) => {
    throw error;
  };
  await expect(settle(driver.pmap(fails, [1], { onError, retryDelays: [0, 0, 0] }))).rejects.toThrow("always");
  expect(attempts).toBe(4);
});

test("pmap() gives retryCheck what was thrown itself, and stops when it says no", async () => {
  const { driver, settle } = await startCluster(1);
  const seen: unknown[] = [];
  const retryCheck = (error: unknown) => {
    seen.push((error as Error).message);
    return false;
  };
  await expect(settle(driver.pmap(failEven, [2], { retryDelays: [0, 0], retryCheck }))).rejects.toThrow("even 2");
  expect(seen).toEqual(["even 2"]);
});

/** Items that wait until the test lets them go. */
function gate() {
  const open: (() => void)[] = [];
  const f = (x: number) => new Promise<number>((resolve) => open.push(() => resolve(x)));
  return { open, f };
}

test("pmap() rejects with ProcessExitedException when a worker ends and nothing handles it", async () => {
  const { driver, settle, host } = await startCluster(2);
  const { f } = gate();
  const outcome = driver.pmap(f, range(1, 10)).catch((error: unknown) => error);
  await host.drain();
  await settle(driver.rmprocs(3));
  expect((await settle(outcome)) as ProcessExitedException).toMatchObject({ name: "ProcessExitedException", pid: 3 });
});

test("pmap() re-runs the items of a worker that has ended, when retries allow it", async () => {
  const { driver, settle, host } = await startCluster(2);
  const { f, open } = gate();
  const outcome = driver.pmap(f, range(1, 4), { retryDelays: [0] });
  await host.drain();
  await settle(driver.rmprocs(3));
  for (let i = 0; i < 10; i++) {
    for (const go of open.splice(0)) go();
    await host.drain();
  }
  expect(await settle(outcome)).toEqual([1, 2, 3, 4]);
});

test("pmap() rejects when no worker is left, whatever the retries", async () => {
  const { driver, settle, host } = await startCluster(2);
  const { f } = gate();
  const outcome = driver.pmap(f, range(1, 10), { retryDelays: [0, 0, 0] }).catch((error: unknown) => error);
  await host.drain();
  await settle(driver.rmprocs(driver.workers()));
  expect(await settle(outcome)).toMatchObject({ name: "ProcessExitedException" });
  expect(driver.workers()).toEqual([1]);
});

test("pmap() refuses a batchSize below 1, a function that is none, and an unknown option by name", async () => {
  const { driver, settle } = await startCluster(1);
  for (const batchSize of [0, -1, 1.5, "a" as never]) {
    await expect(settle(driver.pmap(id, [1], { batchSize }))).rejects.toThrow("pmap: batchSize must be a whole number");
  }
  await expect(settle(driver.pmap("f" as never, [1]))).rejects.toThrow('pmap: wanted a function, got "f"');
  await expect(settle(driver.pmap(id, [1], { batchsize: 2 }))).rejects.toThrow("pmap: unknown option `batchsize`");
});

test("pmap() does not know the length of a collection that says it has no end", async () => {
  const { driver, settle, host, events } = await startCluster(2);
  const endless = {
    length: Number.POSITIVE_INFINITY,
    *[Symbol.iterator]() {
      for (let i = 0; ; i++) yield i;
    },
  };
  const stops = (i: number) => {
    if (i === 20) throw new RangeError("enough");
  };
  await expect(settle(driver.pmap(stops, endless))).rejects.toMatchObject({ captured: { message: "enough" } });
  host.advance(100);
  await host.drain();
  const totals = events.flatMap((event) => (event.type === "operation" ? [event.report.total] : []));
  expect(totals.length).toBeGreaterThan(0);
  expect(totals).not.toContain(Number.POSITIVE_INFINITY);
});

test("pmap() counts every item once, however often it was retried", async () => {
  const { driver, settle, host, events } = await startCluster(2);
  const failures = new Set<number>();
  const failsOnce = (x: number) => {
    if (x % 3 > 0 || failures.has(x)) return x;
    failures.add(x);
    throw new Error("once");
  };
  await settle(driver.pmap(failsOnce, range(1, 30), { retryDelays: [0], batchSize: 4 }));
  host.advance(100);
  await host.drain();
  const reports = events.flatMap((event) =>
    event.type === "operation" && event.report.kind === "pmap" ? [event.report] : [],
  );
  expect(reports.at(-1)).toMatchObject({ total: 30, done: 30, failed: 0, retried: 10, outcome: "done" });
});

test("pmap() gives an item to another worker when the idle one that took it has been removed", async () => {
  const { driver, settle, host } = await startCluster(2);
  let tries = 0;
  const f = (x: number) => {
    if (x === 1 && ++tries === 1) throw new Error("once");
    return x;
  };
  let decide!: (again: boolean) => void;
  const retryCheck = () => new Promise<boolean>((resolve) => (decide = resolve));
  const outcome = driver.pmap(f, [1], { retryDelays: [0], retryCheck });
  await host.drain(); // worker 2 has failed the item, worker 3 sleeps
  const removed = driver.rmprocs(3);
  decide(true);
  expect(await settle(outcome)).toEqual([1]);
  await settle(removed);
  expect(tries).toBe(2);
});

test("pmap() rejects when the only worker is removed while its input is still on the way", async () => {
  const { driver, settle, host } = await startCluster(1);
  let arrive!: () => void;
  async function* slow() {
    await new Promise<void>((resolve) => (arrive = resolve));
    yield 1;
  }
  const outcome = driver.pmap(id, slow()).catch((error: unknown) => error);
  await host.drain();
  await settle(driver.rmprocs(2));
  arrive();
  expect(await settle(outcome)).toMatchObject({ name: "ProcessExitedException", pid: 2 });
});

test("pmap() rejects at once although its input never brings the next item", async () => {
  const { driver, settle } = await startCluster(2);
  async function* stuck() {
    yield 2;
    await new Promise(() => {});
  }
  await expect(settle(driver.pmap(failEven, stuck()))).rejects.toThrow("even 2");
});

/** A generator whose clean-up fails. */
function* clumsy() {
  try {
    yield 2;
    yield 4;
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: what the tests are about
    throw new Error("cannot clean up");
  }
}

test("pmap() rejects with its own failure when closing the input throws as well, and says so", async () => {
  const { driver, settle, events, host } = await startCluster(1);
  await expect(settle(driver.pmap(failEven, clumsy()))).rejects.toThrow("even 2");
  await host.drain();
  expect(JSON.stringify(events)).toContain("pmap: closing its input failed: Error: cannot clean up");
});

test("pmap() closes every collection that has not ended when the shortest has", async () => {
  const { driver, settle } = await startCluster(1);
  const closed: string[] = [];
  function* naturals(name: string) {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      closed.push(name);
    }
  }
  const add = (x: number, y: number, z: number) => x + y + z;
  expect(await settle(driver.pmap(add, naturals("a"), [10, 20], naturals("b")))).toEqual([10, 22]);
  expect(closed).toEqual(["a", "b"]);
});

test("pmap() lets a worker forget the function of a pmap that failed, even if its input cannot be closed", async () => {
  const { driver, settle, processes, host } = await startCluster(1);
  for (const { ctx } of processes.values()) ctx.codec.keyOf = () => undefined; // as for a function with captures
  await expect(settle(driver.pmap(failEven, clumsy()))).rejects.toThrow("even 2");
  await host.drain();
  expect(processes.get(2)!.ctx.keptFunctions.size).toBe(0);
});

test("pmap() sends its function again after a batch that never reached it", async () => {
  const { driver, settle, processes } = await startCluster(1);
  for (const { ctx } of processes.values()) ctx.codec.keyOf = () => undefined; // as for a function with captures
  const { codec } = processes.get(2)!.ctx;
  const { decode } = codec;
  codec.decode = () => {
    codec.decode = decode;
    throw new Error("lost on the way");
  };
  expect(await settle(driver.pmap(id, [1, 2], { retryDelays: [0] }))).toEqual([1, 2]);
});

test("pmap() fails only the item whose result cannot be sent, and names it", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const { codec } = processes.get(2)!.ctx;
  const { encode } = codec;
  const real = createCodec({ pid: () => 2 });
  codec.encode = (value, how) => {
    real.encode(value, how); // refuses what the table of this cluster lets through
    return encode(value, how);
  };
  const seen: string[] = [];
  const onError = (error: unknown) => seen.push((error as Error).message);
  const f = (x: number) => (x === 2 ? { secret: Symbol("s") } : { x });
  expect(await settle(driver.pmap(f, [1, 2, 3], { onError, batchSize: 3 }))).toEqual([{ x: 1 }, 1, { x: 3 }]);
  expect(seen).toEqual([expect.stringContaining("the result.secret")]);
});

test("pmap() counts a ref in a batch's results once for its receiver", async () => {
  const { driver, settle, processes, host } = await startCluster(1);
  const { api, ctx } = processes.get(2)!;
  const refs = (await settle(
    driver.pmap((x: number) => api.remotecall(id, 2, x), [5, 6], { batchSize: 2 }),
  )) as Future[];
  expect(await settle(driver.fetch(refs))).toEqual([5, 6]);
  const mine = refs.map(({ where, whence, id }) => ({ where, whence, id }));
  expect(mine).toMatchObject([{ where: 2 }, { where: 2 }]);
  await host.drain();
  for (const { whence, id } of mine) ctx.keptValues.release([whence, id], 2); // the worker's own handles
  expect(ctx.keptValues.size).toBe(0);
});

test("pmap() draws an async input in a program that has replaced Promise", async () => {
  const { driver, settle } = await startCluster(1);
  const kept = globalThis.Promise;
  async function* two() {
    yield 1;
    yield 2;
  }
  const input = two();
  const outcome = driver.pmap(id, input);
  globalThis.Promise = class extends kept<unknown> {} as unknown as PromiseConstructor;
  try {
    expect(await settle(outcome)).toEqual([1, 2]);
  } finally {
    globalThis.Promise = kept;
  }
});

test("pmap() refuses retryDelays that are no seconds, and leaves no operation running", async () => {
  const { driver, settle, host, events } = await startCluster(1);
  const tries: [unknown, string][] = [
    [5, "pmap: retryDelays must be a collection of seconds, got 5"],
    [null, "pmap: retryDelays must be a collection of seconds, got null"],
    [[0, -1], "pmap: retryDelays[1] must be a number of seconds, 0 or more, got -1"],
    [[Number.NaN], "pmap: retryDelays[0] must be a number of seconds, 0 or more, got NaN"],
    [[1, Number.POSITIVE_INFINITY], "pmap: retryDelays[1] must be a number of seconds, 0 or more, got Infinity"],
    ["12", 'pmap: retryDelays[0] must be a number of seconds, 0 or more, got "1"'],
  ];
  for (const [retryDelays, message] of tries) {
    const outcome = settle(driver.pmap(id, [1], { retryDelays: retryDelays as number[] }));
    await expect(outcome).rejects.toThrow(new TypeError(message));
  }
  host.advance(100);
  await host.drain();
  expect(events.filter((event) => event.type === "operation")).toEqual([]);
});

test("pmap() cancels the retries that wait when it fails", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const { ctx } = processes.get(1)!;
  const timers = new Map<number, Mock<() => void>>();
  const { after } = ctx.platform;
  vi.spyOn(ctx.platform, "after").mockImplementation((ms, task) => {
    const timer = after(ms, task);
    timers.set(
      ms,
      vi.fn(() => timer.cancel()),
    );
    return { cancel: timers.get(ms)! };
  });
  const retryCheck = (error: unknown) => (error as Error).message === "even 2";
  await expect(settle(driver.pmap(failEven, [2, 4], { retryDelays: [3600], retryCheck }))).rejects.toThrow("even 4");
  expect(timers.get(3_600_000)).toHaveBeenCalledOnce();
});

test("pmap() counts what succeeded in a batch before the item that failed it", async () => {
  const { driver, settle, host, events } = await startCluster(1);
  await expect(settle(driver.pmap(failEven, [1, 3, 4, 5], { batchSize: 4 }))).rejects.toThrow("even 4");
  host.advance(100);
  await host.drain();
  const reports = events.flatMap((event) => (event.type === "operation" ? [event.report] : []));
  expect(reports.at(-1)).toMatchObject({ done: 3, failed: 1, outcome: "failed" });
});

// ------------------------------------------------------------------------------------------- ends that are nobody's fault

test("pmap() settles when the last worker has ended and its items have been given other values", async () => {
  for (const batchSize of [1, 2, 3]) {
    const { driver, settle, host } = await startCluster(1);
    const { f } = gate();
    const outcome = driver.pmap(f, [1, 2], { batchSize, onError: () => -1 });
    await host.drain();
    const removed = settle(driver.rmprocs(2));
    if (batchSize === 1)
      await expect(settle(outcome)).rejects.toMatchObject({ name: "ProcessExitedException", pid: 2 });
    else expect(await settle(outcome)).toEqual([-1, -1]);
    await removed;
  }
});

test("pmap() tries an item again while its input is still on the way", async () => {
  const { driver, settle, host } = await startCluster(1);
  let arrive!: () => void;
  async function* slow() {
    yield 1;
    await new Promise<void>((resolve) => (arrive = resolve));
  }
  let attempts = 0;
  const f = (x: number) => {
    if (++attempts === 1) throw new Error("once");
    return x;
  };
  const outcome = driver.pmap(f, slow(), { retryDelays: [0.1] });
  await host.drain();
  host.advance(100);
  await host.drain();
  expect(attempts).toBe(2);
  arrive();
  expect(await settle(outcome)).toEqual([1]);
});

// ---------------------------------------------------------------------------------------------------------------- signal

/** A signal, and how many listeners it has. */
function watched() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    addEventListener.apply(signal, args as Parameters<typeof addEventListener>);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    removeEventListener.apply(signal, args as Parameters<typeof removeEventListener>);
  };
  return { signal, abort: (reason: unknown) => controller.abort(reason), listeners: () => listeners };
}

test("pmap() rejects with its signal's reason, begins nothing more, closes its input and lets the signal go", async () => {
  const { driver, settle, host, processes } = await startCluster(2);
  const { signal, abort, listeners } = watched();
  const { f, open } = gate();
  let closed = false;
  function* forever() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      closed = true;
    }
  }
  const reason = new Error("no longer wanted");
  const outcome = driver.pmap(f, forever(), { signal, batchSize: 3, retryDelays: [0], onError: () => 0 });
  const other = driver.pmap(id, range(1, 20));
  await host.drain();
  expect([open.length, listeners()]).toEqual([6, 1]);
  abort(reason);
  await expect(settle(outcome)).rejects.toBe(reason);
  expect([closed, listeners()]).toEqual([true, 0]);
  for (const go of open.splice(0)) go();
  await host.drain();
  expect(open.length).toBe(0);
  expect((await settle(other)).length).toBe(20);
  for (const { ctx } of processes.values()) {
    expect([ctx.cluster.pendingCalls(), ctx.keptFunctions.size]).toEqual([0, 0]);
  }
});

test("pmap() with a signal that is aborted already starts nothing, and closes its input", async () => {
  const { driver, settle, host, events } = await startCluster(1);
  let closed = false;
  const input = {
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: 1 }) as const,
      return() {
        closed = true;
        return { done: true, value: undefined } as const;
      },
    }),
  };
  const seen: unknown[] = [];
  const outcome = settle(driver.pmap((x: number) => seen.push(x), input, { signal: AbortSignal.abort("late") }));
  await expect(outcome).rejects.toBe("late");
  host.advance(100);
  await host.drain();
  expect([closed, seen, events.filter(({ type }) => type === "operation")]).toEqual([true, [], []]);
});

test("pmap() lets its signal go when it is done, and when it has failed", async () => {
  const { driver, settle } = await startCluster(1);
  const { signal, abort, listeners } = watched();
  expect(await settle(driver.pmap(id, [1, 2], { signal }))).toEqual([1, 2]);
  await expect(settle(driver.pmap(failEven, [2], { signal }))).rejects.toThrow("even 2");
  expect(listeners()).toBe(0);
  abort("later");
});

test("pmap() rejects with its signal's reason while its input or a retry is waited for", async () => {
  const { driver, settle, host } = await startCluster(1);
  async function* stuck() {
    yield 1;
    await new Promise(() => {});
  }
  for (const [input, options] of [
    [stuck(), {}],
    [[2], { retryDelays: [3600] }],
  ] as const) {
    const { signal, abort, listeners } = watched();
    const outcome = driver.pmap(failEven, input, { ...options, signal });
    await host.drain();
    abort("enough");
    await expect(settle(outcome)).rejects.toBe("enough");
    expect(listeners()).toBe(0);
  }
});

test("pmap() refuses a signal that is none", async () => {
  const { driver, settle } = await startCluster(1);
  const outcome = settle(driver.pmap(id, [1], { signal: "stop" as never }));
  await expect(outcome).rejects.toThrow("pmap: `signal` must be the signal of an AbortController, got string");
});

// ----------------------------------------------------------------------------------------------------- distributed: false

test("pmap() with distributed: false runs on its caller, as many items at once as there are workers, without batches", async () => {
  const { driver, settle, host, processes } = await startCluster(3);
  const { f, open } = gate();
  const outcome = driver.pmap(f, range(1, 8), { distributed: false, batchSize: 7 });
  await host.drain();
  expect([open.length, processes.get(1)!.ctx.cluster.pendingCalls()]).toEqual([3, 0]);
  while (open.length > 0) {
    open.shift()!();
    await host.drain();
  }
  expect(await settle(outcome)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("pmap() with distributed: false takes its handlers as always", async () => {
  const { driver, settle } = await startCluster(2);
  const local = { distributed: false } as const;
  expect(await settle(driver.pmap(failEven, range(1, 4), { ...local, onError: () => 0 }))).toEqual([1, 0, 3, 0]);
  await expect(settle(driver.pmap(failEven, [2], local))).rejects.toMatchObject({ name: "RemoteException", pid: 1 });
  await expect(settle(driver.pmap(id, [1], { distributed: "no" as never }))).rejects.toThrow(
    'pmap: distributed must be true or false, got "no"',
  );
});

test("pmap() without workers runs one item at a time, whatever its batchSize", async () => {
  const { driver, host } = await startCluster(0);
  const { f, open } = gate();
  void driver.pmap(f, range(1, 8), { batchSize: 4 });
  await host.drain();
  expect(open.length).toBe(1);
});

// ---------------------------------------------------------------------------------------------------------------- counts

/** Sizes of the requests that the function is seen in, in order, and the most of them that waited at once. */
async function requests(workers: number, items: Iterable<number>, options: PmapOptions, itemMs = 0) {
  const { driver, settle, host, processes } = await startCluster(workers);
  const sizes: number[] = [];
  let isOpen = false;
  let most = 0;
  const { ctx } = processes.get(1)!;
  const f = (x: number) => {
    if (!isOpen) {
      isOpen = true;
      sizes.push(0);
      most = Math.max(most, ctx.cluster.pendingCalls());
      queueMicrotask(() => (isOpen = false));
    }
    sizes[sizes.length - 1]!++;
    if (itemMs > 0) host.advance(itemMs);
    return x & 255;
  };
  const result = await settle(driver.pmap(f, items, options));
  return { sizes, most, result };
}

test("pmap() over a million items from a generator has one message a worker on its way", {
  timeout: 60_000,
}, async () => {
  function* many() {
    for (let i = 0; i < 1_000_000; i++) yield i;
  }
  const { sizes, most, result } = await requests(4, many(), { batchSize: 2000 });
  expect([sizes.length, most, result.length, result[999_999]]).toEqual([500, 4, 1_000_000, 63]);
});

test("pmap() with batchSize auto follows the measured time per item", async () => {
  const quick = await requests(2, range(1, 10_000), { batchSize: "auto" });
  expect(quick.result.length).toBe(10_000);
  expect(quick.sizes.length).toBeLessThan(60);
  const slow = await requests(2, range(1, 40), { batchSize: "auto" }, 30);
  expect(Math.max(...slow.sizes)).toBe(1);
});

/** A function as it goes to a worker. */
type Sent = [name: string, f: object | null];

test.each([
  ["pmap", 1],
  ["pmapreduce", 2],
] as const)("%s() sends what its %i functions capture once to each worker that takes part", async (name, functions) => {
  const { driver, settle, processes } = await startCluster(3);
  const captured = "c".repeat(100_000);
  for (const { ctx } of processes.values()) {
    const { encode } = ctx.codec;
    ctx.codec.keyOf = () => undefined; // as for a function with captures
    ctx.codec.encode = (value, how) => {
      const graph = encode(value, how) as [unknown, [number, ...(Sent | null)[]]];
      const [, ...sent] = graph[1];
      for (const [, f] of sent.slice(0, functions) as Sent[]) if (f) Object.assign(f, { captured });
      return graph;
    };
  }
  let bytes = 0;
  const clone = globalThis.structuredClone;
  vi.spyOn(globalThis, "structuredClone").mockImplementation((value) => {
    bytes += serialize(value).length;
    return clone(value);
  });
  const items = range(1, 60);
  const add = (a: number, b: number) => a + b;
  const run =
    name === "pmap" ? driver.pmap(id, items, { batchSize: 2 }) : driver.pmapreduce(add, id, items, { batchSize: 2 });
  await settle<unknown>(run);
  expect(bytes).toBeGreaterThan(3 * functions * captured.length);
  expect(bytes).toBeLessThan(3 * functions * captured.length + 10_000);
});

test("pmap() begins nothing when its signal is aborted in the turn of the call", async () => {
  for (const microtasks of [0, 1, 2, 3, 4, 5]) {
    const { driver, settle, host, processes } = await startCluster(2);
    const controller = new AbortController();
    const seen: number[] = [];
    const outcome = driver.pmap((x: number) => seen.push(x), range(1, 9), { signal: controller.signal });
    for (let i = 0; i < microtasks; i++) await null;
    controller.abort("changed my mind");
    const sent = processes.get(1)!.ctx.cluster.pendingCalls();
    await expect(settle(outcome)).rejects.toBe("changed my mind");
    await host.drain();
    expect(seen.length).toBe(sent);
  }
});

test("pmap() on a pool without members is done when there are no items, and else says that it has none", async () => {
  const { driver, settle, processes } = await startCluster(1);
  for (const batchSize of [1, "auto"] as const) {
    const pool = Object.create(WorkerPool.prototype) as WorkerPool;
    processes.get(1)!.ctx.pools.create(pool, []);
    expect(await settle(driver.pmap(id, [], { pool, batchSize }))).toEqual([]);
    await expect(settle(driver.pmap(id, [1], { pool, batchSize }))).rejects.toThrow(
      "no active worker available in pool",
    );
  }
});

test("pmap() fails only the item that cannot be sent, and names it; those of its batch go one by one", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const { codec } = processes.get(1)!.ctx;
  const { encode } = codec;
  const real = createCodec({ pid: () => 1 });
  codec.encode = (value, how) => {
    // Refuses what the table of this cluster lets through; its functions are not the real codec's to know.
    real.encode(how?.isCall ? (value as [unknown, unknown[]])[1][3] : value, how?.isCall ? {} : how);
    return encode(value, how);
  };
  const items = [{ a: 1 }, { secret: Symbol("s") }, { a: 3 }, { a: 4 }];
  for (const batchSize of [1, 2, 4]) {
    const seen: string[] = [];
    const onError = (error: unknown) => seen.push((error as Error).message);
    expect(await settle(driver.pmap(id, items, { onError, batchSize }))).toEqual([{ a: 1 }, 1, { a: 3 }, { a: 4 }]);
    expect(seen).toEqual([expect.stringContaining("cannot send item 1.secret: it is the symbol")]);
    const both = driver.pmap((x: unknown, y: unknown) => [x, y], [1, 2], items, { batchSize });
    await expect(settle(both)).rejects.toThrow("cannot send item 1[1].secret");
  }
  expect(processes.get(1)!.ctx.cluster.pendingCalls()).toBe(0);
});

test("pmap() ends when all its items settle in the turn in which its pool has become smaller", async () => {
  const { driver, settle, host } = await startCluster(2);
  const handled = deferred<string>();
  const f = (x: number) => (x === 1 ? new Promise<never>(() => {}) : fail());
  const results = driver.pmap(f, [1, 2], { onError: () => handled.promise });
  await host.drain();
  host.spawned.get(2)!.exit();
  await host.drain();
  handled.resolve("handled");
  expect(await settle(results)).toEqual(["handled", "handled"]);
});

const fail = (): never => {
  throw new RangeError("no");
};
