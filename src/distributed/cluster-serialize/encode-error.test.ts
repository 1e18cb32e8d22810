import { expect, test } from "vitest";
import { UnsendableError } from "./codec.ts";
import { carry, load, meta, process } from "./test-processes.ts";

const both = () => [process(1), process(2)] as const;

/** As a thrown error crosses: what can't travel is left out and told. */
function thrown(value: unknown): { got: unknown; notes: string[] } {
  const [one, two] = both();
  const notes: string[] = [];
  const got = carry(one, two, value, { root: "the error", lenient: (note) => notes.push(note) });
  return { got, notes };
}

test.each([EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, Error])(
  "a %o arrives with class, message and stack",
  (Kind) => {
    const [one, two] = both();
    const error = new Kind("boom");
    const got = carry(one, two, [error])[0];
    expect(Object.getPrototypeOf(got)).toBe(Kind.prototype);
    expect([got.message, got.stack]).toEqual(["boom", error.stack]);
    expect(Object.keys(got)).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(got, "message")?.enumerable).toBe(false);
  },
);

test("an error keeps its stack as it was at the time", () => {
  const [one, two] = both();
  const error = new Error("x");
  error.stack = "Error: x\n    at driver.ts:3:4";
  expect(carry(one, two, error).stack).toBe("Error: x\n    at driver.ts:3:4");
});

test("a chain of three causes arrives complete", () => {
  const [one, two] = both();
  const error = new Error("1", { cause: new TypeError("2", { cause: new RangeError("3", { cause: { code: 4 } }) }) });
  const got = carry(one, two, error);
  expect([got.cause.message, got.cause.cause.message, got.cause.cause.cause]).toEqual(["2", "3", { code: 4 }]);
  expect(got.cause.cause).toBeInstanceOf(RangeError);
});

test("an AggregateError arrives with its errors", () => {
  const [one, two] = both();
  const got = carry(one, two, new AggregateError([new Error("a"), new TypeError("b")], "both"));
  expect(got).toBeInstanceOf(AggregateError);
  expect(got.errors.map((e: Error) => e.message)).toEqual(["a", "b"]);
  expect(got.errors[1]).toBeInstanceOf(TypeError);
});

test("own fields and an own name arrive, with aliases among them", () => {
  const [one, two] = both();
  const detail = { a: 1 };
  const error = Object.assign(new Error("x"), { name: "MyError", code: 7, detail, again: detail });
  const got = carry(one, two, error);
  expect([got.name, got.code, got.detail]).toEqual(["MyError", 7, { a: 1 }]);
  expect(got.again).toBe(got.detail);
});

test("an error of a library's class arrives as the built-in class it extends, with its name", () => {
  class HttpError extends TypeError {
    readonly status = 404;
  }
  const [one, two] = both();
  const got = carry(one, two, new HttpError("gone"));
  expect(Object.getPrototypeOf(got)).toBe(TypeError.prototype);
  expect([got.name, got.message, got.status]).toEqual(["HttpError", "gone", 404]);
});

test("a DOMException keeps name, message and code", () => {
  const [one, two] = both();
  const got = carry(one, two, { reason: new DOMException("stopped", "AbortError") }).reason;
  expect(got).toBeInstanceOf(DOMException);
  expect([got.name, got.message, got.code]).toEqual(["AbortError", "stopped", 20]);
});

test("an UnsendableError arrives as one, with its fields", () => {
  const [one, two] = both();
  const error = new UnsendableError("no", { file: "driver.ts", line: 3, column: 4, variable: "k", path: "k.a" });
  const got = carry(one, two, error);
  expect(got).toBeInstanceOf(UnsendableError);
  expect([got.name, got.message, got.file, got.line, got.column, got.variable, got.path, got.stack]).toEqual([
    "UnsendableError",
    "no",
    "driver.ts",
    3,
    4,
    "k",
    "k.a",
    error.stack,
  ]);
});

test("thrown values that are no errors arrive as they are", () => {
  for (const value of ["str", 42, null, undefined, { a: 1 }]) expect(thrown(value)).toEqual({ got: value, notes: [] });
});

test("a thrown error brings a function it has; what cannot travel is left out and named", () => {
  const [one, two] = both();
  const text = `$panal.module("driver.ts", $meta, 0, { lazy: {}, make: () => ({ 1: () => ((/*@driver.ts#1*/) => 5) }) }); return { f: (/*@driver.ts#1*/) => 5 };`;
  const { f } = load(one, text, { 1: meta("arrow", 1) });
  load(two, text, { 1: meta("arrow", 1) });
  const notes: string[] = [];
  const error = Object.assign(new Error("x"), { f, cache: new WeakMap(), deep: { list: [new WeakMap()] } });
  const got = carry(one, two, error, { root: "the error", lenient: (note) => notes.push(note) });
  expect([got.message, got.f(), got.cache, got.deep]).toEqual(["x", 5, undefined, { list: [undefined] }]);
  expect(notes).toEqual([
    "the error.cache: it is a WeakMap, whose content cannot be read (make it in the functions file)",
    "the error.deep.list[0]: it is a WeakMap, whose content cannot be read (make it in the functions file)",
  ]);
});

test("a function that captures what cannot travel is left out whole", () => {
  const [one, two] = both();
  const text = `$panal.module("driver.ts", $meta, 0, { lazy: {}, make: () => ({ 1: (k) => ((/*@driver.ts#1*/) => k()), 2: (k) => ((/*@driver.ts#2*/) => k) }) });
    const inner = (k) => $panal.capture((/*@driver.ts#2*/) => k, () => k); return { outer: (k) => { const g = inner(k); return $panal.capture((/*@driver.ts#1*/) => g(), () => g); } };`;
  const literals = {
    1: meta("arrow", 1, { perInstance: true, captures: [{ name: "k", use: [1, 2] as const }] }),
    2: meta("arrow", 2, { perInstance: true, captures: [{ name: "k", use: [2, 2] as const }] }),
  };
  const { outer } = load(one, text, literals);
  load(two, text, literals);
  const notes: string[] = [];
  const got = carry(one, two, { bad: outer(new WeakMap()), good: outer(3) }, { lenient: (note) => notes.push(note) });
  expect(got.bad).toBeUndefined();
  expect(got.good()).toBe(3);
  expect(notes).toEqual([
    "the variable `k` of a function: it is a WeakMap, whose content cannot be read (make it in the functions file)",
  ]);
});

test("an error whose stack, message or fields throw when they are read still arrives", () => {
  const hostile = (key: string) =>
    Object.defineProperty(new RangeError("boom"), key, {
      get() {
        throw new Error("not you");
      },
    });
  const { got } = thrown(hostile("stack"));
  expect(got).toBeInstanceOf(RangeError);
  expect([(got as Error).message, (got as Error).stack]).toEqual(["boom", "RangeError: boom"]);
  expect(thrown(hostile("message")).notes).toEqual(["the error.message: reading it failed: Error: not you"]);
  expect(thrown(hostile("cause")).notes).toEqual(["the error.cause: reading it failed: Error: not you"]);
});

test("a revoked proxy or one whose traps throw is left out, as thrown value and as a field", () => {
  const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
  revoke();
  expect(thrown(proxy).got).toBeUndefined();
  expect(thrown(proxy).notes[0]).toMatch(/^the error: reading it failed: TypeError: .*revoked/);
  const { got, notes } = thrown(Object.assign(new Error("y"), { proxy, kept: 1 }));
  expect([(got as Error).message, (got as { kept: number }).kept]).toEqual(["y", 1]);
  expect(notes[0]).toMatch(/^the error\.proxy: /);
});

test("a thrown promise, symbol or native function is left out and named", () => {
  expect(thrown(Promise.resolve()).notes[0]).toContain("the error: it is a Promise");
  expect(thrown(Symbol("s")).notes[0]).toContain("Symbol(s)");
  expect(thrown((() => 1).bind(null)).notes[0]).toContain("bound function");
});

test("an error inside data is a value like any other", () => {
  const [one, two] = both();
  const error = new Error("in a list");
  const [got, alias] = carry(one, two, [error, error]);
  expect(got).toBe(alias);
  expect([got instanceof Error, got.message]).toEqual([true, "in a list"]);
});
