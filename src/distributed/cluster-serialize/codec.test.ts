import { expect, test } from "vitest";
import { createCodec } from "./codec.ts";
import type { Registrar } from "./registration.ts";
import { capture, carry, type Exports, load, meta, process, type TestCodec } from "./test-processes.ts";

const SQUARE = {
  text: `
    $panal.module("functions.ts", $meta, 0, { make: () => ({ 1: () => square, 2: () => (/*@functions.ts#2*/x) => x + 1, 5: () => Box }) });
    function/*@functions.ts#1*/ square(x) { return x * x; }
    class/*@functions.ts#5*/ Box { static of(/*@functions.ts#6*/x) { return new Box(x); } constructor(x) { this.x = x; } twice(/*@functions.ts#7*/) { return 2 * this.x; } }
    return { square, increment: (0, (/*@functions.ts#2*/x) => x + 1), Box };`,
  meta: {
    1: meta("function", 1, { name: "square", singleton: true }),
    2: meta("arrow", 2),
    5: meta("class", 5, { name: "Box", singleton: true }),
    6: meta("member", 5, { name: "of", owner: 5, isStatic: true }),
    7: meta("member", 5, { name: "twice", owner: 5 }),
  },
};

const both = (): [TestCodec, TestCodec, Exports, Exports] => {
  const one = process(1);
  const two = process(2);
  return [one, two, load(one, SQUARE.text, SQUARE.meta), load(two, SQUARE.text, SQUARE.meta)];
};

test("keyOf() gives a function that captures nothing its literal's key", () => {
  const [one, two, mine, theirs] = both();
  expect(one.keyOf(mine.square)).toBe("functions.ts#1");
  expect(one.keyOf(mine.increment)).toBe("functions.ts#2");
  expect(two.byKey("functions.ts#1")).toBe(theirs.square);
  expect(two.byKey("functions.ts#2")(4)).toBe(5);
});

test("byKey() makes a function once per process", () => {
  const [, two] = both();
  expect(two.byKey("functions.ts#2")).toBe(two.byKey("functions.ts#2"));
});

test("byKey() throws for an unknown key, naming it", () => {
  const [, two] = both();
  expect(() => two.byKey("functions.ts#99")).toThrow("functions.ts#99");
  expect(() => two.byKey("other.ts#1")).toThrow("other.ts");
  expect(() => two.byKey("distributed#nothing")).toThrow("nothing");
  expect(() => two.byKey("globalThis#Math.nothing")).toThrow("Math.nothing");
});

test("keyOf() is undefined for what no other process has", () => {
  const [one] = both();
  for (const value of [() => 1, 1, "x", null, {}, class {}, ((x: number) => x).bind(null)]) {
    expect(one.keyOf(value)).toBeUndefined();
  }
});

test("keyOf() finds a function whose module registers after the first look", () => {
  const one = process(1);
  const other = load(process(3), SQUARE.text, SQUARE.meta);
  expect(one.keyOf(other.square)).toBeUndefined();
  load(one, SQUARE.text, SQUARE.meta);
  expect(one.keyOf(other.square)).toBe("functions.ts#1");
});

test("keyOf() names methods of a class that every process has", () => {
  const [one, two, mine] = both();
  const twice = two.byKey(one.keyOf(new mine.Box(1).twice)!);
  expect(twice.call({ x: 21 })).toBe(42);
  expect(two.byKey(one.keyOf(mine.Box.of)!)(3).x).toBe(3);
});

test("keyOf() names built-in functions by their path", () => {
  const [one, two] = both();
  expect(one.keyOf(Math.hypot)).toBe("globalThis#Math.hypot");
  expect(two.byKey("globalThis#Math.hypot")).toBe(Math.hypot);
  expect(one.keyOf(console.log)).toBe("globalThis#console.log");
});

test("objects of the platform that every process has travel by name", () => {
  const [one, two, mine] = both();
  const [math, shown, clock, random] = carry(one, two, [Math, console, performance, crypto, mine.square]);
  expect([math, shown, clock, random]).toEqual([Math, console, performance, crypto]);
  expect(clock).toBe(performance);
});

test("capture() takes a function that was just made, and refuses one that has a thunk", () => {
  const one = process(1);
  const two = process(2);
  const literals = { 1: meta("arrow", 1, { perInstance: true, captures: [capture("k", 1)] }) };
  const { f } = load(
    one,
    `$panal.module("driver.ts", $meta, 0, { thunks: {} }); return { f: (/*@driver.ts#1*/) => k };`,
    literals,
  );
  load(
    two,
    `$panal.module("driver.ts", $meta, 0, { lazy: {}, make: { 1: (k) => ((/*@driver.ts#1*/) => k) } });`,
    literals,
  );
  one.registrar.capture(f, () => 1);
  expect(() => one.registrar.capture(f, () => 2)).toThrow(TypeError);
  expect(carry(one, two, f)()).toBe(1);
});

test("keyOf() is undefined once a function of the driver owns a property", () => {
  const one = process(1);
  const { f } = load(
    one,
    `$panal.module("driver.ts", $meta, 0, { thunks: {}, make: { 1: () => f } }); const f = (/*@driver.ts#1*/x) => x; return { f };`,
    { 1: meta("arrow", 1, { name: "f", singleton: true }) },
  );
  expect(one.keyOf(f)).toBe("driver.ts#1");
  f.factor = 2;
  expect(one.keyOf(f)).toBeUndefined();
});

test("expose() lets the library's functions travel by name", () => {
  const one = process(1);
  const two = process(2);
  const mine = () => 1;
  const theirs = () => 2;
  one.expose({ myid: mine, unused: undefined });
  two.expose({ myid: theirs });
  expect(one.keyOf(mine)).toBe("distributed#myid");
  expect(two.byKey("distributed#myid")).toBe(theirs);
  expect(carry(one, two, { deep: [mine] }).deep[0]).toBe(theirs);
});

test("encode() passes plain data by reference", () => {
  const one = process(1);
  const value = { big: Array.from({ length: 1000 }, (_, i) => ({ i })) };
  const graph = one.encode(value) as unknown[];
  expect(graph[0]).toBe(value);
  expect(one.decode(graph)).toBe(value);
  expect(one.encode("text")).toBe("text");
});

test("encode() passes a large plain argument by reference beside a function", () => {
  const [one, two, mine, theirs] = both();
  const rows = Array.from({ length: 1000 }, (_, i) => [i]);
  const graph = one.encode([mine.square, [rows, mine.square]], { isCall: true });
  const [f, args] = two.decode(graph) as [unknown, unknown[]];
  expect(f).toBe(theirs.square);
  expect(args[0]).toBe(rows);
  expect(args[1]).toBe(theirs.square);
});

class Celsius {
  readonly degrees: number;
  readonly note: unknown;
  constructor(degrees: number, note?: unknown) {
    this.degrees = degrees;
    this.note = note;
  }
}

const celsius = {
  tag: "Celsius",
  pack: (c: Celsius) => [c.degrees, c.note],
  unpack: ([degrees, note]: unknown[]) => new Celsius(degrees as number, note),
};

test("travels() takes instances of a class apart and makes them again, wherever they are", () => {
  const [one, two, mine, theirs] = both();
  for (const codec of [one, two]) codec.travels(Celsius, celsius);
  const note = { f: mine.square };
  const got = carry(one, two, { deep: new Map([["t", new Celsius(21, note)]]), note });
  expect(got.deep.get("t")).toBeInstanceOf(Celsius);
  expect(got.deep.get("t").degrees).toBe(21);
  expect(got.deep.get("t").note).toBe(got.note);
  expect(got.note.f).toBe(theirs.square);
});

test("travels() gives unpack() parts of plain data whole", () => {
  const one = process(1);
  const two = process(2);
  const seen: unknown[] = [];
  for (const codec of [one, two]) {
    codec.travels(Celsius, {
      tag: "Celsius",
      pack: (c) => [{ degrees: c.degrees }],
      unpack: ([part]) => {
        seen.push(structuredClone(part));
        return new Celsius((part as { degrees: number }).degrees);
      },
    });
  }
  expect(carry(one, two, [new Celsius(3)])[0].degrees).toBe(3);
  expect(carry(one, two, [new Celsius(4)], { lenient: () => {} })[0].degrees).toBe(4);
  expect(seen).toEqual([{ degrees: 3 }, { degrees: 4 }]);
});

test("travels() refuses a second type of the same tag", () => {
  const one = process(1);
  one.travels(Celsius, celsius);
  expect(() => one.travels(class Other {}, { tag: "Celsius", pack: () => [], unpack: () => ({}) })).toThrow("Celsius");
});

test("stays() refuses instances of a class with its words, wherever they are", () => {
  const one = process(1);
  one.stays(Celsius, "it is a Celsius, which is felt here only");
  expect(() => one.encode({ deep: [new Celsius(1)] })).toThrow(
    "cannot send the value.deep[0]: it is a Celsius, which is felt here only",
  );
});

test("decode() names a type that this process does not know", () => {
  const one = process(1);
  one.travels(Celsius, celsius);
  expect(() => carry(one, process(2), new Celsius(1))).toThrow('"Celsius"');
});

test("decode() names code that this process has not loaded", () => {
  const [one, , mine] = both();
  expect(() => carry(one, process(2), [mine.square])).toThrow("functions.ts");
});

test("nameOf() is the name a program gave, else where the function stands", () => {
  const one = process(1);
  const { named, nameless } = load(
    one,
    `$panal.module("driver.ts", $meta, 0, { thunks: {} }); return { named: ({ "pick": (/*@driver.ts#1*/) => 1 }).pick, nameless: [(/*@driver.ts#2*/) => 1][0] };`,
    { 1: meta("arrow", 3, { name: "pick" }), 2: meta("arrow", 12) },
  );
  expect(one.nameOf(named)).toBe("pick");
  expect(one.nameOf(nameless)).toBe("driver.ts:12");
  expect(one.nameOf(Math.max)).toBe("max");
  expect(one.nameOf(5)).toBe("");
});

/** A module that imports `shout` and `hidden` from an npm module; the lifted text imports neither. */
const importing = (registrar: Registrar, lib: object | undefined, importLib: () => Promise<object>) => {
  const names = { shout: () => (lib as Exports).shout, "*": () => lib };
  registrar.module("driver.ts", "{}", 0, lib ? { imports: [["npm:lib", names]] } : { lazy: { "npm:lib": importLib } });
};

test("prepare() imports what a graph names, once, and decode() then finds it", async () => {
  const one = createCodec({ pid: () => 1 });
  const two = createCodec({ pid: () => 2 });
  const lib = { shout: (s: string) => `${s.toUpperCase()}!`, helper: () => 1 };
  const theirs = { shout: (s: string) => `${s}?`, helper: () => 2 };
  let imported = 0;
  importing(one.registrar, lib, () => Promise.reject(new Error("not here")));
  importing(two.registrar, undefined, async () => {
    imported++;
    return theirs;
  });
  const graph = structuredClone(one.encode([lib.shout, lib.helper]));
  await two.prepare(graph);
  expect(two.decode(graph)).toEqual([theirs.shout, theirs.helper]);
  expect(two.prepare(graph)).toBeUndefined();
  expect(imported).toBe(1);
});

test("prepare() has nothing to do for a graph without imports", () => {
  const [one, two, mine] = both();
  expect(two.prepare(one.encode([mine.square]))).toBeUndefined();
  expect(two.prepare(one.encode({ a: 1 }))).toBeUndefined();
  expect(two.prepare(5)).toBeUndefined();
});

test("a capture is read from the module's own thunk when the literal needs none", () => {
  const one = process(1);
  const two = process(2);
  const text = `$panal.module("driver.ts", $meta, 0, { thunks: { 1: (k) => rate }, make: { } });
    let rate = 2; return { f: (/*@driver.ts#1*/x) => x * rate, set: (x) => { rate = x; } };`;
  const lifted = `$panal.module("driver.ts", $meta, 0, { lazy: {}, make: () => ({ 1: (rate) => ((/*@driver.ts#1*/x) => x * rate) }) }); return {};`;
  const literals = { 1: meta("arrow", 3, { captures: [capture("rate", 3)] }) };
  const { f, set } = load(one, text, literals);
  load(two, lifted, literals);
  expect(carry(one, two, f)(10)).toBe(20);
  set(5);
  expect(carry(one, two, f)(10)).toBe(50);
});

test("functions of two versions of a file never mix, though a process has loaded both", () => {
  const version = (key: string, answer: number) => `
    $panal.module("driver.ts~${key}", $meta, 0, { thunks: {}, make: () => ({ 1: () => (/*@driver.ts~${key}#1*/) => ${answer} }) });
    return { f: (0, (/*@driver.ts~${key}#1*/) => ${answer}) };`;
  const [one, two] = [process(1), process(2)];
  const described = { 1: meta("arrow", 7) };
  const first = load(one, version("a", 1), described);
  const second = load(one, version("b", 2), described);
  for (const key of ["b", "a"]) load(two, version(key, key === "a" ? 1 : 2), described);
  expect([carry(one, two, first.f)(), carry(one, two, second.f)()]).toEqual([1, 2]);
  expect(one.keyOf(first.f)).not.toBe(one.keyOf(second.f));
  expect(two.nameOf(carry(one, two, first.f))).toBe("driver.ts:7");
  const late = process(3);
  load(late, version("b", 2), described);
  expect(() => carry(one, late, first.f)).toThrow("the code of driver.ts that this needs is not loaded");
});
