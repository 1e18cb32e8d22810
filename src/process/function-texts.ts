// `Function.prototype.toString` gives the text of the module that runs, in which compiling has put marks and registrations.
// A program sees its functions as it has written them, without the types, on every process alike.

const { apply } = Reflect;

/**
 * To be called before user code. `textOf` knows the functions of the program.
 * @param prototype Function.prototype of the realm
 */
export function takeFunctionTexts(prototype: object, textOf: (f: object) => string | undefined): void {
  const engines = Object.getOwnPropertyDescriptor(prototype, "toString")!;
  const native: unknown = engines.value;
  if (typeof native !== "function") return;
  // A method: one that `new` refuses, as it does the engine's.
  const own = {
    toString(this: unknown): string {
      if (this === own.toString) return apply(native, native, []);
      const text = typeof this === "function" ? textOf(this) : undefined;
      return text ?? apply(native, this, []);
    },
  };
  Object.defineProperty(prototype, "toString", { ...engines, value: own.toString });
}
