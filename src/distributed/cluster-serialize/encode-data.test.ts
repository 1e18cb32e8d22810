// Values without functions of the program, and with one beside them: the first go by reference to structured clone, the
// second node by node. Both ways must give the same (DATA rows of the test cases).
import { describe, expect, test } from "vitest";
import { carry, load, meta, process, type TestCodec } from "./test-processes.ts";

const MODULE =
  "$panal.module('functions.ts', $meta, 0, { make: () => ({ 1: () => f }) }); const f = (/*@functions.ts#1*/) => 1; return { f };";
const LITERALS = { 1: meta("arrow", 1, { name: "f", singleton: true }) };

function both(): { one: TestCodec; two: TestCodec; f: () => number; there: () => number } {
  const one = process(1);
  const two = process(2);
  return { one, two, f: load(one, MODULE, LITERALS).f, there: load(two, MODULE, LITERALS).f };
}

type ResizableClass = new (
  length: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(length: number): void };

/** The ways a value can cross: alone, in a graph with a function, and read through. */
const ways = {
  "by itself": (value: unknown) => {
    const { one, two } = both();
    return carry(one, two, value);
  },
  "beside a function": (value: unknown) => {
    const { one, two, f, there } = both();
    const got = carry(one, two, { value, f });
    expect(got.f).toBe(there);
    return got.value;
  },
  "in a container with a function": (value: unknown) => {
    const { one, two, f } = both();
    return carry(
      one,
      two,
      new Map<unknown, unknown>([
        ["f", f],
        ["value", [value]],
      ]),
    ).get("value")[0];
  },
  "read through": (value: unknown) => {
    const { one, two } = both();
    return carry(one, two, value, { readThrough: true });
  },
};

const holed = (...at: [number, unknown][]): unknown[] => {
  const array = new Array<unknown>(4);
  for (const [i, value] of at) array[i] = value;
  return array;
};

describe.each(Object.entries(ways))("%s", (_, cross) => {
  test.each([
    ["true", true],
    ["the empty text", ""],
    ["é😀", "é😀"],
    ["a lone surrogate", "\ud800x"],
    ["2^53 + 2", 2 ** 53 + 2],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["NaN", Number.NaN],
    ["-0", -0],
    ["undefined", undefined],
    ["null", null],
    ["10n ** 40n", 10n ** 40n],
    ["-1n", -1n],
  ])("%s is the same", (_name, value) => {
    expect(Object.is(cross(value), value)).toBe(true);
    expect(Object.is((cross([value]) as unknown[])[0], value)).toBe(true);
  });

  test("typed arrays of each kind keep kind and bits", () => {
    const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
    for (const Kind of kinds) {
      for (const value of [new Kind(0), new Kind(Array.from({ length: 1000 }, (_, i) => i * 7919))]) {
        expect(cross(value)).toStrictEqual(value);
      }
    }
    for (const Kind of [Float32Array, Float64Array]) {
      const value = new Kind([Number.NaN, -0, 1.5, Number.POSITIVE_INFINITY]);
      const got = cross(value) as Float64Array;
      expect(got).toBeInstanceOf(Kind);
      expect(Object.is(got[1], -0)).toBe(true);
      expect(new Uint8Array(got.buffer)).toEqual(new Uint8Array(value.buffer));
    }
    expect(cross(new BigInt64Array([-1n, 2n ** 62n]))).toStrictEqual(new BigInt64Array([-1n, 2n ** 62n]));
    expect((cross(new DataView(new ArrayBuffer(3))) as DataView).byteLength).toBe(3);
  });

  test("a Map with objects as keys keeps aliases and order", () => {
    const key = { k: 1 };
    const got = cross([
      new Map<unknown, unknown>([
        [key, key],
        ["b", 2],
        ["a", 1],
      ]),
      key,
    ]) as [Map<unknown, unknown>, object];
    expect([...got[0].keys()]).toEqual([{ k: 1 }, "b", "a"]);
    expect(got[0].get(got[1])).toBe(got[1]);
  });

  test("a Set of objects keeps aliases and order", () => {
    const item = { i: 1 };
    const [set, alias] = cross([new Set<unknown>([item, 3, "x"]), item]) as [Set<unknown>, object];
    expect([...set]).toEqual([{ i: 1 }, 3, "x"]);
    expect(set.has(alias)).toBe(true);
  });

  test("dates, the invalid one too, and regular expressions", () => {
    const [date, invalid, pattern] = cross([new Date(86_400_000), new Date(Number.NaN), /a(b)\/c/giu]) as [
      Date,
      Date,
      RegExp,
    ];
    expect(date.getTime()).toBe(86_400_000);
    expect(invalid.getTime()).toBeNaN();
    expect([pattern.source, pattern.flags]).toEqual(["a(b)\\/c", "giu"]);
  });

  test("cycles and sharing", () => {
    const round: Record<string, unknown> = { s: {} };
    round.self = round;
    round.again = round.s;
    const got = cross(round) as Record<string, unknown>;
    expect(got.self).toBe(got);
    expect(got.again).toBe(got.s);
  });

  test("a hole stays a hole, in sparse arrays too", () => {
    const got = cross(holed([0, 1], [2, undefined])) as unknown[];
    expect([got.length, 0 in got, 1 in got, 2 in got, 3 in got]).toEqual([4, true, false, true, false]);
    const sparse: unknown[] = [];
    sparse[3_000_000_000] = "far";
    const far = cross(sparse) as unknown[];
    expect([far.length, far[3_000_000_000], Object.keys(far).length]).toEqual([3_000_000_001, "far", 1]);
  });

  test("an array keeps properties beside its elements", () => {
    const got = cross("xay".match(/a/)) as RegExpMatchArray;
    expect([got[0], got.index, got.input, Array.isArray(got)]).toEqual(["a", 1, "xay", true]);
  });

  test("the order of keys and explicit undefined", () => {
    const got = cross({ z: 1, a: undefined, m: 3 }) as object;
    expect(Object.entries(got)).toEqual([
      ["z", 1],
      ["a", undefined],
      ["m", 3],
    ]);
  });

  test("null prototypes", () => {
    const got = cross(Object.assign(Object.create(null), { a: { b: 1 } })) as object;
    expect(Object.getPrototypeOf(got)).toBeNull();
    expect({ ...got }).toEqual({ a: { b: 1 } });
  });

  test("frozen, sealed and closed objects and arrays", () => {
    const got = cross({
      frozen: Object.freeze({ a: { b: 1 } }),
      list: Object.freeze([1, { c: 2 }]),
      sealed: Object.seal({ a: 1 }),
      closed: Object.preventExtensions({ a: 1 }),
    }) as Record<string, object>;
    expect(got).toEqual({ frozen: { a: { b: 1 } }, list: [1, { c: 2 }], sealed: { a: 1 }, closed: { a: 1 } });
    expect(Object.isFrozen(got.frozen)).toBe(true);
    expect(Object.isFrozen(got.list)).toBe(true);
    expect([Object.isSealed(got.sealed), Object.isFrozen(got.sealed)]).toEqual([true, false]);
    expect([Object.isExtensible(got.closed), Object.isSealed(got.closed)]).toEqual([false, false]);
  });

  test("keys that are registered or well-known symbols", () => {
    const got = cross({ a: 1, [Symbol.for("panal.test")]: 2, [Symbol.toStringTag]: "Mine" }) as Record<symbol, unknown>;
    expect([got[Symbol.for("panal.test")], got[Symbol.toStringTag]]).toEqual([2, "Mine"]);
  });

  test("__proto__ and keys that look like marks are data", () => {
    const value = JSON.parse('{"__proto__": {"x": 1}, "constructor": "c", "raw": ["raw", 0], "v": [0], "0": [[1]]}');
    const got = cross(value) as object;
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
    expect(Object.entries(got)).toEqual(Object.entries(value));
  });

  test("boxed primitives and the built-in objects", () => {
    const [box, big, math, global] = cross([Object(1), Object(2n), Math, globalThis]) as [
      number,
      bigint,
      unknown,
      unknown,
    ];
    expect([typeof box, box.valueOf(), typeof big, big.valueOf()]).toEqual(["object", 1, "object", 2n]);
    expect(math).toBe(Math);
    expect(global).toBe(globalThis);
  });

  test("shared memory is shared", () => {
    const shared = new SharedArrayBuffer(8);
    const got = cross({ view: new Int32Array(shared) }) as { view: Int32Array };
    got.view[1] = 7;
    expect(new Int32Array(shared)[1]).toBe(7);
  });

  test("views that share a buffer share one there", () => {
    const buffer = new ArrayBuffer(16);
    const got = cross({ a: new Uint8Array(buffer), b: new Uint8Array(buffer, 4, 4), buffer }) as Record<
      string,
      Uint8Array
    >;
    got.a![5] = 9;
    expect(got.b![1]).toBe(9);
    expect(got.b!.buffer).toBe(got.buffer);
  });

  test("a small view of a large buffer takes only its part along, and views of it still share", () => {
    const large = new Float64Array(1_000_000);
    large.set([1, 2, 3, 4], 500_001);
    const value = [
      large.subarray(500_001, 500_003),
      large.subarray(500_002, 500_005),
      new DataView(large.buffer, 8 * 500_001, 8),
    ];
    const got = cross(value) as [Float64Array, Float64Array, DataView];
    expect([[...got[0]], [...got[1]], got[2].getFloat64(0, true)]).toEqual([[1, 2], [2, 3, 4], 1]);
    expect(got[0].buffer.byteLength).toBeLessThan(1000);
    got[0][1] = 9;
    expect(got[1][0]).toBe(9);
  });

  test("a small view shares the large buffer that travels whole beside it", () => {
    const large = new Uint8Array(200_000);
    const got = cross({ row: large.subarray(10, 20), all: { large } }) as {
      row: Uint8Array;
      all: { large: Uint8Array };
    };
    got.all.large[12] = 5;
    expect(got.row[2]).toBe(5);
  });

  test("a resizable buffer stays resizable, and a view grows with it, however large", () => {
    for (const length of [8, 200_000]) {
      const buffer = new (ArrayBuffer as unknown as ResizableClass)(length, { maxByteLength: 400_000 });
      const got = cross([buffer, new Uint8Array(buffer, 4), new Uint8Array(buffer, 4, 2)]) as [
        InstanceType<ResizableClass>,
        Uint8Array,
        Uint8Array,
      ];
      got[0].resize(400_000);
      expect([got[1].length, got[2].length, got[1].buffer === got[0]]).toEqual([399_996, 2, true]);
      expect((cross(new Uint8Array(buffer, length - 2)) as Uint8Array).buffer).toHaveProperty("resizable", true);
    }
  });

  test("blobs and files keep their content, name, type and date", async () => {
    const file = new File(["abc"], "a.txt", { type: "text/plain", lastModified: 5 });
    const [blob, got, again] = cross([new Blob(["x", "y"], { type: "a/b" }), file, file]) as [Blob, File, File];
    expect([await blob.text(), blob.type, blob.constructor]).toEqual(["xy", "a/b", Blob]);
    expect([await got.text(), got.name, got.type, got.lastModified]).toEqual(["abc", "a.txt", "text/plain", 5]);
    expect([got instanceof File, got === again]).toEqual([true, true]);
  });

  test("errors keep class, message, cause, fields and rings; so does one of many", () => {
    const error = new RangeError("far", { cause: { reason: 1 } });
    const many = Object.assign(new AggregateError([error, 5], "many"), { code: "E_MANY" });
    many.cause = { many };
    const got = cross({ many, error }) as { many: AggregateError & { code: string }; error: Error };
    expect([got.many instanceof AggregateError, got.many.message, got.many.code]).toEqual([true, "many", "E_MANY"]);
    expect([got.many.errors[0] === got.error, got.many.errors[1]]).toEqual([true, 5]);
    expect((got.many.cause as { many: unknown }).many).toBe(got.many);
    expect([got.error instanceof RangeError, got.error.message, got.error.cause]).toEqual([true, "far", { reason: 1 }]);
  });

  test("frozen and labelled collections stay so, with NaN as a key and -0 as a value", () => {
    const map = Object.freeze(new Map([[Number.NaN, -0]]));
    const set = Object.assign(new Set([1]), { label: "one" });
    const got = cross([map, set]) as [Map<number, number>, Set<number> & { label: string }];
    expect([Object.isFrozen(got[0]), Object.is(got[0].get(Number.NaN), -0)]).toEqual([true, true]);
    expect([[...got[1]], got[1].label]).toEqual([[1], "one"]);
  });

  test("a pattern begins anew: its lastIndex is 0", () => {
    const pattern = /a/gy;
    pattern.lastIndex = 3;
    const got = cross(pattern) as RegExp;
    expect([got.source, got.flags, got.lastIndex]).toEqual(["a", "gy", 0]);
  });

  test("an object nested 20,000 deep", () => {
    let deep: { in?: unknown } = {};
    for (let i = 0; i < 20_000; i++) deep = { in: deep };
    let got: unknown;
    try {
      got = cross(deep);
    } catch (error) {
      // Structured clone itself recurses in some engines: a clear error is right as well.
      expect(error).toBeInstanceOf(RangeError);
      return;
    }
    let depth = 0;
    for (let at = got as { in?: unknown }; at.in; at = at.in as object) depth++;
    expect(depth).toBe(20_000);
  });
});

test("encode() takes a list of 100,000 nodes that holds a function", () => {
  const { one, two, f, there } = both();
  interface Item {
    next: Item | null;
    i: number;
    f?: unknown;
  }
  let list: Item | null = null;
  for (let i = 0; i < 100_000; i++) list = { next: list, i };
  let last = list!;
  while (last.next) last = last.next;
  last.f = f;
  let length = 0;
  let at: Item = carry(one, two, list);
  for (; at.next; at = at.next) length++;
  expect(length).toBe(99_999);
  expect(at.f).toBe(there);
}, 60_000);

test("encode() takes 20,000 frozen nodes and a Map chain as long", () => {
  const { one, two } = both();
  let frozen: object = {};
  let maps = new Map<string, unknown>([["end", Object.freeze({})]]);
  for (let i = 0; i < 20_000; i++) {
    frozen = Object.freeze({ in: frozen });
    maps = new Map([["in", maps]]);
  }
  expect(Object.isFrozen(carry(one, two, frozen).in.in.in)).toBe(true);
  expect(carry(one, two, maps).get("in").get("in")).toBeInstanceOf(Map);
});

test("encode() sees through a proxy in the captures and arguments of a call", () => {
  const { one, two, f } = both();
  const state = new Proxy({ list: [1, 2] }, {});
  const [, args] = carry(one, two, [f, [{ view: { state } }, f]], { isCall: true });
  expect(args[0]).toEqual({ view: { state: { list: [1, 2] } } });
});

test("a proxy arrives as what it shows, not as what is behind it", () => {
  const { one, two, f } = both();
  const shows = <T extends object>(behind: T, value: unknown) => new Proxy(behind, { get: () => value });
  const value = { plain: shows({ n: 1 }, 7), deep: [shows({ o: {} }, f)], one: shows({ [Symbol.iterator]: 1 }, 8), f };
  const got = carry(one, two, value);
  expect([got.plain.n, got.deep[0].o === got.f, got.one[Symbol.iterator]]).toEqual([7, true, 8]);
});

test("readThrough() encodes again what structured clone refused", () => {
  const { one, two, f } = both();
  const proxy = new Proxy([1, { a: 2 }], {});
  const many = Array.from({ length: 1000 }, () => ({}));
  for (const value of [{ proxy, many }, [{ proxy, many }, f]]) {
    const graph = one.encode(value);
    expect(() => structuredClone(graph)).toThrow("could not be cloned");
    expect(JSON.stringify(two.decode(structuredClone(one.readThrough(graph))))).toContain('[1,{"a":2}]');
  }
});

test("an accessor of the program travels as one", () => {
  const text = `$panal.module("driver.ts", $meta, 1, { thunks: {}, lazy: {}, make: () => ({ 1: () => Object.getOwnPropertyDescriptor({ get half(/*@driver.ts#1*/) { return this.n / 2; } }, "half").get }) });
    return { lazy: { n: 8, get half(/*@driver.ts#1*/) { return this.n / 2; } } };`;
  const literals = { 1: meta("get", 1, { name: "half" }) };
  const one = process(1);
  const two = process(2);
  const { lazy } = load(one, text, literals);
  load(two, text, literals);
  const got = carry(one, two, [lazy, { lazy }])[0];
  got.n = 10;
  expect(got.half).toBe(5);
  expect(Object.keys(got)).toEqual(["n", "half"]);
});

test("an accessor of a library is read", () => {
  const { one, two, f } = both();
  const value = {
    get a() {
      return 5;
    },
  };
  expect(carry(one, two, value)).toEqual({ a: 5 });
  expect(Object.getOwnPropertyDescriptor(carry(one, two, { value, f }).value, "a")?.value).toBe(5);
});

test("properties that are not enumerable or not writable are kept when the program defines such", () => {
  const one = process(1);
  const two = process(2);
  one.registrar.module("driver.ts", "{}", 1, {});
  const value = Object.defineProperty({ a: 1 }, "hidden", { value: { b: 2 } });
  const got = carry(one, two, value);
  expect(Object.keys(got)).toEqual(["a"]);
  expect(Object.getOwnPropertyDescriptor(got, "hidden")).toEqual({
    value: { b: 2 },
    writable: false,
    enumerable: false,
    configurable: false,
  });
});

test("an object made from another keeps that as its prototype", () => {
  const { one, two, f } = both();
  const base = { f, n: 1 };
  const value = Object.assign(Object.create(base), { own: 2 });
  const [got, itsBase] = carry(one, two, [value, base]);
  expect(Object.getPrototypeOf(got)).toBe(itsBase);
  expect([got.n, Object.keys(got), got.f()]).toEqual([1, ["own"], 1]);
});

test("a program that replaces Date and patches prototypes changes nothing", () => {
  const { one, two, f } = both();
  const value = new Map<string, unknown>([["extended", { extended: 1, when: new Date(5), list: [f, /x/] }]]);
  const touched: Record<string, number> = {};
  const kept: [object, PropertyKey, PropertyDescriptor | undefined][] = [];
  const patch = (object: object, key: PropertyKey, how: "value" | "accessor" = "value") => {
    kept[kept.length] = [object, key, Object.getOwnPropertyDescriptor(object, key)];
    function touch() {
      touched[String(key)] = 1;
    }
    Object.defineProperty(object, key, {
      configurable: true,
      ...(how === "value" ? { value: touch } : { get: touch, set: touch }),
    });
  };
  let got: unknown;
  try {
    for (const key of ["push", "pop", "slice", "map", "forEach", "join"]) patch(Array.prototype, key);
    for (const key of ["get", "set", "has", "forEach", "size"]) patch(Map.prototype, key);
    patch(RegExp.prototype, "exec");
    patch(Date.prototype, "getTime");
    patch(Object.prototype, "extended", "accessor");
    for (const name of ["Date", "Map", "Set", "Error", "RegExp"]) patch(globalThis, name);
    got = two.decode(one.encode([value]));
  } finally {
    for (let i = kept.length - 1; i >= 0; i--) {
      const [object, key, was] = kept[i]!;
      if (was) Object.defineProperty(object, key, was);
      else delete (object as Record<PropertyKey, unknown>)[key];
    }
  }
  expect(touched).toEqual({});
  const part = (got as [Map<string, { extended: number; when: Date; list: [() => number, RegExp] }>])[0].get(
    "extended",
  )!;
  expect([part.extended, part.when.getTime(), part.list[0](), part.list[1].source]).toEqual([1, 5, 1, "x"]);
});
