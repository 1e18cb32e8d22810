// Functions and classes. Code never travels: a function goes as the place of its literal and what it captures, read at the
// time of sending; one that captures nothing as its key.

import { nodeOfImport, nodeOfNamed } from "./encode-named.ts";
import { encodeProps } from "./encode-props.ts";
import type { Encoding } from "./encoding.ts";
import { getOwnPropertyDescriptor, getPrototypeOf, KeptReferenceError, ObjectPrototype } from "./intrinsics.ts";
import { isRenamed, isReplaced, isStandardKey, ownsSomething, travelsWithProperties } from "./known.ts";
import { whyNotFunction, whyUnreadable } from "./reasons.ts";
import type { CaptureMeta, FunctionMeta, Thunk } from "./registration.ts";
import type { Identity } from "./registry.ts";
import type { Box } from "./state.ts";
import { thunkOf } from "./thunk.ts";
import { at, type CaptureEdge, notInitialised, refusedLiteral } from "./unsendable.ts";
import type { ClassState, Extra, Node, Slot } from "./wire.ts";

// biome-ignore lint/complexity/noBannedTypes: a function of the program
type AnyFunction = Function;

export function encodeFunction(e: Encoding, f: AnyFunction, node: number): Node {
  const identity = e.state.registry.identify(f);
  if (!identity) return nodeOfNamed(e, f) ?? e.refuse(node, whyNotFunction(f));
  const { module, meta } = identity;
  if (meta.refused) return e.refuseWith(node, refusedLiteral(module.file, meta));
  const extra = travelsWithProperties(identity) && ownsSomething(f, meta) ? extraOf(e, f, identity, node) : undefined;
  const { key } = identity;
  if (key !== undefined && (meta.singleton || meta.kind === "member" || (!extra && isFirst(e, key)))) {
    return extra ? ["known", key, extra] : ["known", key];
  }
  if (meta.kind === "member") {
    const theClass = thunkOf(f)?.(0);
    if (!theClass) return e.refuse(node, whyNotMethod(meta));
    return ["member", e.slot(theClass, node, { step: " (its class)" }), module.key, identity.id];
  }
  const held = meta.kind === "class" && module.isEverywhere ? nodeOfImport(e, f) : undefined;
  if (held) return held;
  const captures = capturesOf(e, f, identity, node);
  if (!captures) return refuseUnreadable(e, identity, node);
  if (meta.kind === "class") {
    return ["class", module.key, identity.id, captures, e.state.classes.uidOf(f), classStateOf(e, f, identity, node)];
  }
  return extra
    ? ["function", module.key, identity.id, captures, extra]
    : ["function", module.key, identity.id, captures];
}

/** Two functions that one literal made are two on the other side also, though each captures nothing. */
function isFirst(e: Encoding, key: string): boolean {
  if (e.keysUsed.has(key)) return false;
  e.keysUsed.add(key);
  return true;
}

const whyNotMethod = (meta: FunctionMeta) =>
  meta.isPrivate
    ? "it is a private method: send the object and call a method of it on the worker"
    : "it is a method of a class made inside a function: send the object and call the method on the worker";

function refuseUnreadable(e: Encoding, { module, meta }: Identity, node: number): Node {
  return e.refuse(
    node,
    `the function at ${at(module.file, meta.at)} was created in a place where its variables cannot be read`,
  );
}

/** A name in brackets, or one that was set, is known to the function only. */
const isUnnamedKey = (key: PropertyKey): boolean => key !== "name" && isStandardKey(key);

/** Own properties, those of its `prototype`, and what that inherits from. */
function extraOf(e: Encoding, f: AnyFunction, { meta }: Identity, node: number): Extra {
  const own = encodeProps(e, f, node, meta.computed || isRenamed(f, meta) ? isUnnamedKey : isStandardKey);
  const prototype: unknown = getOwnPropertyDescriptor(f, "prototype")?.value;
  if (typeof prototype !== "object" || prototype === null) return [own, 0, undefined];
  if (isReplaced(prototype, f)) return [own, 0, undefined, e.slot(prototype, node, "prototype")];
  const inherits = getPrototypeOf(prototype) as object | null;
  const isBackLink = (key: PropertyKey) =>
    key === "constructor" && getOwnPropertyDescriptor(prototype, key)?.value === f;
  return [
    own,
    encodeProps(e, prototype, node, isBackLink),
    inherits === ObjectPrototype ? undefined : e.slot(inherits, node, "prototype"),
  ];
}

/** What the class holds beside the members that its text makes. */
function classStateOf(e: Encoding, theClass: AnyFunction, { module, id, meta }: Identity, node: number): ClassState {
  const isOfText = (holder: object) => (key: PropertyKey) => {
    const own = getOwnPropertyDescriptor(holder, key)!;
    if (key === "name" && isRenamed(theClass, meta)) return false;
    if (own.enumerable || isStandardKey(key) || key === "constructor") return !own.enumerable;
    const member: unknown = own.value ?? own.get ?? own.set;
    const identity = typeof member === "function" ? e.state.registry.identify(member) : undefined;
    return !identity || (identity.module === module && identity.meta.owner === id);
  };
  const access = e.state.registry.statics.get(theClass);
  const values = access ? access.read(theClass) : [];
  const privates = new Array<Slot>(values.length);
  for (let i = 0; i < values.length; i++) privates[i] = e.slot(values[i], node, { step: " (static private field)" });
  const prototype = theClass.prototype as object;
  const added = encodeProps(e, prototype, node, isOfText(prototype));
  return [
    encodeProps(e, theClass, node, isOfText(theClass)),
    added.length === 1 && added[0].length === 0 ? 0 : added,
    privates,
  ];
}

/** The captured values as slots; undefined when nothing can read them. */
function capturesOf(e: Encoding, f: AnyFunction, { module, id, meta }: Identity, node: number): Slot[] | undefined {
  const list = meta.captures ?? [];
  const remade = e.state.remade.get(f);
  const thunk = remade ? thunkOfRemade(remade, list) : module.thunk(f, id, meta);
  if (!thunk && list.length > 0) return undefined;
  const slots = new Array<Slot>(list.length);
  for (let k = 0; k < list.length; k++) {
    const capture = list[k]!;
    slots[k] = slotOfCapture(e, slots, k, thunk!, node, { capture, of: meta, file: module.file });
  }
  return slots;
}

/** A function made by decoding holds its captures, and boxes where closures write. */
function thunkOfRemade(values: readonly unknown[], list: readonly CaptureMeta[]): Thunk {
  return (k, write, value) => {
    const held = values[k];
    if (write) (held as Box).v = value;
    return list[k]!.boxed ? (held as Box).v : held;
  };
}

function slotOfCapture(e: Encoding, captures: Slot[], k: number, thunk: Thunk, node: number, edge: CaptureEdge): Slot {
  let value: unknown;
  try {
    value = thunk(k);
  } catch (error) {
    const isEarly = error instanceof KeptReferenceError;
    return void (isEarly ? e.refuseWith(node, notInitialised(edge)) : e.refuse(node, whyUnreadable(error)));
  }
  const { boxed, maybe } = edge.capture;
  if (maybe && value !== undefined) value = (value as Box).v;
  else if (maybe) return undefined;
  if (edge.capture.pseudo && edge.capture.name === "arguments") value = new ArgumentList(value as ArrayLike<unknown>);
  if (e.captured && typeof value === "object" && value !== null) e.captured(edge.capture.name, value);
  const slot = e.slot(value, node, edge);
  const read = maybe ? () => (thunk(k) as Box).v : () => thunk(k);
  if (boxed || maybe) {
    const access = (write: boolean, v: unknown) => (write ? thunk(k, true, v) : read());
    e.boxes.add({ captures, at: k, access, content: slot });
  }
  return slot;
}

/** Stands for captured `arguments` in the table of an encode. */
class ArgumentList {
  readonly values: ArrayLike<unknown>;
  constructor(values: ArrayLike<unknown>) {
    this.values = values;
  }
}

/** The node of captured `arguments`; undefined for anything else. */
export function encodeArguments(e: Encoding, value: object, node: number): Node | undefined {
  if (!(value instanceof ArgumentList)) return undefined;
  const list = new Array<Slot>(value.values.length);
  for (let i = 0; i < list.length; i++) list[i] = e.slot(value.values[i], node, i);
  return ["arguments", list];
}
