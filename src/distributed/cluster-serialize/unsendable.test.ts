import { describe, expect, test } from "vitest";
import { UnsendableError } from "./codec.ts";
import { capture, carry, load, meta, process, refusal, type TestCodec } from "./test-processes.ts";

/** const closure = (cfg) => () => cfg.a; the use of `cfg` is at 3:16, the arrow at 3:10, the declaration at 2:7. */
const TEXT = `$panal.module("driver.ts", $meta, 0, { thunks: {}, lazy: {}, make: () => ({ 1: (cfg) => ((/*@driver.ts#1*/) => cfg.a), 2: () => ((/*@driver.ts#2*/) => 1), 6: (n) => ((/*@driver.ts#6*/) => n.v++) }) });
  return {
    closure: (cfg) => $panal.capture((/*@driver.ts#1*/) => cfg.a, () => cfg),
    plain: (/*@driver.ts#2*/) => 1,
    early: $panal.capture((/*@driver.ts#3*/) => later, () => later),
    evil: (/*@driver.ts#4*/) => 1,
    lost: (/*@driver.ts#5*/) => 1,
    counter: (n, with_) => { const inc = $panal.capture((/*@driver.ts#6*/) => n++, (_, write, v) => (write ? (n = v) : n)); return { inc, poll: () => n, with_ }; },
    Local: class { m(/*@driver.ts#8*/) { return 1; } },
  };
  const later = 1;`;
const LITERALS = {
  1: meta("arrow", 3, {
    at: [3, 10],
    perInstance: true,
    captures: [capture("cfg", 3, { use: [3, 16], declared: [2, 7] })],
  }),
  2: meta("arrow", 4),
  3: meta("arrow", 5, { perInstance: true, captures: [capture("later", 5, { declared: [9, 7] })] }),
  4: meta("arrow", 6, { refused: ["a direct call of eval", [6, 23]] }),
  5: meta("arrow", 7, { perInstance: true, captures: [capture("k", 7)] }),
  6: meta("arrow", 8, { perInstance: true, captures: [capture("n", 8, { boxed: true })] }),
  7: meta("class", 9, { name: "Local", perInstance: true }),
  8: meta("member", 9, { name: "m", owner: 7 }),
};

const program = () => {
  const one = process(1);
  return { one, values: load(one, TEXT, LITERALS) };
};

test("an argument that cannot travel is named by its path from `args`", () => {
  const { one, values } = program();
  const error = refusal(one, [values.plain, [{ cb: new WeakMap() }]], { isCall: true }) as UnsendableError;
  expect(error).toBeInstanceOf(UnsendableError);
  expect(error.message).toBe(
    "cannot send args[0].cb: it is a WeakMap, whose content cannot be read (make it in the functions file).",
  );
  expect([error.name, error.path, error.variable, error.file]).toEqual([
    "UnsendableError",
    "args[0].cb",
    undefined,
    undefined,
  ]);
  expect(refusal(one, [() => 1, []], { isCall: true }).message).toMatch(/^cannot send f: it is the function/);
});

test("any other value is named by its root", () => {
  const { one } = program();
  expect(refusal(one, { a: [Promise.resolve()] }, { root: "the result" }).message).toMatch(
    /^cannot send the result\.a\[0\]: /,
  );
  expect(refusal(one, Promise.resolve()).message).toMatch(/^cannot send the value: /);
});

test("a captured variable is named with its path and positions", () => {
  const { one, values } = program();
  const f = values.closure({ a: { cache: new WeakMap() } });
  const error = refusal(one, [values.plain, [{ deep: f }]], { isCall: true }) as UnsendableError;
  expect(error.message).toBe(
    "driver.ts:3:16: cannot send the variable `cfg` (at cfg.a.cache) to a worker: it is a WeakMap, whose content cannot be read (make it in the functions file). It is captured by the function at driver.ts:3:10 and declared at driver.ts:2:7.",
  );
  expect(error).toMatchObject({ file: "driver.ts", line: 3, column: 16, variable: "cfg", path: "cfg.a.cache" });
});

test("of a chain of captures the nearest variable is named", () => {
  const { one, values } = program();
  const error = refusal(one, values.closure(values.closure([new WeakMap()])));
  expect(error.message).toContain("the variable `cfg` (at cfg[0]) to a worker");
});

test("a variable that is not initialised yet is named with its declaration", () => {
  const one = process(1);
  const { early } = load(
    one,
    TEXT.replace("const later = 1;", "").replace("() => later),", "() => { if (true) { later; let later = 1; } }),"),
    LITERALS,
  );
  expect(refusal(one, early).message).toBe(
    "driver.ts:5:20: cannot send the function at driver.ts:5:1 to a worker: its variable `later` is not initialised yet (declared at driver.ts:9:7: move the declaration before the call).",
  );
});

test("a literal that compile refuses says why and where", () => {
  const { one, values } = program();
  const error = refusal(one, [values.evil]) as UnsendableError;
  expect(error.message).toBe(
    "driver.ts:6:23: the function at driver.ts:6:1 cannot be sent to a worker: it uses a direct call of eval.",
  );
  expect([error.line, error.column]).toEqual([6, 23]);
});

test("a function whose variables nobody can read says so", () => {
  const { one, values } = program();
  expect(refusal(one, [values.lost]).message).toContain("was created in a place where its variables cannot be read");
});

test("a method of a class made at run time says what to do", () => {
  const { one, values } = program();
  expect(refusal(one, new values.Local().m).message).toContain("send the object and call the method on the worker");
});

const port = new MessageChannel().port1;
port.close();
const gone = new Float64Array(4);
structuredClone(gone, { transfer: [gone.buffer] });

describe("reasons", () => {
  test.each<[string, () => unknown, RegExp]>([
    ["a promise", () => Promise.resolve(), /it is a Promise \(await it first\)/],
    ["a WeakMap", () => new WeakMap(), /it is a WeakMap, whose content cannot be read/],
    ["a WeakSet", () => new WeakSet(), /it is a WeakSet, whose/],
    ["a WeakRef", () => new WeakRef({}), /it is a WeakRef, whose/],
    [
      "a symbol",
      () => Symbol("k"),
      /the symbol `Symbol\(k\)`, which no other process can know: use Symbol\.for\("k"\)/,
    ],
    ["a symbol as key", () => ({ [Symbol("k")]: 1 }), /\[Symbol\(k\)\].*: it is the symbol/],
    ["a port", () => port, /it is a MessagePort, which belongs to this process/],
    ["an abort signal", () => AbortSignal.abort(), /it is an AbortSignal, which belongs to this process/],
    ["an abort controller", () => new AbortController(), /it is an AbortController, which belongs to this process/],
    [
      "a generator",
      () => (function* () {})(),
      /it is a Generator that has been started: send the function that makes it/,
    ],
    ["an iterator", () => [1].values(), /it is an Array Iterator: send what it iterates over/],
    ["a bound function", () => Math.max.bind(null), /it is a bound function \(`bound max`\): use an arrow function/],
    ["a native function", () => port.postMessage, /it is a native function \(`postMessage`\) that workers cannot name/],
    ["a function of a library", () => function lib() {}, /it is the function `lib`, which was not compiled/],
    ["an instance of a library", () => new (class Odd {})(), /it is an instance of Odd, which cannot be copied/],
    ["an object of the platform", () => new URL("https://example.org"), /it is a URL, which cannot be copied/],
    ["a buffer that is gone", () => gone.buffer, /it is an ArrayBuffer that has been transferred away/],
    ["a view whose buffer is gone", () => gone, /it is a Float64Array that has been transferred away/],
    ["a proxy of a Map", () => new Proxy(new Map(), {}), /it is a Map only by its prototype \(a Proxy of one\?\)/],
    ["a symbol object", () => Object(Symbol.iterator), /it is a Symbol, which cannot be copied/],
  ])("%s", (_name, make, reason) => {
    const { one, values } = program();
    const value = make();
    expect(refusal(one, { a: { b: [value] } }).message).toMatch(/^cannot send the value\.a\.b\[0\]/);
    expect(refusal(one, { a: { b: [value] } }).message).toMatch(reason);
    expect(refusal(one, values.closure({ v: value })).message).toMatch(reason);
  });

  test("an instance of the program's class that extends Promise", () => {
    const one = process(1);
    const { task } = load(
      one,
      `$panal.module("functions.ts", $meta, 0, { make: {} }); class/*@functions.ts#1*/ Task extends Promise {} return { task: new Task(() => {}) };`,
      { 1: meta("class", 1, { name: "Task", singleton: true }) },
    );
    expect(refusal(one, [task]).message).toMatch(/\[0\]: it is an instance of Task, which extends Promise/);
  });
});

describe("what a program does while it is read", () => {
  const throwing = (): Record<string, unknown> => ({
    n: 1,
    get broken() {
      throw new RangeError("not ready");
    },
  });

  test("a getter that throws becomes an error that names it, and the next encode works", () => {
    const { one, values } = program();
    for (const value of [throwing(), { a: throwing(), f: values.plain }]) {
      expect(refusal(one, [value]).message).toMatch(/\[0\]\.(a\.)?broken: reading it failed: RangeError: not ready\.$/);
    }
    expect(one.decode(one.encode(7))).toBe(7);
  });

  test("a proxy that throws is named, never with the engine's bare text", () => {
    const { one } = program();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusal(one, { view: { state: proxy } }).message).toMatch(
      /^cannot send the value\.view\.state: reading it failed/,
    );
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("trapped");
        },
      },
    );
    expect(refusal(one, { trap }).message).toBe("cannot send the value.trap: reading it failed: Error: trapped.");
  });

  test("readThrough() names what structured clone refuses for good", () => {
    const { one } = program();
    const many = Array.from({ length: 1000 }, () => ({}));
    const tagged = Object.assign(Object.create(Object.create(Blob.prototype)), { many });
    expect(refusal(one, { tagged }).message).toContain("cannot send the value.tagged");
    expect(() => one.readThrough([1])).toThrow(UnsendableError);
  });
});

test("variables that closures write are as they were after an encode that failed", () => {
  const { one, values } = program();
  const { inc, poll } = values.counter(5);
  expect(refusal(one, [inc, { bad: new WeakMap() }]).message).toContain("[1].bad");
  expect(poll()).toBe(5);
  inc();
  expect(poll()).toBe(6);
});

test("code of the program that runs in the middle of an encode sees its variables as they are", () => {
  const { one, values } = program();
  const seen: unknown[] = [];
  const { inc, poll } = values.counter(5);
  const nosy = new Proxy(
    { a: 1 },
    {
      ownKeys: (target) => {
        seen.push(poll());
        return Reflect.ownKeys(target);
      },
    },
  );
  const two: TestCodec = process(2);
  load(two, TEXT, LITERALS);
  const [incThere] = carry(one, two, [inc, nosy, inc]);
  expect(incThere()).toBe(5);
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([5]));
});

describe("paths", () => {
  test.each<[string, (bad: unknown) => unknown, string]>([
    ["a property that is no identifier", (bad) => ({ "a b": { 1: bad } }), 'the value["a b"]["1"]'],
    ["a value of a Map", (bad) => new Map([["k", { v: bad }]]), 'the value.get("k").v'],
    ["a key of a Map", (bad) => new Map([[bad, 1]]), "the value (key 0)"],
    ["a value under an object", (bad) => new Map([[{}, bad]]), "the value (get 0)"],
    ["an item of a Set", (bad) => new Set([1, bad]), "the value (item 1)"],
    ["a symbol key", (bad) => ({ [Symbol.for("s")]: bad }), "the value[Symbol(s)]"],
    ["an error's field", (bad) => Object.assign(new Error("x"), { bad }), "the value.bad"],
    ["an error's cause", (bad) => new Error("x", { cause: [bad] }), "the value.cause[0]"],
    ["a prototype's property", (bad) => Object.create({ bad }), "the value.bad"],
    ["a frozen object", (bad) => Object.freeze([bad]), "the value[0]"],
  ])("%s", (_name, make, path) => {
    const { one } = program();
    expect((refusal(one, make(new WeakMap())) as UnsendableError).path).toBe(path);
  });
});

test("UnsendableError.calledAt() tells the place of the call, unless a captured variable has told one", () => {
  const part = new UnsendableError("cannot send args[0].cb: it is a WeakMap.", { path: "args[0].cb" });
  expect(part.calledAt("driver.ts:3:7")).toMatchObject({
    ...{ message: "driver.ts:3:7: cannot send args[0].cb: it is a WeakMap.", path: "args[0].cb" },
    ...{ file: "driver.ts", line: 3, column: 7 },
  });
  const captured = new UnsendableError("driver.ts:1:1: cannot send the variable", { line: 1 });
  expect(captured.calledAt("driver.ts:3:7")).toBe(captured);
});
