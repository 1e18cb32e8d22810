// The stacks are Firefox 153's own; only the URLs are short.
import { expect, test } from "vitest";
import { asV8, takeStacks } from "./engine-stacks.ts";

const A = "blob:null/a";

test.each([
  [
    "functions of all kinds",
    `inner@${A}:3:30\n#p@${A}:5:23\ns@${A}:5:53\nget g@${A}:5:76\n@${A}:9:25\nD@${A}:15:53\n`,
    [`inner (${A}:3:30)`, `#p (${A}:5:23)`, `s (${A}:5:53)`, `get g (${A}:5:76)`, `${A}:9:25`, `D (${A}:15:53)`],
  ],
  [
    "functions inside others",
    `onX/<@${A}:28:96\n$_f/3/<@${A}:6:29\nout.message</m.port1.onmessage@${A}:29:113\n`,
    [`${A}:28:96`, `${A}:6:29`, `m.port1.onmessage (${A}:29:113)`],
  ],
  [
    "who awaits",
    `inner@${A}:3:30\nlater@${A}:4:49\nasync*outer@${A}:23:32\n@${A}:24:13\n`,
    [`inner (${A}:3:30)`, `later (${A}:4:49)`, `async outer (${A}:23:32)`, `async ${A}:24:13`],
  ],
  [
    "what set a timer",
    `tick@${A}:27:77\nsetTimeout handler*out.tick<@${A}:27:47\n@${A}:27:18\n`,
    [`tick (${A}:27:77)`],
  ],
  ["what added a callback", `@${A}:25:47\npromise callback*@${A}:25:31\n`, [`${A}:25:47`]],
  [
    "text from eval",
    `inner@${A}:3:30\nanonymous@${A} line 20 > Function:3:6\n@${A}:20:53\n`,
    [`inner (${A}:3:30)`, `${A}:20:53`],
  ],
  ["no stack", "", []],
])("asV8() of a stack of Firefox: %s", (_what, stack, places) => {
  expect(asV8(stack, "RangeError: a\nb").split("\n")).toEqual([
    "RangeError: a",
    "b",
    ...places.map((place) => `    at ${place}`),
  ]);
});

test("asV8() leaves a stack of V8 as it is", () => {
  const { stack } = new Error("own");
  expect(asV8(stack!, "Error: own")).toBe(stack);
});

test("takeStacks() gives errors of such an engine a stack of V8's form, and leaves a stack that is set as it is", () => {
  class Prototype {
    readonly name = "RangeError";
    readonly message: string;
    constructor(message: string) {
      this.message = message;
    }
    get stack(): string {
      return `f@${A}:1:2\n`;
    }
    set stack(text: string) {
      Object.defineProperty(this, "stack", { value: text, configurable: true, writable: true });
    }
  }
  takeStacks([Prototype.prototype, undefined, {}]);
  const error = new Prototype("bad");
  expect(error.stack).toBe(`RangeError: bad\n    at f (${A}:1:2)`);
  error.stack = "mine";
  expect(error.stack).toBe("mine");
  const broken = Object.defineProperty(new Prototype("x"), "message", {
    get() {
      throw new Error("no");
    },
  });
  expect(broken.stack).toBe(`Error\n    at f (${A}:1:2)`);
});
