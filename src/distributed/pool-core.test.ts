import { expect, test } from "vitest";
import { PoolCore, type Taker } from "./pool-core.ts";

/** A pool of these, and what its takers were given: a pid, or the text of the failure. */
function poolOf(pids: readonly number[], standIn?: number) {
  const there = new Set(pids);
  const isThere = (pid: number) => there.has(pid) || pid === standIn;
  const returning = new Set<number>();
  const isReturning = (pid: number) => returning.has(pid);
  const core = new PoolCore(pids, { isThere, isReturning, ...(standIn === undefined ? {} : { standIn }) });
  const given: unknown[] = [];
  const taker = (): Taker => ({
    give: (pid) => void given.push(pid),
    fail: (reason) => void given.push((reason as Error).message),
  });
  const end = (pid: number) => {
    there.delete(pid);
    core.serve();
  };
  return { core, there, returning, given, end, take: () => core.take(taker()), watch: () => core.watch(taker()) };
}

const NO_WORKER =
  "no active worker available in pool: it has no members that are still there; push(pool, pid) adds one";

test("take() gives the worker that has been free for longest; who comes too early waits in line", () => {
  const { core, given, take } = poolOf([2, 3]);
  for (let i = 0; i < 4; i++) take();
  expect([given, core.waiting, core.isReady]).toEqual([[2, 3], 2, false]);
  core.put(3);
  core.put(2);
  expect([given, core.waiting]).toEqual([[2, 3, 3, 2], 0]);
  core.put(3);
  core.put(2);
  take();
  expect([given.at(-1), core.isReady]).toEqual([3, true]);
});

test("take() that is given up takes nothing", () => {
  const { core, given, take } = poolOf([2]);
  take();
  const giveUp = take();
  giveUp();
  core.put(2);
  expect([given, core.isReady]).toEqual([[2], true]);
});

test("a worker that is put twice stands in the queue once", () => {
  const { core, given, take } = poolOf([2]);
  core.put(2);
  core.push(2);
  take();
  take();
  expect([given, core.pids]).toEqual([[2], [2]]);
});

test("push() makes a member, which is given to whoever waits", () => {
  const { core, there, given, take } = poolOf([2]);
  take();
  take();
  there.add(5);
  core.push(5);
  expect([given, core.pids]).toEqual([
    [2, 5],
    [2, 5],
  ]);
});

test("put() refuses a process that never was a member, and takes back one that has ended", () => {
  const { core, there, given, end, take } = poolOf([2, 3]);
  there.add(7);
  expect(() => core.put(7)).toThrow("put: process 7 is no member of the pool; push(pool, 7) makes it one");
  take();
  end(2);
  core.put(2);
  take();
  expect([given, core.pids]).toEqual([[2, 3], [3]]);
});

test("a pool whose members have all ended fails all who wait, and refuses who comes", () => {
  const { core, given, end, take, watch } = poolOf([2]);
  take();
  take();
  watch();
  end(2);
  expect([given, core.waiting, core.isReady]).toEqual([[2, NO_WORKER, NO_WORKER], 0, false]);
  expect(take).toThrow(NO_WORKER);
});

test("watch() hears that a worker is free and leaves it there, behind those who take", () => {
  const { core, given, take, watch } = poolOf([2]);
  take();
  watch();
  take();
  core.put(2);
  expect([given, core.waiting]).toEqual([[2, 2], 1]);
  core.put(2);
  expect([given, core.waiting, core.isReady]).toEqual([[2, 2, 2], 0, true]);
});

test("a pool with a stand-in gives it while there are no members, any number of times", () => {
  const { core, there, given, take, watch } = poolOf([], 1);
  take();
  take();
  watch();
  core.put(1);
  expect([given, core.isReady, core.pids]).toEqual([[1, 1, 1], true, []]);
  there.add(2);
  core.push(2);
  take();
  expect(given.at(-1)).toBe(2);
});

test("a member that is being replaced stays one, and is given when it is there again", () => {
  const { core, there, returning, given, end, take } = poolOf([2]);
  take();
  returning.add(2);
  end(2);
  core.put(2);
  take();
  expect([given, core.pids, core.isReady, core.waiting]).toEqual([[2], [2], false, 1]);
  returning.delete(2);
  there.add(2);
  core.serve();
  expect([given, core.waiting]).toEqual([[2, 2], 0]);
});
