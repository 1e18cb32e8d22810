// Stacks as V8 writes them, also where the engine writes `name@url:line:column` without the error's own line (Firefox,
// WebKit): so what prints, sends and maps a stack knows one form, and a program prints the same in every browser.
// There `stack` is an accessor of the prototype; where it is each error's own, the engine is V8 and nothing is changed.

const { getOwnPropertyDescriptor, defineProperty } = Object;
const { apply } = Reflect;
const toText = Error.prototype.toString;

/** To be called before user code, with the prototypes that have a `stack`. */
export function takeStacks(prototypes: readonly (object | undefined)[]): void {
  for (const prototype of prototypes) {
    const engines = prototype && getOwnPropertyDescriptor(prototype, "stack");
    if (!engines?.get || !engines.configurable) continue;
    const { get } = engines;
    defineProperty(prototype, "stack", {
      ...engines,
      get() {
        const stack: unknown = apply(get, this, []);
        return typeof stack === "string" ? asV8(stack, headOf(this)) : stack;
      },
    });
  }
}

/** "RangeError: bad", as it stands when the stack is read. */
function headOf(error: unknown): string {
  try {
    return apply(toText, error, []);
  } catch {
    return "Error";
  }
}

/** `head` and a line "    at name (place)" for each position. */
export function asV8(stack: string, head: string): string {
  if (/^\s+at /m.test(stack)) return stack;
  const lines = [head];
  let isAsync = false;
  for (const line of stack.split("\n")) {
    const found = LINE.exec(line);
    if (!found) continue;
    const [, cause, name, place] = found;
    // What set a timer or a listener is not part of a stack in V8; who awaits is.
    if (cause !== undefined && cause !== "async") break;
    isAsync ||= cause === "async";
    const called = calledAs(name!);
    lines.push(`    at ${isAsync ? "async " : ""}${called === "" ? place : `${called} (${place})`}`);
  }
  return lines.join("\n");
}

/** "async*outer@https://…:3:4", "setTimeout handler*@…". Not of built-in code and of text from `eval`, which has no URL. */
const LINE = /^(?:([^@*]*)\*)?([^@]*)@((?:blob|data|file|https?):\S+:\d+:\d+)$/;

/** "outer/inner" is `inner` in `outer`, "outer/<" a function without a name in it. */
function calledAs(name: string): string {
  const own = name.slice(name.lastIndexOf("/") + 1);
  return own.endsWith("<") ? "" : own;
}
