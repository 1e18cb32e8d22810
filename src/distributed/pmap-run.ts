// A pmap under way, on its caller. There is one feeder a member of the pool: it draws items, takes a worker for them and gives it
// back, so that others can use the pool as well; failed items go to a queue that every feeder serves, one by one. Handlers run
// here, on what was thrown itself. What becomes of the values is the matter of `results`.
// Invariants: each item settles once; no more is drawn ahead than the pool has members; after the first failure that no handler
// takes, nothing more is drawn or sent, and nothing is waited for.
import { assertUnreachable } from "../base/assert.ts";
import { type Deferred, deferred } from "../base/deferred.ts";
import { promiseOf } from "../base/kept.ts";
import type { BatchSize } from "./batch-size.ts";
import { UnsendableError } from "./cluster-serialize/unsendable.ts";
import type { ClusterContext, Here } from "./context.ts";
import { ProcessExitedException, RemoteException } from "./errors.ts";
import { FunctionCache } from "./function-cache.ts";
import { watchLimits } from "./limits.ts";
import { isThenable, type Reducer } from "./loop.ts";
import { startTimer } from "./options.ts";
import { type BatchOutcome, refusal, Thrown } from "./pmap-batch.ts";
import type { ItemSource } from "./pmap-input.ts";
import type { Handlers } from "./pmap-options.ts";
import type { Pool } from "./pools.ts";
import { type Callable, callFetch } from "./remotecall.ts";
import type { Delays } from "./retry-delays.ts";
import type { Operation } from "./telemetry.ts";

/** Where the values of a pmap go. A batch is named by the index of its first item. */
export interface Results<R> {
  /** Items `first` to before `first + items` have been drawn as one batch. */
  expect(first: number, items: number): void;
  /** The value of an item, or what its handler gave instead. A rejection ends the pmap. */
  put(batch: number, index: number, value: unknown): Promise<void> | undefined;
  /** What the worker has folded a whole batch to; only where a reducer was sent along. */
  putFolded(batch: number, value: unknown): Promise<void> | undefined;
  /** All values are there. */
  finish(): R | Promise<R>;
}

/** What runs on the workers. */
export interface Functions {
  readonly f: Callable;
  /** Folds what a worker got at once. */
  readonly red?: Reducer;
}

/** What a pmap needs of its pool. */
export type PmapPool = Pick<Pool, "length" | "cache" | "take" | "put">;

export interface Plan<R> {
  /** What the program called. */
  readonly name: string;
  /** Where. */
  readonly origin: Here;
  readonly functions: Functions;
  readonly batchFunction: Callable;
  readonly source: ItemSource;
  readonly operation: Operation;
  readonly pool: PmapPool;
  /** The last member of a pool that was made for this pmap alone. */
  readonly lastOfOwn: number | undefined;
  readonly size: BatchSize;
  readonly handlers: Handlers;
  readonly results: Results<R>;
  readonly signal: AbortSignal | undefined;
}

/** An item on its way: its place in the result, the batch it was drawn with, its arguments, its next delay's index. */
interface Item {
  readonly index: number;
  readonly batch: number;
  readonly args: unknown[];
  delay: number;
  delays: Delays | undefined;
}

/** What each item of a batch gave; or what the worker has folded all of them to; or that it has ended; or what cannot be sent. */
type Outcome = unknown[] | { readonly value: unknown } | ProcessExitedException | Unsent;

/** A batch that could not be sent, and why: the items that are to blame. */
class Unsent {
  readonly refusals: ReadonlyMap<Item, Thrown>;
  constructor(refusals: ReadonlyMap<Item, Thrown>) {
    this.refusals = refusals;
  }
}

export class PmapRun<R> {
  readonly #ctx: ClusterContext;
  readonly #plan: Plan<R>;
  /** A CachingPool's, or of this pmap. */
  readonly #cache: FunctionCache;
  readonly #outcome: Deferred<R> = deferred();
  readonly #retries: Item[] = [];
  /** Drawn, and taken by nobody yet: at most one. */
  readonly #batches: Item[][] = [];
  /** Of items that wait for their next attempt. */
  readonly #timers = new Set<{ cancel(): void }>();
  /** Items drawn and not yet settled, waiting retries included. */
  #open = 0;
  #drawn = 0;
  /** Drawing is one at a time: an async input may take its time. */
  #isDrawing = false;
  #exhausted = false;
  #over = false;
  #failed = false;
  #feeders = 0;
  /** Ends the waits for a worker. */
  readonly #leaves = new Set<() => void>();
  #lastDeath: unknown;
  /** Feeders with nothing to do while other items are open; each is woken when that changes. */
  readonly #sleepers: (() => void)[] = [];

  constructor(ctx: ClusterContext, plan: Plan<R>) {
    this.#ctx = ctx;
    this.#plan = plan;
    this.#cache = plan.pool.cache ?? new FunctionCache(ctx, false);
  }

  async finish(): Promise<R> {
    const { functions, name, operation, pool, signal, source } = this.#plan;
    const release = watchLimits(this.#ctx.platform, name, signal ? { signal } : {}, this.#fail);
    try {
      for (const one of Object.values(functions)) this.#cache.keep(one);
      this.#addFeeders();
      const result = await this.#outcome.promise;
      operation.total(this.#drawn);
      operation.end("done");
      return result;
    } catch (error) {
      operation.end("failed");
      throw error;
    } finally {
      this.#over = true;
      release();
      this.#wake();
      for (const timer of this.#timers) timer.cancel();
      for (const leave of this.#leaves) leave();
      if (this.#cache !== pool.cache) this.#cache.clear();
      const closed = source.close();
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
    try {
      while (!this.#over && this.#feeders <= Math.max(1, this.#plan.pool.length)) {
        if (!(await this.#feedOnce())) return;
        this.#addFeeders();
      }
    } finally {
      this.#feeders--; // at once: another that asks whether it is one too many shall not count this one
    }
  }

  /** False when there is nothing left to do here. */
  async #feedOnce(): Promise<boolean> {
    const batch = await this.#take();
    if (batch === undefined) return false;
    const pid = await this.#workerFor(batch);
    if (pid === undefined) return false;
    // The run may have ended while the worker was on its way.
    const outcome = this.#over ? undefined : await this.#send(pid, batch);
    void this.#plan.pool.put(pid).catch(() => {}); // the process of the pool has ended
    if (this.#over || outcome === undefined) return false;
    await this.#settleBatch(batch, outcome, pid);
    return true;
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
    while (!this.#over) {
      const batch = this.#next();
      if (batch) return batch;
      if (this.#exhausted && this.#open === 0) {
        this.#complete();
        return undefined;
      }
      await new Promise<void>((resolve) => this.#sleepers.push(resolve));
    }
    return undefined;
  }

  /** What there is for a worker now. An item that waits for another attempt does not wait for a slow input. */
  #next(): Item[] | undefined {
    const retry = this.#retries.shift();
    if (retry) return [retry];
    if (this.#batches.length === 0 && !this.#exhausted && !this.#isDrawing) this.#draw().catch(this.#fail);
    return this.#batches.shift();
  }

  /** At once from plain collections: a million plain items shall not cost a million promises. */
  async #draw(): Promise<void> {
    const { results, size, source } = this.#plan;
    this.#isDrawing = true;
    const first = this.#drawn;
    const wanted = size.next(first);
    const batch: Item[] = [];
    while (batch.length < wanted && !this.#exhausted && !this.#over) {
      const drawn = source.next();
      const args = isThenable(drawn) ? await drawn : drawn;
      if (args === undefined) this.#exhausted = true;
      else batch.push({ index: this.#drawn++, batch: first, args, delay: 0, delays: undefined });
    }
    this.#isDrawing = false;
    if (batch.length > 0) {
      this.#open += batch.length;
      results.expect(first, batch.length);
      this.#batches.push(batch);
    }
    this.#wake();
  }

  /** What each item gave, or all of them together, or that the worker has ended. Throws what ends the run. */
  async #send(pid: number, batch: Item[]): Promise<Outcome> {
    const startedMs = this.#ctx.platform.nowMs();
    const outcome = await this.#request(pid, batch);
    if (outcome instanceof ProcessExitedException || outcome instanceof Unsent) return outcome;
    if (outcome instanceof Thrown) return batch.map(() => outcome);
    this.#plan.size.answered?.(batch.length, this.#ctx.platform.nowMs() - startedMs);
    const decode = (error: unknown) => (pid === this.#ctx.pid ? error : this.#ctx.codec.decode(error));
    switch (outcome[0]) {
      case "items": {
        const [, values, failures] = outcome;
        for (const [i, error] of failures) values[i] = new Thrown(decode(error));
        return values;
      }
      case "folded":
        return { value: outcome[1] };
      case "unfolded":
        throw new RemoteException(pid, decode(outcome[1]), this.#ctx.pid);
      default:
        return assertUnreachable(outcome);
    }
  }

  /** The worker's answer; what befell the request as a whole; or that the worker has ended. Throws what ends the run. */
  async #request(pid: number, batch: Item[]): Promise<BatchOutcome | Thrown | ProcessExitedException | Unsent> {
    const { batchFunction, functions, operation } = this.#plan;
    const { f, red } = functions;
    try {
      // Captures are sent once per worker and operation; a function without any is only its key.
      const sent = [this.#cache.toSend(pid, f), red ? this.#cache.toSend(pid, red) : null];
      const args = [this.#ctx.pid, ...sent, batch.map((item) => item.args)];
      const outcome = await callFetch(this.#ctx, batchFunction, pid, args, operation);
      for (const one of Object.values(functions)) this.#cache.served(pid, one);
      return outcome as BatchOutcome;
    } catch (error) {
      if (error instanceof ProcessExitedException) return error;
      if (error instanceof RemoteException) return new Thrown(error.captured);
      const refusals = error instanceof UnsendableError ? this.#refusalsOf(batch, pid) : new Map<Item, Thrown>();
      if (refusals.size > 0) return new Unsent(refusals);
      throw error;
    }
  }

  /** The items that cannot be sent; none when it is a function of the program that cannot. */
  #refusalsOf(batch: readonly Item[], pid: number): Map<Item, Thrown> {
    const refusals = new Map<Item, Thrown>();
    const position = this.#plan.origin.position();
    for (const item of batch) {
      const value = item.args.length === 1 ? item.args[0] : item.args;
      const error = refusal(this.#ctx, value, pid, { root: `item ${item.index}`, tries: "copy" })?.error;
      if (error instanceof UnsendableError) refusals.set(item, new Thrown(error.calledAt(position)));
    }
    return refusals;
  }

  /** `pid`: where it ran. */
  async #settleBatch(batch: Item[], outcome: Outcome, pid: number): Promise<void> {
    if (outcome instanceof ProcessExitedException) {
      this.#lastDeath = outcome;
      const failures = batch.map(() => new Thrown(outcome));
      await this.#settleAll(batch, failures, undefined);
    } else if (outcome instanceof Unsent) await this.#settleUnsent(batch, outcome);
    else if (Array.isArray(outcome)) await this.#settleAll(batch, outcome, pid);
    else this.#settleFolded(batch, outcome.value);
  }

  /** What cannot be sent has failed here; what was to go with it was never tried, and goes alone. */
  async #settleUnsent(batch: readonly Item[], { refusals }: Unsent): Promise<void> {
    this.#retries.push(...batch.filter((item) => !refusals.has(item)));
    this.#wake();
    await this.#settleAll([...refusals.keys()], [...refusals.values()], undefined);
  }

  async #settleAll(batch: Item[], outcomes: unknown[], pid: number | undefined): Promise<void> {
    const failures: [Item, Thrown][] = [];
    for (const [i, item] of batch.entries()) {
      const outcome = outcomes[i];
      if (outcome instanceof Thrown) failures.push([item, outcome]);
      else this.#put(item, outcome);
    }
    this.#settled(batch.length - failures.length);
    for (const [item, { error }] of failures) {
      if (this.#over || !(await this.#handle(item, error, pid))) return;
    }
  }

  #settleFolded(batch: Item[], value: unknown): void {
    void this.#plan.results.putFolded(batch[0]!.batch, value)?.catch(this.#fail);
    this.#settled(batch.length);
  }

  #put({ batch, index }: Item, value: unknown): void {
    void this.#plan.results.put(batch, index, value)?.catch(this.#fail);
  }

  #settled(items: number): void {
    this.#open -= items;
    this.#plan.operation.done(items);
    if (this.#open === 0) this.#wake();
  }

  /** False when the failure ends the whole pmap. `pid`: where it was thrown; undefined for the end of a worker. */
  async #handle(item: Item, thrown: unknown, pid: number | undefined): Promise<boolean> {
    const { handlers, operation } = this.#plan;
    let reason = thrown;
    try {
      if (handlers.onError) {
        this.#put(item, await handlers.onError(thrown));
        operation.failed();
        this.#settled(1);
        return true;
      }
    } catch (rethrown) {
      reason = rethrown;
    }
    try {
      const delay = await this.#nextDelay(item, reason);
      if (delay !== undefined) {
        this.#retryLater(item, delay);
        return true;
      }
    } catch (error) {
      reason = error;
    }
    operation.failed();
    const remote = reason === thrown && pid !== undefined;
    this.#fail(remote ? new RemoteException(pid, thrown, this.#ctx.pid) : reason);
    return false;
  }

  /** Seconds until the item is tried again, as Julia's `retry` has it; undefined when it is not. */
  async #nextDelay(item: Item, reason: unknown): Promise<number | undefined> {
    const { delays, retryCheck } = this.#plan.handlers;
    item.delays ??= delays();
    const delay = item.delays.at(item.delay);
    if (delay === undefined) return undefined;
    item.delay++;
    if (!retryCheck) return delay;
    // Two parameters are Julia's (state, error).
    const verdict = await (retryCheck.length > 1 ? retryCheck(item.delay, reason) : retryCheck(reason));
    const [state, again] = Array.isArray(verdict) ? verdict : [item.delay, verdict];
    item.delay = state;
    return again ? delay : undefined;
  }

  #retryLater(item: Item, delayS: number): void {
    this.#plan.operation.retried();
    const queue = () => {
      if (timer) this.#timers.delete(timer);
      this.#retries.push(item);
      this.#wake();
    };
    const timer = delayS > 0 ? startTimer(this.#ctx.platform, delayS, queue) : undefined;
    if (timer) this.#timers.add(timer);
    else queue();
  }

  #feederEnded(): void {
    if (this.#feeders > 0 || this.#over || this.#open === 0) return;
    // Nobody is left to serve what is open.
    this.#fail(this.#lastDeath ?? new Error(`${this.#plan.name}: no worker is left`));
  }

  /** All items have settled. What is still to be done with their values may fail, and a signal ends it. */
  #complete(): void {
    promiseOf(this.#plan.results.finish()).then(this.#outcome.resolve, this.#fail);
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
