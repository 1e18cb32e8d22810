// Nothing grows with use: after very many calls, references and workers every table is as empty as before. In memory, so by
// counts that a test can wait for; conformance programs do the same on real threads.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type InMemoryCluster, startCluster } from "../process/in-memory-cluster.ts";
import type { Future } from "./remoteref.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** On a machine that is busy elsewhere. */
const LIMIT_MS = 60_000;

const count = (n: number) => Array.from({ length: n }, (_, i) => i);
const same = (x: number) => x;

/** What is held by handles that nobody has any more is given up once they are collected. */
async function collected({ host }: InMemoryCluster): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await host.drain();
    await new Promise((resolve) => setImmediate(resolve)); // what was looked up in this turn is not collected
    collect();
  }
  await new Promise((resolve) => setImmediate(resolve));
}

const handlesOf = ({ processes }: InMemoryCluster) => [...processes.values()].map(({ ctx }) => ctx.handles.size);

test("20,000 tiny calls leave nothing, whatever became of them", { timeout: LIMIT_MS }, async () => {
  const cluster = await startCluster(2);
  const { driver, settle } = cluster;
  const failing = (x: number) => {
    if (x % 10 === 0) throw new RangeError("every tenth");
    return x;
  };
  for (let burst = 0; burst < 4; burst++) {
    const calls = count(5000).map((i) => driver.remotecallFetch(failing, 2 + (i % 2), i));
    const outcomes = await settle(Promise.allSettled(calls));
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(500);
  }
  expect(await cluster.leftovers()).toEqual([]);
  expect(cluster.processes.get(2)!.ctx.interrupts.running.size).toBe(0);
});

test("6,000 references leave nothing: fetched, finalized, passed on and dropped", { timeout: LIMIT_MS }, async () => {
  const cluster = await startCluster(2);
  const { driver, settle, processes } = cluster;
  const third = processes.get(3)!.api;
  const byThird = (refs: Future[]) => settle(third.fetch(refs)).then((values) => (values as number[]).length);
  for (let burst = 0; burst < 2; burst++) {
    const refs = () => count(1000).map((i) => driver.remotecall(same, 2, i));
    await settle(driver.fetch(refs()));
    for (const ref of refs()) driver.finalize(ref);
    expect(await settle(driver.remotecallFetch((all: Future[]) => byThird(all), 3, refs()))).toBe(1000);
  }
  await collected(cluster);
  expect(await cluster.leftovers()).toEqual([]);
  expect(handlesOf(cluster)).toEqual([0, 0, 0]);
});

test("64 workers that have all called each other leave no connection and no process when they are removed", {
  timeout: LIMIT_MS,
}, async () => {
  const cluster = await startCluster(0);
  const { driver, settle, processes, supervisor } = cluster;
  const pids = await settle(driver.addprocs(64));
  const callsAll = (pid: number) => Promise.all(pids.map((to) => processes.get(pid)!.api.remotecallFetch(same, to, 1)));
  await settle(Promise.all(pids.map((pid) => driver.remotecallFetch(() => callsAll(pid).then(() => 1), pid))));
  await settle(driver.rmprocs(pids));
  await cluster.host.drain();
  expect([...processes.get(1)!.ctx.cluster.connections()]).toEqual([]);
  expect(await supervisor.stats()).toMatchObject({ processes: 1 });
  expect(await cluster.leftovers()).toEqual([]);
});
