// pmap: a free worker takes the next items (Julia: pmap.jl). One feeder a worker keeps one request in flight there; failed
// items go to a queue that every feeder serves. Handlers run here, on what was thrown itself.
// Invariants: each item settles once; input is drawn only when a worker is free; after the first failure that no handler
// takes, nothing more is drawn or sent.
import { deferred } from "../base/deferred.ts";
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException, RemoteException } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { type ItemSource, zipSources } from "./pmap-input.ts";
import { packError } from "./process-messages.ts";
import { type Callable, callFetch, checkFunction, checkLoaded } from "./remotecall.ts";
import type { Operation } from "./telemetry.ts";

export interface PmapOptions<R = unknown> {
  /** Items sent in one request, which the worker runs concurrently. Default 1. */
  batchSize?: number;
  /** Its value takes the place of a failed item's result; throwing leads to a retry, or ends the pmap. Default: none. */
  onError?: (error: unknown) => R | Promise<R>;
  /** Seconds to wait before each further attempt of an item; as many further attempts as there are delays. Default: none. */
  retryDelays?: Iterable<number>;
  /** False ends the attempts of the item. Default: always retry. */
  retryCheck?: (error: unknown) => boolean | Promise<boolean>;
}

const OPTION_NAMES = ["batchSize", "onError", "retryDelays", "retryCheck"];

/** An item on its way: its place in the result, the arguments, attempts so far. */
interface Item {
  readonly index: number;
  readonly args: unknown[];
  attempts: number;
}

/** What an item that failed gives instead of a value. */
class Thrown {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

export async function pmap(
  ctx: ClusterContext,
  batchFunction: Callable,
  f: Callable,
  collections: readonly unknown[],
  options?: PmapOptions,
): Promise<unknown[]> {
  checkFunction("pmap", f);
  checkLoaded(ctx, "pmap");
  const { batchSize = 1, onError, retryDelays = [], retryCheck } = checkOptions("pmap", options, OPTION_NAMES);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`pmap: batchSize must be a whole number, 1 or more, got ${String(batchSize)}`);
  }
  for (const [name, handler] of Object.entries({ onError, retryCheck })) {
    if (handler !== undefined) checkFunction(`pmap: ${name}`, handler);
  }
  const source = zipSources(collections);
  const operation = ctx.operations.begin("pmap", ctx.codec.nameOf(f), ctx.here().position(), source.length);
  const run = new PmapRun(ctx, {
    f,
    batchFunction,
    source,
    operation,
    batchSize,
    onError,
    retryCheck,
    delays: [...retryDelays],
  });
  return run.finish();
}

interface Plan {
  f: Callable;
  batchFunction: Callable;
  source: ItemSource;
  operation: Operation;
  batchSize: number;
  onError: PmapOptions["onError"];
  retryCheck: PmapOptions["retryCheck"];
  delays: readonly number[];
}

class PmapRun {
  readonly #ctx: ClusterContext;
  readonly #plan: Plan;
  readonly #name: string;
  readonly #results: unknown[] = [];
  readonly #outcome = deferred<void>();
  readonly #retries: Item[] = [];
  /** Items drawn and not yet settled, waiting retries included. */
  #open = 0;
  #drawn = 0;
  #exhausted = false;
  #over = false;
  #feeders = 0;
  #lastDeath: unknown;
  /** Feeders with nothing to do while other items are open; each is woken when that changes. */
  readonly #sleepers: (() => void)[] = [];
  /** Drawing is one at a time: an async input may take its time. */
  #drawing: Promise<unknown> = Promise.resolve();

  constructor(ctx: ClusterContext, plan: Plan) {
    this.#ctx = ctx;
    this.#plan = plan;
    this.#name = `${ctx.pid}:${plan.operation.key}`;
  }

  async finish(): Promise<unknown[]> {
    const workers = this.#ctx.cluster.workers();
    this.#feeders = workers.length;
    for (const pid of workers) void this.#feed(pid).then(() => this.#feederEnded(), this.#fail);
    try {
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
      if (!this.#exhausted) await this.#plan.source.close();
      this.#forget(workers);
    }
  }

  /** Serves one worker until there is nothing left, the run is over, or the worker has ended. */
  async #feed(pid: number): Promise<void> {
    let sent = false;
    while (!this.#over) {
      const batch = await this.#take();
      if (batch === undefined) return;
      const outcome = await this.#send(pid, batch, !sent);
      sent = true;
      if (this.#over) return;
      if (outcome instanceof ProcessExitedException) {
        this.#lastDeath = outcome;
        return this.#settleAll(
          batch,
          batch.map(() => new Thrown(outcome)),
          undefined,
        );
      }
      await this.#settleAll(batch, outcome, pid);
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
      const args = drawn instanceof Promise ? await drawn : drawn;
      if (args === undefined) this.#exhausted = true;
      else {
        this.#open++;
        batch.push({ index: this.#drawn++, args, attempts: 0 });
      }
    }
    return batch;
  }

  /** What each item gave, or that the worker has ended. Throws what failed here: what cannot be sent, say. */
  async #send(pid: number, batch: Item[], first: boolean): Promise<unknown[] | ProcessExitedException> {
    const { f, batchFunction, operation } = this.#plan;
    // Captures are sent once per worker and operation; a function without any is only its key.
    const known = this.#ctx.codec.keyOf(f) !== undefined;
    const sent = known || first || pid === this.#ctx.pid ? f : null;
    const args = [this.#ctx.pid, this.#name, sent, batch.map((item) => item.args)];
    try {
      const [values, failures] = (await callFetch(this.#ctx, batchFunction, pid, args, operation)) as BatchOutcome;
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
    let done = 0;
    for (const [i, item] of batch.entries()) {
      const outcome = outcomes[i];
      if (!(outcome instanceof Thrown)) {
        this.#results[item.index] = outcome;
        done++;
      } else if (!(await this.#handle(item, outcome.error, pid))) return;
    }
    this.#settled(done);
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
      this.#retries.push(item);
      this.#wake();
    };
    if (delayS > 0) this.#ctx.platform.after(delayS * 1000, queue);
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
    this.#outcome.reject(reason);
    this.#wake();
  };

  #wake(): void {
    for (const wake of this.#sleepers.splice(0)) wake();
  }

  #forget(workers: readonly number[]): void {
    if (this.#ctx.codec.keyOf(this.#plan.f) !== undefined) return;
    for (const pid of workers) {
      if (pid === this.#ctx.pid) this.#ctx.pmapFunctions.delete(this.#name);
      else if (this.#ctx.cluster.has(pid)) this.#ctx.cluster.connectionTo(pid).send(["forget", this.#name], 0, "batch");
    }
  }
}

/** Values by item, and what the failed ones threw: packed (see packError), but not when the owner is this process. */
type BatchOutcome = [values: unknown[], failures: [index: number, error: unknown][]];

/** A batch as it runs on a worker: items concurrently, each counted. Exposed to every process under one name. */
export function createBatchFunction(ctx: ClusterContext) {
  return async function $batch(
    owner: number,
    name: string,
    sent: Callable | null,
    items: readonly unknown[][],
  ): Promise<BatchOutcome> {
    const f = sent ?? (ctx.pmapFunctions.get(name) as Callable);
    if (sent !== null && ctx.codec.keyOf(sent) === undefined) ctx.pmapFunctions.set(name, sent);
    const outcomes = await Promise.all(items.map((args) => runItem(ctx, f, args)));
    const failures: BatchOutcome[1] = [];
    const values = outcomes.map((outcome, i) => {
      if (!(outcome instanceof Thrown)) return outcome;
      failures.push([i, owner === ctx.pid ? outcome.error : packError(ctx, outcome.error, owner)]);
      return undefined;
    });
    return [values, failures];
  };
}

async function runItem(ctx: ClusterContext, f: Callable, args: unknown[]): Promise<unknown> {
  ctx.registers.enter(ctx.codec.nameOf(f));
  try {
    const value: unknown = await f(...args);
    ctx.registers.count(1, 0);
    return value;
  } catch (thrown) {
    ctx.registers.count(0, 1);
    return new Thrown(thrown);
  } finally {
    ctx.registers.leave();
  }
}
