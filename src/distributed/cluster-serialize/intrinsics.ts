// What the codec uses of the realm, kept from before any program runs: a program may replace Date, patch Map.prototype or
// extend Object.prototype, and a message still means the same. Tables of the codec are made of `KeptMap` and its like,
// whose methods no program can reach; arrays are walked and grown by index.

export const {
  assign,
  create,
  defineProperty,
  freeze,
  getOwnPropertyDescriptor,
  getOwnPropertyNames,
  getOwnPropertySymbols,
  getPrototypeOf,
  hasOwn,
  isExtensible,
  isFrozen,
  isSealed,
  keys,
  preventExtensions,
  seal,
  setPrototypeOf,
} = Object;
export const { apply, construct, ownKeys } = Reflect;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const keptJsonParse = JSON.parse;
export const keptClone = structuredClone;

export const ObjectPrototype = Object.prototype;
export const FunctionPrototype = Function.prototype;
export const ArrayPrototype = Array.prototype;
export const MapPrototype = Map.prototype;
export const SetPrototype = Set.prototype;
export const ErrorPrototype = Error.prototype;
export const KeptError = Error;
export const KeptReferenceError = ReferenceError;
export const KeptTypeError = TypeError;
export const KeptUint8Array = Uint8Array;
export const KeptDataView = DataView;
export const KeptWeakRef = WeakRef;
export const KeptMapClass = Map;
export const KeptSetClass = Set;
export const KeptArray = Array;
export const KeptDate = Date;
export const KeptRegExp = RegExp;
/** Absent in a host without the web's errors. */
export const KeptDOMException = (globalThis as { DOMException?: new (message: string, name: string) => Error })
  .DOMException;
export const { random } = Math;
export const { for: symbolFor, keyFor: symbolKeyFor } = Symbol;

/** The method as a function of its receiver. */
// biome-ignore lint/suspicious/noExplicitAny: the receiver's type is the method's own
const uncurry = <F extends (...args: any[]) => any>(method: F) =>
  FunctionPrototype.call.bind(method) as (self: unknown, ...args: Parameters<F>) => ReturnType<F>;

const getterOf = <T>(prototype: object, key: PropertyKey) =>
  uncurry(getOwnPropertyDescriptor(prototype, key)!.get as () => T);

export const sourceText = uncurry(Function.prototype.toString);
export const tagOf = uncurry(Object.prototype.toString);
export const execute = uncurry(RegExp.prototype.exec);
export const slice = uncurry(String.prototype.slice);
export const mapSize = getterOf<number>(Map.prototype, "size");
export const setSize = getterOf<number>(Set.prototype, "size");
export const mapForEach = uncurry(Map.prototype.forEach);
export const setForEach = uncurry(Set.prototype.forEach);
export const mapSet = uncurry(Map.prototype.set);
export const setAdd = uncurry(Set.prototype.add);
export const dateTime = uncurry(Date.prototype.getTime);
export const regExpSource = getterOf<string>(RegExp.prototype, "source");
export const regExpFlags = getterOf<string>(RegExp.prototype, "flags");
export const bufferLength = getterOf<number>(ArrayBuffer.prototype, "byteLength");
export const sharedBufferLength =
  typeof SharedArrayBuffer === "undefined" ? undefined : getterOf<number>(SharedArrayBuffer.prototype, "byteLength");
/** Absent where no buffer can be resized. */
export const isResizable =
  "resizable" in ArrayBuffer.prototype ? getterOf<boolean>(ArrayBuffer.prototype, "resizable") : undefined;
const TypedArrayPrototype = getPrototypeOf(Int8Array.prototype) as object;
export const typedArrayBuffer = getterOf<ArrayBufferLike>(TypedArrayPrototype, "buffer");
export const typedArrayOffset = getterOf<number>(TypedArrayPrototype, "byteOffset");
export const typedArrayBytes = getterOf<number>(TypedArrayPrototype, "byteLength");
export const typedArrayLength = getterOf<number>(TypedArrayPrototype, "length");
/** "Float64Array"; undefined for what is no typed array. */
export const typedArrayName = getterOf<string | undefined>(TypedArrayPrototype, Symbol.toStringTag);
export const dataViewBuffer = getterOf<ArrayBufferLike>(DataView.prototype, "buffer");
export const dataViewOffset = getterOf<number>(DataView.prototype, "byteOffset");
export const dataViewBytes = getterOf<number>(DataView.prototype, "byteLength");
export const bufferSlice = uncurry(ArrayBuffer.prototype.slice);
export const valueOfBoolean = uncurry(Boolean.prototype.valueOf);
export const valueOfNumber = uncurry(Number.prototype.valueOf);
export const valueOfString = uncurry(String.prototype.valueOf);
export const valueOfBigInt = uncurry(BigInt.prototype.valueOf);
export const symbolDescription = getterOf<string | undefined>(Symbol.prototype, "description");
/** True when the prototype is in the object's chain. */
export const isAbove = uncurry(Object.prototype.isPrototypeOf);

/** Own copies of the methods, so that patched prototypes do not reach the codec's tables. */
function kept<C extends { readonly prototype: object }>(Base: C): C {
  class Kept extends (Base as unknown as new () => object) {
    // biome-ignore lint/complexity/noUselessConstructor: the one that a class gets by itself may iterate its arguments
    constructor() {
      super();
    }
  }
  const names = ownKeys(Base.prototype);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (name !== "constructor") defineProperty(Kept.prototype, name, getOwnPropertyDescriptor(Base.prototype, name)!);
  }
  setPrototypeOf(Kept.prototype, null);
  return freeze(Kept) as unknown as C;
}

export const KeptMap = kept(Map);
export const KeptSet = kept(Set);
export const KeptWeakMap = kept(WeakMap);
export type KeptMap<K, V> = Map<K, V>;
export type KeptSet<T> = Set<T>;
export type KeptWeakMap<K extends WeakKey, V> = WeakMap<K, V>;

/** "iterator" for Symbol.iterator, and the way back. */
export const wellKnownSymbols = new KeptMap<symbol | string, symbol | string>();
for (const name of getOwnPropertyNames(Symbol)) {
  const symbol: unknown = getOwnPropertyDescriptor(Symbol, name)?.value;
  if (typeof symbol !== "symbol") continue;
  wellKnownSymbols.set(symbol, name);
  wellKnownSymbols.set(name, symbol);
}
