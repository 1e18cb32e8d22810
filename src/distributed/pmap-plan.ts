// What one pmap is to do: which functions, over what, where, and where its values go. Made by `pmap.ts`, carried out by
// `pmap-run.ts`, which keeps what changes on the way.
// Invariant: nothing here is of one item; those are in `pmap-queue.ts`.
import type { BatchSize } from "./batch-size.ts";
import type { Here } from "./context.ts";
import type { Reducer } from "./loop.ts";
import type { ItemSource } from "./pmap-input.ts";
import type { Handlers } from "./pmap-options.ts";
import type { Pool } from "./pools.ts";
import type { Callable } from "./remotecall.ts";
import type { Operation } from "./telemetry.ts";

/** What runs on the workers. */
export interface Functions {
  readonly f: Callable;
  /** Folds what a worker got at once. */
  readonly red?: Reducer;
}

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
