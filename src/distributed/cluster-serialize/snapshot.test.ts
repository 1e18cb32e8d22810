import { expect, test } from "vitest";
import { NOT_SMALL, snapshot } from "./snapshot.ts";

test("snapshot() passes primitives", () => {
  for (const value of [1, -0, Number.NaN, "é😀", "\ud800", 10n, true, undefined, null]) {
    expect(Object.is(snapshot(value), value)).toBe(true);
  }
});

test("snapshot() copies small arrays and objects, so that a later change is not seen", () => {
  const value = { a: [1, { b: "x" }], c: undefined };
  const copy = snapshot(value);
  value.a[0] = 2;
  expect(copy).toStrictEqual({ a: [1, { b: "x" }], c: undefined });
});

test("snapshot() keeps the order of keys", () => {
  expect(Object.keys(snapshot({ z: 1, a: 2, m: 3 }) as object)).toEqual(["z", "a", "m"]);
});

test("snapshot() reads through a proxy", () => {
  expect(snapshot({ view: { state: new Proxy({ list: [1, 2] }, {}) } })).toEqual({ view: { state: { list: [1, 2] } } });
  expect(snapshot([new Proxy({ n: 1 }, { get: () => 7 })])).toEqual([{ n: 7 }]);
});

test("snapshot() is NOT_SMALL for whatever its copy would not keep", () => {
  const shared = {};
  const round: Record<string, unknown> = {};
  round.self = round;
  const named = Object.assign([1], { name: "x" });
  const odd = {
    functions: () => 1,
    symbols: Symbol.for("x"),
    "symbol keys": { [Symbol.for("x")]: 1 },
    accessors: {
      get a() {
        return 1;
      },
    },
    "hidden keys": Object.defineProperty({}, "a", { value: 1 }),
    frozen: Object.freeze({ a: 1 }),
    "not extensible": Object.preventExtensions([1]),
    "null prototypes": Object.create(null),
    instances: new (class A {})(),
    dates: new Date(),
    sharing: [shared, shared],
    cycles: round,
    holes: Object.assign(new Array(3), { 0: 1, 2: 3 }),
    "named elements": named,
    __proto__: null,
  } as Record<string, unknown>;
  odd["own __proto__"] = JSON.parse('{"__proto__": {}}');
  for (const name of Object.keys(odd)) expect.soft(snapshot({ deep: [odd[name]] }), name).toBe(NOT_SMALL);
});

test("snapshot() is NOT_SMALL from 65 nodes, and for long arrays and wide objects", () => {
  const nodes = (n: number) => Array.from({ length: n - 1 }, () => ({}));
  expect(snapshot(nodes(50))).not.toBe(NOT_SMALL);
  expect(snapshot(nodes(65))).toBe(NOT_SMALL);
  expect(snapshot(new Array(1000).fill(1))).toBe(NOT_SMALL);
  expect(snapshot(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i])))).toBe(NOT_SMALL);
});

test("snapshot() is NOT_SMALL when a proxy's trap throws, so that the encoder can say where", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(snapshot([proxy])).toBe(NOT_SMALL);
});
