// What the declarations of "distributed" infer, exactly, and what they refuse. Checked by tsc, never run. A function that is
// refused stands behind `@ts-expect-error`, which is an error itself when nothing is wrong there.
import { expectTypeOf } from "vitest";
import {
  addprocs,
  CachingPool,
  Channel,
  type Chart,
  clear,
  defaultWorkerPool,
  display,
  distributed,
  everywhere,
  exponentialBackOff,
  Future,
  fetch,
  fetchany,
  fetchfrom,
  type Items,
  isready,
  localindices,
  type NumberRange,
  type PmapOptions,
  pmap,
  pmapreduce,
  push,
  put,
  RemoteChannel,
  range,
  readBytes,
  readText,
  remote,
  remoteChannel,
  remotecall,
  remotecallFetch,
  remotecallWait,
  remoteDo,
  rmprocs,
  SharedArray,
  spawn,
  spawnat,
  sync,
  take,
  transfer,
  WorkerPool,
  wait,
} from "./index.ts";

interface Point {
  x: number;
  y: number;
}
declare const word: (text: string) => Map<string, number>;
declare const merge: (a: Map<string, number>, b: Map<string, number>) => Map<string, number>;
declare const later: (n: number) => Promise<string>;
declare const concat: (a: string, b: string) => string;
declare const mixed: (a: number, b: number) => string;
declare const optional: (a: number, b?: string) => Point;
declare const rest: (first: string, ...more: number[]) => boolean;
declare const choice: (kind: "up" | "down", point: Point) => "moved";
declare const identity: <T>(value: T) => T;
declare const guard: (value: unknown) => value is string;

declare const signal: AbortSignal;
declare const pool: WorkerPool;

function targets() {
  expectTypeOf(remotecall(later, pool, 5)).toEqualTypeOf<Future<string>>();
  expectTypeOf(remotecallFetch(optional, { on: "free", timeout: 5, signal }, 1)).toEqualTypeOf<Promise<Point>>();
  expectTypeOf(remotecallWait(later, { on: pool }, 5)).toEqualTypeOf<Promise<Future<string>>>();
  expectTypeOf(remoteDo(later, "any", 5)).toEqualTypeOf<void>();
  expectTypeOf(spawnat("free", () => 5)).toEqualTypeOf<Future<number>>();
  expectTypeOf(fetchfrom({ on: 2, timeout: 1 }, () => later(1))).toEqualTypeOf<Promise<string>>();
  expectTypeOf(remote(later)).toEqualTypeOf<(n: number) => Promise<string>>();
  expectTypeOf(remote(pool, optional)).toEqualTypeOf<(a: number, b?: string) => Promise<Point>>();
  expectTypeOf(everywhere({ on: 2, timeout: 1 }, () => 5)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(everywhere({ on: [2, 3], signal }, () => 5)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(everywhere({ timeout: 1 }, () => 5)).toEqualTypeOf<Promise<void>>();

  // @ts-expect-error a place that there is not
  spawnat("all", () => 5);
  // @ts-expect-error options without a place
  void remotecallFetch(later, { timeout: 5 }, 1);
  // @ts-expect-error an option that there is not
  void remotecallFetch(later, { on: 2, timeOut: 5 }, 1);
  // @ts-expect-error an argument of another type
  void remotecallFetch(later, pool, "5");
  // @ts-expect-error too few arguments
  remoteDo(later, 2);
}

function pools() {
  expectTypeOf(new WorkerPool([2, 3]).take()).toEqualTypeOf<Promise<number>>();
  expectTypeOf(pool.put(2)).toEqualTypeOf<Promise<WorkerPool>>();
  expectTypeOf(push(new CachingPool([2]), 3)).toEqualTypeOf<Promise<CachingPool>>();
  expectTypeOf(defaultWorkerPool().length).toEqualTypeOf<number>();
  expectTypeOf(pmap(later, [1], { pool })).toEqualTypeOf<Promise<string[]>>();
  clear(new CachingPool([2]));

  // @ts-expect-error only a CachingPool keeps functions
  clear(pool);
  // @ts-expect-error pids are numbers
  new WorkerPool(["2"]);
}

function blocks() {
  expectTypeOf(sync(() => 5)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(sync(async (s) => fetch(s.spawnat(2, () => "x")))).toEqualTypeOf<Promise<string>>();
  void sync((s) => {
    expectTypeOf(s.spawn(() => 5)).toEqualTypeOf<Future<number>>();
    expectTypeOf(s.remotecall(later, { on: 2 }, 5)).toEqualTypeOf<Future<string>>();
    expectTypeOf(s.distributed(range(1, 3), later)).toEqualTypeOf<Promise<void>>();
    expectTypeOf(s.distributed(concat, [1], later)).toEqualTypeOf<Promise<string>>();
  });
}

function calls() {
  expectTypeOf(remotecall((n: number) => n * 2, 2, 5)).toEqualTypeOf<Future<number>>();
  expectTypeOf(remotecall(later, 2, 5)).toEqualTypeOf<Future<string>>();
  expectTypeOf(remotecallWait(later, 2, 5)).toEqualTypeOf<Promise<Future<string>>>();
  expectTypeOf(remotecallFetch(later, 2, 5)).toEqualTypeOf<Promise<string>>();
  expectTypeOf(remotecallFetch(() => {}, 2)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(remotecallFetch(Math.sqrt, 2, 16)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(remotecallFetch(guard, 2, "x")).toEqualTypeOf<Promise<boolean>>();

  // An arrow takes the types of its parameters from the arguments.
  expectTypeOf(remotecallFetch((n, text) => ({ n, text }), 2, 5, "x")).toEqualTypeOf<
    Promise<{ n: number; text: string }>
  >();
  expectTypeOf(remotecallFetch(async (point) => point.x, 2, { x: 1, y: 2 })).toEqualTypeOf<Promise<number>>();

  // Optional, rest and literal parameters.
  expectTypeOf(remotecallFetch(optional, 2, 1)).toEqualTypeOf<Promise<Point>>();
  expectTypeOf(remotecallFetch(optional, 2, 1, "b")).toEqualTypeOf<Promise<Point>>();
  expectTypeOf(remotecallFetch(optional, 2, 1, undefined)).toEqualTypeOf<Promise<Point>>();
  expectTypeOf(remotecallFetch(rest, 2, "a")).toEqualTypeOf<Promise<boolean>>();
  expectTypeOf(remotecallFetch(rest, 2, "a", 1, 2, 3)).toEqualTypeOf<Promise<boolean>>();
  expectTypeOf(remotecallFetch(rest, 2, "a", ...[1, 2])).toEqualTypeOf<Promise<boolean>>();
  expectTypeOf(remotecallFetch(choice, 2, "up", { x: 1, y: 2 })).toEqualTypeOf<Promise<"moved">>();

  // Generic functions.
  expectTypeOf(remotecallFetch(identity<Point>, 2, { x: 1, y: 2 })).toEqualTypeOf<Promise<Point>>();
  expectTypeOf(remotecallFetch(identity, 2, 5)).toEqualTypeOf<Promise<number>>();
  const wrapped = <A extends unknown[], R>(f: (...args: A) => R, ...args: A) => remotecallFetch(f, 2, ...args);
  expectTypeOf(wrapped(optional, 1, "b")).toEqualTypeOf<Promise<Point>>();

  // @ts-expect-error an argument of another type
  void remotecall((n: number) => n, 2, "5");
  // @ts-expect-error an argument is missing
  void remotecallFetch(choice, 2, "up");
  // @ts-expect-error not one of the words
  void remotecallFetch(choice, 2, "left", { x: 1, y: 2 });
  // @ts-expect-error a field is missing
  void remotecallFetch(choice, 2, "up", { x: 1 });
  // @ts-expect-error a rest argument of another type
  void remotecallFetch(rest, 2, "a", 1, "2");
  // @ts-expect-error no process
  void remotecall(later, "2", 5);
  // @ts-expect-error not a function
  void remotecallFetch(later(5), 2);
}

async function refs() {
  const n = remotecall((x: number) => x, 2, 1);
  const text = remotecall(later, 2, 1);
  expectTypeOf(fetch(n)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(await fetch(text)).toEqualTypeOf<string>();
  expectTypeOf(fetch([n, text])).toEqualTypeOf<Promise<[number, string]>>();
  expectTypeOf(fetch([n, text] as const)).toEqualTypeOf<Promise<[number, string]>>();
  expectTypeOf(fetch([])).toEqualTypeOf<Promise<[]>>();
  expectTypeOf(fetch([1, 2].map((x) => remotecall(later, 2, x)))).toEqualTypeOf<Promise<string[]>>();
  const list: readonly Future<Point>[] = [];
  expectTypeOf(fetch(list)).toEqualTypeOf<Promise<Point[]>>();
  const [first, ...others] = await fetch([n, text, ...list]);
  expectTypeOf(first).toEqualTypeOf<number>();
  expectTypeOf(others).toEqualTypeOf<[string, ...Point[]]>();
  expectTypeOf(fetch("https://example.org")).toEqualTypeOf<Promise<Response>>();
  expectTypeOf(fetch(new URL("https://example.org"), { method: "PUT" })).toEqualTypeOf<Promise<Response>>();
  expectTypeOf(new Future<Point>(2)).toExtend<Future>();

  // @ts-expect-error a value is not a ref
  void fetch(5);
  // @ts-expect-error nor is a promise of one
  void fetch(remotecallWait(later, 2, 1));
  // @ts-expect-error every element must be one
  void fetch([n, 5]);
  // @ts-expect-error a ref to another type
  const wrong: Future<string> = n;
  void wrong;
}

function places() {
  expectTypeOf(spawnat(2, () => 1)).toEqualTypeOf<Future<number>>();
  expectTypeOf(spawnat("any", async () => "x")).toEqualTypeOf<Future<string>>();
  expectTypeOf(spawn(() => [1, "a"] as const)).toEqualTypeOf<Future<readonly [1, "a"]>>();
  expectTypeOf(fetchfrom(2, () => new Map<string, number>())).toEqualTypeOf<Promise<Map<string, number>>>();
  expectTypeOf(fetchany(async () => ({ x: 1 }))).toEqualTypeOf<Promise<{ x: number }>>();
  expectTypeOf(everywhere(() => 1)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(everywhere([2, 3], async () => 1)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(everywhere(2, async () => 1)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(addprocs(2)).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(rmprocs(2, [3, 4], { waitfor: 1 })).toEqualTypeOf<Promise<void>>();
  expectTypeOf(readText("a.txt")).toEqualTypeOf<Promise<string>>();
  expectTypeOf(readBytes("a.bin")).toExtend<Promise<Uint8Array>>();

  // @ts-expect-error only "any" is a word for a place
  void spawnat("some", () => 1);
  // @ts-expect-error the expression takes nothing
  void spawnat(2, (n: number) => n);
  // @ts-expect-error nor does it here
  void fetchfrom(2, (n: number) => n);
  // @ts-expect-error ids are numbers
  void everywhere(["2"], () => 1);
  // @ts-expect-error the ids come first
  void everywhere(() => 1, [2]);
}

function maps() {
  expectTypeOf(pmap((x) => x * 2, [1, 2])).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap(async (x) => `${x}`, range(1, 3))).toEqualTypeOf<Promise<string[]>>();
  expectTypeOf(pmap(word, ["a", "b"])).toEqualTypeOf<Promise<Map<string, number>[]>>();
  expectTypeOf(pmap(later, [1])).toEqualTypeOf<Promise<string[]>>();
  expectTypeOf(pmap((x) => x, [1, 2] as const)).toEqualTypeOf<Promise<(1 | 2)[]>>();
  expectTypeOf(pmap((x) => x, [] as readonly Point[])).toEqualTypeOf<Promise<Point[]>>();
  expectTypeOf(pmap((letter) => letter, "abc")).toEqualTypeOf<Promise<string[]>>();
  expectTypeOf(pmap((x) => x, new Set([1]))).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap(([key, value]) => ({ key, value }), new Map([["a", 1]]))).toEqualTypeOf<
    Promise<{ key: string; value: number }[]>
  >();
  expectTypeOf(pmap((x) => x, Float64Array.of(1))).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap((x) => x, Uint8Array.of(1).entries())).toEqualTypeOf<Promise<[number, number][]>>();
  expectTypeOf(pmap((x) => x, numbers())).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap((x) => x, asyncWords())).toEqualTypeOf<Promise<string[]>>();
  expectTypeOf(pmap(optional, [1])).toEqualTypeOf<Promise<Point[]>>();
  expectTypeOf(pmap(Math.abs, [1])).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap(identity, ["a"])).toEqualTypeOf<Promise<string[]>>();
  expectTypeOf(pmap((x) => x, [1] as number[] | Set<number>)).toEqualTypeOf<Promise<number[]>>();

  // Several collections in step, each with its own type.
  expectTypeOf(pmap((x, y) => ({ x, y }), [1], ["a"])).toEqualTypeOf<Promise<{ x: number; y: string }[]>>();
  expectTypeOf(pmap((a, b) => [a, b] as const, new Set([1]), asyncWords(), { batchSize: 2 })).toEqualTypeOf<
    Promise<(readonly [number, string])[]>
  >();
  expectTypeOf(pmap((a, b, c) => ({ a, b, c }), "ab", range(1, 2), new Map([[1, true]]))).toEqualTypeOf<
    Promise<{ a: string; b: number; c: [number, boolean] }[]>
  >();
  expectTypeOf(pmap((a, b, c, d) => ({ a, b, c, d }), [1], ["b"], [true], numbers())).toEqualTypeOf<
    Promise<{ a: number; b: string; c: boolean; d: number }[]>
  >();
  expectTypeOf(pmap((a, b, c, d, e) => [a, b, c, d, e] as const, [1], ["b"], [1], ["d"], [2n])).toEqualTypeOf<
    Promise<(readonly [number, string, number, string, bigint])[]>
  >();
  expectTypeOf(pmap((a, b, c, d) => a + b + c + d, [1], [2], [3], [4], { onError: () => null })).toEqualTypeOf<
    Promise<(number | null)[]>
  >();
  expectTypeOf(pmap(optional, [1], ["b"])).toEqualTypeOf<Promise<Point[]>>();
  expectTypeOf(pmap(rest, ["a"], [1], [2])).toEqualTypeOf<Promise<boolean[]>>();

  // What a handler gives stands among the results.
  const retry = { batchSize: 2, retryDelays: [0.1, 1], retryCheck: (error: unknown) => error instanceof RangeError };
  expectTypeOf(pmap((x) => x * 2, [1], retry)).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap((x) => x * 2, [1], { onError: () => 0 })).toEqualTypeOf<Promise<number[]>>();
  expectTypeOf(pmap((x) => x * 2, [1], { onError: () => null })).toEqualTypeOf<Promise<(number | null)[]>>();
  expectTypeOf(pmap((x) => x * 2, [1], { onError: async (e) => String(e) })).toEqualTypeOf<
    Promise<(number | string)[]>
  >();
  expectTypeOf(pmap((x, y) => x + y, [1], [2], { onError: (e) => e as Error })).toEqualTypeOf<
    Promise<(number | Error)[]>
  >();
  const options: PmapOptions = { batchSize: 5 };
  expectTypeOf(pmap(later, [1], options)).toEqualTypeOf<Promise<string[]>>();
  const withValue: PmapOptions<undefined> = { onError: () => undefined };
  expectTypeOf(pmap(later, [1], withValue)).toEqualTypeOf<Promise<(string | undefined)[]>>();
  expectTypeOf(pmap(later, [1], undefined)).toEqualTypeOf<Promise<string[]>>();

  // In generic code.
  const each = <T, R>(f: (item: T) => R, items: Items<T>) => pmap(f, items);
  expectTypeOf(each(later, [1])).toEqualTypeOf<Promise<string[]>>();

  // @ts-expect-error items of another type
  void pmap(later, ["a"]);
  // @ts-expect-error the second collection's items
  void pmap(optional, [1], [2]);
  // @ts-expect-error a collection is missing
  void pmap(choice, ["up" as const]);
  // @ts-expect-error not a collection
  void pmap(later, 5);
  // @ts-expect-error a plain object is none either
  void pmap((x) => x, { a: 1 });
  // @ts-expect-error an unknown option
  void pmap(later, [1], { batchsize: 2 });
  // @ts-expect-error an option of another type
  void pmap(later, [1], { batchSize: "2" });
  // @ts-expect-error a retry is a question
  void pmap(later, [1], { retryCheck: () => "yes" });

  const retryDelays = exponentialBackOff({ n: 3 });
  void pmap(later, [1], { batchSize: "auto", distributed: false, signal: AbortSignal.timeout(5), retryDelays });
  // What was thrown is anything, as for `catch`; two parameters are Julia's.
  void pmap(later, [1], { retryDelays: [1], retryCheck: (error) => error.code === 5 });
  void pmap(later, [1], { retryDelays: [1], retryCheck: (error: RangeError) => error.message === "" });
  void pmap(later, [1], { retryCheck: (state: number, error: Error) => state < 2 && error.name === "Error" });
  void pmap(later, [1], { retryCheck: async (state, _error) => [state + 1, true] });
  // @ts-expect-error a number or one word
  void pmap(later, [1], { batchSize: "all" });
  // @ts-expect-error the signal, not its controller
  void pmap(later, [1], { signal: new AbortController() });
}

function folds() {
  // As `distributed`: without annotations the function says what comes out.
  const sum = pmapreduce(
    (a, b) => a + b,
    (x) => x * 2,
    range(1, 9),
  );
  expectTypeOf(sum).toEqualTypeOf<Promise<number>>();
  expectTypeOf(pmapreduce(concat, later, numbers())).toEqualTypeOf<Promise<string>>();
  expectTypeOf(pmapreduce(merge, word, asyncWords(), { init: new Map<string, number>() })).toEqualTypeOf<
    Promise<Map<string, number>>
  >();
  expectTypeOf(pmapreduce(merge, async (text) => word(text), ["a"])).toEqualTypeOf<Promise<Map<string, number>>>();
  expectTypeOf(pmapreduce(Math.max, (x, y) => x * y.length, [1], new Set(["a"]))).toEqualTypeOf<Promise<number>>();
  void pmapreduce(concat, later, [1], { onError: () => "", retryDelays: [0], batchSize: 5 });

  // @ts-expect-error the function does not give what the reducer takes
  void pmapreduce(concat, (i) => i, range(1, 2));
  // @ts-expect-error nor does its handler
  void pmapreduce(concat, later, [1], { onError: () => 0 });
  // @ts-expect-error a start value of another type
  void pmapreduce(concat, later, [1], { init: 0 });
}

declare function numbers(): Generator<number, void, undefined>;
declare function asyncWords(): AsyncGenerator<string, void, undefined>;

function loops() {
  // Without annotations: the body says what comes out.
  expectTypeOf(
    distributed(
      (a, b) => a + b,
      range(1, 10),
      (i) => i * 2,
    ),
  ).toEqualTypeOf<Promise<number>>();
  expectTypeOf(
    distributed(
      (a, b) => a + b,
      [1, 2],
      async (i) => `${i}`,
    ),
  ).toEqualTypeOf<Promise<string>>();
  expectTypeOf(
    distributed(
      (a, b) => ({ ...a, ...b }),
      "abc",
      (letter) => ({ letter }),
    ),
  ).toEqualTypeOf<Promise<{ letter: string }>>();
  expectTypeOf(
    distributed(
      (a, b) => a + b,
      range(1, 10),
      (i) => (i > 5 ? 1 : 0),
    ),
  ).toExtend<Promise<number>>();
  // With annotations, and by functions that have a name.
  expectTypeOf(
    distributed(
      (a: number, b: number) => a + b,
      [1, 2],
      (i) => i,
    ),
  ).toEqualTypeOf<Promise<number>>();
  expectTypeOf(distributed(merge, ["a", "b"], word)).toEqualTypeOf<Promise<Map<string, number>>>();
  expectTypeOf(distributed(merge, ["a"] as readonly string[], async (text) => word(text))).toEqualTypeOf<
    Promise<Map<string, number>>
  >();
  expectTypeOf(
    distributed(
      async (a: number, b: number) => a + b,
      range(1, 2),
      (i) => i,
    ),
  ).toEqualTypeOf<Promise<number>>();
  expectTypeOf(
    distributed(
      (a: Point[], b: Point[]) => [...a, ...b],
      [1],
      (x) => [{ x, y: 0 }],
    ),
  ).toEqualTypeOf<Promise<Point[]>>();
  expectTypeOf(distributed(Math.max, Float64Array.of(1), (x) => x)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(
    distributed(
      (a, b) => a + b,
      [1, 2],
      (x) => x,
      { init: 0 },
    ),
  ).toEqualTypeOf<Promise<number>>();
  expectTypeOf(distributed(merge, [""], word, { init: new Map<string, number>() })).toEqualTypeOf<
    Promise<Map<string, number>>
  >();
  // Without a reducer.
  expectTypeOf(distributed(range(1, 3), (i) => i)).toEqualTypeOf<Promise<void>>();
  expectTypeOf(distributed("abc", async (letter) => letter.length)).toEqualTypeOf<Promise<void>>();

  expectTypeOf(range(1, 3)).toEqualTypeOf<NumberRange>();
  expectTypeOf([...range(1, 3)]).toEqualTypeOf<number[]>();

  // @ts-expect-error the body does not give what the reducer takes
  void distributed(concat, range(1, 2), (i) => i);
  // @ts-expect-error nor does this function
  void distributed(merge, [1], word);
  // @ts-expect-error the reducer gives something else than it takes
  void distributed(mixed, [1], Math.abs);
  // @ts-expect-error a set has no length, and no order to cut
  void distributed(merge, new Set(["a"]), word);
  // @ts-expect-error a generator has none either
  void distributed(numbers(), Math.abs);
  // @ts-expect-error a start value of another type
  void distributed(merge, ["a"], word, { init: 5 });
  // @ts-expect-error an unknown option
  void distributed(merge, ["a"], word, { start: new Map() });
  // @ts-expect-error without a reducer there is nothing to fold into
  void distributed(range(1, 9), Math.abs, { init: 0 });
}

function shared() {
  expectTypeOf(new SharedArray(Int32Array, 4)).toEqualTypeOf<Int32Array<SharedArrayBuffer>>();
  expectTypeOf(new SharedArray(Uint8ClampedArray, 4)).toEqualTypeOf<Uint8ClampedArray<SharedArrayBuffer>>();
  expectTypeOf(new SharedArray(Float64Array, 4)[0]).toEqualTypeOf<number | undefined>();
  expectTypeOf(new SharedArray(BigInt64Array, 4)[0]).toEqualTypeOf<bigint | undefined>();
  const array: SharedArray = new SharedArray(Float32Array, 1);
  expectTypeOf(localindices(array)).toEqualTypeOf<NumberRange>();

  const pixels = new Uint8ClampedArray(4);
  expectTypeOf(transfer(pixels, [pixels.buffer])).toEqualTypeOf<Uint8ClampedArray<ArrayBuffer>>();
  expectTypeOf(transfer({ a: 1, pixels }, [pixels.buffer]).a).toEqualTypeOf<number>();
  // @ts-expect-error a view is not moved, its buffer is
  void transfer(pixels, [pixels]);
  // @ts-expect-error what holds no buffer
  void transfer(5, []);
  // @ts-expect-error the buffers are missing
  void transfer(pixels);

  // @ts-expect-error no typed-array class
  void new SharedArray(Array, 4);
  // @ts-expect-error nor is this one
  void new SharedArray(DataView, 4);
  // @ts-expect-error the length is missing
  void new SharedArray(Int8Array);
  // @ts-expect-error an array that is not shared
  void localindices(new Float64Array(4));
}

async function channels() {
  const made = new Future<Point>(2);
  expectTypeOf(put(made, { x: 1, y: 2 })).toEqualTypeOf<Promise<Future<Point>>>();
  expectTypeOf(made.put({ x: 1, y: 2 }, { timeout: 1 })).toEqualTypeOf<Promise<Future<Point>>>();
  expectTypeOf(made.fetch()).toEqualTypeOf<Promise<Point>>();
  expectTypeOf(wait(made, { signal: new AbortController().signal })).toEqualTypeOf<Promise<Future<Point>>>();
  expectTypeOf(isready(made)).toEqualTypeOf<Promise<boolean>>();

  const local = new Channel<string>(3);
  const remote = await remoteChannel(() => new Channel<string>(3), 2);
  expectTypeOf(remote).toEqualTypeOf<RemoteChannel<string>>();
  expectTypeOf(remoteChannel<number>()).toEqualTypeOf<Promise<RemoteChannel<number>>>();
  expectTypeOf(remoteChannel<number>(2)).toEqualTypeOf<Promise<RemoteChannel<number>>>();
  expectTypeOf(remoteChannel(async () => new Channel<Point>(1))).toEqualTypeOf<Promise<RemoteChannel<Point>>>();
  expectTypeOf(take(local)).toEqualTypeOf<Promise<string>>();
  expectTypeOf(take(remote, { timeout: 1 })).toEqualTypeOf<Promise<string>>();
  expectTypeOf(fetch(remote)).toEqualTypeOf<Promise<string>>();
  expectTypeOf(put(remote, "x")).toEqualTypeOf<Promise<RemoteChannel<string>>>();
  for await (const item of remote) expectTypeOf(item).toEqualTypeOf<string>();
  for await (const item of local) expectTypeOf(item).toEqualTypeOf<string>();

  // @ts-expect-error not a number
  void put(made, 5);
  // @ts-expect-error not into this channel
  void put(remote, 5);
  // @ts-expect-error a Future has no take
  void take(made);
  // @ts-expect-error an unknown option
  void take(remote, { patience: 1 });
  // @ts-expect-error its maker is remoteChannel
  void new RemoteChannel();
  // @ts-expect-error no channel comes of it
  void remoteChannel(() => 5);
  // @ts-expect-error a channel of another type
  const wrong: RemoteChannel<number> = remote;
  void wrong;
}

function output() {
  // display takes any value; Chart tells a chart that is none.
  expectTypeOf(display({ chart: "line", x: range(1, 3), y: Float64Array.of(1, 2, 3) })).toEqualTypeOf<void>();
  expectTypeOf(display([{ word: "a", count: 1 }])).toEqualTypeOf<void>();
  const speedUp: Chart = { chart: "bar", x: ["1", "2"], y: [1, 1.9], title: "Speed-up" };
  display(speedUp);
  // @ts-expect-error: there is no such chart
  const pie: Chart = { chart: "pie", y: [1] };
  display(pie);
}

export const CHECKED = [blocks, calls, channels, folds, loops, maps, output, places, pools, refs, shared, targets];
