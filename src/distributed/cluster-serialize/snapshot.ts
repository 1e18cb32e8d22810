// What may wait in a batch (DESIGN section 8): only what was copied when the call was made. `snapshot` copies a small
// plain graph on the walk that looks for functions; whatever it turns down goes through the encoder and is posted at once.
import {
  ArrayPrototype,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isExtensible,
  keys,
  ObjectPrototype,
  ownKeys,
} from "./intrinsics.ts";

/** Most arrays and objects that a snapshot copies; each four elements or properties count as one more. */
export const MAX_NODES = 64;

/** The answer for whatever is not a small plain graph. */
export const NOT_SMALL: unique symbol = Symbol("not small and plain");

/**
 * A copy of a small graph of arrays and plain objects (primitives pass), or NOT_SMALL: for functions, symbols, instances,
 * accessors, frozen objects, sharing and cycles, more than MAX_NODES nodes, and what can't be read. Never throws.
 */
export function snapshot(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return isPlainPrimitive(value) ? value : NOT_SMALL;
  try {
    return copy(value, { left: MAX_NODES, seen: [] });
  } catch {
    return NOT_SMALL; // a proxy's trap threw: the encoder reads it again, and can say where
  }
}

interface Budget {
  left: number;
  readonly seen: object[];
}

const isPlainPrimitive = (value: unknown) => typeof value !== "function" && typeof value !== "symbol";

function copy(value: unknown, budget: Budget): unknown {
  if (typeof value !== "object" || value === null) return isPlainPrimitive(value) ? value : NOT_SMALL;
  if (--budget.left < 0 || wasSeen(budget.seen, value) || !isExtensible(value)) return NOT_SMALL;
  budget.seen[budget.seen.length] = value;
  const prototype = getPrototypeOf(value);
  if (prototype === ObjectPrototype) return copyObject(value, budget);
  return prototype === ArrayPrototype && isArray(value) ? copyArray(value, budget) : NOT_SMALL;
}

function wasSeen(seen: readonly object[], value: object): boolean {
  for (let i = 0; i < seen.length; i++) if (seen[i] === value) return true;
  return false;
}

function copyArray(value: readonly unknown[], budget: Budget): unknown {
  const { length } = value;
  budget.left -= length >> 2;
  if (budget.left < 0 || keys(value).length !== length) return NOT_SMALL; // holes, and properties beside elements
  const out = new Array<unknown>(length);
  for (let i = 0; i < length; i++) {
    const part = copy(value[i], budget);
    if (part === NOT_SMALL) return NOT_SMALL;
    out[i] = part;
  }
  return out;
}

function copyObject(value: object, budget: Budget): unknown {
  const names = ownKeys(value);
  budget.left -= names.length >> 2;
  if (budget.left < 0) return NOT_SMALL;
  const out: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (typeof name === "symbol" || name === "__proto__") return NOT_SMALL;
    const own = getOwnPropertyDescriptor(value, name);
    if (own === undefined || own.get || own.set || !own.enumerable) return NOT_SMALL;
    const part = copy((value as Record<string, unknown>)[name], budget); // not own.value: a proxy may show another
    if (part === NOT_SMALL) return NOT_SMALL;
    out[name] = part;
  }
  return out;
}
