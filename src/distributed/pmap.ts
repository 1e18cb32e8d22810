// pmap on its caller: a free worker of its pool takes the next items (Julia: pmap.jl); by default the pool is its own, of all
// workers. There is one feeder a member: it draws items, takes a worker for them and gives it back, so that others can use
// the pool as well; failed items go to a queue that every feeder serves. Handlers run here, on what was thrown itself. The
// worker's side is pmap-batch.ts.
// Invariants: each item settles once; no more is drawn ahead than the pool has members; after the first failure that no handler
// takes, nothing more is drawn or sent, and nothing is waited for.
import { deferred } from "../base/deferred.ts";
import type { ClusterContext, Here } from "./context.ts";
import { headline, ProcessExitedException, RemoteException } from "./errors.ts";
import { FunctionCache } from "./function-cache.ts";
import { isThenable } from "./loop.ts";
import { checkOptions } from "./options.ts";
import { type BatchOutcome, Thrown } from "./pmap-batch.ts";
import { type ItemSource, zipSources } from "./pmap-input.ts";
import type { Pool } from "./pools.ts";
import { type Callable, callFetch, checkFunction, checkLoaded, describe } from "./remotecall.ts";
import type { Operation } from "./telemetry.ts";
import { WorkerPool } from "./workerpool.ts";

/** `E` is what `onError` gives: it stands among the results. */
export interface PmapOptions<E = never> {
  /** Workers it may use, more or fewer as the pool grows and shrinks. Default: all workers that there are at the call. */
  pool?: WorkerPool;
  /** Items sent in one request, which the worker runs concurrently. Default 1. */
  batchSize?: number;
  /** Its value takes the place of a failed item's result; throwing leads to a retry, or ends the pmap. Default: none. */
  onError?: (error: unknown) => E | Promise<E>;
  /** Seconds (finite, 0 or more) before each further attempt of an item; as many attempts as delays. Default: none. */
  retryDelays?: Iterable<number>;
  /** False ends the attempts of the item. Default: always retry. */
  retryCheck?: (error: unknown) => boolean | Promise<boolean>;
}

const OPTION_NAMES = ["pool", "batchSize", "onError", "retryDelays", "retryCheck"];

/** An item on its way: its place in the result, the arguments, attempts so far. */
interface Item {
  readonly index: number;
  readonly args: unknown[];
  attempts: number;
}

/** A pmap as the program asked for it. */
interface PmapCall {
  readonly f: Callable;
  readonly collections: readonly unknown[];
  readonly options: PmapOptions<unknown> | undefined;
  /** Taken where the program called: further in, its own place may lie beyond what a stack holds. */
  readonly origin: Here;
}

export async function pmap(
  ctx: ClusterContext,
  batchFunction: Callable,
  { f, collections, options, origin }: PmapCall,
): Promise<unknown[]> {
  checkFunction("pmap", f);
  checkLoaded(ctx, "pmap");
  const { pool, batchSize = 1, onError, retryDelays = [], retryCheck } = checkOptions("pmap", options, OPTION_NAMES);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`pmap: batchSize must be a whole number, 1 or more, got ${String(batchSize)}`);
  }
  if (pool !== undefined && !(pool instanceof WorkerPool)) {
    throw new TypeError(`pmap: \`pool\` must be a WorkerPool or a CachingPool, got ${describe(pool)}`);
  }
  for (const [name, handler] of Object.entries({ onError, retryCheck })) {
    if (handler !== undefined) checkFunction(`pmap: ${name}`, handler);
  }
  const delays = checkDelays(retryDelays);
  const source = zipSources(collections, (error) => ctx.warn(`pmap: closing its input failed: ${headline(error)}`));
  const operation = ctx.operations.begin("pmap", ctx.codec.nameOf(f), origin.position(), source.length);
  const workers = ctx.cluster.workers();
  const run = new PmapRun(ctx, {
    pool: pool ? ctx.pools.of(pool) : ctx.pools.make(workers),
    lastOfOwn: pool ? undefined : workers.at(-1),
    f,
    batchFunction,
    source,
    operation,
    batchSize,
    onError,
    retryCheck,
    delays,
  });
  return run.finish();
}

function checkDelays(retryDelays: unknown): readonly number[] {
  const iterable = retryDelays as Partial<Iterable<unknown>> | null;
  if (typeof iterable?.[Symbol.iterator] !== "function") {
    throw new TypeError(`pmap: retryDelays must be a collection of seconds, got ${describe(retryDelays)}`);
  }
  const delays = [...(iterable as Iterable<unknown>)];
  for (const [i, delay] of delays.entries()) {
    if (Number.isFinite(delay) && (delay as number) >= 0) continue;
    throw new TypeError(`pmap: retryDelays[${i}] must be a number of seconds, 0 or more, got ${describe(delay)}`);
  }
  return delays as number[];
}

interface Plan {
  pool: Pool;
  /** The last member of a pool that was made for this pmap alone. */
  lastOfOwn: number | undefined;
  f: Callable;
  batchFunction: Callable;
  source: ItemSource;
  operation: Operation;
  batchSize: number;
  onError: PmapOptions<unknown>["onError"];
  retryCheck: PmapOptions["retryCheck"];
  delays: readonly number[];
}

class PmapRun {
  readonly #ctx: ClusterContext;
  readonly #plan: Plan;
  /** A CachingPool's, or of this pmap. */
  readonly #cache: FunctionCache;
  readonly #results: unknown[] = [];
  readonly #outcome = deferred<void>();
  readonly #retries: Item[] = [];
  /** Of items that wait for their next attempt. */
  readonly #timers = new Set<{ cancel(): void }>();
  /** Items drawn and not yet settled, waiting retries included. */
  #open = 0;
  #drawn = 0;
  #exhausted = false;
  #over = false;
  #failed = false;
  #feeders = 0;
  /** Ends the waits for a worker. */
  readonly #leaves = new Set<() => void>();
  #lastDeath: unknown;
  /** Feeders with nothing to do while other items are open; each is woken when that changes. */
  readonly #sleepers: (() => void)[] = [];
  /** Drawing is one at a time: an async input may take its time. */
  #drawing: Promise<unknown> = Promise.resolve();

  constructor(ctx: ClusterContext, plan: Plan) {
    this.#ctx = ctx;
    this.#plan = plan;
    this.#cache = plan.pool.cache ?? new FunctionCache(ctx, false);
  }

  async finish(): Promise<unknown[]> {
    try {
      this.#cache.keep(this.#plan.f);
      this.#addFeeders();
      await this.#outcome.promise;
      this.#plan.operation.total(this.#results.length);
      this.#plan.operation.end("done");
      return this.#results;
    } catch (error) {
      this.#plan.operation.end("failed");
      throw error;
    } finally {
      this.#over = true;
      this.#wake();
      for (const timer of this.#timers) timer.cancel();
      for (const leave of this.#leaves) leave();
      if (this.#cache !== this.#plan.pool.cache) this.#cache.clear();
      const closed = this.#plan.source.close();
      // A failure is told at once: an input may take its time to clean up, or for ever.
      if (!this.#failed) await closed;
    }
  }

  /** One for each member of the pool, which may have grown. At least one: without members it tells that. */
  #addFeeders(): void {
    while (!this.#over && this.#feeders < Math.max(1, this.#plan.pool.length)) {
      this.#feeders++;
      void this.#feed().then(() => this.#feederEnded(), this.#fail);
    }
  }

  /** Brings items to free workers until there is nothing left, the run is over, or the pool has become smaller. */
  async #feed(): Promise<void> {
    while (!this.#over && this.#feeders <= Math.max(1, this.#plan.pool.length)) {
      const batch = await this.#take();
      if (batch === undefined) return;
      const pid = await this.#workerFor(batch);
      if (pid === undefined) return;
      const outcome = await this.#send(pid, batch);
      void this.#plan.pool.put(pid).catch(() => {}); // the process of the pool has ended
      if (this.#over) return;
      if (outcome instanceof ProcessExitedException) {
        this.#lastDeath = outcome;
        const failures = batch.map(() => new Thrown(outcome));
        await this.#settleAll(batch, failures, undefined);
      } else await this.#settleAll(batch, outcome, pid);
      this.#addFeeders();
    }
  }

  /** A free worker. Without one the items go back: they were never sent, so no attempt counts. */
  async #workerFor(batch: readonly Item[]): Promise<number | undefined> {
    const { promise, resolve, reject } = deferred<number | undefined>();
    try {
      const leave = this.#plan.pool.take({ give: resolve, fail: reject });
      const stop = () => {
        leave();
        resolve(undefined);
      };
      this.#leaves.add(stop);
      return await promise.finally(() => this.#leaves.delete(stop));
    } catch (reason) {
      const { lastOfOwn } = this.#plan;
      this.#lastDeath ??= lastOfOwn === undefined ? reason : this.#ctx.cluster.missing(lastOfOwn);
      this.#retries.push(...batch);
      this.#wake();
      return undefined;
    }
  }

  /** The next items for a free worker; waits while others may still fail; undefined when all is done. */
  async #take(): Promise<Item[] | undefined> {
    for (;;) {
      if (this.#over) return undefined;
      const retry = this.#retries.shift();
      if (retry) return [retry];
      if (!this.#exhausted) {
        const batch = await this.#draw();
        if (batch.length > 0) return batch;
        continue;
      }
      if (this.#open === 0) {
        this.#outcome.resolve();
        return undefined;
      }
      await new Promise<void>((resolve) => this.#sleepers.push(resolve));
    }
  }

  #draw(): Promise<Item[]> {
    const mine = this.#drawing.then(() => this.#drawBatch());
    this.#drawing = mine.catch(() => {});
    return mine;
  }

  async #drawBatch(): Promise<Item[]> {
    const batch: Item[] = [];
    while (batch.length < this.#plan.batchSize && !this.#exhausted && !this.#over) {
      const drawn = this.#plan.source.next();
      const args = isThenable(drawn) ? await drawn : drawn;
      if (args === undefined) this.#exhausted = true;
      else {
        this.#open++;
        batch.push({ index: this.#drawn++, args, attempts: 0 });
      }
    }
    return batch;
  }

  /** What each item gave, or that the worker has ended. Throws what failed here: what cannot be sent, say. */
  async #send(pid: number, batch: Item[]): Promise<unknown[] | ProcessExitedException> {
    const { f, batchFunction, operation } = this.#plan;
    try {
      // Captures are sent once per worker and operation; a function without any is only its key.
      const args = [this.#ctx.pid, ...this.#cache.toSend(pid, f), batch.map((item) => item.args)];
      const [values, failures] = (await callFetch(this.#ctx, batchFunction, pid, args, operation)) as BatchOutcome;
      this.#cache.served(pid, f);
      for (const [i, error] of failures) {
        values[i] = new Thrown(pid === this.#ctx.pid ? error : this.#ctx.codec.decode(error));
      }
      return values;
    } catch (error) {
      if (error instanceof ProcessExitedException) return error;
      if (error instanceof RemoteException) return batch.map(() => new Thrown(error.captured));
      throw error;
    }
  }

  async #settleAll(batch: Item[], outcomes: unknown[], pid: number | undefined): Promise<void> {
    const failures: [Item, Thrown][] = [];
    for (const [i, item] of batch.entries()) {
      const outcome = outcomes[i];
      if (outcome instanceof Thrown) failures.push([item, outcome]);
      else this.#results[item.index] = outcome;
    }
    this.#settled(batch.length - failures.length);
    for (const [item, { error }] of failures) {
      if (this.#over || !(await this.#handle(item, error, pid))) return;
    }
  }

  #settled(items: number): void {
    this.#open -= items;
    this.#plan.operation.done(items);
    if (this.#open === 0) this.#wake();
  }

  /** False when the failure ends the whole pmap. `pid`: where it was thrown; undefined for the end of a worker. */
  async #handle(item: Item, thrown: unknown, pid: number | undefined): Promise<boolean> {
    const { onError, retryCheck, delays } = this.#plan;
    let reason = thrown;
    try {
      if (onError) {
        this.#results[item.index] = await onError(thrown);
        this.#plan.operation.failed();
        this.#settled(1);
        return true;
      }
    } catch (rethrown) {
      reason = rethrown;
    }
    try {
      const delay = delays[item.attempts];
      if (delay !== undefined && (retryCheck === undefined || (await retryCheck(reason)))) {
        this.#retryLater(item, delay);
        return true;
      }
    } catch (error) {
      reason = error;
    }
    this.#plan.operation.failed();
    const remote = reason === thrown && pid !== undefined;
    this.#fail(remote ? new RemoteException(pid, thrown, this.#ctx.pid) : reason);
    return false;
  }

  #retryLater(item: Item, delayS: number): void {
    item.attempts++;
    this.#plan.operation.retried();
    const queue = () => {
      if (timer) this.#timers.delete(timer);
      this.#retries.push(item);
      this.#wake();
    };
    const timer = delayS > 0 ? this.#ctx.platform.after(delayS * 1000, queue) : undefined;
    if (timer) this.#timers.add(timer);
    else queue();
  }

  #feederEnded(): void {
    this.#feeders--;
    if (this.#feeders > 0 || this.#over) return;
    // Nobody is left to serve what is open.
    if (this.#open > 0 || !this.#exhausted) this.#fail(this.#lastDeath ?? new Error("pmap: no worker is left"));
  }

  readonly #fail = (reason: unknown) => {
    this.#over = true;
    this.#failed = true;
    this.#outcome.reject(reason);
    this.#wake();
  };

  #wake(): void {
    for (const wake of this.#sleepers.splice(0)) wake();
  }
}
