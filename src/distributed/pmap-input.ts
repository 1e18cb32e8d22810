// The input of pmap and pmapreduce: one or several collections, zipped and drawn item by item; a generator may be endless or async.
// Invariant: an iterator that has not ended by itself is closed once, whatever the others do; nobody waits for one that
// has been asked for an item, since an async generator does not close before it has brought that.

import { describe } from "./checks.ts";
import { isThenable } from "./loop.ts";

export interface ItemSource {
  /** Items in all, where every collection tells its length; else null. */
  readonly length: number | null;
  /** The next item's arguments, one from each collection; undefined at the end of the shortest. */
  next(): unknown[] | undefined | PromiseLike<unknown[] | undefined>;
  /** Nothing more will be drawn: generators clean up. Settles when they have; never rejects. */
  close(): Promise<void>;
}

type Step = IteratorResult<unknown>;

interface Input {
  readonly iterator: Iterator<unknown> | AsyncIterator<unknown>;
  /** It has said so itself, or thrown: there is nothing to close. */
  ended: boolean;
  /** It has been asked for an item and has not answered yet. */
  asked: boolean;
}

/** Throws a TypeError for what cannot be iterated. `closingFailed` hears what a generator throws while it cleans up. */
export function zipSources(
  name: string,
  collections: readonly unknown[],
  closingFailed: (error: unknown) => void,
): ItemSource {
  if (collections.length === 0) throw new TypeError(`${name}: wanted at least one collection after the function`);
  const inputs = collections.map((one) => ({ iterator: iteratorOf(name, one), ended: false, asked: false }));
  const lengths = collections.map(lengthOf);
  return {
    length: lengths.some((length) => length === null) ? null : Math.min(...(lengths as number[])),
    next: () => drawAll(inputs),
    async close() {
      const open = inputs.filter((input) => !input.ended);
      const closings = open.map((input) => ({ input, closed: closeInput(input, closingFailed) }));
      for (const { input, closed } of closings) if (!input.asked) await closed;
    },
  };
}

function iteratorOf(name: string, collection: unknown): Input["iterator"] {
  const source = collection as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined;
  const iterator = source?.[Symbol.iterator]?.() ?? source?.[Symbol.asyncIterator]?.();
  if (iterator) return iterator;
  throw new TypeError(`${name}: wanted a collection (an array, a range, a generator), got ${describe(collection)}`);
}

function lengthOf(collection: unknown): number | null {
  if (typeof collection === "string") return [...collection].length;
  const { length, size } = collection as { length?: unknown; size?: unknown };
  return [length, size].find(isCount) ?? null;
}

/** A collection without an end may say Infinity, which is no count. */
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Synchronous as long as every iterator is: a million plain items shall not cost a million promises. */
function drawAll(inputs: readonly Input[]): unknown[] | undefined | PromiseLike<unknown[] | undefined> {
  const steps = inputs.map(draw);
  return steps.some(isThenable) ? Promise.all(steps).then(argumentsOf) : argumentsOf(steps as Step[]);
}

function draw(input: Input): Step | PromiseLike<Step> {
  const answered = (step: Step) => {
    input.asked = false;
    if (step.done) input.ended = true;
    return step;
  };
  const failed = (error: unknown): never => {
    input.asked = false;
    input.ended = true;
    throw error;
  };
  try {
    input.asked = true;
    const step = input.iterator.next();
    return isThenable(step) ? (step as Promise<Step>).then(answered, failed) : answered(step);
  } catch (error) {
    return failed(error);
  }
}

const argumentsOf = (steps: readonly Step[]): unknown[] | undefined =>
  steps.some((step) => step.done) ? undefined : steps.map((step) => step.value);

async function closeInput(input: Input, closingFailed: (error: unknown) => void): Promise<void> {
  input.ended = true;
  try {
    await input.iterator.return?.();
  } catch (error) {
    closingFailed(error);
  }
}
