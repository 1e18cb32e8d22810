// What becomes of a batch of a pmap once its worker has answered: values go to the results, failed items to the program's handlers,
// and from there back into the queue, now or after a delay.
// Invariants: each item settles once; the first failure that no handler takes ends the pmap, and is told by `fail`.
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException, RemoteException } from "./errors.ts";
import { startTimer } from "./options.ts";
import { Thrown } from "./pmap-batch.ts";
import { verdictOn } from "./pmap-failure.ts";
import type { Plan } from "./pmap-plan.ts";
import type { Item, PmapQueue } from "./pmap-queue.ts";
import { type Outcome, Unsent } from "./pmap-request.ts";

export class PmapSettler {
  readonly #ctx: ClusterContext;
  readonly #plan: Plan<unknown>;
  readonly #queue: PmapQueue;
  readonly #fail: (reason: unknown) => void;
  /** Of items that wait for their next attempt. */
  readonly #timers = new Set<{ cancel(): void }>();

  constructor(ctx: ClusterContext, plan: Plan<unknown>, queue: PmapQueue, fail: (reason: unknown) => void) {
    this.#ctx = ctx;
    this.#plan = plan;
    this.#queue = queue;
    this.#fail = fail;
  }

  /** Settles when the handlers have been asked. `pid`: where the batch ran. */
  async settle(batch: readonly Item[], outcome: Outcome, pid: number): Promise<void> {
    if (outcome instanceof ProcessExitedException) {
      const failures = batch.map(() => new Thrown(outcome));
      await this.#settleAll(batch, failures, undefined);
    } else if (outcome instanceof Unsent) await this.#settleUnsent(batch, outcome);
    else if (Array.isArray(outcome)) await this.#settleAll(batch, outcome, pid);
    else this.#settleFolded(batch, outcome.value);
  }

  /** No item is tried again. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel();
  }

  /** What cannot be sent has failed here; what was to go with it was never tried, and goes alone. */
  async #settleUnsent(batch: readonly Item[], { refusals }: Unsent): Promise<void> {
    this.#queue.putBack(batch.filter((item) => !refusals.has(item)));
    await this.#settleAll([...refusals.keys()], [...refusals.values()], undefined);
  }

  async #settleAll(batch: readonly Item[], outcomes: readonly unknown[], pid: number | undefined): Promise<void> {
    const failures: [Item, Thrown][] = [];
    for (const [i, item] of batch.entries()) {
      const outcome = outcomes[i];
      if (outcome instanceof Thrown) failures.push([item, outcome]);
      else this.#put(item, outcome);
    }
    this.#settled(batch.length - failures.length);
    for (const [item, { error }] of failures) {
      if (this.#queue.isClosed) return;
      await this.#settleFailure(item, error, pid);
    }
  }

  #settleFolded(batch: readonly Item[], value: unknown): void {
    void this.#plan.results.putFolded(batch[0]!.batch, value)?.catch(this.#fail);
    this.#settled(batch.length);
  }

  /** `pid`: where it was thrown; undefined for the end of a worker, and for what cannot be sent. */
  async #settleFailure(item: Item, thrown: unknown, pid: number | undefined): Promise<void> {
    const { handlers, operation } = this.#plan;
    const verdict = await verdictOn(item, thrown, handlers);
    if ("delayS" in verdict) return this.#retryLater(item, verdict.delayS);
    operation.failed();
    if ("value" in verdict) {
      this.#put(item, verdict.value);
      this.#settled(1);
    } else {
      const isRemote = verdict.reason === thrown && pid !== undefined;
      this.#fail(isRemote ? new RemoteException(pid, thrown, this.#ctx.pid) : verdict.reason);
    }
  }

  #put({ batch, index }: Item, value: unknown): void {
    void this.#plan.results.put(batch, index, value)?.catch(this.#fail);
  }

  #settled(items: number): void {
    this.#plan.operation.done(items);
    this.#queue.settled(items);
  }

  #retryLater(item: Item, delayS: number): void {
    this.#plan.operation.retried();
    if (delayS === 0) return this.#queue.putBack([item]);
    const timer = startTimer(this.#ctx.platform, delayS, () => {
      this.#timers.delete(timer);
      this.#queue.putBack([item]);
    });
    this.#timers.add(timer);
  }
}
