// How long to wait before each further attempt: `retryDelays` of pmap, and Julia's stock sequence for it (error.jl:
// ExponentialBackOff, retry). Delays are drawn when they are needed, so a sequence may be endless.
import { named } from "../base/named.ts";
import { describe } from "./checks.ts";
import { checkOptions } from "./options.ts";

/** Options of `exponentialBackOff`. */
export interface BackOffOptions {
  /** How many delays. Default 1. */
  n?: number;
  /** The first one, in seconds. Default 0.05. */
  firstDelay?: number;
  /** None is longer, in seconds. Default 10. */
  maxDelay?: number;
  /** Each is so many times the one before. Default 5. */
  factor?: number;
  /** Each but the first differs by up to this part of itself, at random. Default 0.1. */
  jitter?: number;
}

/** Delays in seconds, made by `exponentialBackOff`; drawn anew each time it is iterated. */
export class ExponentialBackOff implements Iterable<number> {
  static {
    named(ExponentialBackOff, "ExponentialBackOff");
  }

  readonly options: Readonly<Required<BackOffOptions>>;

  constructor(options: Required<BackOffOptions>) {
    this.options = options;
  }

  /** How many delays there are. */
  get length(): number {
    return this.options.n;
  }

  *[Symbol.iterator](): Iterator<number> {
    const { n, firstDelay, maxDelay, factor, jitter } = this.options;
    let delay = Math.min(firstDelay, maxDelay);
    for (let i = 0; i < n; i++) {
      yield delay;
      delay = Math.min(maxDelay, delay * factor * (1 - jitter + 2 * jitter * Math.random()));
    }
  }
}

/**
 * Delays that grow, for `retryDelays` of pmap: `n` of them, the first of `firstDelay` seconds, each `factor` times the one
 * before, give or take its `jitter`, none longer than `maxDelay`. Iterable; every item that is tried again draws its own.
 * Throws a RangeError for what is negative or no number. Source: ExponentialBackOff in Julia's Base.
 * @example console.log([...exponentialBackOff({ n: 4, jitter: 0 })]); // [ 0.05, 0.25, 1.25, 6.25 ]
 */
export function exponentialBackOff(options?: BackOffOptions): ExponentialBackOff {
  const given = checkOptions("exponentialBackOff", options, ["n", "firstDelay", "maxDelay", "factor", "jitter"]);
  const { n = 1, firstDelay = 0.05, maxDelay = 10, factor = 5, jitter = 0.1 } = given;
  for (const [name, value] of Object.entries({ n, firstDelay, maxDelay, factor, jitter })) {
    if (typeof value === "number" && value >= 0) continue;
    throw new RangeError(`exponentialBackOff: ${name} must be a number, 0 or more, got ${describe(value)}`);
  }
  if (!Number.isInteger(n)) throw new RangeError(`exponentialBackOff: n must be a whole number, got ${n}`);
  return new ExponentialBackOff({ n, firstDelay, maxDelay, factor, jitter });
}

/** The delays of one item, by how many attempts there have been; undefined when there is none left. */
export interface Delays {
  at(index: number): number | undefined;
}

/**
 * What each item asks for its delays. What can be iterated again is, by each item; an iterator is drawn from once, for all.
 * Throws a TypeError for what is no collection of seconds: at once for an array, else when it is drawn.
 */
export function delaysOf(name: string, retryDelays: unknown): () => Delays {
  const source = retryDelays as Partial<Iterable<unknown>> | null;
  if (typeof source?.[Symbol.iterator] !== "function") {
    throw new TypeError(`${name}: retryDelays must be a collection of seconds, got ${describe(retryDelays)}`);
  }
  const iterable = source as Iterable<unknown>;
  if (Array.isArray(source) || typeof source === "string") {
    for (const [i, delay] of [...iterable].entries()) checkDelay(name, delay, i);
  }
  const iterator = iterable[Symbol.iterator]();
  if (iterator !== (iterable as unknown)) return () => new DrawnDelays(name, iterable[Symbol.iterator]());
  const shared = new DrawnDelays(name, iterator);
  return () => shared;
}

class DrawnDelays implements Delays {
  readonly #name: string;
  readonly #iterator: Iterator<unknown>;
  readonly #drawn: number[] = [];

  constructor(name: string, iterator: Iterator<unknown>) {
    this.#name = name;
    this.#iterator = iterator;
  }

  at(index: number): number | undefined {
    while (this.#drawn.length <= index) {
      const { done, value } = this.#iterator.next();
      if (done) return undefined;
      this.#drawn.push(checkDelay(this.#name, value, this.#drawn.length));
    }
    return this.#drawn[index];
  }
}

function checkDelay(name: string, delay: unknown, i: number): number {
  if (Number.isFinite(delay) && (delay as number) >= 0) return delay as number;
  throw new TypeError(`${name}: retryDelays[${i}] must be a number of seconds, 0 or more, got ${describe(delay)}`);
}
