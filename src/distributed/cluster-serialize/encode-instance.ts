// Instances of the program's classes: the class goes by name (or with its captures), the instance as its own properties,
// what its built-in base holds, and its private fields. No constructor of the program runs when it is made again.
import { isEnginesOwn, stackOf } from "./encode-error.ts";
import { elementsOf, entriesOf, isElementOrLength, itemsOf } from "./encode-parts.ts";
import { encodeProps } from "./encode-props.ts";
import type { Encoding } from "./encoding.ts";
import {
  dateTime,
  ErrorPrototype,
  FunctionPrototype,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isAbove,
  isArray,
  isView,
  mapSize,
  ObjectPrototype,
  regExpFlags,
  regExpSource,
  setSize,
  typedArrayName,
} from "./intrinsics.ts";
import { nameOfFunction } from "./reasons.ts";
import { bufferOf, has, isDetached, plainView } from "./shape.ts";
import type { Base, Node, Privates, Slot } from "./wire.ts";

// biome-ignore lint/complexity/noBannedTypes: a class of the program
type Class = Function;

/** The class whose `prototype` this is, when other processes have it or can make it. Asked once a graph. */
export function classOf(e: Encoding, prototype: object): Class | undefined {
  let theClass = e.classes.get(prototype);
  if (theClass === undefined) {
    theClass = findClass(e, prototype) ?? null;
    e.classes.set(prototype, theClass);
  }
  return theClass ?? undefined;
}

function findClass({ state }: Encoding, prototype: object): Class | undefined {
  const theClass: unknown = getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof theClass !== "function" || theClass.prototype !== prototype) return undefined;
  return state.registry.identify(theClass) || state.imports.pathOf(theClass) ? theClass : undefined;
}

export function encodeInstance(e: Encoding, value: object, theClass: Class, node: number): Node {
  if (isView(value) && isDetached(bufferOf(value))) {
    return e.refuse(node, `it is an instance of ${nameOfFunction(theClass)} that has been transferred away`);
  }
  const base = baseOf(e, value, node);
  if (typeof base === "string")
    return e.refuse(node, `it is an instance of ${nameOfFunction(theClass)}, which extends ${base}`);
  const privates = privatesOf(e, value, theClass, node);
  if (base && (base[0] === "made" || base[0] === "view") && privates.length > 0) {
    const name = base[0] === "made" ? base[1] : (typedArrayName(value) ?? "DataView");
    return e.refuse(
      node,
      `it is an instance of ${nameOfFunction(theClass)}, whose class has private fields and extends ${name}`,
    );
  }
  const slot = e.slot(theClass, node, { step: ".constructor" });
  return ["instance", slot, encodeProps(e, value, node, isOfBase(value, base)), base, privates];
}

/** What the engine keeps of an instance; text when its base can't be copied. */
function baseOf(e: Encoding, value: object, node: number): Base | string {
  if (isArray(value)) return ["Array", elementsOf(e, value, node) ?? [], value.length];
  const base = builtinBaseOf(e, value);
  if (base === null || base === ObjectPrototype) return 0;
  if (isAbove(ErrorPrototype, value)) return ["Error", stackOf(value as Error)];
  if (has(mapSize, value)) return ["Map", entriesOf(e, value, node)];
  if (has(setSize, value)) return ["Set", itemsOf(e, value, node)];
  if (has(dateTime, value)) return ["made", "Date", [dateTime(value)]];
  if (has(regExpSource, value)) return ["made", "RegExp", [regExpSource(value), regExpFlags(value)]];
  if (isView(value)) return ["view", e.slot(plainView(value), node, { step: "" })];
  return e.state.builtins.pathOf(base)?.replace(".prototype", "") ?? 0;
}

/** The first prototype that is of no class of the program. */
function builtinBaseOf(e: Encoding, value: object): object | null {
  let at = getPrototypeOf(value) as object | null;
  while (at !== null && at !== ObjectPrototype && classOf(e, at)) at = getPrototypeOf(at) as object | null;
  return at;
}

/** Keys that `base` stands for. */
function isOfBase(value: object, base: Base): ((key: PropertyKey) => boolean) | undefined {
  if (base === 0) return undefined;
  if (base[0] === "Array") return base[1].length === base[2] ? isElementOrLength : (key) => key === "length";
  if (base[0] === "Error") return isEnginesOwn(value as Error);
  if (base[0] === "made") return (key) => key === "lastIndex";
  if (base[0] === "view") return isElementOrLength;
  return undefined;
}

/** The private fields of each class from the instance's own up. */
function privatesOf(e: Encoding, value: object, theClass: Class, node: number): Privates[] {
  const found: Privates[] = [];
  for (let at = theClass; typeof at === "function" && at !== FunctionPrototype; at = getPrototypeOf(at) as Class) {
    const access = e.state.registry.privates.get(at);
    if (!access) continue;
    const values = access.read(value);
    const slots = new Array<Slot>(values.length);
    for (let i = 0; i < values.length; i++) slots[i] = e.slot(values[i], node, { step: " (private field)" });
    found[found.length] = [e.slot(at, node, { step: ".constructor" }), slots];
  }
  return found;
}
