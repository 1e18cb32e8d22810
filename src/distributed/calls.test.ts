import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { type InMemoryCluster, startCluster } from "../process/in-memory-cluster.ts";
import { waitForFuture } from "./future-uses.ts";

const add = (x: number, y: number) => x + y;
const never = () => new Promise<never>(() => {});
const fail = (message: string) => {
  throw new Error(message);
};
const messageOf = (failed: Promise<unknown>) => failed.catch((error: Error) => `${error.name}: ${error.message}`);
const printed = ({ events }: InMemoryCluster) =>
  events.flatMap((event) => (event.type === "line" ? [[event.pid, event.level, event.text]] : []));

/** Nothing waits and nothing is kept, on any process. */
function expectEmptyTables({ processes }: InMemoryCluster): void {
  for (const { ctx } of processes.values()) {
    expect([ctx.pid, ctx.cluster.pendingCalls(), ctx.keptValues.size, ctx.callsHere]).toEqual([ctx.pid, 0, 0, 0]);
  }
}

test("remotecallFetch() with `on` calls that process", async () => {
  const cluster = await startCluster(2);
  const { driver, settle } = cluster;
  expect(await settle(driver.remotecallFetch(add, { on: 3 }, 1, 2))).toBe(3);
  expect(await settle(driver.fetchfrom({ on: 1 }, () => 7))).toBe(7);
  expectEmptyTables(cluster);
});

test("remotecallFetch() refuses a target that is none, and an option that there is not", async () => {
  const { driver, settle } = await startCluster(1);
  const told = (target: unknown) => settle(messageOf(driver.remotecallFetch(add, target as number, 1, 2)));
  const wanted = "wanted a pid (a whole number such as workers()[0])";
  expect(await told("2")).toContain(`remotecallFetch: ${wanted}`);
  expect(await told([2])).toContain(`remotecallFetch: ${wanted}`);
  expect(await told({ on: 2.5 })).toContain(`remotecallFetch: \`on\`: ${wanted}`);
  expect(await told({ timeout: 1 })).toContain(`remotecallFetch: \`on\`: ${wanted}`);
  expect(await told({ on: 2, timeOut: 1 })).toBe(
    "TypeError: remotecallFetch: unknown option `timeOut`; it takes `on`, `signal`, `timeout`",
  );
  expect(await told({ on: 2, timeout: -1 })).toContain("remotecallFetch: `timeout` must be a number of seconds");
  expect(await told({ on: 99 })).toContain("no process with id 99 exists");
});

test("remotecallFetch() rejects with TimeoutError past its time, and the worker goes on", async () => {
  const cluster = await startCluster(1);
  const { driver, settle, host } = cluster;
  let finish!: (value: string) => void;
  const slow = () => new Promise<string>((resolve) => (finish = resolve));
  const late = messageOf(driver.remotecallFetch(slow, { on: 2, timeout: 2 }));
  await host.drain();
  host.advance(1999);
  expect(await Promise.race([late, Promise.resolve("still waiting")])).toBe("still waiting");
  host.advance(1);
  expect(await late).toBe("TimeoutError: remotecallFetch: no answer within 2 s");
  expect(await settle(driver.remotecallFetch(add, 2, 1, 2))).toBe(3);
  finish("unheard");
  await host.drain();
  expectEmptyTables(cluster);
});

test("remotecallFetch() rejects with the signal's reason when it aborts, and leaves no listener", async () => {
  const { driver, settle, host } = await startCluster(1);
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("enough");
  const stopped = driver.remotecallFetch(never, { on: 2, signal }).catch((error: unknown) => error);
  expect(await settle(driver.remotecallFetch(add, { on: 2, signal }, 1, 2))).toBe(3);
  await host.drain();
  controller.abort(reason);
  expect(await stopped).toBe(reason);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("a call with a signal that is aborted already is not made", async () => {
  const { driver, settle, host } = await startCluster(1);
  let calls = 0;
  const count = () => void calls++;
  const aborted = { on: 2, signal: AbortSignal.abort("no") };
  await expect(settle(driver.remotecallFetch(count, aborted))).rejects.toBe("no");
  await expect(settle(driver.remotecallWait(count, aborted))).rejects.toBe("no");
  await expect(settle(driver.fetch(driver.remotecall(count, aborted)))).rejects.toBe("no");
  await expect(settle(driver.everywhere(aborted, count))).rejects.toBe("no");
  driver.remoteDo(count, aborted);
  await host.drain();
  expect(calls).toBe(0);
});

test("remotecall() past its time makes a ref that fails with TimeoutError, also for a fetch that waits already", async () => {
  const cluster = await startCluster(1);
  const { driver, host } = cluster;
  const ref = driver.remotecall(never, { on: 2, timeout: 1 });
  const waiting = messageOf(driver.fetch(ref));
  await host.drain();
  host.advance(1000);
  expect(await waiting).toBe("TimeoutError: remotecall: no answer within 1 s");
  expect(await messageOf(driver.fetch(ref))).toBe("TimeoutError: remotecall: no answer within 1 s");
  expect(await cluster.settle(messageOf(driver.remotecallWait(never, { on: 2, timeout: 0 })))).toContain(
    "TimeoutError",
  );
});

test("fetch() of a ref that has failed throws the same error as its wait", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const ref = driver.remotecall(fail, 2, "boom");
  const error = await settle(driver.fetch(ref).catch((reason: unknown) => reason));
  await expect(waitForFuture(processes.get(1)!.ctx, ref)).rejects.toBe(error);
});

test('spawnat("free") takes the worker with the fewest calls that are not answered yet, ties in order', async () => {
  const cluster = await startCluster(3);
  const { driver, settle, host } = cluster;
  let finish!: () => void;
  const wait = () => new Promise<void>((resolve) => (finish = resolve));
  const busy = driver.remotecallFetch(wait, 2);
  const free = () => driver.spawnat("free", () => 1);
  expect([free(), free(), free(), free()].map((ref) => ref.where)).toEqual([3, 4, 2, 3]);
  await host.drain();
  expect(free().where).toBe(3); // all are answered but the first
  finish();
  await settle(busy);
  expect(free().where).toBe(2);
});

test('spawnat("free") counts the calls of a process to itself', async () => {
  const { processes, host } = await startCluster(2);
  const { api } = processes.get(2)!;
  api.remotecall(() => 1, 2);
  expect(api.spawnat("free", () => 1).where).toBe(3);
  await host.drain();
  expect(api.spawnat("free", () => 1).where).toBe(2);
});

test("remoteDo() runs the function there, and says nothing", async () => {
  const cluster = await startCluster(2);
  const { driver, host } = cluster;
  const seen: unknown[] = [];
  const note = (...args: unknown[]) => void seen.push(args);
  expect(driver.remoteDo(note, 2, 1, { deep: [2] })).toBe(undefined);
  driver.remoteDo(note, 1, "here");
  driver.remoteDo(note, 3, { add }); // a graph
  expect(seen).toEqual([]);
  await host.drain();
  expect(seen).toHaveLength(3);
  expect(printed(cluster)).toEqual([]);
  expectEmptyTables(cluster);
});

test("remoteDo() sees its arguments as they were at the call", async () => {
  const { driver, host } = await startCluster(1);
  const seen: unknown[] = [];
  const argument = { list: [1] };
  driver.remoteDo((it: unknown) => void seen.push(it), 2, argument);
  argument.list.push(2);
  await host.drain();
  expect(seen).toEqual([{ list: [1] }]);
});

test("remoteDo() that fails is printed once, by the process where it failed", async () => {
  const cluster = await startCluster(1);
  cluster.driver.remoteDo(fail, 2, "boom");
  cluster.driver.remoteDo(fail, 1, "at home");
  await cluster.host.drain();
  const lines = printed(cluster);
  expect(lines).toHaveLength(2);
  expect(lines).toContainEqual([2, "error", expect.stringContaining("From worker 2:\tError: boom")]);
  expect(lines).toContainEqual([1, "error", expect.stringContaining("Error: at home")]);
});

test("remoteDo() throws at the call for a process that was never there or has ended", async () => {
  const { driver, settle } = await startCluster(2);
  await settle(driver.rmprocs(3));
  expect(() => driver.remoteDo(add, 99, 1, 2)).toThrow("no process with id 99 exists");
  expect(() => driver.remoteDo(add, 3, 1, 2)).toThrow("process 3 has exited");
  expect(() => driver.remoteDo(5 as never, 2)).toThrow("remoteDo: wanted a function, got 5");
});

test("everywhere() with options runs on the given processes within its time", async () => {
  const { driver, settle, host } = await startCluster(2);
  const seen: string[] = [];
  await settle(driver.everywhere({ on: [2, 3] }, () => void seen.push("x")));
  expect(await settle(driver.everywhere({ on: 3 }, () => 5))).toBe(5);
  await settle(driver.everywhere({}, () => void seen.push("x")));
  expect(seen).toHaveLength(5);
  const late = messageOf(driver.everywhere({ on: [2, 3], timeout: 1 }, never));
  await host.drain();
  host.advance(1000);
  expect(await late).toBe("TimeoutError: everywhere: no answer within 1 s");
  expect(await settle(messageOf(driver.everywhere({ pids: [2] } as never, never)))).toContain("unknown option `pids`");
});

test("calls from 1 to 2 to 1 to 2 and so on come back without waiting for each other", async () => {
  const cluster = await startCluster(1, Math.random);
  const { settle, processes } = cluster;
  const hop = async (depth: number, pid: number): Promise<number> =>
    depth === 0 ? 0 : 1 + (await processes.get(pid)!.api.remotecallFetch(hop, 3 - pid, depth - 1, 3 - pid));
  expect(await settle(hop(40, 1))).toBe(40);
  expectEmptyTables(cluster);
});

test("all processes call all others at once, over connections of their own", async () => {
  const cluster = await startCluster(5, Math.random);
  const { settle, processes, driver } = cluster;
  const sumOverAll = async (me: number) => {
    const { api } = processes.get(me)!;
    const answers = await Promise.all(api.procs().map((pid) => api.remotecallFetch(add, pid, me, pid)));
    return answers.reduce((a, b) => a + b);
  };
  const sums = await settle(Promise.all(driver.procs().map((pid) => driver.remotecallFetch(sumOverAll, pid, pid))));
  expect(sums).toEqual([1, 2, 3, 4, 5, 6].map((me) => 6 * me + 21));
  const { cluster: ofTwo } = processes.get(2)!.ctx;
  expect(ofTwo.connectionTo(5).posts).toBeGreaterThan(0);
  expectEmptyTables(cluster);
});
