// Why a value can't travel, in words that follow "cannot send …:", and what to do instead.
import {
  bufferLength,
  execute,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isView,
  KeptMap,
  keptClone,
  sourceText,
  symbolDescription,
} from "./intrinsics.ts";
import { bufferOf, has, isDetached, safeTagOf } from "./shape.ts";

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;

const reasons = new KeptMap<string, string>();
for (const [tags, why] of [
  ["Promise", " (await it first)"],
  ["AbortSignal AbortController", ", which belongs to this process (the option `signal` cancels a call)"],
  [
    "MessagePort MessageChannel BroadcastChannel WebSocket Worker",
    ", which belongs to this process (a RemoteChannel reaches all)",
  ],
  ["WeakMap WeakSet WeakRef FinalizationRegistry", ", whose content cannot be read (make it in the functions file)"],
  ["Generator AsyncGenerator", " that has been started: send the function that makes it, or an array of its items"],
] as const) {
  for (const tag of tags.split(" ")) reasons.set(tag, why);
}

/** An object that the encoder knows no way to copy. */
export function whyNotObject(value: object): string {
  const tag = safeTagOf(value);
  const name = classNameOf(value) ?? tag;
  const what = `it is ${withArticle(tag === "Object" ? name : tag)}`;
  if (isBufferOrView(value))
    return `${what} ${isGone(value) ? "that has been transferred away" : "of a class that cannot be copied"}`;
  if (tag === "Map" || tag === "Set") return `${what} only by its prototype (a Proxy of one?): copy it first`;
  if (tag.endsWith("Iterator")) return `${what}: send what it iterates over, or an array of its items`;
  const why = reasons.get(name) ?? reasons.get(tag);
  if (why !== undefined) return `it is ${withArticle(reasons.has(name) ? name : tag)}${why}`;
  if (name === "Object") return "it is an Object, which cannot be copied";
  if (isOfPlatform(name, value))
    return `it is ${withArticle(name)}, which cannot be copied (send what it is made from, and make it there)`;
  return `it is an instance of ${name}, which cannot be copied (its class is not defined in the functions file, the driver or an import: send the data it is made of)`;
}

const isBufferOrView = (value: object): value is ArrayBuffer | ArrayBufferView =>
  isView(value) || has(bufferLength, value);

const isGone = (value: ArrayBuffer | ArrayBufferView) => isDetached(isView(value) ? bufferOf(value) : value);

/** A function that no process could find or make again. */
export function whyNotFunction(f: object): string {
  const name = nameOfFunction(f);
  if (!execute(NATIVE, sourceText(f))) {
    return `it is the function \`${name || "anonymous"}\`, which was not compiled from the functions file or the driver (define it there)`;
  }
  return name.startsWith("bound ")
    ? `it is a bound function (\`${name}\`): use an arrow function instead of .bind()`
    : `it is a native function (${name ? `\`${name}\`` : "or a Proxy of one"}) that workers cannot name: put a function around it`;
}

export function whyNotSymbol(symbol: symbol): string {
  const name = symbolDescription(symbol) ?? "";
  return `it is the symbol \`Symbol(${name})\`, which no other process can know: use Symbol.for(${JSON.stringify(name)})`;
}

/** What the platform says when it is asked to copy it; undefined when it does. */
export function whyNotCloned(value: object): string | undefined {
  if (isBufferOrView(value)) return undefined; // shape.ts has looked at it
  try {
    keptClone(value);
    return undefined;
  } catch {
    return `it is ${withArticle(safeTagOf(value))}, which cannot be copied`;
  }
}

/** What reading a part threw. */
export function whyUnreadable(error: unknown): string {
  return `reading it failed: ${headline(error)}`;
}

/** "RangeError: not ready"; never throws. */
export function headline(error: unknown): string {
  try {
    const { name, message } = error as Error;
    return typeof message === "string" ? `${name}: ${message}` : String(error);
  } catch {
    return "something that cannot be shown was thrown";
  }
}

export const withArticle = (name: string) => (execute(/^(?:[AEIO]|U(?!int|RL))/i, name) ? `an ${name}` : `a ${name}`);

/** The name a program or the engine gave; "" when there is none, or a trap throws. */
export function nameOfFunction(f: object): string {
  try {
    const name: unknown = (f as { name?: unknown }).name;
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

function classNameOf(value: object): string | undefined {
  const theClass: unknown = getPrototypeOf(value)?.constructor;
  const name = typeof theClass === "function" ? nameOfFunction(theClass) : "";
  return name === "" || name === "Object" ? undefined : name;
}

/** A built-in class, or one that code of the platform defines on the global object. */
function isOfPlatform(name: string, value: object): boolean {
  const theClass: unknown = getPrototypeOf(value)?.constructor;
  if (typeof theClass !== "function" || execute(NATIVE, sourceText(theClass))) return true;
  return getOwnPropertyDescriptor(globalThis, name)?.value === theClass;
}
