// Objects that structured clone does not keep: containers that hold such things, objects with a prototype or keys of
// their own kind. Errors and instances of classes have files of their own.
import { encodeError } from "./encode-error.ts";
import { classOf, encodeInstance } from "./encode-instance.ts";
import { nodeOfNamed } from "./encode-named.ts";
import { elementsOf, entriesOf, isElementOrLength, itemsOf } from "./encode-parts.ts";
import { encodeProps } from "./encode-props.ts";
import type { Encoding } from "./encoding.ts";
import {
  ErrorPrototype,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isAbove,
  isExtensible,
  keys,
  ObjectPrototype,
  tagOf,
} from "./intrinsics.ts";
import { whyNotObject } from "./reasons.ts";
import type { Shape } from "./shape.ts";
import type { Node, Slot } from "./wire.ts";

/** The node of an object of that shape which structured clone would not keep. */
export function encodeObject(e: Encoding, value: object, shape: Shape, node: number): Node {
  switch (shape) {
    case "leaf":
      return ["raw", value];
    case "piece":
      return e.pieces.add(value as ArrayBufferView, node);
    case "plain":
      return encodePlain(e, value, node);
    case "array":
      return encodeArray(e, value as readonly unknown[], node);
    case "map":
      return encodeCollection(e, "map", entriesOf(e, value, node), value, node);
    case "set":
      return encodeCollection(e, "set", itemsOf(e, value, node), value, node);
    case "other":
      return encodeOther(e, value, node);
  }
}

function encodePlain(e: Encoding, value: object, node: number): Node {
  const special = hasOwn(value, Symbol.toStringTag) || isPrototype(value) ? nameOrPrototype(e, value, node) : undefined;
  if (special) return special;
  const elements = tagOf(value) === "[object Arguments]" ? elementsOf(e, value as ArrayLike<unknown>, node) : undefined;
  return elements ? ["array", elements] : ["object", encodeProps(e, value, node)];
}

/** The object that some constructor holds as `prototype`. */
function isPrototype(value: object): boolean {
  const theClass: unknown = getOwnPropertyDescriptor(value, "constructor")?.value;
  return typeof theClass === "function" && theClass.prototype === value;
}

function nameOrPrototype(e: Encoding, value: object, node: number): Node | undefined {
  const theClass = classOf(e, value);
  return theClass ? ["prototype", e.slot(theClass, node, "constructor")] : nodeOfNamed(e, value);
}

/** Up to here arrays are asked for properties beside their elements. */
const LISTED_UP_TO = 10_000;

function encodeArray(e: Encoding, value: readonly unknown[], node: number): Node {
  const elements = elementsOf(e, value, node);
  if (!elements) return ["array", [], encodeProps(e, value, node, isLength), value.length];
  if (isExtensible(value) && (value.length > LISTED_UP_TO || keys(value).length <= value.length)) {
    return ["array", elements];
  }
  return ["array", elements, encodeProps(e, value, node, isElementOrLength)];
}

const isLength = (key: PropertyKey) => key === "length";

function encodeCollection(e: Encoding, type: "map" | "set", slots: readonly Slot[], value: object, node: number): Node {
  if (isExtensible(value) && keys(value).length === 0) return [type, slots];
  return [type, slots, encodeProps(e, value, node)];
}

/** Everything that is neither a plain container nor data. */
function encodeOther(e: Encoding, value: object, node: number): Node {
  const how = e.state.types.of(value);
  if (how) return ["travels", how.tag, partsOf(e, how.pack(value), node)];
  const why = e.state.types.whyItStays(value);
  if (why !== undefined) return e.refuse(node, why);
  const prototype = getPrototypeOf(value) as object | null;
  if (prototype === null) return nodeOfNamed(e, value) ?? ["bare", encodeProps(e, value, node)];
  const theClass = classOf(e, prototype);
  if (theClass) return encodeInstance(e, value, theClass, node);
  if (isAbove(ErrorPrototype, value)) return encodeError(e, value as Error, node);
  const named = nameOrPrototype(e, value, node);
  if (named) return named;
  if (!isOrdinary(e, value)) return e.refuse(node, whyNotObject(value));
  return ["derived", e.slot(prototype, node, { step: "" }), encodeProps(e, value, node)];
}

function partsOf(e: Encoding, parts: readonly unknown[], node: number): Slot[] {
  const slots = new Array<Slot>(parts.length);
  for (let i = 0; i < parts.length; i++) {
    e.scan.keepWhole(parts[i]);
    slots[i] = e.slot(parts[i], node, { step: "" });
  }
  return slots;
}

/** Made by Object.create from other objects of the program: no class, and no slots that the engine gives. */
function isOrdinary(e: Encoding, value: object): boolean {
  for (let at = getPrototypeOf(value); at !== null && at !== ObjectPrototype; at = getPrototypeOf(at)) {
    if (hasOwn(at, "constructor") || e.state.builtins.pathOf(at) !== undefined) return classOf(e, at) !== undefined;
  }
  return true;
}
