// The pools of one process: what each handle stands for, and who comes and goes. A pool is served where it was made.
// Invariant: members that end are noticed at once where somebody waits.
import { deferred } from "../base/deferred.ts";
import { checkPid, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { createCachedFunction, FunctionCache } from "./function-cache.ts";
import { type Limits, watchLimits } from "./limits.ts";
import { PoolCore, type PoolCoreOptions, type Taker } from "./pool-core.ts";
import { PoolElsewhere, type PoolId, PoolLoans, type PoolRequest } from "./pool-elsewhere.ts";
import { type Call, type Callable, copyOf } from "./remotecall.ts";
import type { Future } from "./remoteref.ts";
import { CachingPool, WorkerPool } from "./workerpool.ts";

/** What a handle stands for. */
export interface Pool {
  /** Members that are there. */
  readonly length: number;
  /** Set for a CachingPool. */
  readonly cache: FunctionCache | undefined;
  /** Gives a worker, now or when one is free. Throws when there is none to wait for. What it returns ends the wait. */
  take(taker: Taker): () => void;
  /** The same for one who leaves the worker there. */
  watch(watcher: Taker): () => void;
  put(pid: number): Promise<void>;
  push(pid: number): Promise<void>;
  isready(): Promise<boolean>;
}

/** A pool of this process. */
class PoolHere implements Pool {
  readonly core: PoolCore;
  readonly cache: FunctionCache | undefined;
  readonly #noted: (core: PoolCore) => void;

  /** @param noted hears whenever somebody has come to wait, or waits no longer. */
  constructor(core: PoolCore, noted: (core: PoolCore) => void, cache?: FunctionCache) {
    this.core = core;
    this.cache = cache;
    this.#noted = noted;
  }

  get length() {
    return this.core.pids.length;
  }

  take(taker: Taker) {
    return this.#line(this.core.take(taker));
  }

  watch(watcher: Taker) {
    return this.#line(this.core.watch(watcher));
  }

  async put(pid: number) {
    this.core.put(pid);
    this.#noted(this.core);
  }

  async push(pid: number) {
    this.core.push(pid);
    this.#noted(this.core);
  }

  async isready() {
    return this.core.isReady;
  }

  #line(leave: () => void): () => void {
    this.#noted(this.core);
    return () => {
      leave();
      this.#noted(this.core);
    };
  }
}

type Parts = [owner: number, id: number, members: readonly number[], ref: Future | null];

/** The default pool's number. */
const DEFAULT = 0;

const keyOf = ([owner, id]: PoolId) => `${owner}:${id}`;

/** A handle that stands for nothing yet. */
const bare = (): WorkerPool => Object.create(WorkerPool.prototype);

export class Pools {
  readonly #ctx: ClusterContext;
  readonly #pools = new WeakMap<WorkerPool, Pool>();
  /** Those where somebody waits. */
  readonly #waited = new Set<PoolCore>();
  /** Runs a call on a CachingPool at its worker. */
  readonly cached: Callable;
  #default: WorkerPool | undefined;
  #defaultCore: PoolCore | undefined;
  readonly #loans = new PoolLoans();
  /** Pools that were sent from here, and their refs. */
  readonly #lent = new WeakMap<WorkerPool, WeakRef<Future>>();
  /** The handles that have been sent or received, so that a pool that comes back is the pool that went. */
  readonly #handles = new Map<string, WeakRef<WorkerPool>>();
  /** Workers forget the functions of a CachingPool that is collected. */
  readonly #uncleared = new FinalizationRegistry<FunctionCache>((cache) => cache.clear());
  readonly #collected = new FinalizationRegistry<string>((key) => {
    if (!this.#handles.get(key)?.deref()) this.#handles.delete(key);
  });

  constructor(ctx: ClusterContext) {
    this.#ctx = ctx;
    this.cached = createCachedFunction(ctx);
    ctx.codec.travels(CachingPool, {
      tag: "CachingPool",
      pack: () => {
        throw new TypeError("a CachingPool cannot be sent: it keeps functions for its own process; send a WorkerPool");
      },
      unpack: () => bare(),
    });
    ctx.codec.travels(WorkerPool, {
      tag: "WorkerPool",
      pack: (handle) => this.#pack(handle),
      unpack: (parts) => this.#unpack(parts as Parts),
    });
  }

  /** What a new handle of the program stands for: a pool of this process. */
  create(handle: WorkerPool, pids: readonly number[]): void {
    const name = handle instanceof CachingPool ? "new CachingPool" : "new WorkerPool";
    if (!Array.isArray(pids)) throw new TypeError(`${name}: wanted an array of pids, got ${describe(pids)}`);
    for (const pid of pids) checkPid(name, pid);
    const cache = handle instanceof CachingPool ? new FunctionCache(this.#ctx, true) : undefined;
    if (cache) this.#uncleared.register(handle, cache);
    this.#pools.set(handle, this.make(pids, cache));
  }

  /** Pools where somebody waits, and processes that wait at one or have taken from one; for tests. */
  get waited(): number {
    return this.#waited.size + this.#loans.size;
  }

  /** A pool without a handle. */
  make(pids: readonly number[], cache?: FunctionCache): Pool {
    return new PoolHere(new PoolCore(pids, this.#whoIsThere), this.#noted, cache);
  }

  /** What the handle stands for. */
  of(handle: WorkerPool): Pool {
    const pool = this.#pools.get(handle);
    if (pool) return pool;
    throw new TypeError("this pool was not made by this process, nor received from another");
  }

  /** The pool of all workers, which follows who joins and leaves; without workers it gives process 1, where it is. */
  default(): WorkerPool {
    this.#default ??= this.#makeDefault();
    return this.#default;
  }

  #makeDefault(): WorkerPool {
    const handle = bare();
    if (this.#ctx.pid !== 1) this.#pools.set(handle, this.#elsewhere([1, DEFAULT], this.#workers(), null));
    else {
      this.#defaultCore = new PoolCore(this.#workers(), { ...this.#whoIsThere, standIn: 1 });
      this.#pools.set(handle, new PoolHere(this.#defaultCore, this.#noted));
    }
    return handle;
  }

  readonly isThere = (pid: number): boolean => pid === this.#ctx.pid || this.#ctx.cluster.has(pid);

  readonly #whoIsThere: PoolCoreOptions = {
    isThere: this.isThere,
    isReturning: (pid) => this.#ctx.cluster.isReturning(pid),
  };

  #workers = () => this.#ctx.cluster.workers().filter((pid) => pid !== 1);

  membersChanged(): void {
    const core = this.#defaultCore;
    const newcomers = core ? this.#workers().filter((pid) => !core.pids.includes(pid)) : [];
    for (const pid of newcomers) core!.push(pid);
    for (const core of this.#waited) {
      core.serve();
      this.#noted(core);
    }
  }

  /** Settles with a free worker, which then is taken; past its limits nothing is. */
  take(handle: WorkerPool, limits: Limits): Promise<number> {
    const pool = this.of(handle);
    return this.#within("take", limits, (taker) => pool.take(taker));
  }

  /** Settles with the pool when a worker is free, which stays there. */
  async wait(handle: WorkerPool, limits: Limits): Promise<WorkerPool> {
    const pool = this.of(handle);
    await this.#within("wait", limits, (watcher) => pool.watch(watcher));
    return handle;
  }

  async #within(name: string, limits: Limits, join: (taker: Taker) => () => void): Promise<number> {
    if (limits.signal?.aborted) throw limits.signal.reason;
    const { promise, resolve, reject } = deferred<number>();
    const leave = join({ give: resolve, fail: reject });
    const release = watchLimits(this.#ctx.platform, name, limits, (reason) => {
      leave();
      reject(reason);
    });
    return promise.finally(release);
  }

  /** The call as it is made there: of a CachingPool its function goes by name once the worker has it. */
  callOn({ cache }: Pool, pid: number, { f, args }: Call): Call {
    if (!cache) return { f, args };
    const [name, sent] = cache.toSend(pid, f);
    return name === "" ? { f, args } : { f: this.cached, args: [name, sent, args] };
  }

  /** The call as it is now, for later. A CachingPool has kept the function already, under itself. */
  waitingCall({ cache }: Pool, call: Call): Call {
    return cache
      ? { f: call.f, args: copyOf(this.#ctx, { f: this.cached, args: call.args }).args }
      : copyOf(this.#ctx, call);
  }

  // ------------------------------------------------------------------------------------------- from process to process

  /** Another process has ended: what it had of pools here is free. */
  holderEnded(pid: number): void {
    this.#loans.ended(pid);
  }

  /** A pool of this process, asked by another. Exposed to every process under one name. */
  readonly serve = async (holder: number, id: number, request: PoolRequest, pid: number): Promise<unknown> => {
    const handle = id === DEFAULT ? this.default() : this.#handles.get(keyOf([this.#ctx.pid, id]))?.deref();
    if (!handle) throw new Error(`there is no pool ${id} on process ${this.#ctx.pid} any more`);
    return this.#loans.serve(holder, this.of(handle), request, pid);
  };

  #elsewhere(id: PoolId, members: readonly number[], ref: Future | null): PoolElsewhere {
    return new PoolElsewhere(this.#ctx, this.serve, id, members, ref);
  }

  #pack(handle: WorkerPool): Parts {
    const pool = this.of(handle);
    if (pool instanceof PoolElsewhere) return [...pool.id, pool.members, pool.ref];
    const { core } = pool as PoolHere;
    if (core === this.#defaultCore) return [1, DEFAULT, core.pids, null];
    // Held weakly here: it keeps the pool, which shall not keep itself.
    const ref = this.#lent.get(handle)?.deref() ?? this.#lend(handle);
    return [ref.whence, ref.id, core.pids, ref];
  }

  #lend(handle: WorkerPool): Future {
    const ref = this.#ctx.handles.lend(handle);
    this.#lent.set(handle, new WeakRef<Future>(ref));
    this.#remember([ref.whence, ref.id], handle);
    return ref;
  }

  #unpack([owner, id, members, ref]: Parts): WorkerPool {
    if (id === DEFAULT) return this.default();
    const known = this.#handles.get(keyOf([owner, id]))?.deref();
    if (known) return known;
    const handle = bare();
    this.#pools.set(handle, this.#elsewhere([owner, id], members, ref));
    this.#remember([owner, id], handle);
    return handle;
  }

  #remember(id: PoolId, handle: WorkerPool): void {
    this.#handles.set(keyOf(id), new WeakRef(handle));
    this.#collected.register(handle, keyOf(id));
  }

  readonly #noted = (core: PoolCore) => {
    if (core.waiting > 0) this.#waited.add(core);
    else this.#waited.delete(core);
  };
}
