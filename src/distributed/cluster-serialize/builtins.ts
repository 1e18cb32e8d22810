// The built-in functions and objects of a realm by their path ("Math.max", "Array.prototype.map"): they travel as the
// path. Taken when the codec is made, before a program can replace them. What the runtime itself replaces (`console`,
// `fetch`, timers) is looked up where it is, so that a process uses its own.

import { getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf, KeptMap, KeptWeakMap } from "./intrinsics.ts";
import { safeTagOf } from "./shape.ts";

const LANGUAGE =
  "Object Function Array Number Boolean String Symbol BigInt Math JSON Reflect Atomics Intl Promise RegExp Date Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy Iterator WebAssembly isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape eval".split(
    " ",
  );

/** Names of the platform, which may be getters that load something, or be replaced by the runtime. */
const PLATFORM =
  "globalThis console performance crypto structuredClone queueMicrotask setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate fetch atob btoa URL URLSearchParams TextEncoder TextDecoder Blob File FormData Headers Request Response AbortController AbortSignal DOMException Event EventTarget MessageChannel MessagePort ReadableStream WritableStream TransformStream ImageData OffscreenCanvas close".split(
    " ",
  );

/** Prototypes that have no name: of generators and iterators. The place in this list is the same in every process. */
const HIDDEN: readonly object[] = [
  getPrototypeOf(function* () {}).prototype,
  getPrototypeOf(async function* () {}).prototype,
  getPrototypeOf([][Symbol.iterator]()),
  getPrototypeOf(new Map()[Symbol.iterator]()),
  getPrototypeOf(new Set()[Symbol.iterator]()),
  getPrototypeOf(""[Symbol.iterator]()),
  getPrototypeOf("".matchAll(/./g)),
  getPrototypeOf(getPrototypeOf([][Symbol.iterator]())),
];

export class Builtins {
  readonly #paths = new KeptMap<unknown, string>();
  readonly #values = new KeptMap<string, unknown>();
  readonly #found = new KeptWeakMap<object, string>();

  constructor() {
    for (let i = 0; i < LANGUAGE.length; i++) this.#addWithMembers(LANGUAGE[i]!);
    const typedArray = getPrototypeOf(Int8Array);
    this.#add(typedArray, "Int8Array.__proto__");
    this.#addMembers(typedArray, "Int8Array.__proto__");
    this.#addMembers(typedArray.prototype, "Int8Array.prototype.__proto__");
    for (let i = 0; i < HIDDEN.length; i++) this.#add(HIDDEN[i]!, `hidden.${i}`);
  }

  #addWithMembers(name: string): void {
    const value = valueAt(globalThis, name);
    if (!isReference(value)) return;
    this.#add(value, name);
    this.#addMembers(value, name);
    const prototype = valueAt(value, "prototype");
    if (!isReference(prototype)) return;
    this.#add(prototype, `${name}.prototype`);
    this.#addMembers(prototype, `${name}.prototype`);
  }

  #addMembers(of: object, path: string): void {
    const names = getOwnPropertyNames(of);
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const value = name === "constructor" ? undefined : valueAt(of, name);
      if (typeof value === "function") this.#add(value, `${path}.${name}`);
    }
  }

  #add(value: object, path: string): void {
    if (this.#paths.has(value)) return;
    this.#paths.set(value, path);
    this.#values.set(path, value);
  }

  /** Its path, when the value is a built-in of the language. */
  pathOf(value: object): string | undefined {
    return this.#paths.get(value);
  }

  /** The same for what the platform has, and the runtime may have replaced; a search. */
  platformPathOf(value: object): string | undefined {
    let path = this.#found.get(value);
    if (path !== undefined) return path;
    path = platformPathOf(value);
    if (path !== undefined) this.#found.set(value, path);
    return path;
  }

  /** The built-in of that path; throws when this host has none. */
  at(path: string): unknown {
    const value = this.#values.get(path) ?? valueAtPath(path);
    if (value === undefined) throw new Error(`this host has no ${path}`);
    return value;
  }
}

const isReference = (value: unknown): value is object =>
  typeof value === "function" || (typeof value === "object" && value !== null);

/** Never calls a getter. */
const valueAt = (of: object, name: string): unknown => getOwnPropertyDescriptor(of, name)?.value;

function platformPathOf(value: object): string | undefined {
  for (let i = 0; i < PLATFORM.length; i++) {
    const name = PLATFORM[i]!;
    const own = platformValue(name, value);
    if (own === value) return name;
    const prototype = typeof own === "function" ? valueAt(own, "prototype") : undefined;
    if (prototype === value) return `${name}.prototype`;
    const member = isReference(own) ? nameOfMember(own, value) : undefined;
    if (member !== undefined) return `${name}.${member}`;
  }
  return undefined;
}

/** A getter of the global object may load something when it is called (fetch in Node): not unless the tags agree. */
function platformValue(name: string, like: object): unknown {
  const own = getOwnPropertyDescriptor(globalThis, name);
  return own?.get && safeTagOf(like).toLowerCase() !== name ? undefined : valueAtPath(name);
}

function nameOfMember(of: object, value: object): string | undefined {
  if (typeof value !== "function" || of === globalThis) return undefined;
  const names = getOwnPropertyNames(of);
  for (let i = 0; i < names.length; i++) if (valueAt(of, names[i]!) === value) return names[i];
  return undefined;
}

function valueAtPath(path: string): unknown {
  const steps = path.split(".");
  let value: unknown = globalThis;
  for (let i = 0; i < steps.length && value !== undefined && value !== null; i++) {
    value = (value as Record<string, unknown>)[steps[i]!];
  }
  return value;
}
