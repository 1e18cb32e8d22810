// A pmap under way, on its caller. There is one feeder a member of the pool: it takes items from the queue, takes a worker for them
// and gives it back, so that others can use the pool as well. The queue is `pmap-queue.ts`; how a batch is sent `pmap-request.ts`;
// what becomes of it `pmap-settle.ts`.
// Invariants: no more is drawn ahead than the pool has members; after the first failure that no handler takes, nothing more is
// drawn or sent, and nothing is waited for.
import { type Deferred, deferred } from "../base/deferred.ts";
import { promiseOf } from "../base/kept.ts";
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException } from "./errors.ts";
import { FunctionCache } from "./function-cache.ts";
import { watchLimits } from "./limits.ts";
import type { Plan } from "./pmap-plan.ts";
import { type Item, PmapQueue } from "./pmap-queue.ts";
import { sendBatch } from "./pmap-request.ts";
import { PmapSettler } from "./pmap-settle.ts";

export class PmapRun<R> {
  readonly #ctx: ClusterContext;
  readonly #plan: Plan<R>;
  /** A CachingPool's, or of this pmap. */
  readonly #cache: FunctionCache;
  readonly #queue: PmapQueue;
  readonly #settler: PmapSettler;
  readonly #outcome: Deferred<R> = deferred();
  #failed = false;
  #feeders = 0;
  /** Ends the waits for a worker. */
  readonly #leaves = new Set<() => void>();
  #lastDeath: unknown;

  constructor(ctx: ClusterContext, plan: Plan<R>) {
    this.#ctx = ctx;
    this.#plan = plan;
    this.#cache = plan.pool.cache ?? new FunctionCache(ctx, false);
    this.#queue = new PmapQueue(plan, { done: () => this.#complete(), failed: this.#fail });
    this.#settler = new PmapSettler(ctx, plan, this.#queue, this.#fail);
  }

  /** Settles with the result; rejects with the first failure that no handler takes, or the signal's reason. */
  async finish(): Promise<R> {
    const { functions, name, operation, signal } = this.#plan;
    const release = watchLimits(this.#ctx.platform, name, signal ? { signal } : {}, this.#fail);
    try {
      for (const one of Object.values(functions)) this.#cache.keep(one);
      this.#addFeeders();
      const result = await this.#outcome.promise;
      operation.total(this.#queue.drawn);
      operation.end("done");
      return result;
    } catch (error) {
      operation.end("failed");
      throw error;
    } finally {
      release();
      await this.#letGo();
    }
  }

  async #letGo(): Promise<void> {
    const { pool, source } = this.#plan;
    this.#queue.close();
    this.#settler.stop();
    for (const leave of this.#leaves) leave();
    if (this.#cache !== pool.cache) this.#cache.clear();
    const closed = source.close();
    // A failure is told at once: an input may take its time to clean up, or for ever.
    if (!this.#failed) await closed;
  }

  /** Feeders that there should be: one for each member of the pool. At least one: without members it tells that. */
  get #wanted(): number {
    return Math.max(1, this.#plan.pool.length);
  }

  /** The pool may have grown. */
  #addFeeders(): void {
    while (!this.#queue.isClosed && this.#feeders < this.#wanted) {
      this.#feeders++;
      void this.#feed().then(() => this.#feederEnded(), this.#fail);
    }
  }

  /** Brings items to free workers until there is nothing left, the run is over, or the pool has become smaller. */
  async #feed(): Promise<void> {
    try {
      while (!this.#queue.isClosed && this.#feeders <= this.#wanted) {
        if (!(await this.#feedOnce())) return;
        this.#addFeeders();
      }
    } finally {
      this.#feeders--; // at once: another that asks whether it is one too many shall not count this one
    }
  }

  /** False when there is nothing left to do here. */
  async #feedOnce(): Promise<boolean> {
    const batch = await this.#queue.take();
    if (batch === undefined) return false;
    const pid = await this.#workerFor(batch);
    if (pid === undefined) return false;
    const requester = { plan: this.#plan, cache: this.#cache };
    // The run may have ended while the worker was on its way.
    const outcome = this.#queue.isClosed ? undefined : await sendBatch(this.#ctx, requester, pid, batch);
    void this.#plan.pool.put(pid).catch(() => {}); // the process of the pool has ended
    if (this.#queue.isClosed || outcome === undefined) return false;
    if (outcome instanceof ProcessExitedException) this.#lastDeath = outcome;
    await this.#settler.settle(batch, outcome, pid);
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
      this.#queue.putBack(batch);
      return undefined;
    }
  }

  #feederEnded(): void {
    if (this.#feeders > 0 || this.#queue.isClosed || !this.#queue.isOpen) return;
    // Nobody is left to serve what is open.
    this.#fail(this.#lastDeath ?? new Error(`${this.#plan.name}: no worker is left`));
  }

  /** All items have settled. What is still to be done with their values may fail, and a signal ends it. */
  #complete(): void {
    promiseOf(this.#plan.results.finish()).then(this.#outcome.resolve, this.#fail);
  }

  readonly #fail = (reason: unknown) => {
    this.#failed = true;
    this.#outcome.reject(reason);
    this.#queue.close();
  };
}
