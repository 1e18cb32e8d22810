import { expect, test } from "vitest";
import { LargeCaptures } from "./large-captures.ts";

function counting() {
  const said: string[] = [];
  const captures = new LargeCaptures({
    warn: (text) => said.push(text),
    here: () => ({ position: () => "driver.ts:3:7" }),
  });
  const send = (value: object, ...pids: number[]) => {
    for (const pid of pids) {
      captures.towards(pid)("big", value);
      captures.tell();
    }
  };
  return { said, send };
}

const LARGE = new Float64Array(2 ** 20);

test("a large capture that goes to a worker again is told once, with its variable, size, number and what to do", () => {
  const { said, send } = counting();
  send(LARGE, 2, 3, 4);
  expect(said).toEqual([]);
  send(LARGE, 3, 3, 2);
  expect(said).toEqual([
    "driver.ts:3:7: `big` (8 MB) has been copied 4 times by now with functions that capture it, and to worker 3 again. " +
      "pmap and distributed send it once to each worker; or keep it there: as a variable of functions.ts, or on globalThis by everywhere(…).",
  ]);
});

test("nothing is said of a second sending alone, nor of one to each of many workers", () => {
  const { said, send } = counting();
  send(LARGE, 2, 2);
  send(new Float64Array(2 ** 20), 2, 3, 4, 5, 6);
  expect(said).toEqual([]);
});

test.each([
  ["a buffer", new ArrayBuffer(2 ** 23)],
  ["a view of one, whole as it travels", new Uint8Array(new ArrayBuffer(2 ** 23), 0, 1)],
  ["an array of numbers", new Array(2 ** 20).fill(1)],
  ["an array of rows", Array.from({ length: 1024 }, () => new Float64Array(1024))],
  ["an array of texts", new Array(2 ** 12).fill("x".repeat(2 ** 10))],
  ["a Map", new Map(Array.from({ length: 2 ** 19 }, (_, i) => [i, i]))],
])("%s is large from 4 MB on", (_what, value) => {
  const { said, send } = counting();
  send(value, 2, 2, 2);
  expect(said).toEqual([expect.stringContaining("(8 MB)")]);
});

test.each([
  ["a small array", new Array(1000).fill(1)],
  ["shared memory", new Float64Array(new SharedArrayBuffer(2 ** 23))],
  ["a proxy that can't be read", revoked()],
])("%s is not counted", (_what, value) => {
  const { said, send } = counting();
  send(value, 2, 2, 2, 2);
  expect(said).toEqual([]);
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}
