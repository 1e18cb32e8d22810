// range(a, b, step): Julia's 1:n and a:step:b. Inclusive, indexable, and three numbers to send however long it is.
import { named } from "../base/named.ts";

/** How far `last` may miss a whole number of steps and still be met: a quotient of floats is not exact. */
const tolerance = (steps: number) => Math.max(1e-10, Math.abs(steps) * 4 * Number.EPSILON);

/** A range of numbers, made by `range`. Elements are `first + index * step`, never summed up. */
export class Range implements Iterable<number> {
  static {
    named(Range, "Range");
  }

  readonly first: number;
  readonly step: number;
  readonly length: number;

  constructor(first: number, step: number, length: number) {
    this.first = first;
    this.step = step;
    this.length = length;
  }

  /** The element at `index`, which counts from 0; negative counts from the end; undefined outside. */
  at(index: number): number | undefined {
    const i = index < 0 ? this.length + index : index;
    return i >= 0 && i < this.length ? this.first + i * this.step : undefined;
  }

  /** Elements from index `from` to before `to`. */
  slice(from: number, to: number): Range {
    return new Range(this.first + from * this.step, this.step, Math.max(0, to - from));
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < this.length; i++) yield this.first + i * this.step;
  }
}

/** Numeric keys read like an array's; everything else is the range's own. */
const indexed: ProxyHandler<Range> = {
  get(target, key) {
    if (typeof key === "string" && /^\d+$/.test(key)) return target.at(Number(key));
    const value = Reflect.get(target, key, target);
    return typeof value === "function" && key !== "constructor" ? value.bind(target) : value;
  },
};

/** What `range` returns: iterable, with `length` and elements by index. */
export type NumberRange = Range & { readonly [index: number]: number };

/** The range behind what `range` returned: the proxy would cost the inner loops. */
export const PLAIN = new WeakMap<object, Range>();

export function rangeOf(range: Range): NumberRange {
  const proxy = new Proxy(range, indexed) as NumberRange;
  PLAIN.set(proxy, range);
  return proxy;
}

/**
 * The numbers from `first` to `last`, both included, `step` apart (1 when absent; it may be negative or a fraction).
 * `range(1, 5)` is Julia's `1:5`, `range(10, 1, -3)` its `10:-3:1`. Empty when `last` lies before `first`.
 * Takes constant time and memory, also to send. Throws a RangeError for a step of 0 and a TypeError for what is not a
 * finite number. Source: ranges in the Julia manual.
 * @example console.log([...range(0, 1, 0.25)]); // [ 0, 0.25, 0.5, 0.75, 1 ]
 */
export function range(first: number, last: number, step = 1): NumberRange {
  for (const [name, value] of Object.entries({ first, last, step })) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new TypeError(`range: ${name} must be a finite number, got ${String(value)}`);
    }
  }
  if (step === 0) throw new RangeError("range: step must not be 0");
  const steps = (last - first) / step;
  return rangeOf(new Range(first, step, Math.max(0, Math.floor(steps + tolerance(steps)) + 1)));
}

/**
 * Cuts 0 … length - 1 into at most `parts` contiguous near-equal pieces, as [from, to) pairs: the first `length mod parts`
 * have one more. Fewer items than parts give pieces of one. Source: splitrange in Julia's macros.jl.
 */
export function splitRange(length: number, parts: number): [from: number, to: number][] {
  const pieces = Math.min(length, parts);
  const each = Math.floor(length / pieces);
  const extra = length % pieces;
  return Array.from({ length: pieces }, (_, k) => {
    const from = k * each + Math.min(k, extra);
    return [from, from + each + (k < extra ? 1 : 0)];
  });
}
