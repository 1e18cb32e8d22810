// Typed arrays over shared memory (Julia: the standard library SharedArrays). All processes that such an array is sent to see
// the same elements: it is never copied, and what one writes the others read. Which writes they see, and when, is up to them:
// an array is complete once the call or loop that fills it has been awaited, and `Atomics` counts without losing.
import { named } from "../base/named.ts";
import { describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { the } from "./current.ts";
import { type NumberRange, range, splitRange } from "./range.ts";

/** Kinds of shared arrays, by the name of the class. */
export interface SharedArrays {
  Int8Array: Int8Array<SharedArrayBuffer>;
  Uint8Array: Uint8Array<SharedArrayBuffer>;
  Uint8ClampedArray: Uint8ClampedArray<SharedArrayBuffer>;
  Int16Array: Int16Array<SharedArrayBuffer>;
  Uint16Array: Uint16Array<SharedArrayBuffer>;
  Int32Array: Int32Array<SharedArrayBuffer>;
  Uint32Array: Uint32Array<SharedArrayBuffer>;
  Float32Array: Float32Array<SharedArrayBuffer>;
  Float64Array: Float64Array<SharedArrayBuffer>;
  BigInt64Array: BigInt64Array<SharedArrayBuffer>;
  BigUint64Array: BigUint64Array<SharedArrayBuffer>;
}

/** A typed array of any kind over shared memory. */
export type SharedArray = SharedArrays[keyof SharedArrays];

/** A typed-array class, `Float64Array` say, told by the tag of its instances. */
export interface TypedArrayClass<K extends keyof SharedArrays> {
  readonly BYTES_PER_ELEMENT: number;
  readonly prototype: { readonly [Symbol.toStringTag]: K };
}

export interface SharedArrayConstructor {
  new <K extends keyof SharedArrays>(kind: TypedArrayClass<K>, length: number): SharedArrays[K];
  /** `value instanceof SharedArray`: it is a typed array over shared memory. */
  [Symbol.hasInstance](value: unknown): value is SharedArray;
}

/**
 * `new SharedArray(Float64Array, n)` is a `Float64Array` of n zeros over shared memory, of any typed-array class. Sent to
 * other processes, as an argument, in a structure or captured, it is never copied: all see the same elements. A TypeError for
 * what is no such class, a RangeError for a length that is no whole number, and an Error that names the missing headers where
 * the page is not isolated.
 *
 * `a[i] += 1` by several processes loses counts, since each reads, adds and writes: `Atomics.add(a, i, 1)` does not, on arrays
 * of integers. What a call or a loop has written is there once it has been awaited.
 * Source: SharedArray in Julia's SharedArrays.
 * @example
 * const a = new SharedArray(Int32Array, 3); await distributed(range(1, 99), (i) => { Atomics.add(a, i % 3, 1); });
 * console.log(a); // Int32Array(3) [ 33, 33, 33 ]
 */
export const SharedArray: SharedArrayConstructor = class Made {
  static {
    named(Made, "SharedArray");
  }

  static [Symbol.hasInstance](value: unknown): value is SharedArray {
    return isShared(value);
  }

  constructor(kind: unknown, length: unknown) {
    // biome-ignore lint/correctness/noConstructorReturn: what it makes is a typed array, no object of its own
    return the().sharedArray(kind, length);
  }
} as never;

type AnyClass = TypedArrayClass<keyof SharedArrays> & (new (buffer: SharedArrayBuffer) => SharedArray);

const Shared = typeof SharedArrayBuffer === "undefined" ? undefined : SharedArrayBuffer;
const TypedArray = Object.getPrototypeOf(Int8Array) as abstract new () => object;

/** `new SharedArray(kind, length)`; `isolated` says whether the platform lets processes share memory. */
export function createSharedArray(isolated: boolean, kind: unknown, length: unknown): SharedArray {
  if (!isTypedArrayClass(kind)) {
    throw new TypeError(`SharedArray: wanted a typed-array class such as Float64Array, got ${describe(kind)}`);
  }
  if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0) {
    throw new RangeError(`SharedArray: wanted a length (a whole number, 0 or more), got ${describe(length)}`);
  }
  if (!isolated || !Shared) {
    throw new Error(
      "SharedArray: this page cannot share memory, since it is not isolated: its server has to send the headers " +
        "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp (or credentialless)",
    );
  }
  return new kind(new Shared(length * kind.BYTES_PER_ELEMENT));
}

const isTypedArrayClass = (kind: unknown): kind is AnyClass =>
  typeof kind === "function" && Object.prototype.isPrototypeOf.call(TypedArray, kind);

/** The indices that the process of `ctx` should handle: `distributed` would cut the array's indices so. */
export function localindices(ctx: ClusterContext, array: unknown): NumberRange {
  if (!isShared(array)) throw new TypeError(`localindices: wanted a SharedArray, got ${describe(array)}`);
  const workers = ctx.cluster.workers();
  const [from, to] = splitRange(array.length, workers.length)[workers.indexOf(ctx.pid)] ?? [0, 0];
  return range(from, to - 1);
}

const isShared = (array: unknown): array is SharedArray =>
  array instanceof TypedArray && Shared !== undefined && (array as SharedArray).buffer instanceof Shared;
