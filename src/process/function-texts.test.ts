import { expect, test } from "vitest";
import { takeFunctionTexts } from "./function-texts.ts";

test("takeFunctionTexts() shows functions of the program by their own text, all others and itself as the engine does", () => {
  const native = Function.prototype.toString;
  const own = Object.getOwnPropertyDescriptor(Function.prototype, "toString")!;
  const prototype = Object.defineProperty({}, "toString", own) as { toString: typeof native };
  const known = () => 1;
  takeFunctionTexts(prototype, (f) => (f === known ? "the text" : undefined));
  const text = (f: unknown) => prototype.toString.call(f as () => void);
  expect(text(known)).toBe("the text");
  expect(text(Math.max)).toBe("function max() { [native code] }");
  expect(text(prototype.toString)).toBe(native.call(native));
  expect(() => text({})).toThrow(TypeError);
  expect(Object.getOwnPropertyDescriptor(prototype, "toString")).toMatchObject({ enumerable: false, writable: true });
});
