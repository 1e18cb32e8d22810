// What kind of thing an object is: by its prototype and the slots the engine gave it, never by a toStringTag alone, which
// any program can set. And one step of the walk over data: the parts of a container that are not primitives.
import { keepsFiles } from "./files.ts";
import {
  ArrayPrototype,
  bufferLength,
  construct,
  dataViewBuffer,
  dataViewBytes,
  dataViewOffset,
  dateTime,
  getOwnPropertyDescriptor,
  getOwnPropertySymbols,
  getPrototypeOf,
  hasOwn,
  isArray,
  isExtensible,
  isResizable,
  isView,
  KeptDataView,
  KeptMap,
  KeptUint8Array,
  keys,
  MapPrototype,
  mapForEach,
  mapSize,
  ObjectPrototype,
  ownKeys,
  regExpSource,
  SetPrototype,
  setForEach,
  setSize,
  sharedBufferLength,
  tagOf,
  typedArrayBuffer,
  typedArrayBytes,
  typedArrayLength,
  typedArrayName,
  typedArrayOffset,
  valueOfBigInt,
  valueOfBoolean,
  valueOfNumber,
  valueOfString,
} from "./intrinsics.ts";

/**
 * `plain`, `array`, `map`, `set`: containers of data. `leaf`: structured clone carries it whole. `piece`: a view of a part
 * of a large buffer. `other`: an instance, an error, a module's namespace, or something that can't travel.
 */
export type Shape = "plain" | "array" | "map" | "set" | "leaf" | "piece" | "other";

/** A container of data, whose parts decide whether structured clone keeps all of it. */
export const isContainer = (shape: Shape): boolean =>
  shape === "plain" || shape === "array" || shape === "map" || shape === "set";

/** A view that leaves out more of its buffer than this travels with a piece of the buffer only. */
const WORTH_CUTTING = 65_536;

/** Asks for the slots that the class gives its objects; throws for an object that only inherits from the class. */
type Slots = (value: object) => unknown;

const LEAVES: readonly (readonly [theClass: { readonly prototype: object } | undefined, slots: Slots])[] = [
  [Date, dateTime],
  [RegExp, regExpSource],
  [ArrayBuffer, bufferLength],
  [typeof SharedArrayBuffer === "undefined" ? undefined : SharedArrayBuffer, (value) => sharedBufferLength!(value)],
  [Boolean, valueOfBoolean],
  [Number, valueOfNumber],
  [String, valueOfString],
  [BigInt as unknown as { prototype: object }, valueOfBigInt],
];

type ViewClass = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => ArrayBufferView;

const VIEWS: readonly (ViewClass | undefined)[] = [
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  (globalThis as { Float16Array?: ViewClass }).Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

/** Objects of the platform that structured clone carries, by tag. */
const PLATFORM_DATA =
  "Blob File FileList ImageData ImageBitmap WebAssembly.Module CryptoKey DOMMatrix DOMMatrixReadOnly DOMPoint DOMPointReadOnly DOMQuad DOMRect DOMRectReadOnly";

const slotsOf = new KeptMap<object, Slots>();
for (const [theClass, slots] of LEAVES) if (theClass) slotsOf.set(theClass.prototype, slots);
const viewClasses = new KeptMap<string, ViewClass>();
const isViewPrototype = new KeptMap<object, true>();
for (const theClass of VIEWS) {
  if (!theClass) continue;
  viewClasses.set(theClass.name, theClass);
  isViewPrototype.set(theClass.prototype, true);
}
const platformData = new KeptMap<string, true>();
for (const name of PLATFORM_DATA.split(" ")) platformData.set(name, true);

/** Throws what a proxy's traps throw. */
export function shapeOf(value: object): Shape {
  const prototype = getPrototypeOf(value);
  if (prototype === ObjectPrototype) return "plain";
  if (isArray(value)) return prototype === ArrayPrototype ? "array" : "other";
  if (prototype === null) return "other";
  if (prototype === MapPrototype) return has(mapSize, value) ? "map" : "other";
  if (prototype === SetPrototype) return has(setSize, value) ? "set" : "other";
  if (isView(value)) return shapeOfView(value, prototype);
  const slots = slotsOf.get(prototype);
  if (slots) return has(slots, value) && !isDetached(value) ? "leaf" : "other";
  return isPlatformData(value, prototype) ? "leaf" : "other";
}

/** True for an object with the slots that the function reads. */
export function has(slots: Slots, value: object): boolean {
  try {
    slots(value);
    return true;
  } catch {
    return false; // it only inherits from the class, or is a proxy of such an object
  }
}

function shapeOfView(view: ArrayBufferView, prototype: object): Shape {
  const buffer = bufferOf(view);
  if (isDetached(buffer)) return "other";
  if (!isViewPrototype.has(prototype) && prototype.constructor?.name !== "Buffer") return "other";
  const isWhole = isShared(buffer) || bufferLength(buffer) - bytesOf(view) < WORTH_CUTTING;
  return isWhole || isResizable?.(buffer) ? "leaf" : "piece"; // a view may grow with its buffer
}

export const bufferOf = (view: ArrayBufferView): ArrayBufferLike =>
  typedArrayName(view) === undefined ? dataViewBuffer(view) : typedArrayBuffer(view);

export const bytesOf = (view: ArrayBufferView): number =>
  typedArrayName(view) === undefined ? dataViewBytes(view) : typedArrayBytes(view);

/** A view of the same bytes that has no class of the program. */
export function plainView(view: ArrayBufferView): ArrayBufferView {
  const name = typedArrayName(view);
  if (name === undefined)
    return construct(KeptDataView, [dataViewBuffer(view), dataViewOffset(view), dataViewBytes(view)]);
  return construct(viewClasses.get(name)!, [typedArrayBuffer(view), typedArrayOffset(view), typedArrayLength(view)]);
}

/** The realm's class of views of that name, "Float64Array". */
export const viewClassOf = (name: string): ViewClass => viewClasses.get(name) ?? KeptDataView;

const isShared = (buffer: object) => sharedBufferLength !== undefined && has(sharedBufferLength, buffer);

/** A buffer that has been transferred away can't be sent. */
export function isDetached(value: object): boolean {
  if (!has(bufferLength, value) || bufferLength(value) > 0) return false;
  return !has((buffer) => new KeptUint8Array(buffer as ArrayBuffer), value);
}

/** The class may set the tag itself, and its getter may throw. */
export function safeTagOf(value: object): string {
  try {
    return tagOf(value).slice(8, -1);
  } catch {
    return "Object";
  }
}

/** A program may give its own class that tag. */
function isPlatformData(value: object, prototype: object): boolean {
  const name = safeTagOf(value);
  if (!platformData.has(name) || classAt(name)?.prototype !== prototype) return false;
  return name !== "File" || keepsFiles(value);
}

function classAt(path: string): { readonly prototype: object } | undefined {
  let at: unknown = globalThis;
  for (const step of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[step];
  return at as { readonly prototype: object } | undefined;
}

/** In a longer array properties beside the elements are not looked for: listing them costs more than sending it. */
const LISTED_UP_TO = 64;
/** A longer run of holes means a sparse array, whose keys are listed. */
const HOLES = 1_000;

/**
 * Appends the parts of a container that are not primitives. False when structured clone does not keep the container
 * itself: it is frozen, or has keys or accessors that get lost. Throws what the program's proxies and getters throw.
 * @param byDescriptor look for accessors and keys that are not enumerable, too.
 */
export function appendParts(value: object, shape: Shape, into: unknown[], byDescriptor: boolean): boolean {
  switch (shape) {
    case "leaf":
      return true;
    case "array":
      return isExtensible(value) && appendElements(value as readonly unknown[], into);
    case "map":
      mapForEach(value, (part, key) => {
        append(into, key);
        append(into, part);
      });
      return isExtensible(value) && keys(value).length === 0;
    case "set":
      setForEach(value, (part) => append(into, part));
      return isExtensible(value) && keys(value).length === 0;
    case "plain":
      if (!isExtensible(value)) return false;
      return byDescriptor ? appendByDescriptor(value, into) : appendProperties(value as Record<string, unknown>, into);
    default:
      return false;
  }
}

/** How many elements, entries or properties a container has. */
export function extentOf(value: object, shape: Shape): number {
  switch (shape) {
    case "array":
      return (value as readonly unknown[]).length;
    case "map":
      return mapSize(value);
    case "set":
      return setSize(value);
    case "plain":
      return keys(value).length;
    default:
      return 0;
  }
}

const isPart = (value: unknown) =>
  typeof value === "object" ? value !== null : typeof value === "function" || typeof value === "symbol";

function append(into: unknown[], value: unknown): void {
  if (isPart(value)) into[into.length] = value;
}

function appendElements(value: readonly unknown[], into: unknown[]): boolean {
  const { length } = value;
  if (length <= LISTED_UP_TO && keys(value).length > length) return false;
  let holes = 0;
  for (let i = 0; i < length; i++) {
    const part = value[i];
    if (isPart(part)) into[into.length] = part;
    else if (part === undefined && ++holes > HOLES && !(i in value)) return false;
  }
  return true;
}

function appendProperties(value: Record<string, unknown>, into: unknown[]): boolean {
  for (const key in value) {
    if (!hasOwn(value, key)) continue;
    const part = value[key];
    if (isPart(part)) into[into.length] = part;
  }
  return getOwnPropertySymbols(value).length === 0 && !hasOwn(value, "constructor"); // may be a class's prototype
}

function appendByDescriptor(value: object, into: unknown[]): boolean {
  const names = ownKeys(value);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const own = typeof name === "symbol" ? undefined : getOwnPropertyDescriptor(value, name);
    if (own === undefined || own.get || own.set || !own.enumerable) return false;
    append(into, (value as Record<string, unknown>)[name as string]); // what a proxy shows
  }
  return true;
}
