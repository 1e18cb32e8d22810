import { expect, test } from "vitest";
import { lazily } from "./lazily.ts";

test("lazily() loads once, whoever asks", async () => {
  let loads = 0;
  const get = lazily(async () => ++loads);
  expect(get.now).toBeUndefined();
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(get.now).toBe(1);
});

test("lazily() tries again after a failure", async () => {
  let loads = 0;
  const get = lazily(async () => {
    if (++loads === 1) throw new Error("offline");
    return loads;
  });
  await expect(get()).rejects.toThrow("offline");
  expect(get.now).toBeUndefined();
  expect(await get()).toBe(2);
});
