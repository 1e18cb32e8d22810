import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import { SharedArray } from "./index.ts";
import { createSharedArray } from "./shared-array.ts";

const KINDS = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
];

test.each(KINDS)("SharedArray() of %o is one of zeros over shared memory", (Kind) => {
  const array = createSharedArray(true, Kind, 3);
  expect(array).toBeInstanceOf(Kind);
  expect(array).toBeInstanceOf(SharedArray);
  expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([...array].map(Number)).toEqual([0, 0, 0]);
  expect(createSharedArray(true, Kind, 0)).toHaveLength(0);
});

test("SharedArray() of a class of the program that extends a typed array is an instance of it", () => {
  class Vector extends Float64Array {}
  expect(createSharedArray(true, Vector, 2)).toBeInstanceOf(Vector);
});

test.each([
  [Array, 3, "SharedArray: wanted a typed-array class such as Float64Array, got the function Array"],
  [DataView, 3, "wanted a typed-array class such as Float64Array, got the function DataView"],
  [Object.getPrototypeOf(Int8Array), 3, "wanted a typed-array class such as Float64Array, got the function TypedArray"],
  [undefined, 3, "wanted a typed-array class such as Float64Array, got undefined"],
  [Float64Array, -1, "SharedArray: wanted a length (a whole number, 0 or more), got -1"],
  [Float64Array, 1.5, "wanted a length (a whole number, 0 or more), got 1.5"],
  [Float64Array, "3", 'wanted a length (a whole number, 0 or more), got "3"'],
  [Float64Array, [1, 2], "wanted a length (a whole number, 0 or more), got an array"],
  [Float64Array, undefined, "wanted a length (a whole number, 0 or more), got undefined"],
])("SharedArray() of %o and %o is refused with what came", (kind, length, message) => {
  expect(() => createSharedArray(true, kind, length)).toThrow(message);
});

test("SharedArray() names the headers that are missing where the page is not isolated", () => {
  expect(() => createSharedArray(false, Float64Array, 3)).toThrow(
    /Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp/,
  );
});

test("an array is a SharedArray exactly when it lies over shared memory", () => {
  expect(new Int32Array(new SharedArrayBuffer(8)).subarray(1) instanceof SharedArray).toBe(true);
  for (const value of [new Int32Array(2), [0, 0], new SharedArrayBuffer(8), null]) {
    expect(value instanceof SharedArray).toBe(false);
  }
});

test("a SharedArray is the same memory on every process, as an argument, in data and as a result", async () => {
  const { driver, settle } = await startCluster(2);
  const array = driver.sharedArray(Int32Array, 2) as Int32Array<SharedArrayBuffer>;
  const set = (a: Int32Array, i: number) => {
    a[i] = i + 1;
    return a;
  };
  await settle(driver.remotecallFetch(set, 2, array, 0));
  const back = await settle(
    driver.remotecallFetch(({ deep: [a] }: { deep: [Int32Array] }) => set(a, 1), 3, { deep: [array] }),
  );
  expect([...array]).toEqual([1, 2]);
  back[0] = 9;
  expect(array[0]).toBe(9);
});

test.each([
  [
    2,
    5,
    [
      [0, 1, 2],
      [3, 4],
    ],
  ],
  [3, 3, [[0], [1], [2]]],
  [3, 2, [[0], [1], []]],
  [2, 0, [[], []]],
] as const)(
  "localindices() on %i workers cuts %i indices as distributed() does; the driver has none",
  async (n, length, parts) => {
    const { processes, driver } = await startCluster(n);
    const array = driver.sharedArray(Uint8Array, length);
    expect(driver.workers().map((pid) => [...processes.get(pid)!.api.localindices(array)])).toEqual(parts);
    expect([...driver.localindices(array)]).toEqual([]);
  },
);

test("localindices() without workers gives the driver all indices", async () => {
  const { driver } = await startCluster(0);
  expect([...driver.localindices(driver.sharedArray(Float64Array, 3))]).toEqual([0, 1, 2]);
});

test("localindices() refuses what is not shared", async () => {
  const { driver } = await startCluster(0);
  expect(() => driver.localindices(new Float64Array(3))).toThrow("localindices: wanted a SharedArray, got an object");
  expect(() => driver.localindices(undefined)).toThrow("localindices: wanted a SharedArray, got undefined");
});
