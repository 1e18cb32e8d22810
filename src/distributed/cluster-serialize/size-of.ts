// Bytes of a message, for the dashboard: buffers exact, the rest estimated. The walk is bounded, so that counting never
// costs more than sending: what it does not visit is extrapolated from what it did.
import {
  bufferLength,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isView,
  KeptSet,
  keys,
  MapPrototype,
  mapForEach,
  mapSize,
  SetPrototype,
  setForEach,
  setSize,
  tagOf,
} from "./intrinsics.ts";

/** Elements of one array (or entries of a Map or Set) that are looked at; the others are taken to be like them. */
const SAMPLE = 1_000;
/** Values looked at in all. */
const MOST = 4_000;
const WORD = 8;

/** Estimated bytes of `value` in a message: 2 a character, 8 a number, a buffer's own length (once each). Never throws. */
export function sizeOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return flat(value);
  const walk: Walk = { values: [value], weights: [1], bytes: 0, seen: new KeptSet() };
  try {
    for (let i = 0; i < walk.values.length && i < MOST; i++) {
      const bytes = own(walk.values[i]!, walk.weights[i]!, walk); // adds to walk.bytes, too
      walk.bytes += walk.weights[i]! * bytes;
    }
    for (let i = MOST; i < walk.values.length; i++) walk.bytes += walk.weights[i]! * WORD;
  } catch {
    // a proxy that can't be read; the encoder says so
  }
  return Math.round(walk.bytes);
}

/**
 * About the bytes of a large value, found at once: buffers, arrays, Maps and Sets by their length, of an array of these the
 * first stands for all. 0 for what has no length to go by. Never throws.
 */
export function roughSizeOf(value: object): number {
  try {
    const first: unknown = isArray(value) ? getOwnPropertyDescriptor(value, 0)?.value : undefined;
    const each = typeof first === "object" && first !== null ? lengthOf(first) : flat(first);
    return isArray(value) ? value.length * (each || WORD) : lengthOf(value);
  } catch {
    return 0; // a proxy that can't be read
  }
}

function lengthOf(value: object): number {
  if (isView(value)) return lengthOfBuffer(value.buffer) ?? 0;
  if (isArray(value)) return WORD * value.length;
  if (isCollection(value, MapPrototype)) return 2 * WORD * mapSize(value);
  if (isCollection(value, SetPrototype)) return WORD * setSize(value);
  return lengthOfBuffer(value) ?? 0;
}

/** `values` grows while it is walked; a value's weight is how many like it it stands for. */
interface Walk {
  readonly values: object[];
  readonly weights: number[];
  readonly seen: Set<object>;
  bytes: number;
}

const flat = (value: unknown) => (typeof value === "string" ? 2 * value.length : WORD);

function add(walk: Walk, value: unknown, weight: number): void {
  if (typeof value !== "object" || value === null) {
    walk.bytes += weight * flat(value);
    return;
  }
  walk.values[walk.values.length] = value;
  walk.weights[walk.weights.length] = weight;
}

/** Bytes of the value itself; its parts join the walk. */
function own(value: object, weight: number, walk: Walk): number {
  if (walk.seen.has(value)) return WORD;
  walk.seen.add(value);
  if (isView(value)) return WORD + own(value.buffer, weight, walk);
  if (isArray(value)) return ofArray(value, weight, walk);
  const bytes = lengthOfBuffer(value);
  if (bytes !== undefined) return WORD + bytes;
  if (isCollection(value, MapPrototype)) return ofEntries(mapForEach, mapSize(value), value, weight, walk);
  if (isCollection(value, SetPrototype)) return ofEntries(setForEach, setSize(value), value, weight, walk);
  return ofObject(value, weight, walk);
}

function ofArray(value: readonly unknown[], weight: number, walk: Walk): number {
  const looked = Math.min(value.length, SAMPLE);
  for (let i = 0; i < looked; i++) add(walk, value[i], (weight * value.length) / looked);
  return WORD;
}

function ofEntries(
  forEach: (of: object, see: (part: unknown, key: unknown) => void) => void,
  size: number,
  value: object,
  weight: number,
  walk: Walk,
): number {
  let looked = 0;
  const scale = size > SAMPLE ? size / SAMPLE : 1;
  forEach(value, (part: unknown, key: unknown) => {
    if (++looked > SAMPLE) return;
    add(walk, part, weight * scale);
    if (key !== part) add(walk, key, weight * scale);
  });
  return WORD;
}

function ofObject(value: object, weight: number, walk: Walk): number {
  const names = keys(value);
  const looked = Math.min(names.length, SAMPLE);
  let bytes = WORD;
  for (let i = 0; i < looked; i++) {
    const name = names[i]!;
    bytes += 2 * name.length;
    add(walk, getOwnPropertyDescriptor(value, name)?.value, (weight * names.length) / looked);
  }
  return bytes;
}

const isCollection = (value: object, prototype: object) => getPrototypeOf(value) === prototype;

/** Shared memory crosses by reference. */
function lengthOfBuffer(value: object): number | undefined {
  const name = tagOf(value);
  if (name === "[object ArrayBuffer]") return bufferLength(value);
  return name === "[object SharedArrayBuffer]" ? 0 : undefined;
}
