import { expect, test } from "vitest";
import { deferred } from "../base/deferred.ts";
import { startCluster } from "../process/in-memory-cluster.ts";
import { rootCause } from "./errors.ts";

const never = () => new Promise<never>(() => {});
const nameOf = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => rootCause(error).name as string);

/** Orders of messages to try: 0 keeps the channels in turn. */
const ORDERS = [() => 0, () => 0.999, ...Array.from({ length: 20 }, (_, seed) => numbers(seed + 1))];

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test.for(ORDERS)(
  "interrupt fails what is in flight, and nothing that is called after it (order %#)",
  async (random) => {
    const { driver, settle, host, processes } = await startCluster(2, random);
    const first = nameOf(driver.remotecallFetch(never, 2));
    const kept = driver.remotecall(never, 2);
    const interrupted = driver.interrupt(2);
    const second = driver.remotecallFetch(async () => "unharmed", 2);
    await settle(interrupted);
    expect(await settle(first)).toBe("InterruptException");
    expect(await settle(nameOf(driver.fetch(kept)))).toBe("InterruptException");
    expect(await settle(second)).toBe("unharmed");
    await host.drain();
    expect(processes.get(2)!.ctx.interrupts.running.size).toBe(0);
    expect(processes.get(1)!.ctx.cluster.pendingCalls()).toBe(0);
  },
);

test("interrupt rejects with a RemoteException of the worker, which holds the InterruptException", async () => {
  const { driver, settle } = await startCluster(1);
  const call = driver.remotecallFetch(never, 2).catch((error: unknown) => error);
  await settle(driver.interrupt(2));
  expect(await settle(call)).toMatchObject({
    name: "RemoteException",
    pid: 2,
    captured: { name: "InterruptException" },
  });
});

test("interrupt drops what an interrupted function still gives", async () => {
  const { driver, settle, host, processes } = await startCluster(1);
  const later = deferred<string>();
  const call = nameOf(driver.remotecallFetch(() => later.promise, 2));
  await host.drain();
  await settle(driver.interrupt(2));
  expect(await settle(call)).toBe("InterruptException");
  later.resolve("late");
  await host.drain();
  expect(processes.get(1)!.ctx.cluster.pendingCalls()).toBe(0);
});

test("interrupt leaves an idle worker as it is, and the worker's id and incarnation", async () => {
  const { driver, settle, events } = await startCluster(1);
  await settle(driver.interrupt(2));
  expect(await settle(driver.remotecallFetch(async () => 1, 2))).toBe(1);
  expect(events.filter(({ type }) => type === "notice" || type === "exited")).toEqual([]);
});

test("interrupt without ids means all workers; without workers it does nothing", async () => {
  const { driver, settle } = await startCluster(3);
  const calls = driver.workers().map((pid) => nameOf(driver.remotecallFetch(never, pid)));
  await settle(driver.interrupt());
  expect(await settle(Promise.all(calls))).toEqual(Array(3).fill("InterruptException"));
  await settle(driver.rmprocs(driver.workers()));
  await settle(driver.interrupt());
});

test("interrupt fails calls of other workers, running and waiting", async () => {
  const { driver, settle, host, processes } = await startCluster(2);
  const other = processes.get(3)!.api;
  const call = nameOf(other.remotecallFetch(never, 2));
  await host.drain();
  await settle(driver.interrupt(2));
  expect(await settle(call)).toBe("InterruptException");
});

test("interrupt replaces a worker that does not give way under its pid; what waited on it fails first", async () => {
  const { driver, settle, host, processes, events } = await startCluster(2);
  const call = nameOf(driver.remotecallFetch(never, 2));
  const ofOther = nameOf(processes.get(3)!.api.remotecallFetch(never, 2));
  await host.drain();
  const { interrupts } = processes.get(2)!.ctx;
  interrupts.order = () => {}; // it spins: neither order nor mark is read
  interrupts.reach = () => {};
  await settle(Promise.all([driver.interrupt(2), driver.interrupt(2)])); // two of them replace it once
  expect(await settle(call)).toBe("InterruptException");
  expect(await settle(ofOther)).toBe("InterruptException");
  expect(driver.workers()).toEqual([2, 3]);
  expect(await settle(driver.remotecallFetch(async () => "anew", 2))).toBe("anew");
  await settle(driver.remotecallFetch(async () => "views follow causes", 3));
  expect(await settle(processes.get(3)!.api.remotecallFetch(async () => "anew", 2))).toBe("anew");
  expect(events.filter(({ type }) => type === "notice")).toMatchObject([
    { notice: { code: "workerReplaced", pid: 2 } },
  ]);
  expect(events.findLast(({ type }) => type === "spawned")).toMatchObject({ pid: 2, incarnation: 1 });
});

test("interrupt is process 1's alone, and means workers that exist", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const refused = (promise: Promise<void>) =>
    settle(promise.catch((error: Error) => `${error.name}: ${error.message}`));
  expect(await refused(processes.get(2)!.api.interrupt(3))).toBe("Error: only process 1 can interrupt workers");
  expect(await refused(driver.interrupt(1))).toBe(
    "Error: interrupt: process 1 is the driver; only workers can be interrupted",
  );
  expect(await refused(driver.interrupt(7))).toBe("Error: no process with id 7 exists; there are 1, 2, 3");
  await settle(driver.rmprocs(3));
  expect(await refused(driver.interrupt(3))).toMatch(/^ProcessExitedException/);
});
