// The options of pmap and pmapreduce: what they are, and their check. An unknown one is refused by name.

import { checkFunction, describe } from "./checks.ts";
import { checkLimits } from "./limits.ts";
import { checkOptions } from "./options.ts";
import { type Delays, delaysOf } from "./retry-delays.ts";
import { WorkerPool } from "./workerpool.ts";

/** Whether an item is tried again; with a `state`, the next delay is the one at that index of the delays. */
export type RetryVerdict = boolean | readonly [state: number, again: boolean];

/**
 * Asked before each further attempt, on the caller: `(error) => …` with what was thrown itself. A function of two parameters is
 * Julia's `(state, error) => …`: the state is the index of the next delay, which is the number of attempts so far.
 */
export type RetryCheck = (
  // biome-ignore lint/suspicious/noExplicitAny: a program reads fields of what it has thrown itself
  errorOrState: any,
  // biome-ignore lint/suspicious/noExplicitAny: see above
  error?: any,
) => RetryVerdict | Promise<RetryVerdict>;

/** `E` is what `onError` gives: it stands among the results. */
export interface PmapOptions<E = never> {
  /** Workers it may use, more or fewer as the pool grows and shrinks. Default: all workers that there are at the call. */
  pool?: WorkerPool;
  /**
   * Items sent in one request, which the worker runs concurrently. "auto" begins with 1 and follows the measured time per
   * item, so that a request takes some 20 ms: for many small items. Default 1.
   */
  batchSize?: number | "auto";
  /**
   * Called on the caller with what was thrown itself, or the ProcessExitedException of the worker. Its value takes the place
   * of the failed item's result; throwing leads to a retry, or ends the pmap. Default: none.
   */
  onError?: (error: unknown) => E | Promise<E>;
  /**
   * Seconds (finite, 0 or more) before each further attempt of an item, on whichever worker is free; as many attempts more as
   * there are delays. See `exponentialBackOff`. Default: none.
   */
  retryDelays?: Iterable<number>;
  /** False ends the attempts of the item. Default: as long as there are delays. */
  retryCheck?: RetryCheck;
  /** False: on the caller, as many items at once as there are workers, none in batches. Default true. */
  distributed?: boolean;
  /**
   * Ends the pmap with the signal's reason: nothing more is begun, and a generator given as input is closed. Items that are
   * being worked on go on, and nobody hears of them. Default: none.
   */
  signal?: AbortSignal;
}

/** `A` is what the reducer takes: what `onError` gives is folded, too. */
export interface PmapreduceOptions<A = unknown> extends PmapOptions<A> {
  /** Folded in once, before the first value; also the result for an empty collection. Default: none. */
  init?: A;
  /**
   * Items sent in one request, whose values the worker folds. A number or "auto" as for pmap. Default: grows with the place in
   * the input, by 1 every 256 items, so that values are grouped alike whatever the number of workers.
   */
  batchSize?: number | "auto";
}

/** What is asked when an item fails. */
export interface Handlers {
  readonly onError: PmapOptions<unknown>["onError"];
  readonly retryCheck: PmapOptions["retryCheck"];
  readonly delays: () => Delays;
}

export interface CheckedOptions {
  readonly pool: WorkerPool | undefined;
  readonly batchSize: number | "auto" | undefined;
  readonly handlers: Handlers;
  readonly isDistributed: boolean;
  readonly signal: AbortSignal | undefined;
}

const NAMES = ["pool", "batchSize", "onError", "retryDelays", "retryCheck", "distributed", "signal"];

/** Throws a TypeError or a RangeError for the option that it names. `more`: what the caller takes besides. */
export function checkPmapOptions(
  name: string,
  options: PmapOptions<unknown> | undefined,
  more: readonly string[] = [],
): CheckedOptions {
  const given = checkOptions(name, options, [...NAMES, ...more]);
  const { pool, batchSize, onError, retryDelays = [], retryCheck, distributed = true, signal } = given;
  if (pool !== undefined && !(pool instanceof WorkerPool)) {
    throw new TypeError(`${name}: \`pool\` must be a WorkerPool or a CachingPool, got ${describe(pool)}`);
  }
  if (batchSize !== undefined && batchSize !== "auto" && !(Number.isInteger(batchSize) && batchSize >= 1)) {
    const wanted = 'a whole number, 1 or more, or "auto"';
    throw new RangeError(`${name}: batchSize must be ${wanted}, got ${describe(batchSize)}`);
  }
  for (const [option, handler] of Object.entries({ onError, retryCheck })) {
    if (handler !== undefined) checkFunction(`${name}: ${option}`, handler);
  }
  if (typeof distributed !== "boolean") {
    throw new TypeError(`${name}: distributed must be true or false, got ${describe(distributed)}`);
  }
  if (signal !== undefined) checkLimits(name, { signal });
  const delays = delaysOf(name, retryDelays);
  return { pool, batchSize, handlers: { onError, retryCheck, delays }, isDistributed: distributed, signal };
}
