import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import type { SyncBlock } from "./sync.ts";

const fail = (message: string) => {
  throw new Error(message);
};
const failures = (failed: Promise<unknown>) =>
  failed.then(
    () => "nothing failed",
    ({ name, exceptions }) => [name, exceptions.map(({ message }: Error) => message)],
  );

test("sync() waits for all that was started inside, and settles with the block's value", async () => {
  const { driver, settle } = await startCluster(3);
  const seen: number[] = [];
  const note = (it: number) => void seen.push(it);
  const value = await settle(
    driver.sync((s) => {
      s.spawnat(2, () => note(1));
      s.spawn(() => note(2));
      s.remotecall(note, 4, 3);
      void s.distributed([4, 5], note);
      return "done";
    }),
  );
  expect(value).toBe("done");
  expect(seen.sort()).toEqual([1, 2, 3, 4, 5]);
});

test("sync() waits for what a block starts after it has waited itself", async () => {
  const { driver, settle } = await startCluster(2);
  let ran = false;
  await settle(
    driver.sync(async (s) => {
      await driver.remotecallFetch(() => 1, 2);
      s.spawnat(3, () => {
        ran = true;
      });
    }),
  );
  expect(ran).toBe(true);
});

test("sync() runs all to the end and rejects with every failure in start order, the block's own first", async () => {
  const { driver, settle } = await startCluster(2, Math.random);
  let ran = 0;
  const failed = driver.sync((s) => {
    for (let i = 1; i <= 5; i++) s.spawnat(2 + (i % 2), () => fail(String(i)));
    s.spawnat(2, () => void ran++);
    fail("own");
  });
  const on = (i: number) => `${i} (on worker ${2 + (i % 2)}, called from the driver)`;
  expect(await settle(failures(failed))).toEqual(["CompositeException", ["own", on(1), on(2), on(3), on(4), on(5)]]);
  expect(ran).toBe(1);
});

test("sync() tells a failure once that the block has waited for", async () => {
  const { driver, settle } = await startCluster(1);
  const failed = driver.sync(async (s) => {
    await driver.fetch(s.spawnat(2, () => fail("boom")));
  });
  expect(await settle(failures(failed))).toEqual([
    "CompositeException",
    ["boom (on worker 2, called from the driver)"],
  ]);
  const loop = driver.sync(async (s) => {
    await s.distributed([1], () => fail("loop"));
  });
  expect(await settle(failures(loop))).toEqual(["CompositeException", ["loop (on worker 2, called from the driver)"]]);
});

test("sync() refuses what is started when it is over, and what is no function", async () => {
  const { driver, settle } = await startCluster(1);
  let kept!: SyncBlock;
  await settle(
    driver.sync((s) => {
      kept = s;
    }),
  );
  expect(() => kept.spawn(() => 1)).toThrow("sync: the block is over");
  await expect(settle(driver.sync(5 as never))).rejects.toThrow("sync: wanted a function, got 5");
});
