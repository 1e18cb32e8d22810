import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import { startTimer } from "./options.ts";

test("procs(), workers(), nprocs(), nworkers() and myid() without workers name the driver", async () => {
  const { driver } = await startCluster(0);
  expect([driver.nprocs(), driver.nworkers(), driver.workers(), driver.procs(), driver.myid()]).toEqual([
    1,
    1,
    [1],
    [1],
    1,
  ]);
});

test("addprocs() settles with new pids, ascending, and never uses an id again", async () => {
  const { driver, settle } = await startCluster(2);
  await settle(driver.rmprocs(3));
  expect(await settle(driver.addprocs(2))).toEqual([4, 5]);
  expect(driver.workers()).toEqual([2, 4, 5]);
  expect(await settle(driver.addprocs(0))).toEqual([]);
});

test("addprocs() called twice at once gives disjoint ids", async () => {
  const { driver, settle } = await startCluster(0, Math.random);
  const [first, second] = await settle(Promise.all([driver.addprocs(2), driver.addprocs(2)]));
  expect([...first, ...second]).toEqual([2, 3, 4, 5]);
  expect(driver.nprocs()).toBe(5);
});

test("addprocs() refuses what is no number of workers, more than 64, and an unknown option by name", async () => {
  const { driver, settle } = await startCluster(0);
  await expect(settle(driver.addprocs(-1))).rejects.toThrow("addprocs: wanted a number of workers, 0 or more, got -1");
  await expect(settle(driver.addprocs(65))).rejects.toThrow(RangeError);
  await expect(settle(driver.addprocs(1, { nonsense: 1 } as never))).rejects.toThrow("unknown option `nonsense`");
  expect(driver.nprocs()).toBe(1);
});

test("rmprocs() takes pids and arrays, hides them at once, skips unknown ones and keeps the driver", async () => {
  const { driver, settle } = await startCluster(4);
  const removed = driver.rmprocs(2, [3, 4], 99);
  expect(driver.workers()).toEqual([5]);
  await settle(removed);
  await settle(driver.rmprocs(1));
  expect(driver.procs()).toEqual([1, 5]);
});

test("rmprocs() refuses an unknown option by name and what is no pid, and removes nothing", async () => {
  const { driver, settle } = await startCluster(1);
  await expect(settle(driver.rmprocs(2, { nonsense: 1 } as never))).rejects.toThrow("unknown option `nonsense`");
  await expect(settle(driver.rmprocs("2" as never))).rejects.toThrow('rmprocs: wanted pids, got "2"');
  expect(driver.procs()).toEqual([1, 2]);
});

/** As many workers, whose functions file goes as `load` says, by the number of the load: the first are the driver's and theirs. */
async function clusterThat(load: (nth: number) => Promise<Record<string, unknown>>, workers = 1) {
  let loads = 0;
  const modules = (url: string) => (url.includes("functions") ? load(++loads) : Promise.resolve({}));
  return startCluster(workers, () => 0, { modules });
}

test("addprocs() rejects with what functions.ts threw, and none of the newcomers stays", async () => {
  const { driver, settle, supervisor, events } = await clusterThat(async (nth) => {
    if (nth === 4) throw new RangeError("no data");
    return {};
  });
  await expect(settle(driver.addprocs(3))).rejects.toThrow("RangeError: no data");
  expect(driver.procs()).toEqual([1, 2]);
  expect(await supervisor.stats()).toMatchObject({ processes: 2 });
  const exited = events.filter((event) => event.type === "exited").map(({ pid }) => pid);
  expect(exited.sort()).toEqual([3, 4, 5]);
  expect(await settle(driver.addprocs(1))).toEqual([6]);
});

test("addprocs() that fails does not disturb another that waits for its turn", async () => {
  const { driver, settle } = await clusterThat(async (nth) => {
    if (nth === 3) throw new RangeError("once");
    return {};
  });
  const [first, second] = await settle(Promise.allSettled([driver.addprocs(1), driver.addprocs(2)]));
  expect([first.status, second]).toEqual(["rejected", { status: "fulfilled", value: [4, 5] }]);
  expect(driver.workers()).toEqual([2, 4, 5]);
});

test("addprocs() past its `timeout` rejects, and what comes up later is nobody", async () => {
  const { driver, settle, host, supervisor } = await clusterThat((nth) =>
    nth > 2 ? new Promise(() => {}) : Promise.resolve({}),
  );
  const added = settle(driver.addprocs(2, { timeout: 0.2 }).catch((error: Error) => error.message));
  expect(await added).toBe("addprocs: a worker did not come up within 0.2 s");
  await host.drain();
  expect(driver.procs()).toEqual([1, 2]);
  expect(await supervisor.stats()).toMatchObject({ processes: 2 });
});

test("addprocs() while workers are removed gives new ids, whichever is over first", async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { driver, settle, processes } = await startCluster(2, randomFrom(seed));
    const removed = driver.rmprocs(2, 3);
    const added = driver.addprocs(2);
    const removedOne = added.then((pids) => driver.rmprocs(pids[0]!));
    expect(await settle(added)).toEqual([4, 5]);
    await settle(Promise.all([removed, removedOne]));
    expect(driver.workers()).toEqual([5]);
    expect(await settle(driver.remotecallFetch(() => processes.get(5)!.api.procs(), 5))).toEqual([1, 5]);
  }
});

test("addprocs() and rmprocs() on a worker are refused", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const { api } = processes.get(2)!;
  await expect(settle(driver.remotecallFetch(() => api.addprocs(1), 2))).rejects.toThrow(
    /^only process 1 can add and remove/,
  );
  await expect(settle(driver.remotecallFetch(() => api.rmprocs(2), 2))).rejects.toThrow(
    /^only process 1 can add and remove/,
  );
});

test.for(["x", -1, Number.NaN, null, {}])(
  "addprocs() and rmprocs() refuse %j as a number of seconds",
  async (seconds) => {
    const { driver, settle } = await startCluster(1);
    const wanted = (option: string) => `\`${option}\` must be a number of seconds, 0 or more, got `;
    await expect(settle(driver.addprocs(1, { timeout: seconds as never }))).rejects.toThrow(wanted("timeout"));
    await expect(settle(driver.rmprocs(2, { waitfor: seconds as never }))).rejects.toThrow(wanted("waitfor"));
    expect(driver.procs()).toEqual([1, 2]);
  },
);

test("startTimer() sets none for Infinity and never one that the platform would let go off at once", () => {
  const set: number[] = [];
  const after = (ms: number) => ({ cancel: () => void set.push(ms) });
  for (const seconds of [0.5, 1e300, Infinity]) startTimer({ after }, seconds, () => {}).cancel();
  expect(set).toEqual([500, 2 ** 31 - 1]);
});

test("addprocs() without a number fills up to 64 when the hardware has more threads than there is room", async () => {
  const { driver, settle } = await startCluster(62);
  expect(await settle(driver.addprocs())).toEqual([64, 65]);
  expect(await settle(driver.addprocs())).toEqual([]);
});

test("rmprocs() rejects with the pids when they have not ended after `waitfor`, and they go all the same", async () => {
  const { driver, host, supervisor } = await startCluster(3);
  const removed = driver.rmprocs(2, 4, { waitfor: 1.5 }).catch((error: Error) => error.message);
  host.advance(1500);
  expect(await removed).toBe("rmprocs: not ended within 1.5 s: 2, 4; the removal goes on");
  await host.drain();
  expect(await supervisor.stats()).toMatchObject({ processes: 2 });
});

test("rmprocs() with `waitfor: 0` settles without waiting, and they go all the same", async () => {
  const { driver, host, supervisor } = await startCluster(1);
  await driver.rmprocs(2, { waitfor: 0 });
  expect(driver.procs()).toEqual([1]);
  expect(await supervisor.stats()).toMatchObject({ processes: 2 });
  await host.drain();
  expect(await supervisor.stats()).toMatchObject({ processes: 1 });
});

test("addprocs() and rmprocs() are refused while functions.ts loads", async () => {
  const { supervisor, settle, processes } = await startCluster(0);
  await settle(supervisor.prepare(1));
  const { api } = processes.get(1)!;
  await expect(settle(api.addprocs(1))).rejects.toThrow(/^addprocs: still loading/);
  await expect(settle(api.rmprocs(2))).rejects.toThrow(/^rmprocs: still loading/);
});

test("every process sees the members that its caller sees, in any order of messages", async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { driver, settle, processes } = await startCluster(3, randomFrom(seed));
    const seenBy = (pid: number) => settle(driver.remotecallFetch(() => processes.get(pid)!.api.procs(), pid));
    const byWayOf = (pid: number, to: number) =>
      settle(
        driver.remotecallFetch(
          () => processes.get(pid)!.api.remotecallFetch(() => processes.get(to)!.api.procs(), to),
          pid,
        ),
      );
    const [added] = await settle(driver.addprocs(1));
    expect(await byWayOf(2, added!)).toEqual([1, 2, 3, 4, 5]);
    await settle(driver.rmprocs(3));
    for (const pid of driver.workers()) expect(await seenBy(pid)).toEqual([1, 2, 4, 5]);
    expect(await byWayOf(4, 2)).toEqual([1, 2, 4, 5]);
  }
});

/** mulberry32: a schedule that can be had again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
