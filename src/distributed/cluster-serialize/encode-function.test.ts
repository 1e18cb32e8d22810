// Functions with what they capture, classes and instances, between two processes. The modules are what compile makes of
// the small programs in the comments; the whole of it over real compiled programs is tested with compile.
import { describe, expect, test } from "vitest";
import { capture, carry, type Exports, load, meta, process, refusal, type TestCodec } from "./test-processes.ts";

/** A driver (process 1 runs `main`) whose functions the other process makes by `factories`. */
function driver(
  main: string,
  factories: string,
  literals: Parameters<typeof load>[2],
  pids: [number, number] = [1, 2],
) {
  const [one, two] = [process(pids[0]), process(pids[1])];
  const lifted = `$panal.module("driver.ts", $meta, 0, { lazy: {}, make: () => ({ ${factories} }) });`;
  for (const codec of [one, two]) load(codec, lifted, literals);
  const values = load(one, `$panal.module("driver.ts", "{}", 0, { thunks: {}, make: {} }); ${main}`, {});
  return { one, two, values, send: (value: unknown) => carry(one, two, value) };
}

/** const scale = (k) => (x) => x * k; */
const SCALE = {
  main: "const scale = (k) => $panal.capture((/*@driver.ts#1*/x) => x * k, () => k); return { scale };",
  factories: "1: (k) => ((/*@driver.ts#1*/x) => x * k)",
  literals: { 1: meta("arrow", 2, { perInstance: true, captures: [capture("k", 2)] }) },
};
const scaled = () => driver(SCALE.main, SCALE.factories, SCALE.literals);

/** let n = 0; const inc = () => ++n, get = () => n; made by a function, so that each call has its own n. */
const COUNTER = {
  main: `const counter = (n = 0) => ({
      inc: $panal.capture((/*@driver.ts#1*/) => ++n, (_, write, v) => (write ? (n = v) : n)),
      get: $panal.capture((/*@driver.ts#2*/) => n, (_, write, v) => (write ? (n = v) : n)),
      poll: () => n,
    });
    return { counter };`,
  factories: "1: (n) => ((/*@driver.ts#1*/) => ++n.v), 2: (n) => ((/*@driver.ts#2*/) => n.v)",
  literals: {
    1: meta("arrow", 2, { name: "inc", perInstance: true, captures: [capture("n", 2, { boxed: true })] }),
    2: meta("arrow", 3, { name: "get", perInstance: true, captures: [capture("n", 3, { boxed: true })] }),
  },
};

describe("captured variables", () => {
  test("travel with the function", () => {
    const { values, send } = scaled();
    expect(send(values.scale(3))(7)).toBe(21);
  });

  test("are copies: what the function does to them there is not seen here", () => {
    const { values, send } = driver(
      "const setter = (a) => $panal.capture((/*@driver.ts#1*/) => { a[0] = 5; return a[0]; }, () => a); return { setter };",
      "1: (a) => ((/*@driver.ts#1*/) => { a[0] = 5; return a[0]; })",
      { 1: meta("arrow", 1, { perInstance: true, captures: [capture("a", 1)] }) },
    );
    const a = [0];
    expect(send(values.setter(a))()).toBe(5);
    expect(a).toEqual([0]);
  });

  test("may be functions that capture functions, over several processes", () => {
    const { one, two, values, send } = driver(
      "const after = (f) => $panal.capture((/*@driver.ts#1*/) => f() + 1, () => f); const one = (/*@driver.ts#2*/) => 1; return { after, one };",
      "1: (f) => ((/*@driver.ts#1*/) => f() + 1), 2: () => ((/*@driver.ts#2*/) => 1)",
      { 1: meta("arrow", 1, { perInstance: true, captures: [capture("f", 1)] }), 2: meta("arrow", 2) },
    );
    const b3 = values.after(values.after(values.one));
    expect(send(b3)()).toBe(3);
    expect(carry(two, one, send(b3))()).toBe(3);
  });

  test("hold one object where they held one, also with the arguments of the call", () => {
    const { one, two, values } = scaled();
    const shared = { f: values.scale(2) };
    const [f, args] = carry(one, two, [values.scale(shared), [shared, shared.f]], { isCall: true });
    expect(args[0].f).toBe(args[1]);
    expect(carry(two, one, [f])[0]).not.toBe(f);
  });

  test("chain 20,000 functions deep", () => {
    const { values, send } = scaled();
    let f: unknown = 1;
    for (let i = 0; i < 20_000; i++) f = values.scale(f);
    expect(typeof send(f)).toBe("function");
  });
});

describe("variables that closures write", () => {
  test("are shared exactly by the closures that shared them", () => {
    const { values, send } = driver(COUNTER.main, COUNTER.factories, COUNTER.literals);
    const [a, b] = [values.counter(10), values.counter(20)];
    const [incA, getA, incB, getB] = send([a.inc, a.get, b.inc, b.get]);
    incA();
    incA();
    incB();
    expect([getA(), getB()]).toEqual([12, 21]);
    expect([a.poll(), b.poll()]).toEqual([10, 20]);
  });

  test("count on in transit, and the sender's stay as they are", () => {
    const { one, two, values, send } = driver(COUNTER.main, COUNTER.factories, COUNTER.literals);
    const { inc, poll } = values.counter(5);
    inc();
    const there = send(inc);
    expect([there(), there()]).toEqual([7, 8]);
    expect(carry(two, one, there)()).toBe(9);
    expect(poll()).toBe(6);
  });

  test("stay shared when received closures are sent on", () => {
    const { one, two, values, send } = driver(COUNTER.main, COUNTER.factories, COUNTER.literals);
    const { inc, get } = values.counter(0);
    const [incThere, getThere] = send([inc, get]);
    incThere();
    const [incBack, getBack] = carry(two, one, [incThere, getThere]);
    incBack();
    expect([getBack(), getThere()]).toEqual([2, 1]);
  });

  test("stay shared when a received closure is sent on with one that it made", () => {
    const { one, two, values, send } = driver(
      `const make = (n) => $panal.capture((/*@driver.ts#1*/) => { n++; return $panal.capture((/*@driver.ts#2*/) => n, (_, write, v) => (write ? (n = v) : n)); }, (_, write, v) => (write ? (n = v) : n)); return { make };`,
      `1: (n) => ((/*@driver.ts#1*/) => { n.v++; return $panal.capture((/*@driver.ts#2*/) => n.v, (_, write, v) => (write ? (n.v = v) : n.v)); }), 2: (n) => ((/*@driver.ts#2*/) => n.v)`,
      {
        1: meta("arrow", 1, { perInstance: true, captures: [capture("n", 1, { boxed: true })] }),
        2: meta("arrow", 2, { perInstance: true, captures: [capture("n", 2, { boxed: true })] }),
      },
    );
    const bump = send(values.make(1));
    const [bumpBack, pollBack] = carry(two, one, [bump, bump()]);
    bumpBack();
    expect(pollBack()).toBe(3);
  });

  test("of 5,000 counters in one message, one each", () => {
    const { values, send } = driver(COUNTER.main, COUNTER.factories, COUNTER.literals);
    const counters = Array.from({ length: 5_000 }, (_, i) => values.counter(i));
    const there = send(counters.map(({ inc, get }: Exports) => [inc, get]));
    for (const [inc] of there) inc();
    expect(there.every(([, get]: (() => number)[], i: number) => get!() === i + 1)).toBe(true);
  });

  test("may hold the closure itself", () => {
    const { values, send } = driver(
      `const make = () => { let self = 0; self = $panal.capture((/*@driver.ts#1*/) => self, (_, write, v) => (write ? (self = v) : self)); return self; }; return { make };`,
      "1: (self) => ((/*@driver.ts#1*/) => self.v)",
      { 1: meta("arrow", 1, { perInstance: true, captures: [capture("self", 1, { boxed: true })] }) },
    );
    const got = send(values.make());
    expect(got()).toBe(got);
  });
});

describe("cycles", () => {
  test("close through late captures", () => {
    const { values, send } = driver(
      `const pair = (z) => {
        const even = $panal.capture((/*@driver.ts#1*/n) => n === z || odd(n - 1), (k) => (k === 0 ? z : odd));
        const odd = $panal.capture((/*@driver.ts#2*/n) => n !== z && even(n - 1), (k) => (k === 0 ? z : even));
        return even; };
      return { pair };`,
      `1: (z, odd, late) => { late.s = (k, v) => { if (k === 1) odd = v; }; return (/*@driver.ts#1*/n) => n === z || odd(n - 1); },
       2: (z, even) => ((/*@driver.ts#2*/n) => n !== z && even(n - 1))`,
      {
        1: meta("arrow", 2, { perInstance: true, captures: [capture("z", 2), capture("odd", 2, { late: true })] }),
        2: meta("arrow", 3, { perInstance: true, captures: [capture("z", 3), capture("even", 3)] }),
      },
    );
    const even = send(values.pair(0));
    expect([even(4), even(7)]).toEqual([true, false]);
  });

  test("close through objects", () => {
    const { values, send } = driver(
      "const make = () => { const d = { v: 4 }; d.g = $panal.capture((/*@driver.ts#1*/) => d, () => d); return d.g; }; return { make };",
      "1: (d) => ((/*@driver.ts#1*/) => d)",
      { 1: meta("arrow", 1, { perInstance: true, captures: [capture("d", 1)] }) },
    );
    const g = send(values.make());
    expect([g().g === g, g().v]).toEqual([true, 4]);
  });
});

describe("a function that captures nothing", () => {
  const PLAIN = [
    "return { make: () => (/*@driver.ts#1*/) => 1 };",
    "1: () => ((/*@driver.ts#1*/) => 1)",
    { 1: meta("arrow", 1) },
  ] as const;

  test("is made once per process", () => {
    const { values, send } = driver(...PLAIN);
    const f = values.make();
    expect(send([f])[0]).toBe(send({ f }).f);
  });

  test("is another there when it is another here", () => {
    const { values, send } = driver(...PLAIN);
    const [a, b, again] = [values.make(), values.make(), values.make()];
    const got = send(new Set([a, b, again]));
    expect(got.size).toBe(3);
  });

  test("keeps the properties it owns", () => {
    const { values, send } = driver(...PLAIN);
    const f = Object.assign(values.make(), { inc: 7, [Symbol.for("tag")]: { a: 1 } });
    const got = send([f])[0];
    expect([got.inc, got[Symbol.for("tag")]]).toEqual([7, { a: 1 }]);
    expect(Object.keys(send([values.make()])[0])).toEqual([]);
  });
});

test("what a function of the driver owns goes with it, and nothing is written back", () => {
  const main = `$panal.module("driver.ts", "{}", 0, { thunks: {}, make: { 1: () => f } }); const f = (/*@driver.ts#1*/) => f.memo; f.memo = { a: 1 }; return { f };`;
  const { one, two, values } = driver(
    main,
    "1: () => f }) }); const f = (/*@driver.ts#1*/) => f.memo; void ({ x: () => ({",
    {
      1: meta("arrow", 1, { name: "f", singleton: true }),
    },
  );
  const there = carry(one, two, values.f);
  expect(there()).toEqual({ a: 1 });
  there.memo.a = 2;
  expect(carry(two, one, there)).toBe(values.f);
  expect(values.f.memo).toEqual({ a: 1 });
});

test("what a function of the functions file owns is each process's own", () => {
  const text = `$panal.module("functions.ts", $meta, 0, { make: () => ({ 1: () => bump }) }); function/*@functions.ts#1*/ bump() { return ++bump.n; } bump.n = 0; return { bump };`;
  const literals = { 1: meta("function", 1, { name: "bump", singleton: true }) };
  const [one, two] = [process(1), process(2)];
  const [mine, theirs] = [load(one, text, literals), load(two, text, literals)];
  mine.bump();
  mine.bump();
  expect(carry(one, two, mine.bump)).toBe(theirs.bump);
  expect(theirs.bump()).toBe(1);
});

test("an ES5 constructor takes its prototype and what that inherits along", () => {
  const { values, send } = driver(
    `function/*@driver.ts#1*/ A() {} A.prototype.hi = (/*@driver.ts#3*/) => "A";
     function/*@driver.ts#2*/ B(x) { this.x = x; } B.prototype = Object.create(A.prototype, { constructor: { value: B } }); B.prototype.twice = function/*@driver.ts#4*/ () { return 2 * this.x; };
     return { b: new B(21) };`,
    `1: () => { function/*@driver.ts#1*/ A() {} return A; }, 2: () => { function/*@driver.ts#2*/ B(x) { this.x = x; } return B; },
     3: () => ((/*@driver.ts#3*/) => "A"), 4: () => (function/*@driver.ts#4*/ () { return 2 * this.x; })`,
    {
      1: meta("function", 1, { name: "A" }),
      2: meta("function", 2, { name: "B" }),
      3: meta("arrow", 1),
      4: meta("function", 2),
    },
  );
  const b = send(values.b);
  expect([b.twice(), b.hi(), Object.keys(b)]).toEqual([42, "A", ["x"]]);
});

test("captured arguments are whole when the function is made", () => {
  const { values, send } = driver(
    "const list = function () { return $panal.capture((/*@driver.ts#1*/) => Array.from(arguments), () => arguments); }; return { list, f: (/*@driver.ts#2*/) => 2 };",
    `1: (a) => (function () { return (/*@driver.ts#1*/) => Array.from(arguments); }).apply(undefined, a), 2: () => ((/*@driver.ts#2*/) => 2)`,
    {
      1: meta("arrow", 1, { perInstance: true, captures: [{ name: "arguments", use: [1, 5], pseudo: true }] }),
      2: meta("arrow", 2),
    },
  );
  const [one, f, object] = send(values.list(1, values.f, { a: [1] }))();
  expect([one, f(), object]).toEqual([1, 2, { a: [1] }]);
});

test("a thunk of the function's own comes before the module's", () => {
  const one = process(1);
  const two = process(2);
  const literals = { 1: meta("arrow", 1, { captures: [capture("k", 1)] }) };
  const { own } = load(
    one,
    `$panal.module("driver.ts", $meta, 0, { thunks: { 1: () => "the driver's" } }); return { own: $panal.capture((/*@driver.ts#1*/) => k, () => "its own") };`,
    literals,
  );
  load(
    two,
    `$panal.module("driver.ts", $meta, 0, { lazy: {}, make: { 1: (k) => ((/*@driver.ts#1*/) => k) } });`,
    literals,
  );
  expect(carry(one, two, own)()).toBe("its own");
});

test("nothing of a thunk shows on the function", () => {
  const { values } = scaled();
  const f = values.scale(2);
  expect(Reflect.ownKeys(f)).toEqual(["length", "name"]);
});

/** Classes of the functions file, with private fields, built-in bases, accessors. */
const CLASSES = {
  text: `$panal.module("functions.ts", $meta, 0, { make: () => ({ 1: () => Account, 2: () => Savings, 3: () => Bag, 4: () => Index, 5: () => Stack, 6: () => Oops, 7: () => Day, 8: () => Row }) });
    class/*@functions.ts#1*/ Account {
      static { $panal.privates(this, (o) => [o.#n, o.#log], (o, v) => { [o.#n, o.#log] = v; }); }
      #n = $panal.restoring() ? void 0 : opened(); #log = [];
      constructor(n) { if (new.target === $panal.restoreTarget) return; made.push("Account"); this.#n = n; }
      add(k) { this.#n += k; this.#log.push(k); return this; }
      get state() { return [this.#n, this.#log.join()]; }
      static is(o) { return #n in o; }
    }
    class/*@functions.ts#2*/ Savings extends Account {
      static { $panal.privates(this, (o) => [o.#rate], (o, v) => { [o.#rate] = v; }); }
      #rate = 2;
      constructor(n) { if (new.target === $panal.restoreTarget) { super(); return; } super(n); made.push("Savings"); this.#rate = 3; }
      get rate() { return this.#rate; }
    }
    class/*@functions.ts#3*/ Bag extends Set { get sum() { let s = 0; for (const x of this) s += x; return s; } }
    class/*@functions.ts#4*/ Index extends Map { first() { return this.keys().next().value; } }
    class/*@functions.ts#5*/ Stack extends Array { top() { return this[this.length - 1]; } }
    class/*@functions.ts#6*/ Oops extends Error { constructor(m, code) { super(m); this.code = code; } get name() { return "Oops"; } }
    class/*@functions.ts#7*/ Day extends Date { get iso() { return this.toISOString().slice(0, 10); } }
    class/*@functions.ts#8*/ Row extends Float64Array { sum() { return this.reduce((a, b) => a + b, 0); } }
    const made = []; const opened = () => { made.push("opened"); return 0; };
    return { Account, Savings, Bag, Index, Stack, Oops, Day, Row, made };`,
  literals: Object.fromEntries(
    ["Account", "Savings", "Bag", "Index", "Stack", "Oops", "Day", "Row"].map((name, i) => [
      i + 1,
      meta("class", i + 2, { name, singleton: true }),
    ]),
  ),
};

function classes(): { one: TestCodec; two: TestCodec; here: Exports; there: Exports } {
  const [one, two] = [process(1), process(2)];
  return {
    one,
    two,
    here: load(one, CLASSES.text, CLASSES.literals),
    there: load(two, CLASSES.text, CLASSES.literals),
  };
}

describe("instances of the program's classes", () => {
  test("that are views of a part of a large buffer take only that along, and share it with other views", () => {
    const { one, two, here, there } = classes();
    const buffer = new ArrayBuffer(800_000);
    new Float64Array(buffer).set([1, 2, 3, 4], 50_000);
    const value = [new here.Row(buffer, 400_000, 3), new Float64Array(buffer, 400_008, 3)];
    const [row, plain] = carry(one, two, value);
    expect(row).toBeInstanceOf(there.Row);
    expect([row.sum(), [...plain], row.buffer === plain.buffer]).toEqual([6, [2, 3, 4], true]);
    expect(row.buffer.byteLength).toBeLessThan(1000);
    row[1] = 9;
    expect(plain[0]).toBe(9);
  });

  test("that are views of a buffer which has been transferred away are refused", () => {
    const { one, here } = classes();
    const row = new here.Row(2);
    structuredClone(row.buffer, { transfer: [row.buffer] });
    expect(refusal(one, [row]).message).toBe(
      "cannot send the value[0]: it is an instance of Row that has been transferred away.",
    );
  });

  test("arrive with prototype, accessors and private fields, and no constructor runs", () => {
    const { one, two, here, there } = classes();
    const account = carry(one, two, { deep: [new here.Account(5).add(1)] }).deep[0];
    expect(account).toBeInstanceOf(there.Account);
    expect(there.Account.is(account)).toBe(true);
    expect(account.add(10).state).toEqual([16, "1,10"]);
    expect(there.made).toEqual([]);
  });

  test("keep the private fields of each class in the chain", () => {
    const { one, two, here, there } = classes();
    const savings = carry(one, two, Object.assign(new here.Savings(7), { own: 1 }));
    expect([savings.rate, savings.add(1).state, savings.own]).toEqual([3, [8, "1"], 1]);
    expect(savings).toBeInstanceOf(there.Account);
    expect(there.made).toEqual([]);
  });

  test("keep what a built-in base holds", () => {
    const { one, two, here, there } = classes();
    const key = { k: 1 };
    const [bag, index, stack, day, row] = carry(one, two, [
      new here.Bag([1, 2, 3]),
      new here.Index([[key, key]]),
      Object.assign(here.Stack.from([1, key]), { label: "s" }),
      new here.Day(0),
      new here.Row([1.5, 2]),
    ]);
    expect([bag.sum, bag instanceof there.Bag]).toEqual([6, true]);
    expect(index.get(index.first())).toBe(stack.top());
    expect([stack.length, stack.label, stack instanceof there.Stack, Array.isArray(stack)]).toEqual([
      2,
      "s",
      true,
      true,
    ]);
    expect([day.iso, row.sum(), row instanceof there.Row]).toEqual(["1970-01-01", 3.5, true]);
  });

  test("that extend Error keep message, stack, cause and fields", () => {
    const { one, two, here, there } = classes();
    const oops = new here.Oops("bad", 42);
    oops.cause = new RangeError("why");
    const got = carry(one, two, [oops])[0];
    expect(got).toBeInstanceOf(there.Oops);
    expect([got.name, got.message, got.code, got.cause.message, got.stack]).toEqual([
      "Oops",
      "bad",
      42,
      "why",
      oops.stack,
    ]);
  });

  test("frozen ones stay frozen, and an alias stays an alias", () => {
    const { one, two, here } = classes();
    const bag = Object.freeze(new here.Bag([1]));
    const [a, b] = carry(one, two, [bag, bag]);
    expect(a).toBe(b);
    expect(Object.isFrozen(a)).toBe(true);
  });
});

describe("a class made at run time", () => {
  /** const local = (k) => class L { constructor(x) { this.x = x; } f() { return this.x * k; } } */
  const LOCAL = [
    "const local = (k) => class/*@driver.ts#1*/ L { static { $panal.capture(this, () => k); } constructor(x) { this.x = x; } f() { return this.x * k; } }; return { local };",
    "1: (k) => (class/*@driver.ts#1*/ L { constructor(x) { this.x = x; } f() { return this.x * k; } })",
    { 1: meta("class", 1, { name: "L", perInstance: true, captures: [capture("k", 1)] }) },
  ] as const;

  test("keeps its identity over messages, for instances too", () => {
    const { values, send } = driver(...LOCAL);
    const L = values.local(3);
    const There = send(L);
    const instance = send({ it: new L(4) }).it;
    expect(instance).toBeInstanceOf(There);
    expect(instance.f()).toBe(12);
    expect(send(values.local(3))).not.toBe(There);
  });

  test("comes home as itself", () => {
    const { one, two, values, send } = driver(...LOCAL);
    const L = values.local(3);
    expect(carry(two, one, send(L))).toBe(L);
    expect(carry(two, one, send(new L(1)))).toBeInstanceOf(L);
  });

  test("is not taken for one of a process that had the same pid before", () => {
    const first = driver(...LOCAL, [2, 3]);
    const second = driver(...LOCAL, [2, 3]);
    const [A, B] = [first.values.local(1), second.values.local(10)];
    const There = carry(first.one, first.two, A);
    const Other = carry(second.one, first.two, B);
    expect(Other).not.toBe(There);
    expect(new Other(2).f()).toBe(20);
  });

  test("may be captured by what its own captures hold", () => {
    const { values, send } = driver(
      "const make = () => { const all = []; class/*@driver.ts#1*/ L { static { $panal.capture(this, () => all); } others() { return all; } } all.push(new L()); return all[0]; }; return { make };",
      "1: (all) => { class/*@driver.ts#1*/ L { others() { return all; } } return L; }",
      { 1: meta("class", 1, { name: "L", perInstance: true, captures: [capture("all", 1)] }) },
    );
    const got = send(values.make());
    expect(got.others()[0]).toBe(got);
  });
});
