// Errors cross whole: class, message, stack, cause and own fields. A built-in class goes by name; one that no process can
// find again (a library's own) arrives as the built-in class it extends, with its name.
import { encodeProps } from "./encode-props.ts";
import type { Encoding } from "./encoding.ts";
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn, KeptMap } from "./intrinsics.ts";
import { headline, nameOfFunction } from "./reasons.ts";
import { Flag, Integrity, type Node, type Props } from "./wire.ts";

/** The built-in error classes of the realm, by name. */
export const ERRORS: Readonly<Record<string, new (message?: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError: AggregateError as unknown as new (message?: string) => Error,
};

const names = new KeptMap<object, string>();
for (const name of Object.keys(ERRORS)) names.set(ERRORS[name]!.prototype, name);
const domException = (globalThis as { DOMException?: { prototype: object } }).DOMException?.prototype;

/** The node of an error that is no instance of a class of the program. */
export function encodeError(e: Encoding, error: Error, node: number): Node {
  const stack = stackOf(error);
  const props = encodeProps(e, error, node, isEnginesOwn(error));
  const prototype = getPrototypeOf(error) as object;
  if (prototype === domException) return ["domException", error.message, error.name, stack, props];
  const name = names.get(prototype);
  return name !== undefined
    ? ["error", name, stack, props]
    : ["error", builtinNameOf(error), stack, withName(error, props)];
}

/** The stack as it is now; where none can be read, its first line. */
export function stackOf(error: Error): string {
  try {
    const { stack } = error;
    if (typeof stack === "string") return stack;
  } catch {
    // a getter of the program
  }
  return headline(error);
}

/** `stack` travels by itself; positions that Firefox adds are those of a URL, not of the program. */
export const isEnginesOwn =
  (error: Error) =>
  (key: PropertyKey): boolean =>
    key === "stack" ||
    ((key === "fileName" || key === "lineNumber" || key === "columnNumber") &&
      getOwnPropertyDescriptor(error, key)?.enumerable === false);

function builtinNameOf(error: Error): string {
  for (let at = getPrototypeOf(error) as object | null; at !== null; at = getPrototypeOf(at) as object | null) {
    const name = names.get(at);
    if (name !== undefined) return name;
  }
  return "Error";
}

/** The class is lost, its name is not. */
function withName(error: Error, props: Props): Props {
  if (hasOwn(error, "name")) return props;
  const [plain, integrity = Integrity.Open, rich = []] = props;
  return [plain, integrity, [...rich, ["name", Flag.Configurable | Flag.Writable, nameOf(error)]]];
}

function nameOf(error: Error): string {
  const name = String(error.name);
  return ERRORS[name] ? nameOfFunction(error.constructor) || name : name;
}
