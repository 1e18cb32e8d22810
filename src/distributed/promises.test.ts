import { expect, test } from "vitest";
import { Promises } from "./promises.ts";

test("Promises.track() counts its work until it settles, also when it throws before its first await", async () => {
  const promises = new Promises();
  let idle = 0;
  promises.whenIdle = () => void idle++;
  const failed = promises.track(() => {
    throw new Error("at once");
  });
  expect(promises.unsettled).toBe(1);
  await expect(failed).rejects.toThrow("at once");
  expect([promises.unsettled, idle]).toEqual([0, 1]);
});

test("Promises.outcomes() settles when every outcome has, and takes hold of none", async () => {
  const promises = new Promises();
  const [kept, lost] = [promises.outcome(null), promises.outcome({ position: () => "driver.ts:1:1" })];
  const all = promises.outcomes();
  lost.promise.catch(() => {});
  kept.resolve(1);
  lost.reject(new Error("x"));
  await all;
  expect(promises.originOf(lost.promise)).toBe("driver.ts:1:1");
  expect(promises.originOf(kept.promise)).toBeUndefined();
});
