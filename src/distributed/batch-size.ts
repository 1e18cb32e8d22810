// How many items pmap and pmapreduce put into one request. Each is a policy of its own; none looks at the items.

/** How many items the next request takes, once `drawn` items have been drawn. */
export interface BatchSize {
  next(drawn: number): number;
  /** A request of so many items has been answered. */
  answered?(items: number, tookMs: number): void;
}

/** Always the same. */
export const fixedSize = (items: number): BatchSize => ({ next: () => items });

/** A request shall take about this long: sending it then costs next to nothing, and nobody waits long for the last one. */
const BATCH_MS = 20;
/** Items of a batch run concurrently, so that quick answers alone do not say how many a worker can hold. */
const MAX_ITEMS = 2_000;

interface Measure {
  /** Items in all, where it is known. */
  readonly length: number | null;
  /** How many there are now: a pool may grow, or have no members at all. */
  readonly workers: () => number;
}

/**
 * Follows the measured time per item: doubles while requests come back early, and goes straight to what a late one allows.
 * Towards the end of an input of known length each request takes a fair part of what is left, so that all workers end together.
 */
export function autoSize({ length, workers }: Measure): BatchSize {
  let size = 1;
  return {
    next(drawn) {
      const fair = length === null ? MAX_ITEMS : Math.ceil((length - drawn) / (2 * Math.max(1, workers())));
      return Math.max(1, Math.min(size, fair));
    },
    answered(items, tookMs) {
      if (tookMs < BATCH_MS / 2) size = Math.max(size, Math.min(MAX_ITEMS, items * 2));
      else if (tookMs > BATCH_MS * 2) size = Math.max(1, Math.floor((items * BATCH_MS) / tookMs));
    },
  };
}

/** The input is cut into so many pieces, and a few times as many for a very long one. */
const PIECES = 256;

/**
 * Grows with what has gone before, by the place in the input alone: whoever does the pieces, and however many there are, they
 * are the same pieces.
 */
export const growingSize: BatchSize = { next: (drawn) => 1 + Math.floor(drawn / PIECES) };
