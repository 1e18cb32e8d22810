import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import { InvalidStateException, ProcessExitedException, RemoteException, TimeoutError } from "./errors.ts";

const add = (x: number, y: number) => x + y;

test("remotecallFetch() settles with the result of a call on a worker", async () => {
  const { driver, settle } = await startCluster(2);
  expect(await settle(driver.remotecallFetch(add, 2, 1, 2))).toBe(3);
});

test("remotecallFetch() sends one message each way for a call", async () => {
  const { driver, settle, processes } = await startCluster(2);
  await settle(driver.remotecallFetch(add, 2, 1, 2));
  const before = processes.get(1)!.ctx.cluster.connectionTo(2).posts;
  await settle(driver.remotecallFetch(add, 2, 1, 2));
  expect(processes.get(1)!.ctx.cluster.connectionTo(2).posts - before).toBe(1);
});

test("remotecallFetch() sends 1,000 calls of one turn as one message each way", async () => {
  const { driver, settle, processes } = await startCluster(1);
  await settle(driver.remotecallFetch(add, 2, 0, 0));
  const there = processes.get(1)!.ctx.cluster.connectionTo(2);
  const back = processes.get(2)!.ctx.cluster.connectionTo(1);
  const before = [there.posts, back.posts];
  const sums = await settle(Promise.all(Array.from({ length: 1000 }, (_, i) => driver.remotecallFetch(add, 2, i, 1))));
  expect(sums).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  expect([there.posts - before[0]!, back.posts - before[1]!]).toEqual([1, 1]);
});

test("remotecallFetch() never sees an argument that the caller changes after the call", async () => {
  const { driver, settle } = await startCluster(1);
  const argument = [1, { deep: [2] }] as [number, { deep: number[] }];
  const big = new Float64Array(3).fill(7);
  const calls = [
    driver.remotecallFetch((x: unknown) => x, 2, argument),
    driver.remotecallFetch((x: unknown) => x, 2, big),
  ];
  argument[1].deep[0] = 9;
  big[0] = 9;
  expect(await settle(Promise.all(calls))).toEqual([[1, { deep: [2] }], new Float64Array([7, 7, 7])]);
});

test("remotecallFetch() rejects with RemoteException, naming worker and cause, when the function throws", async () => {
  const { driver, settle } = await startCluster(1);
  const failed = driver.remotecallFetch(() => {
    throw new RangeError("boom");
  }, 2);
  const error = await settle(failed.catch((reason: unknown) => reason));
  expect(error).toBeInstanceOf(RemoteException);
  expect(error).toMatchObject({ pid: 2, message: "boom (on worker 2, called from the driver)" });
});

test.each([new InvalidStateException("the channel is closed"), new TimeoutError("take: nothing within 2 s")])(
  "remotecallFetch() rejects with what was thrown there as an object of its class: %s",
  async (thrown) => {
    const { driver, settle } = await startCluster(1);
    const failed = driver.remotecallFetch(() => {
      throw thrown;
    }, 2);
    const { captured } = await settle(failed.catch((reason: RemoteException) => reason as RemoteException));
    expect(captured).not.toBe(thrown);
    expect(captured).toBeInstanceOf(thrown.constructor);
    expect(captured).toMatchObject({ name: thrown.name, message: thrown.message, stack: thrown.stack });
  },
);

test("remotecallFetch() to the own pid does not copy, and wraps what is thrown", async () => {
  const { driver, settle } = await startCluster(1);
  const box = {};
  expect(await settle(driver.remotecallFetch((x: object) => x, 1, box))).toBe(box);
  const error = await settle(
    driver
      .remotecallFetch(() => {
        throw new Error("here");
      }, 1)
      .catch((reason: unknown) => reason),
  );
  expect(error).toMatchObject({ name: "RemoteException", pid: 1, message: "here" });
});

test("remotecallFetch() rejects with ProcessExitedException when the worker is removed, and for later calls", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const never = driver.remotecallFetch(() => new Promise<void>(() => {}), 2).catch((reason: unknown) => reason);
  await settle(driver.rmprocs(2));
  expect(await settle(never)).toBeInstanceOf(ProcessExitedException);
  await expect(settle(driver.remotecallFetch(add, 2, 1, 1))).rejects.toMatchObject({
    name: "ProcessExitedException",
    pid: 2,
  });
  expect(processes.get(1)!.ctx.cluster.pendingCalls()).toBe(0);
});

test("remotecallFetch() rejects with a plain error for a pid that never existed", async () => {
  const { driver, settle } = await startCluster(1);
  await expect(settle(driver.remotecallFetch(add, 99, 1, 1))).rejects.toThrow(
    "no process with id 99 exists; there are 1, 2",
  );
});

test("remotecallFetch() reaches another worker from a worker", async () => {
  const { settle, processes } = await startCluster(3);
  const { api } = processes.get(3)!;
  expect(await settle(api.remotecallFetch(add, 2, 20, 22))).toBe(42);
});

test("remotecall() keeps the result until it is fetched: four messages, and one that it is not needed any more", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const ref = driver.remotecall(add, 2, 2, 3);
  expect(await settle(driver.fetch(ref))).toBe(5);
  expect(await settle(driver.fetch(ref))).toBe(5);
  expect(processes.get(2)!.ctx.keptValues.size).toBe(0);
  const reports = processes.get(1)!.ctx.operations;
  expect(reports.calls("remotecall", add, () => "add").snapshot()).toMatchObject({ total: 1, done: 1, messages: 4 });
});

test("fetch() throws at each fetch what the call threw", async () => {
  const { driver, settle } = await startCluster(1);
  const ref = driver.remotecall(() => {
    throw new Error("x");
  }, 2);
  for (let i = 0; i < 3; i++) {
    await expect(settle(driver.fetch(ref))).rejects.toMatchObject({
      name: "RemoteException",
      message: /^x \(on worker 2/,
    });
  }
});

test("fetch() of a ref on the own process throws what the call threw, wrapped", async () => {
  const { driver, settle } = await startCluster(0);
  const ref = driver.remotecall(() => {
    throw new Error("x");
  }, 1);
  await expect(settle(driver.fetch(ref))).rejects.toMatchObject({ name: "RemoteException", pid: 1, message: "x" });
});

test("a Future passed on unfetched gives its value there and here", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const ref = driver.remotecall((x: string) => x, 2, "v");
  const other = processes.get(3)!.api;
  const there = driver.remotecallFetch((box: { k: [typeof ref] }) => other.fetch(box.k[0]), 3, { k: [ref] });
  expect(await settle(there)).toBe("v");
  expect(await settle(driver.fetch(ref))).toBe("v");
  expect(await leftovers()).toEqual([]);
});

test("a Future passed on while it is being fetched gives its value there and here", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2, Math.random);
  const other = processes.get(3)!.api;
  for (let round = 0; round < 20; round++) {
    const ref = driver.remotecall((x: string) => x, 2, "v");
    if (round % 2) await settle(driver.remotecallFetch(add, 2, 1, 1));
    const here = driver.fetch(ref);
    const there = driver.remotecallFetch((r: typeof ref) => other.fetch(r), 3, ref);
    expect(await settle(Promise.all([here, there]))).toEqual(["v", "v"]);
  }
  expect(await leftovers()).toEqual([]);
});

test("remotecall() throws at the call for a pid that never existed, and leaves nothing that fails later", async () => {
  const { driver, host, processes } = await startCluster(1);
  expect(() => driver.remotecall(add, 99, 1, 1)).toThrow("no process with id 99 exists; there are 1, 2");
  await host.drain();
  expect(
    processes
      .get(1)!
      .ctx.operations.calls("remotecall", add, () => "add")
      .snapshot(),
  ).toMatchObject({ total: 0 });
});

test("remotecall() to a process that has ended makes the ref fail", async () => {
  const { driver, settle } = await startCluster(2);
  await settle(driver.rmprocs(3));
  await expect(settle(driver.fetch(driver.remotecall(add, 3, 1, 1)))).rejects.toMatchObject({
    name: "ProcessExitedException",
    pid: 3,
  });
});

test("fetchfrom(), fetchany(), spawn() and spawnat() name themselves in what they refuse", async () => {
  const { driver, settle } = await startCluster(1);
  await expect(settle(driver.fetchfrom("2" as never, () => 1))).rejects.toThrow(/^fetchfrom: wanted a pid .* got "2"$/);
  await expect(settle(driver.fetchfrom(2, 5 as never))).rejects.toThrow("fetchfrom: wanted a function, got 5");
  await expect(settle(driver.fetchany(5 as never))).rejects.toThrow("fetchany: wanted a function, got 5");
  expect(() => driver.spawn(5 as never)).toThrow("spawn: wanted a function, got 5");
  expect(() => driver.spawnat("all" as never, () => 1)).toThrow(/^spawnat: wanted a pid .* got "all"$/);
});

test("a Future in a call that cannot be sent has no new holder", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const ref = driver.remotecall((x: string) => x, 2, "v");
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const refused = driver
    .remotecallFetch((..._: unknown[]) => 0, 3, ref, revoked.proxy)
    .catch((error: Error) => error.name);
  expect(await settle(refused)).toBe("TypeError");
  expect(await settle(driver.fetch(ref))).toBe("v");
  expect(processes.get(2)!.ctx.keptValues.size).toBe(0);
});

test("remotecallWait() settles when the call has finished, and its value stays there until it is fetched", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const ref = await settle(driver.remotecallWait(add, 2, 2, 3));
  expect(processes.get(2)!.ctx.keptValues.size).toBe(1);
  expect(await settle(driver.fetch(ref))).toBe(5);
  const failed = driver.remotecallWait(() => {
    throw new Error("no");
  }, 2);
  await expect(settle(failed)).rejects.toMatchObject({ name: "RemoteException", pid: 2 });
});
