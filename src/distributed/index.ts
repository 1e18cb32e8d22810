// The module "distributed" of a program, in teaching order: Julia's Distributed under its own names, an underscore become
// camelCase and a macro a function that takes an arrow. This file is the door and its documentation; every function is
// bound in `api.ts`. Times are in seconds. An unknown option of any function is refused by name.
//
// Everything that crosses to another process is copied when the call is made: arguments, and the variables a function
// captures. Nothing is written back. Calls to one's own pid do not copy.
import { Channel } from "./channel.ts";
import { the } from "./current.ts";
import type { Chart } from "./display.ts";
import type { Limits } from "./limits.ts";
import type { DistributedOptions, EverywhereOptions, Sequence } from "./macros.ts";
import type { PmapOptions, PmapreduceOptions } from "./pmap-options.ts";
import type { AddprocsOptions, RmprocsOptions } from "./procs.ts";
import type { NumberRange } from "./range.ts";
import { Future, RemoteChannel } from "./remoteref.ts";
import type { BackOffOptions, ExponentialBackOff } from "./retry-delays.ts";
import type { SharedArray } from "./shared-array.ts";
import type { SyncBlock } from "./sync.ts";
import type { Target } from "./target.ts";
import type { Movable } from "./transfer.ts";
import type { CachingPool, WorkerPool } from "./workerpool.ts";

export { Channel } from "./channel.ts";
export type { Chart } from "./display.ts";
export {
  CompositeException,
  InterruptException,
  InvalidStateException,
  ProcessExitedException,
  RemoteException,
  rootCause,
  TimeoutError,
} from "./errors.ts";
export type { Limits } from "./limits.ts";
export type { DistributedOptions, EverywhereOptions, Sequence } from "./macros.ts";
export type { PmapOptions, PmapreduceOptions, RetryCheck, RetryVerdict } from "./pmap-options.ts";
export type { AddprocsOptions, RmprocsOptions } from "./procs.ts";
export { type NumberRange, range } from "./range.ts";
export { Future, RemoteChannel } from "./remoteref.ts";
export type { BackOffOptions, ExponentialBackOff } from "./retry-delays.ts";
export { SharedArray, type SharedArrays, type TypedArrayClass } from "./shared-array.ts";
export type { SyncBlock } from "./sync.ts";
export type { CallOptions, Target, Where } from "./target.ts";
export type { Movable } from "./transfer.ts";
export { CachingPool, WorkerPool } from "./workerpool.ts";

/** The platform's own, kept before a program can replace it. */
const platformFetch = globalThis.fetch;

// ---------------------------------------------------------------------------------------------------------- processes

/**
 * This process's id, its pid: 1 on the driver, 2 and up on workers.
 * @example console.log(myid(), await fetchfrom(2, () => myid())); // 1 2
 */
export function myid(): number {
  return the().myid();
}

/**
 * How many processes there are, the driver included: one more than `nworkers` gives, where there are workers.
 * @example console.log(nprocs()); // 3 (with two workers)
 */
export function nprocs(): number {
  return the().nprocs();
}

/**
 * How many workers there are; 1 when there are none, since the driver then does the work itself.
 * @example console.log(nworkers()); // 2 (with two workers)
 */
export function nworkers(): number {
  return the().nworkers();
}

/**
 * The ids of all processes, ascending, 1 included.
 * @example console.log(procs()); // [ 1, 2, 3 ] (with two workers)
 */
export function procs(): number[] {
  return the().procs();
}

/**
 * The ids of all workers, ascending; `[1]` when there are none.
 * @example console.log(workers()); // [ 2, 3 ] (with two workers)
 */
export function workers(): number[] {
  return the().workers();
}

/**
 * Starts `count` workers (default: as many as the machine has hardware threads) and settles with their ids, ascending, when
 * each has loaded `functions.ts`. Ids are never used again. Only on process 1. A RangeError for more than 64 workers at once
 * and for what is not a number of workers; a worker that does not come up within `timeout` seconds (default 60) fails the call.
 * @example console.log(await addprocs(2)); // [ 4, 5 ] (or others)
 */
export function addprocs(count?: number, options?: AddprocsOptions): Promise<number[]> {
  return the().addprocs(count, options);
}

/**
 * Ends workers, given as ids or arrays of ids; settles when they are gone. They cannot be called from the moment of the call;
 * whatever waits on them fails with ProcessExitedException. Unknown ids are skipped; process 1 stays, with a warning. Past
 * `waitfor` seconds (default Infinity) it rejects with the ids that have not ended; the removal goes on. Only on process 1.
 * @example
 * const pids = await addprocs(1);
 * await rmprocs(pids, { waitfor: 5 }); console.log(workers().includes(pids[0]!)); // false
 */
export function rmprocs(...pids: (number | readonly number[] | RmprocsOptions)[]): Promise<void> {
  return the().rmprocs(...pids);
}

/**
 * Interrupts what runs on the given workers (default: all), as Ctrl-C would: every call that is in flight there fails with
 * RemoteException, `captured` being an InterruptException; what its function still does goes on, its result is dropped. An
 * idle worker is left as it is. A worker that does not give way within 0.25 s (an endless loop) is replaced under the same id,
 * its state reset. Settles when each has given way or has been replaced. Only on process 1.
 * @example
 * const call = fetchfrom(2, () => new Promise(() => {})); setTimeout(() => interrupt(2), 100);
 * await call.catch((error) => console.log(rootCause(error).name)); // InterruptException
 */
export function interrupt(...pids: (number | readonly number[])[]): Promise<void> {
  return the().interrupt(...pids);
}

// ------------------------------------------------------------------------------------------------------- remote calls

/**
 * Calls `f(...args)` on process `target` and returns a reference to its result at once; the result stays there until it is
 * fetched. Throws at the call what cannot be sent, and an Error for an id that never existed.
 *
 * A target is a pid; a pool, where the call waits until a worker is free; "any", the next worker in turn; "free", the worker
 * with the fewest calls not yet answered that this process knows of; or options, `{ on: 2, timeout: 5, signal }`. Past its
 * time, in seconds, a call fails with TimeoutError; when the signal aborts, with its reason. The worker goes on unharmed.
 * @example const r = remotecall(Math.sqrt, 2, 16); console.log(await fetch(r)); // 4
 */
export function remotecall<A extends unknown[], R>(
  f: (...args: A) => R,
  target: Target,
  ...args: A
): Future<Awaited<R>> {
  return the().remotecall(f, target, ...args);
}

/**
 * Calls `f(...args)` on process `target` and settles with its result: two messages, where `remotecall` and `fetch` take five.
 * Rejects with RemoteException when `f` throws, and with ProcessExitedException when the process ends. For targets, limits
 * of time and cancelling see `remotecall`.
 * @example console.log(await remotecallFetch(Math.sqrt, { on: 2, timeout: 5 }, 16)); // 4
 */
export function remotecallFetch<A extends unknown[], R>(
  f: (...args: A) => R,
  target: Target,
  ...args: A
): Promise<Awaited<R>> {
  return the().remotecallFetch(f, target, ...args);
}

/**
 * Calls `f(...args)` on process `target` and settles with a reference when it has finished; the result stays there. Rejects
 * as `remotecallFetch` does.
 * @example const r = await remotecallWait(() => [1, 2, 3], 2); console.log(r.where, await fetch(r)); // 2 [ 1, 2, 3 ]
 */
export function remotecallWait<A extends unknown[], R>(
  f: (...args: A) => R,
  target: Target,
  ...args: A
): Promise<Future<Awaited<R>>> {
  return the().remotecallWait(f, target, ...args);
}

/**
 * Calls `f(...args)` on process `target` and forgets it: no result comes back, and there is nothing to wait for. A failure is
 * printed once, by that process, with the place that started it. Throws at the call what cannot be sent, and for a process
 * that has ended. A limit only ends the wait for a free worker of a pool.
 * @example remoteDo((text) => console.log(text), 2, "hello"); // From worker 2: hello
 */
export function remoteDo<A extends unknown[]>(f: (...args: A) => unknown, target: Target, ...args: A): void {
  the().remoteDo(f, target, ...args);
}

/**
 * The function `f` as it is called on the free workers of a pool (default: `defaultWorkerPool()`), by `remotecallFetch`.
 * @example const root = remote(Math.sqrt); console.log(await root(16)); // 4
 */
export function remote<A extends unknown[], R>(f: (...args: A) => R): (...args: A) => Promise<Awaited<R>>;
export function remote<A extends unknown[], R>(
  pool: WorkerPool,
  f: (...args: A) => R,
): (...args: A) => Promise<Awaited<R>>;
// biome-ignore lint/suspicious/noExplicitAny: the overloads above are the types
export function remote(...args: any[]): (...args: any[]) => Promise<any> {
  return the().remote(...(args as [() => unknown]));
}

/**
 * Runs an expression on process `target` and returns a reference to its value at once. "any" is the next worker in turn,
 * "free" the one with the fewest calls not yet answered that this process knows of (the first of several); for the rest see
 * `remotecall`.
 * @example const r = spawnat(2, () => myid()); console.log(await fetch(r)); // 2
 */
export function spawnat<R>(target: Target, f: () => R): Future<Awaited<R>> {
  return the().spawnat(target, f);
}

/**
 * `spawnat("any", f)`: the next worker in turn, whether or not it is busy.
 * @example console.log(await fetch([spawn(() => myid()), spawn(() => myid())])); // [ 2, 3 ] (or as it is their turn)
 */
export function spawn<R>(f: () => R): Future<Awaited<R>> {
  return the().spawn(f);
}

/**
 * Runs an expression on process `target` and settles with its value; targets and limits are those of `remotecall`.
 * @example console.log(await fetchfrom({ on: 2, timeout: 1 }, () => myid())); // 2
 */
export function fetchfrom<R>(target: Target, f: () => R): Promise<Awaited<R>> {
  return the().fetchfrom(target, f);
}

/**
 * Runs an expression on the next worker in turn and settles with its value.
 * @example console.log(await fetchany(() => myid())); // 2 (or another)
 */
export function fetchany<R>(f: () => R): Promise<Awaited<R>> {
  return the().fetchany(f);
}

// --------------------------------------------------------------------------------------------------------- references

/** Values of an array of refs, in its order. */
type Values<T extends readonly RemoteRef[]> = {
  -readonly [K in keyof T]: T[K] extends Future<infer V> | RemoteChannel<infer V> ? V : never;
};
type RemoteRef = Future | RemoteChannel;
type AnyChannel<T> = Channel<T> | RemoteChannel<T>;
type Waitable = Future | Channel | RemoteChannel | WorkerPool;

/**
 * Settles with the value behind a Future, or with the values of an array of them, in order; rejects with what the call threw.
 * A fetched value is kept: fetching again is free, also after its process has ended. Of a channel it gives the next item and
 * leaves it there. Given a URL or a Request it is the platform's `fetch`.
 *
 * Past `timeout` seconds it rejects with TimeoutError, after `signal` aborts with the signal's reason; the call goes on.
 * @example const r = remotecall(Math.sqrt, 2, 16); console.log(await fetch(r, { timeout: 5 })); // 4
 */
export function fetch<T>(ref: Future<T> | AnyChannel<T>, limits?: Limits): Promise<T>;
export function fetch<const T extends readonly RemoteRef[]>(refs: T, limits?: Limits): Promise<Values<T>>;
export function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
export function fetch(what: unknown, options?: unknown): Promise<unknown> {
  if (isRef(what) || Array.isArray(what)) return the().fetch(what, options as Limits);
  return platformFetch.call(globalThis, what as string, options as RequestInit);
}

const isRef = (what: unknown) => what instanceof Future || what instanceof RemoteChannel || what instanceof Channel;

/**
 * Settles with the ref itself when its value is there, without moving it; rejects with what the call threw. For a channel:
 * when there is an item, which it leaves there. For a pool: when one of its workers is free.
 * @example const r = await wait(remotecall(Math.sqrt, 2, 16)); console.log(await isready(r)); // true
 */
export function wait<R extends Waitable>(ref: R, limits?: Limits): Promise<R> {
  return the().wait(ref, limits) as Promise<R>;
}

/**
 * Whether a Future's value is there, a channel has an item now, or a pool a free worker. Of a Future on a busy process it settles with false soon,
 * rather than waiting for it.
 * @example console.log(await isready(remotecall(() => new Promise(() => {}), 2))); // false
 */
export function isready(ref: Waitable): Promise<boolean> {
  return the().isready(ref);
}

/**
 * Sets the value of a Future, once: a second put rejects ("Future can be set only once"), from another process as a
 * RemoteException. Or puts an item into a channel: settles when there was room for it, and rejects with InvalidStateException
 * when the channel is closed (by a handle from another process: wrapped in RemoteException). The value is copied when `put` is
 * called, unless the owner is this process. Settles with the ref. Past its limits it rejects, and nothing was put. Or gives a
 * worker back to its pool.
 * @example const f = new Future<string>(); await put(f, "done"); console.log(await fetch(f)); // done
 */
export function put<R extends Waitable>(
  ref: R,
  value: R extends WorkerPool ? number : R extends Future<infer V> | AnyChannel<infer V> ? V : never,
  limits?: Limits,
): Promise<R> {
  return the().put(ref, value, limits) as Promise<R>;
}

/**
 * Takes the next item out of a channel; waits while there is none. Rejects with InvalidStateException when the channel is
 * closed and nothing is left (by a handle from another process: wrapped in RemoteException). A taker that is cancelled, past
 * its time or dead takes nothing. A Future has no take: use `fetch`. Of a pool it takes a free worker, until it is `put` back.
 * @example const ch = new Channel<number>(1); await put(ch, 7); console.log(await take(ch, { timeout: 1 })); // 7
 */
export function take(pool: WorkerPool, limits?: Limits): Promise<number>;
export function take<T>(channel: AnyChannel<T>, limits?: Limits): Promise<T>;
export function take(from: WorkerPool | AnyChannel<unknown>, limits?: Limits): Promise<unknown> {
  return the().take(from, limits);
}

/**
 * A channel that every process can use by the handle this settles with: `f` runs on process `pid` (default: this one) and
 * returns the Channel, which stays there. Without `f` it has room for one item. Pass the handle to any process.
 * @example
 * const jobs = await remoteChannel(() => new Channel<number>(32), 2);
 * await put(jobs, 1); await close(jobs);
 * for await (const job of jobs) console.log(job); // 1
 */
export function remoteChannel<T = unknown>(pid?: number): Promise<RemoteChannel<T>>;
export function remoteChannel<T>(
  f: (() => Channel<T> | Promise<Channel<T>>) | undefined,
  pid?: number,
): Promise<RemoteChannel<T>>;
export function remoteChannel<T>(f?: (() => unknown) | number, pid?: number): Promise<RemoteChannel<T>> {
  return the().remoteChannel(f, pid);
}

/**
 * Closes a channel: puts that wait for room and takes that wait for an item reject with InvalidStateException, everywhere.
 * What is in it can still be taken. Closing again does nothing.
 * @example const ch = new Channel<number>(1); await close(ch); console.log(await isopen(ch)); // false
 */
export function close(channel: Channel | RemoteChannel): Promise<void> {
  return the().close(channel);
}

/**
 * Whether something can still be put into the channel.
 * @example console.log(await isopen(new Channel())); // true
 */
export function isopen(channel: Channel | RemoteChannel): Promise<boolean> {
  return the().isopen(channel);
}

/**
 * Whether there is nothing in the channel to take now.
 * @example console.log(await isempty(new Channel(1))); // true
 */
export function isempty(channel: Channel | RemoteChannel): Promise<boolean> {
  return the().isempty(channel);
}

/**
 * Lets go of a reference now, rather than when it is collected: its owner need not keep the value for this process. What waits
 * with it rejects, and using it afterwards is an error. Handles of other processes stay good.
 * @example const big = await remotecallWait(() => new Float64Array(1e6), 2); finalize(big);
 */
export function finalize(ref: Future | RemoteChannel): void {
  the().finalize(ref);
}

/**
 * Runs `f` on every process, the driver last, or on the given ones, and settles when all have finished. Captures arrive as
 * copies; share names through `globalThis`. Workers added later do not get it. Rejects with a CompositeException of what
 * failed where; the others have run all the same. With a single id it settles with the value, or rejects with the
 * RemoteException itself. Options may stand where the ids stand: `{ on, timeout, signal }`.
 * @example
 * const word = "hello"; await everywhere(() => { Object.assign(globalThis, { greeting: `${word} from ${myid()}` }); });
 * console.log(await fetchfrom(2, () => Reflect.get(globalThis, "greeting"))); // hello from 2
 */
export function everywhere(f: () => unknown): Promise<void>;
export function everywhere(pids: readonly number[], f: () => unknown): Promise<void>;
export function everywhere<R>(pid: number, f: () => R): Promise<Awaited<R>>;
export function everywhere<R>(options: EverywhereOptions & { on: number }, f: () => R): Promise<Awaited<R>>;
export function everywhere(options: EverywhereOptions, f: () => unknown): Promise<void>;
// biome-ignore lint/suspicious/noExplicitAny: the overloads above are the types
export function everywhere(...args: any[]): Promise<any> {
  return the().everywhere(...(args as [() => unknown]));
}

/**
 * Runs the block and waits for all that it starts with the functions it is given: `s.spawnat`, `s.spawn`, `s.remotecall` and
 * `s.distributed`, which do what the functions of these names do. Settles with the block's value. Whatever fails, everything
 * runs to its end; then it rejects with a CompositeException of every failure, in the order they were started: the block's
 * own first.
 * @example
 * const refs = await sync((s) => workers().map((pid) => s.spawnat(pid, () => pid * pid)));
 * console.log(await fetch(refs)); // [ 4, 9 ] (with two workers)
 */
export function sync<R>(block: (s: SyncBlock) => R): Promise<Awaited<R>> {
  return the().sync(block);
}

// -------------------------------------------------------------------------------------------------------------- pools

/**
 * The pool of all workers, on every process the same: it follows who joins and leaves, and gives process 1 while there are no
 * workers.
 * @example console.log(await remotecallFetch(() => myid(), defaultWorkerPool())); // 2 (or another)
 */
export function defaultWorkerPool(): WorkerPool {
  return the().defaultWorkerPool();
}

/**
 * Makes a process a member of the pool, where it is free; settles with the pool.
 * @example const pool = await push(new WorkerPool([2]), 3); console.log(pool.length); // 2
 */
export function push<P extends WorkerPool>(pool: P, pid: number): Promise<P> {
  return the().push(pool, pid) as Promise<P>;
}

/**
 * Lets a CachingPool and its workers forget the functions they keep: each is sent anew when it is next used.
 * @example
 * const table = { factor: 1 }, pool = new CachingPool(workers()), scale = (x: number) => x * table.factor;
 * console.log(await pmap(scale, [1, 2], { pool })); // [ 1, 2 ]
 * table.factor = 10; console.log(await pmap(scale, [1, 2], { pool })); // [ 1, 2 ]
 * clear(pool); console.log(await pmap(scale, [1, 2], { pool })); // [ 10, 20 ]
 */
export function clear(pool: CachingPool): void {
  the().clear(pool);
}

// -------------------------------------------------------------------------------------------------------------- loops

/** What a loop gives: what its reducer takes and gives, or what its body gives where the reducer does not say. */
type Folded<A, R> = 0 extends 1 & A ? Awaited<R> : A;

/**
 * A parallel loop. `distributed(reducer, items, body)` cuts the items into one contiguous chunk a worker, runs `body(item)`
 * on each, folds the values of a chunk there and the chunks' results here, in order.
 *
 * The reducer takes two values and gives one of their kind, and so makes one result of many: `(a, b) => a + b`, `Math.max`, two
 * tables of counts into one. It must be associative (it may be grouped in any way); it need not be commutative. There is no start
 * value unless `init` is given, which is folded in once: a loop over one item never calls the reducer, and an empty one rejects.
 *
 * Without a reducer, `distributed(items, body)` runs the body for its effects on the workers; await it, or the program goes on.
 * @example console.log(await distributed((a, b) => a + b, range(1, 1e6), (i) => i)); // 500000500000
 */
// biome-ignore lint/suspicious/noExplicitAny: a reducer without annotations is read before the body that would tell its type
export function distributed<T, A = any, R extends A | Promise<A> = A>(
  reducer: (a: A, b: A) => A | Promise<A>,
  items: Sequence<T>,
  body: (item: T) => R,
  options?: DistributedOptions<A>,
): Promise<Folded<A, R>>;
export function distributed<T>(items: Sequence<T>, body: (item: T) => unknown): Promise<void>;
// biome-ignore lint/suspicious/noExplicitAny: the overloads above are the types
export function distributed(...args: any[]): Promise<any> {
  return the().distributed(...args);
}

/** What pmap can draw items from. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/**
 * `f` of every item, in the order of the input, whichever worker was free: good for items of uneven size. Several collections
 * are taken in step, to the end of the shortest. What `f` captures is copied once per worker and call: a worker keeps its copy
 * until the pmap is over (so a `/g` pattern keeps its `lastIndex` from item to item), and the next pmap starts anew.
 *
 * The first failure ends it (rejects with RemoteException, or ProcessExitedException when a worker ends), unless
 * `onError` gives a value instead or `retryDelays` allows another attempt, on whichever worker is free. `onError` is asked
 * first; when it throws, what it threw goes to `retryCheck`. Items of a batch fail, and are tried again, one by one. So does an
 * item, or a result, that cannot be sent.
 *
 * With `pool` it uses the members of that pool, more or fewer as it grows and shrinks; without, all workers there are when it
 * is called. Source: pmap in Julia's Distributed.
 * @example console.log(await pmap((x) => x * x, range(1, 4), { batchSize: 2 })); // [ 1, 4, 9, 16 ]
 * @example
 * const parse = (text: string) => JSON.parse(text);
 * console.log(await pmap(parse, ["1", "{"], { retryDelays: [0.1], onError: () => null })); // [ 1, null ]
 */
export function pmap<A, R, E = never>(
  f: (a: A) => R,
  items: Items<A>,
  options?: PmapOptions<E>,
): Promise<(Awaited<R> | E)[]>;
export function pmap<A, B, R, E = never>(
  f: (a: A, b: B) => R,
  first: Items<A>,
  second: Items<B>,
  options?: PmapOptions<E>,
): Promise<(Awaited<R> | E)[]>;
export function pmap<A, B, C, R, E = never>(
  f: (a: A, b: B, c: C) => R,
  first: Items<A>,
  second: Items<B>,
  third: Items<C>,
  options?: PmapOptions<E>,
): Promise<(Awaited<R> | E)[]>;
export function pmap<A extends unknown[], R>(
  f: (...items: A) => R,
  ...collections: { [K in keyof A]: Items<A[K]> }
): Promise<Awaited<R>[]>;
export function pmap<A extends unknown[], R, E = never>(
  f: (...items: A) => R,
  ...collectionsAndOptions: [...{ [K in keyof A]: Items<A[K]> }, options: PmapOptions<E>]
): Promise<(Awaited<R> | E)[]>;
// biome-ignore lint/suspicious/noExplicitAny: the overloads above are the types
export function pmap(f: (...args: any[]) => any, ...rest: any[]): Promise<any[]> {
  return the().pmap(f, ...rest);
}

/**
 * `f` of every item, folded with `reducer` in the order of the input: as `distributed`, but whoever is free takes the next
 * items, as in `pmap`: good for items of uneven size. Not in Julia's Distributed; in its spirit.
 *
 * The reducer takes two values and gives one, or a promise of one; it must be associative and need not be commutative. A worker
 * folds what it got in one request, the caller folds the requests' results in the order of the input as they come. By default
 * requests are cut by the place in the input alone, so that even a sum of floats is the same to the last bit on any number of
 * workers. There is no start value unless `init` is given, which is folded in once: one item alone never calls the reducer, and
 * an empty collection rejects.
 *
 * The other options are those of `pmap`; the value of `onError` is folded in the place of the failed item's. What the reducer
 * throws ends it: neither `onError` nor `retryDelays` are asked.
 * @example console.log(await pmapreduce(Math.max, (name: string) => name.length, ["a", "bee"], { init: 0 })); // 3
 */
// biome-ignore lint/suspicious/noExplicitAny: a reducer without annotations is read before the function that would tell its type
export function pmapreduce<T, A = any, R extends A | Promise<A> = A>(
  reducer: (a: A, b: A) => A | Promise<A>,
  f: (item: T) => R,
  items: Items<T>,
  options?: PmapreduceOptions<A>,
): Promise<Folded<A, R>>;
// biome-ignore lint/suspicious/noExplicitAny: see above
export function pmapreduce<T, U, A = any, R extends A | Promise<A> = A>(
  reducer: (a: A, b: A) => A | Promise<A>,
  f: (first: T, second: U) => R,
  first: Items<T>,
  second: Items<U>,
  options?: PmapreduceOptions<A>,
): Promise<Folded<A, R>>;
// biome-ignore lint/suspicious/noExplicitAny: the overloads above are the types
export function pmapreduce(reducer: (a: any, b: any) => any, f: (...args: any[]) => any, ...rest: any[]): Promise<any> {
  return the().pmapreduce(reducer, f, ...rest);
}

/**
 * Seconds that grow, for the `retryDelays` of `pmap`: `n` delays (default 1), the first of `firstDelay` (0.05), each `factor`
 * (5) times the one before, give or take the `jitter`-th part of it (0.1), none longer than `maxDelay` (10). Iterable; every item
 * that is tried again draws its own. Throws a RangeError for what is negative or no number. Source: ExponentialBackOff in
 * Julia's Base.
 * @example console.log([...exponentialBackOff({ n: 4, jitter: 0 })]); // [ 0.05, 0.25, 1.25, 6.25 ]
 */
export function exponentialBackOff(options?: BackOffOptions): ExponentialBackOff {
  return the().exponentialBackOff(options);
}

// -------------------------------------------------------------------------------------- values moved, memory shared

/**
 * Marks a value so that its buffers are moved with its next sending to another process, not copied: as an argument or inside
 * one, as an item of a loop, as a result, or put into a Future or channel. The sender's buffers are then detached (their
 * length is 0). Returns the value itself. What cannot go out leaves its buffers where they are; a call to the own process
 * moves nothing. An item that was moved cannot be tried again, and what others than the fetcher hold of a Future, or may be
 * put back when a `take` is cancelled, is copied.
 *
 * `buffers` are ArrayBuffers that the value holds (`array.buffer`, which moves whole), or objects that the platform moves: an
 * ImageBitmap, a MessagePort, an OffscreenCanvas. A TypeError for what cannot be moved, such as shared memory, and for a
 * buffer that has been moved away.
 * @example
 * const floats = new Float64Array([1, 2]), sum = (a: Float64Array) => a.reduce((x, y) => x + y);
 * console.log(await remotecallFetch(sum, 2, transfer(floats, [floats.buffer])), floats.length); // 3 0
 */
export function transfer<T extends object>(value: T, buffers: readonly Movable[]): T {
  return the().transfer(value, buffers);
}

/**
 * The indices, from 0, of a `SharedArray` that this process should handle: `distributed` would cut the array so among
 * `workers()`, the first one taking the first part. Empty on a process that is no worker, as the driver is while there are
 * workers.
 * @example
 * const a = new SharedArray(Int32Array, 4); await everywhere(() => { for (const i of localindices(a)) a[i] = myid(); });
 * console.log(a); // Int32Array(4) [ 2, 2, 3, 3 ] (with two workers)
 */
export function localindices(array: SharedArray): NumberRange {
  return the().localindices(array);
}

// -------------------------------------------------------------------------------------------------------------- files

/**
 * The text (UTF-8) of a file of the program, on any process: in the page an asset of it, on the command line one beside the
 * driver. Rejects for one that is not there.
 * @example const text = await readText("words.txt"); console.log(text.split("\n").length); // 3 (or as many as it has)
 */
export function readText(name: string): Promise<string> {
  return the().readText(name);
}

/**
 * The bytes of a file of the program, on any process. Rejects for one that is not there; see `readText`.
 * @example console.log((await fetchfrom(2, () => readBytes("words.txt"))).length); // 19 (or as many as it has)
 */
export function readBytes(name: string): Promise<Uint8Array> {
  return the().readBytes(name);
}

// ------------------------------------------------------------------------------------------------------------- output

/**
 * Shows a value in the page's Output, with the number of the process; on the command line its text form is printed. On any
 * process, at once; the value is copied. It returns nothing and never throws. The page keeps the newest 200 values of a run, and
 * a process that shows values without end is slowed down to what the page can take.
 *
 * - An array of plain objects, an array of arrays and a Map are a table, of 1000 rows at most.
 * - `{ width, height, data }` is an image, as ImageData is: red, green, blue and alpha of each pixel, row by row; of 4 million
 *   pixels at most.
 * - `{ chart: "line", x, y }` is a chart: see `Chart`.
 * - Everything else is text, as `console.log` prints it.
 *
 * What seems to be meant as an image or a chart and is not right is shown as text, with a warning that says what is wrong.
 * @example display([{ word: "whale", count: 1226 }, { word: "sea", count: 455 }]);
 * @example display({ width: 2, height: 1, data: new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 255]) });
 * @example display({ chart: "bar", x: ["a", "b"], y: [3, 5], title: "How often" });
 */
export function display(chart: Chart): void;
export function display(value: unknown): void;
export function display(value: unknown): void {
  the().display(value);
}
