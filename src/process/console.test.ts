import { Console } from "node:console";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createConsole } from "./console.ts";

type ConsoleMethods = ReturnType<typeof createConsole>;

/** What a use of a console prints: ours, line by line with its level, and Node's own text. */
function printed(use: (console: ConsoleMethods) => void): { ours: string; node: string; levels: string[] } {
  const lines: string[] = [];
  const levels: string[] = [];
  use(
    createConsole(
      (level, text) => {
        lines.push(text);
        levels.push(level);
      },
      () => 0,
    ),
  );
  const chunks: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  use(new Console({ stdout: out, stderr: out, colorMode: false }) as unknown as ConsoleMethods);
  return { ours: lines.map((line) => `${line}\n`).join(""), node: chunks.join(""), levels };
}

const same: Record<string, (console: ConsoleMethods) => void> = {
  "strings, numbers, -0 and bigints": (c) => c.log("a", 1, -0, 10n ** 20n, Number.NaN),
  "placeholders, with %c dropped": (c) =>
    c.log("%s is %d of %i, %o %j%c!", "x", 1.5, 2.5, { a: 1 }, { b: 2 }, "color: red"),
  "objects, maps, sets, classes and symbols": (c) =>
    c.log({ a: [1, { b: new Map([["k", new Set([1])]]) }] }, class A {}, Symbol.iterator),
  "cycles and depth": (c) => {
    const cycle: Record<string, unknown> = { deep: { a: { b: { c: 1 } } } };
    cycle.self = cycle;
    c.log(cycle);
  },
  "typed arrays and long arrays": (c) =>
    c.log(
      new Float64Array([1, -0]),
      Array.from({ length: 200 }, (_, i) => i),
    ),
  "getters, without running them": (c) =>
    c.log({
      get broken() {
        throw new Error("read");
      },
    }),
  "tables of objects, of values and of chosen columns": (c) => {
    c.table([{ a: 1, b: "x" }, { a: 2 }]);
    c.table([1, "two"]);
    c.table([{ a: 1, b: 2 }], ["b"]);
    c.table(new Map([["k", 1]]));
    c.table(5);
  },
  "groups, whose indent holds for each line": (c) => {
    c.group("outer");
    c.log("a\nb");
    c.groupEnd();
    c.log("c");
  },
  "counts and their reset": (c) => {
    c.count();
    c.count("x");
    c.count();
    c.countReset();
    c.count();
  },
  assertions: (c) => {
    c.assert(true, "never");
    c.assert(false, "%s broke", "it");
    c.assert(false);
  },
};

for (const [what, use] of Object.entries(same)) {
  test(`console writes ${what} as Node does`, () => {
    const { ours, node } = printed(use);
    expect(ours).toBe(node);
  });
}

test("console tells levels apart", () => {
  const { levels } = printed((c) => {
    c.log(1);
    c.info(1);
    c.debug(1);
    c.warn(1);
    c.error(1);
    c.assert(false);
  });
  expect(levels).toEqual(["log", "info", "debug", "warn", "error", "warn"]);
});

test("console writes something for every value, however it behaves when it is read", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const thrower = {
    toString() {
      throw new Error("toString");
    },
  };
  const { ours } = printed((c) => {
    for (const value of [proxy, thrower, Object.create(null)]) c.log(value, "%s");
  });
  expect(ours.split("\n").length).toBeGreaterThan(3);
});
