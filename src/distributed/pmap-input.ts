// The input of pmap: one or several collections, zipped and drawn item by item; a generator may be endless or async.
import { describe } from "./remotecall.ts";

export interface ItemSource {
  /** Items in all, where every collection tells its length; else null. */
  readonly length: number | null;
  /** The next item's arguments, one from each collection; undefined at the end of the shortest. */
  next(): unknown[] | undefined | Promise<unknown[] | undefined>;
  /** Nothing more will be drawn: generators may clean up. */
  close(): Promise<void>;
}

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/** Throws a TypeError for what cannot be iterated. */
export function zipSources(collections: readonly unknown[]): ItemSource {
  if (collections.length === 0) throw new TypeError("pmap: wanted at least one collection after the function");
  const iterators = collections.map(iteratorOf);
  const lengths = collections.map(lengthOf);
  return {
    length: lengths.some((length) => length === null) ? null : Math.min(...(lengths as number[])),
    next: () => drawAll(iterators),
    async close() {
      for (const iterator of iterators) await iterator.return?.();
    },
  };
}

function iteratorOf(collection: unknown): AnyIterator {
  const source = collection as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined;
  const iterator = source?.[Symbol.iterator]?.() ?? source?.[Symbol.asyncIterator]?.();
  if (iterator) return iterator;
  throw new TypeError(`pmap: wanted a collection (an array, a range, a generator), got ${describe(collection)}`);
}

function lengthOf(collection: unknown): number | null {
  if (typeof collection === "string") return [...collection].length;
  const { length, size } = collection as { length?: unknown; size?: unknown };
  if (typeof length === "number") return length;
  return typeof size === "number" ? size : null;
}

/** Synchronous as long as every iterator is: a million plain items shall not cost a million promises. */
function drawAll(iterators: readonly AnyIterator[]): unknown[] | undefined | Promise<unknown[] | undefined> {
  const steps = iterators.map((iterator) => iterator.next());
  if (steps.some((step) => step instanceof Promise)) return Promise.all(steps).then(argumentsOf);
  return argumentsOf(steps as IteratorResult<unknown>[]);
}

const argumentsOf = (steps: readonly IteratorResult<unknown>[]): unknown[] | undefined =>
  steps.some((step) => step.done) ? undefined : steps.map((step) => step.value);
