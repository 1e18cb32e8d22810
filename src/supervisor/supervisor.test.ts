import { expect, test } from "vitest";
import type { CompiledProgram } from "../compile/compiled.ts";
import { WORDS, Word } from "../distributed/registers.ts";
import { type InMemoryProcess, startCluster } from "../process/in-memory-cluster.ts";

test("Supervisor tells every process at once when one has ended, and prints once that a worker is gone on which others waited", async () => {
  const { driver, settle, host, events, processes } = await startCluster(3);
  const waitFor3 = ({ api }: InMemoryProcess) =>
    api.remotecallFetch(() => new Promise<void>(() => {}), 3).catch((error: Error) => error.name);
  const waiting = waitFor3(processes.get(1)!);
  const alsoWaiting = waitFor3(processes.get(2)!);
  await host.drain();
  host.spawned.get(3)!.exit();
  expect(await settle(waiting)).toBe("ProcessExitedException");
  expect(await settle(alsoWaiting)).toBe("ProcessExitedException");
  expect(driver.workers()).toEqual([2, 4]);
  expect(events.filter((event) => event.type === "exited")).toMatchObject([{ pid: 3, how: "lost" }]);
  expect(events.filter((event) => event.type === "notice")).toMatchObject([{ notice: { code: "workerGone", pid: 3 } }]);
});

test("Supervisor prints nothing of a worker that ended by itself when nothing waited on it", async () => {
  const { driver, host, events } = await startCluster(2);
  await host.drain();
  host.spawned.get(3)!.exit();
  await host.drain();
  expect(driver.workers()).toEqual([2]);
  expect(events.filter((event) => event.type === "exited")).toMatchObject([{ pid: 3, how: "lost" }]);
  expect(events.filter((event) => event.type === "notice")).toEqual([]);
});

test("Supervisor prints nothing when a worker is removed in order", async () => {
  const { driver, settle, events } = await startCluster(2);
  await settle(driver.rmprocs(2));
  expect(events.filter((event) => event.type === "exited")).toMatchObject([{ pid: 2, how: "ordered" }]);
  expect(events.filter((event) => event.type === "notice")).toEqual([]);
});

test("Supervisor tells what a process did last before it tells that it has ended", async () => {
  const { driver, settle, events } = await startCluster(2);
  await settle(driver.remotecallFetch(() => 1, 3));
  await settle(driver.rmprocs(3));
  const at = events.findIndex((event) => event.type === "exited");
  const last = events.slice(0, at).findLast((event) => event.type === "registers");
  expect(last?.pids).toEqual([1, 2, 3]);
  expect(last?.words[2 * WORDS + Word.Done]).toBe(1);
});

test("Supervisor ends the run as failed when the driver ends by itself", async () => {
  const running = (url: string) => (url.includes("driver") ? new Promise<never>(() => {}) : Promise.resolve({}));
  const { host, events } = await startCluster(1, () => 0, { modules: running });
  host.spawned.get(1)!.exit();
  await host.drain();
  expect(events.at(-1)).toMatchObject({ type: "finished", outcome: "failed" });
});

test("Supervisor answers readAsset with the names there are when there is no such file", async () => {
  const { driver, settle } = await startCluster(0, () => 0, { assets: { "words.txt": new Uint8Array([104, 105]) } });
  expect(await settle(driver.readText("words.txt"))).toBe("hi");
  await expect(settle(driver.readText("book.txt"))).rejects.toThrow(
    'the program has no file named "book.txt" to read; it has words.txt',
  );
});

test("Supervisor leaves no process when one fails to load, and prints why once", async () => {
  const { events, supervisor } = await startCluster(2, () => 0, {
    modules: () => Promise.reject(new Error("no such thing")),
  });
  expect(await supervisor.stats()).toMatchObject({ processes: 0 });
  expect(events.filter((event) => event.type === "line")).toMatchObject([
    { level: "error", text: expect.stringMatching(/^Error: no such thing/) },
  ]);
  expect(events.at(-1)).toMatchObject({ type: "finished", outcome: "failed" });
});

test("addprocs() rejects and leaves no newcomer when one fails to load", async () => {
  let loads = 0;
  const { driver, settle, supervisor } = await startCluster(1, () => 0, {
    modules: () => (++loads > 3 ? Promise.reject(new Error("late failure")) : Promise.resolve({})),
  });
  await expect(settle(driver.addprocs(2))).rejects.toThrow("late failure");
  expect(driver.procs()).toEqual([1, 2]);
  expect(await supervisor.stats()).toMatchObject({ processes: 2 });
});

const PROGRAM: CompiledProgram = {
  modules: ["./functions", "./driver"].map((name) => ({
    name,
    file: `${name.slice(2)}.ts`,
    parts: [""],
    segments: [],
    sourceLines: [0],
  })),
  everywhere: ["./functions"],
  driver: "./driver",
};

test("Supervisor.run() settles and the next run goes on when it is called while a run still loads", async () => {
  const { supervisor, settle, host, events } = await startCluster(1);
  events.length = 0;
  const first = supervisor.run(PROGRAM, {}, 1);
  const second = supervisor.run(PROGRAM, {}, 1);
  await settle(Promise.all([first, second]));
  await host.drain();
  const told = events.filter(({ type }) => type === "line" || type === "started" || type === "finished");
  expect(told).toMatchObject([{ type: "started" }, { type: "finished", outcome: "finished" }]);
  expect(await supervisor.stats()).toMatchObject({ processes: 2 });
});

test("Supervisor.prepare() rejects when a run that cannot be resolved comes before its processes are up", async () => {
  const { supervisor, settle } = await startCluster(0);
  const prepared = supervisor.prepare(1);
  const broken = {
    ...PROGRAM,
    modules: PROGRAM.modules.map((module) => ({ ...module, parts: [{ specifier: "no-such" }] })),
  };
  await settle(supervisor.run(broken, {}, 1));
  await expect(settle(prepared)).rejects.toThrow("no package no-such in memory");
});

test("Supervisor leaves no process when the driver ends while the program loads", async () => {
  let blocked = false;
  const modules = () => (blocked ? new Promise<never>(() => {}) : Promise.resolve({}));
  const { supervisor, settle, host, events } = await startCluster(2, () => 0, { modules });
  blocked = true;
  events.length = 0;
  const run = supervisor.run(PROGRAM, {}, 2);
  await host.drain();
  host.spawned.get(1)!.exit();
  await settle(run);
  expect(await supervisor.stats()).toMatchObject({ processes: 0 });
  expect(events.filter(({ type }) => type === "line")).toMatchObject([
    { text: "The driver has ended: it closed itself." },
  ]);
  expect(events.filter(({ type }) => type === "exited").map((event) => "pid" in event && event.pid)).toEqual([1, 3, 2]);
  expect(events.filter(({ type }) => type === "finished")).toMatchObject([{ outcome: "failed" }]);
});
