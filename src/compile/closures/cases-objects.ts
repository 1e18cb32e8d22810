// Programs about objects, classes and generators that are captured or sent, and about the ways that functions go from
// process to process. As in cases.ts.
import type { ClosureCase } from "./cases.ts";

export const OBJECTS: Readonly<Record<string, readonly ClosureCase[]>> = {
  "methods of object literals": [
    {
      title: "this, computed and symbol keys, getters, setters, async and generator methods, each with captures",
      driver: `const go = (k: number, key: string) => {
  const o = {
    n: 1,
    plain(x: number) { return this.n + x + k; },
    [key + "!"](x: number) { return x * k + this.n; },
    [Symbol.for("s")]() { return k + 1; },
    *[Symbol.iterator]() { yield k; yield this.n; },
    async later() { await null; return k; },
    async *many() { yield k; },
    get twice() { return k * 2; },
    set value(v: number) { this.n = v * k; },
    get [key]() { return k * 3 + this.n; },
    set [key](v: number) { this.n = v + k; },
    get [Symbol.toStringTag]() { return "T" + k; },
    fn: function () { return k; },
    arrow: () => k,
    7() { return k; },
    "with space"() { return k; },
  };
  return rf(async (p: any) => {
    const out: unknown[] = [p.plain(1), p["q!"](2), p[Symbol.for("s")](), [...p], await p.later(), p.twice, p.q, String(p), p.fn(), p.arrow(), p[7](), p["with space"]()];
    for await (const x of p.many()) out.push(x);
    p.value = 2; out.push(p.n); p.q = 1; out.push(p.n, p["q!"].name, p[Symbol.for("s")].name);
    return out;
  }, 2, o);
};
print(await go(10, "q"));`,
      prints: ['[12,21,11,[10,1],10,20,31,"[object T10]",10,10,10,10,10,20,11,"q!","[s]"]'],
    },
    {
      title: "super in methods of an object literal",
      driver: `const base = { hi(this: any) { return "base " + this.name; }, get tone() { return "calm"; } };
const go = (k: number) => {
  const o = { __proto__: base, name: "o" + k, hi() { return super.hi() + k; }, get tone() { return super.tone + k; }, later() { return () => super.hi() + "!"; } };
  return rf(async (p: typeof o) => [p.hi(), p.tone, p.later()()], 2, o);
};
print(await go(3));
const plain = { __proto__: base, name: "plain", hi() { return super.hi(); } };
print(await rf(() => plain.hi(), 2), await rf((plain as any).later ?? (() => "none"), 3));`,
      prints: ['["base o33","calm3","base o3!"]', "base plain none"],
    },
    {
      title: "super in a method whose object's prototype was set later",
      driver: `const a = { who() { return "a"; } }, b = { who() { return "b"; } };
const o = { who() { return super["who"]() + "o"; }, toString() { return super.toString(); } };
Object.setPrototypeOf(o, a);
print(await rf(() => o.who(), 2));
Object.setPrototypeOf(o, b);
print(await rf(() => o.who(), 2), await rf(() => o.toString(), 2));`,
      prints: ["ao", "bo [object Object]"],
    },
    {
      title: "an object whose methods name it",
      driver: `const go = (k: number) => { const o = { k, me() { return o; }, get self() { return o; }, ["c" + k]() { return o.k; } }; return rf((p: any) => [p.me() === p, p.self === p, p.c4()], 2, o); };
print(await go(4));`,
      prints: ["[true,true,4]"],
    },
  ],
  "classes of every kind": [
    {
      title:
        "class members: accessors, static blocks, static and private members, computed names, private methods and accessors",
      driver: `const key = "k" + Math.max(1, 0);
class A {
  static #made = 0;
  static tag: string;
  static { A.tag = "T" + key; }
  #v = 1;
  get #half() { return this.#v / 2; }
  set #half(x: number) { this.#v = x * 2; }
  #bump(d: number) { this.#v += d; }
  static #secret(a: A) { return a.#v; }
  static has(x: object) { return #v in x && #bump in x; }
  get v() { return this.#v; }
  set v(x: number) { this.#v = x; }
  [key]() { return "computed" + this.#v; }
  get [key + "g"]() { return this.#half; }
  static ["s" + key]() { return "static" + A.#made; }
  grow() { this.#bump(3); this.#half = this.#half + 1; return A.#secret(this); }
}
const a = new A(); a.v = 4;
print(await rf(() => [a.grow(), a.v, (a as any).k1(), (a as any).k1g, A.tag, (A as any).sk1(), A.has(a), A.has({})], 2), a.v);`,
      prints: ['[9,9,"computed9",4.5,"Tk1","static0",true,false] 4'],
    },
    {
      title: "the same class made inside a function, with captures",
      driver: `async function go(k: number) {
  class A {
    static count = k;
    static #made = 0;
    static { A.count += 1; }
    #v = k;
    get #half() { return this.#v / 2; }
    #bump(d: number) { this.#v += d + k; }
    static has(x: object) { return #v in x; }
    static make() { A.#made++; return new A(); }
    get v() { return this.#half; }
    set v(x: number) { this.#v = x; }
    ["c" + k]() { return this.#v; }
    get ["g" + k]() { return this.#v + k; }
    static ["s" + k]() { return A.#made + k; }
    grow() { this.#bump(3); return this.v; }
  }
  const a = A.make(); a.v = 4;
  return rf(() => [a.grow(), a.v, (a as any).c2(), (a as any).g2, (A as any).s2(), A.has(a), A.count, a instanceof A, new A().v, A.make() instanceof A], 2);
}
print(await go(2));`,
      prints: ["[4.5,4.5,9,11,3,true,3,true,1,true]"],
    },
    {
      title: "arrows and methods that name private names of a class made inside a function",
      driver: `async function go(k: number) {
  class A {
    #n = k;
    read = () => this.#n;
    #hidden() { return this.#n + 1; }
    call() { return rf(() => this.#hidden() + k, 2); }
    static peek(a: A) { return rf(() => a.#n, 2); }
    bump() { return [() => ++this.#n, () => this.#n]; }
  }
  const a = new A();
  return [await rf(a.read, 2), await a.call(), await A.peek(a), await rf((f: any) => { f[0](); return f[1](); }, 3, a.bump())];
}
print(await go(4));`,
      prints: ["[4,9,4,5]"],
    },
    {
      title: "extends by expression, by mixin, by a class of a class, by null and by a function",
      driver: `const Mixed = <T extends new (...a: any[]) => object>(Base: T, k: number) => class extends Base { extra() { return "extra" + k; } };
class Root { root = 1; who() { return "root"; } }
const Both = Mixed(Mixed(Root, 1), 2);
class Last extends (Both as any) { who() { return "last " + super.who() + super.extra(); } }
function Old(this: any, n: number) { this.n = n; }
Old.prototype.old = function () { return "old" + this.n; };
class New extends (Old as any) { constructor() { super(5); } }
const last: any = new Last(), young: any = new New(), both: any = new Both();
print(await rf(() => [last.who(), last.root, last instanceof Root, young.old(), young instanceof New, both.extra(), both instanceof Both], 2));`,
      prints: ['["last rootextra2",1,true,"old5",true,"extra2",true]'],
    },
    {
      title: "local classes that extend local classes and built-in ones",
      driver: `async function go(k: number) {
  class Shape { constructor(readonly name: string) {} area() { return 0; } text() { return this.name + this.area(); } }
  class Square extends Shape { #s: number; constructor(s: number) { super("square"); this.#s = s; } area() { return this.#s ** 2 + k; } }
  class Big extends Square { constructor() { super(10); } text() { return "big " + super.text(); } }
  class Stack extends Array<number> { top() { return this[this.length - 1]! + k; } }
  class Oops extends TypeError { constructor(readonly code = k) { super("oops"); } get name() { return "Oops"; } }
  class Bag extends Map<string, number> { sum() { return [...this.values()].reduce((a, b) => a + b, k); } }
  class Once extends Set<number> { add(x: number) { return super.add(x * 2); } }
  class Day extends Date { iso() { return this.toISOString().slice(0, 10) + k; } }
  class Bytes extends Uint8Array { first() { return this[0]! + k; } }
  const shapes = [new Square(2), new Big()], stack = Stack.from([1, 2]) as Stack, oops = new Oops(), bag = new Bag([["a", 1]]), once = new Once([1, 2]), day = new Day(0), bytes = new Bytes([9]);
  return rf(() => [shapes.map(s => s.text()), stack.top(), stack instanceof Stack, oops.name + oops.message + oops.code, oops instanceof TypeError, bag.sum(), [...once], day.iso(), bytes.first()], 2);
}
print(await go(1));`,
      prints: ['[["square5","big square101"],3,true,"Oopsoops1",true,2,[2,4],"1970-01-011",10]'],
    },
    {
      title: "super in static methods, static fields and static blocks",
      driver: `class A { static hi() { return "A" + this.tag; } static tag = "a"; static get up() { return "up" + this.tag; } }
class B extends A { static tag = "b"; static go() { return rf(() => super.hi() + super.up, 2); } static f = () => super.hi(); static g: () => string; static { B.g = () => super.up; } }
print(await B.go(), await rf(B.f, 2), await rf(B.g, 2), await rf(() => B.f(), 3));`,
      prints: ["Abupb Ab upb Ab"],
    },
    {
      title: "super in instance members: methods, accessors, fields, assignment to super",
      driver: `class A { n = 1; hi(x: number) { return "A" + x + this.n; } get tone() { return "calm" + this.n; } set tone(_: any) { this.n = 9; } }
class B extends A {
  hi(x: number) { return "B" + x; }
  field = () => super.hi(2);
  go(k: number) { return rf(() => [super.hi(k), super.tone, (() => super["hi"](k + 1))()], 2); }
  set() { return rf(() => { super.tone = 1; return this.n; }, 2); }
}
const b = new B();
print(await b.go(3), await rf(b.field, 2), await b.set());`,
      prints: ['["A31","calm1","A41"] A21 9'],
    },
    {
      title: "static fields of a captured class made inside a function are those of the call",
      driver: `async function go() {
  class Counter { static made = 0; static log: string[] = []; static { Counter.log.push("init"); } constructor() { Counter.made++; } }
  new Counter(); new Counter(); Counter.log.push("two"); (Counter as any).added = 5;
  return [await rf(() => { new Counter(); return [Counter.made, Counter.log, (Counter as any).added]; }, 2), Counter.made];
}
print(await go());`,
      prints: ['[[3,["init","two"],5],2]'],
    },
    {
      title: "class fields that hold closures, and instances in Maps, Sets and arrays",
      driver: `class Node2 { next: Node2 | undefined; on = (x: number) => x + this.k; constructor(readonly k: number) {} get chain(): number { return this.k + (this.next?.chain ?? 0); } }
const a = new Node2(1), b = new Node2(2); a.next = b;
const m = new Map<any, any>([[a, "a"], [b.on, "f"]]), s = new Set<any>([a, [b]]);
print(await rf(() => [m.get(a), m.get(b.on), s.has(a), a.chain, a.on(10), [...m.keys()][1](5), [...s][1][0] === b], 2));`,
      prints: ['["a","f",true,3,11,7,true]'],
    },
    {
      title: "instances that hold each other, their class, and closures over themselves",
      driver: `async function go(k: number) {
  class P { kids: P[] = []; up?: P; type = P; me = () => this; add(p: P) { this.kids.push(p); p.up = this; return this; } k() { return k; } }
  const root = new P().add(new P()).add(new P());
  return rf(() => [root.kids[1]!.up === root, root.me() === root, root.type === P, root.kids[0]!.me().up!.kids.length, new root.type().k()], 2);
}
print(await go(6));`,
      prints: ["[true,true,true,2,6]"],
    },
    {
      title: "anonymous default class and class expressions in data",
      functions:
        "export default class { n = 3; get twice() { return this.n * 2; } } export const shapes = { Square: class { side = 2; area() { return this.side ** 2; } } };",
      driver: `import Any, { shapes } from "./functions";
const one = new Any(), sq = new shapes.Square();
print(await rf(() => [one.twice, one instanceof Any, sq.area(), sq instanceof shapes.Square, Any.name, shapes.Square.name], 2));`,
      prints: ['[6,true,4,true,"default","Square"]'],
    },
    {
      title: "constructor effects do not run again, private fields of all levels arrive",
      driver: `const log: string[] = [];
class A { #a = log.push("A"); constructor() { log.push("newA"); } a() { return this.#a; } }
class B extends A { #b = [log.push("B")]; c = log.push("field"); constructor() { super(); log.push("newB"); } b() { return this.#b[0]; } }
const b = new B();
print(log.length, await rf((x: B) => [x.a(), x.b(), x.c, log.length], 2, b), log.length);`,
      prints: ["5 [1,3,4,5] 5"],
    },
  ],
  "what functions and classes hold": [
    {
      title: "a class's captures and static fields are those of each call, and of the process that made it at home",
      driver: `async function go() {
  let k = 1; const list = [1];
  class A { static n = 0; static #p = 0; static both() { return [A.n, A.#p]; } static up() { A.n++; A.#p++; } k() { return [k, list.length]; } }
  const see = () => { A.up(); return [A.both(), new A().k()]; };
  const first = await rf(see, 2); k = 2; list.push(2); A.up(); A.up();
  const theirs = await rf(() => { A.up(); return A; }, 2);
  return [first, await rf(see, 2), await rf(see, 3), A.both(), theirs === A, new A().k()];
}
print(await go());`,
      prints: ["[[[1,1],[1,1]],[[3,3],[2,2]],[[3,3],[2,2]],[2,2],true,[2,2]]"],
    },
    {
      title:
        "what the driver sets on its functions and classes is there when they are named, not only when they are sent",
      driver: `class Config { static scale = 1; static seen = new Set<string>(); static get double() { return Config.scale * 2; } }
function fib(n: number): number { const memo = (fib as any).memo; return memo[n] ?? (memo[n] = n < 2 ? n : fib(n - 1) + fib(n - 2)); }
(fib as any).memo = {};
function Old(this: any, n: number) { this.n = n; }
Old.prototype.twice = function () { return this.n * 2; };
const add: any = (x: number) => x + add.by; Object.assign(add, { by: 5 });
const count = (d: number) => { Config.scale += d; };
print(await rf(() => [Config.scale, Config.double, Config.seen.size, fib(30), new (Old as any)(4).twice(), add(1)], 2));
Config.scale = 7; Config.seen.add("x"); add.by = 6; count(1);
print(await rf(() => [Config.scale, Config.double, Config.seen.size, add(1)], 2), await rf(() => { count(1); return Config.scale; }, 2), Config.scale);`,
      prints: ["[1,2,0,832040,8,6]", "[8,16,1,7] 9 8"],
    },
    {
      title: "classes of the functions file are each process's own, whatever makes them",
      functions: `const Counted = <T extends new (...a: any[]) => object>(Base: T) => class extends Base { static made = 0; count() { return ++Counted2.made; } };
class Plain { p = 1; }
export const Counted2 = Counted(Plain);
export const kinds = { Box: class { b = 2; }, list: [class Listed { l = 3; }] };
export let Late = class { v = 4; };
export default class { d = 5; static n = 0; up() { return ++(this.constructor as any).n; } }
export const is = (x: unknown[]) => [x[0] instanceof Counted2, x[1] instanceof kinds.Box, x[2] instanceof kinds.list[0]!, x[3] instanceof Late];`,
      driver: `import Any, { Counted2, is, kinds, Late } from "./functions";
const all = [new Counted2(), new kinds.Box(), new kinds.list[0]!(), new Late()];
print(await rf(is, 2, all), is(await rf(() => [new Counted2(), new kinds.Box(), new kinds.list[0]!(), new Late()], 3)));
const any = new Any(), c: any = new Counted2();
print(any.up(), await rf(() => [any.up(), any instanceof Any, c.count()], 2), await rf((x: Any) => [x.up(), c.count()], 2, any), c.count(), Any.n);`,
      prints: ["[true,true,true,true] [true,true,true,true]", "1 [1,true,1] [2,2] 1 1"],
    },
    {
      title: "methods with computed names taken off their class, and their names",
      driver: `const key = "k"; class A { [key]() { return 1; } static ["s" + key]() { return 2; } get [key + "g"]() { return 3; } }
const a: any = new A(), f = a.k, g = (A as any).sk, get = Object.getOwnPropertyDescriptor(A.prototype, "kg")!.get!;
const go = (k: number) => { const o = { [key + k](x: number) { return x + k; }, get [key + "!"]() { return k; } }; return [rf((o as any).k1, 2, 5), rf((m: any) => m.name, 2, (o as any).k1), rf((m: any) => m.name + m(), 2, Object.getOwnPropertyDescriptor(o, "k!")!.get)]; };
print(await rf(f, 2), await rf(g, 2), await rf(get, 2), await rf((m: any) => m.name, 2, f), await Promise.all(go(1)));`,
      prints: ['1 2 3 k [6,"k1","get k!1"]'],
    },
    {
      title: "methods taken off a class made inside a function, and off one whose static fields change",
      driver: `class Stats { static seen = new Map<string, number>(); static add(s: string) { Stats.seen.set(s, (Stats.seen.get(s) ?? 0) + 1); return Stats.seen.size; } }
Stats.add("a");
const go = (k: number) => { class A { v = k; plus(x: number) { return x + k; } static of(n: number) { const a = new A(); a.v += n; return a; } get big() { return k * 100; } ["c" + k]() { return k; } } return A; };
const A: any = go(2), get = Object.getOwnPropertyDescriptor(A.prototype, "big")!.get!;
print(await pmap(Stats.add, ["a", "b", "c"]), await rf(A.prototype.plus, 2, 1), (await rf(A.of, 2, 5) as any).v, await rf(get, 3), await rf(A.prototype.c2, 2));
print(await rf((f: any) => rf(f, 3, 7), 2, A.prototype.plus), (await rf((f: any) => f, 2, A.of)) === A.of);`,
      prints: ["[1,2,2] 3 7 200 2", "9 true"],
    },
    {
      title: "a class that extends one whose constructor returns, and one named by static name",
      driver: `const go = (k: number) => { const K = class { static name2 = 1; m = () => super.toString() + k; }; const N = class { static name = "Mine"; m = () => super.toString() + k; }; return rf(() => [K.name, N.name, new K().m(), new N().m()], 2); };
print(await go(1));`,
      prints: ['["K","Mine","[object Object]1","[object Object]1"]'],
    },
    {
      title: "objects that spread others whose methods have super and computed names",
      driver: `const more = (prev: any, key: string, k: number): any => ({ ...prev, __proto__: { hi: () => "base" + k }, [key]() { return super.hi() + k; }, get [key + "g"]() { return super.hi() + "g" + k; } });
const o = more(more({}, "a", 1), "b", 2);
print(await rf(() => [o.a(), o.b(), o.ag, o.bg], 2));`,
      prints: ['["base11","base22","base1g1","base2g2"]'],
    },
  ],
  generators: [
    {
      title: "generators with parameters, return, delegation and this",
      driver: `const go = (k: number) => {
  function* inner(n: number): any { const got = yield n + k; return got; }
  const o = { base: 100, *all(n: number): any { const r = yield* inner(n); yield this.base + r; } };
  return rf(() => { const it = o.all(1); return [it.next(), it.next(5), it.next()]; }, 2);
};
print(await go(2));`,
      prints: ['[{"value":3,"done":false},{"value":105,"done":false},{"done":true}]'],
    },
    {
      title: "async generators that capture, in classes and as values",
      driver: `class Feed { constructor(readonly n: number) {} async *[Symbol.asyncIterator]() { for (let i = 0; i < this.n; i++) yield i; } *evens() { for (let i = 0; i < this.n; i += 2) yield i; } }
const go = (k: number) => { const feed = new Feed(3), tail = async function* (from: AsyncIterable<number>) { for await (const x of from) yield x * k; }; return rf(async () => { const out = []; for await (const x of tail(feed)) out.push(x); return [out, [...feed.evens()]]; }, 2); };
print(await go(5));`,
      prints: ["[[0,5,10],[0,2]]"],
    },
  ],
  "graphs with functions": [
    {
      title: "mutual recursion of three, local and at module level, as declarations, arrows and methods",
      driver: `const one = (n: number): string => (n ? "1" + two(n - 1) : "."), two = (n: number): string => (n ? "2" + three(n - 1) : ".");
function three(n: number): string { return n ? "3" + one(n - 1) : "."; }
async function go(end: string) {
  const a = (n: number): string => (n ? "a" + b(n - 1) : end), b = function (n: number): string { return n ? "b" + o.c(n - 1) : end; };
  const o = { c(n: number): string { return n ? "c" + d(n - 1) : end; } };
  function d(n: number): string { return n ? "d" + a(n - 1) : end; }
  return [await rf(a, 2, 5), await rf(o.c, 2, 3), await rf(d, 2, 2), await rf(() => [a(1), b(2)], 3)];
}
print(await rf(one, 2, 4), await rf(two, 2, 3), await go("!"));`,
      prints: ['1231. 231. ["abcda!","cda!","da!",["a!","bc!"]]'],
    },
    {
      title: "cycles through containers, boxes and properties of functions",
      driver: `async function go() {
  let self: any; const list: any[] = []; const m = new Map<any, any>(); const s = new Set<any>();
  const f: any = () => [self === f, list[0] === f, m.get(f) === list, s.has(f), f.me === f];
  self = f; list.push(f); m.set(f, list); s.add(f); f.me = f;
  return rf(f, 2);
}
print(await go());`,
      prints: ["[true,true,true,true,true]"],
    },
    {
      title: "classes and instances in a ring of captures",
      driver: `async function go() {
  class A { make() { return new B(this); } }
  class B { constructor(readonly a: A) {} again() { return this.a.make(); } static home = () => registry; }
  const registry = { A, B, first: new A() };
  return rf(() => { const r = B.home(); return [r.B === B, r.first instanceof A, r.first.make().again() instanceof B]; }, 2);
}
print(await go());`,
      prints: ["[true,true,true]"],
    },
    {
      title: "a list of 100,000 nodes that holds a function",
      driver: `const go = (k: number) => { let list: any = { f: () => k }; for (let i = 0; i < 100_000; i++) list = { next: list, i }; return rf((l: any) => { let n = 0; while (l.next) { l = l.next; n++; } return [n, l.f()]; }, 2, list); };
print(await go(3));`,
      prints: ["[100000,3]"],
    },
    {
      title: "a chain of 10,000 closures",
      driver: `const wrap = (g: any, i: number) => () => [i, g] as const;
let chain: any = () => [0, undefined]; for (let i = 1; i <= 10_000; i++) chain = wrap(chain, i);
print(await rf(() => { let n = 0; for (let at = chain; at; at = at()[1]) n++; return n; }, 2));`,
      prints: ["10001"],
    },
    {
      title: "a chain of 10,000 classes' instances with private links comes back",
      driver: `class Link { #next: Link | undefined; constructor(next?: Link) { this.#next = next; } get next() { return this.#next; } on = () => this; }
let link = new Link(); for (let i = 0; i < 10_000; i++) link = new Link(link);
const back = await rf((l: Link) => new Link(l), 2, link);
let n = 0; for (let at: Link | undefined = back; at; at = at.next) if (at.on() === at) n++;
print(n);`,
      prints: ["10002"],
    },
  ],
  "from process to process and back": [
    {
      title: "a closure made on a worker goes to another worker and back to the driver",
      driver: `const mk = await rf(async (k: number) => { let n = k; const f = () => [++n, myid()]; f(); return rf((g: any) => { g(); return g; }, 3, f); }, 2, 5);
print(mk(), await rf(mk, 2), mk());`,
      prints: ["[8,1] [9,2] [9,1]"],
    },
    {
      title: "closures made inside functions of the functions file, on every process",
      functions: `import { myid } from "distributed";
const scale = 10;
let calls = 0;
export function counter(n: number) { let c = n; class Local { v = c + scale; } return { inc: () => ++c, get: () => c, made: () => new Local().v, calls: () => ++calls, where: () => myid(), get now() { return c; } }; }
export const nested = (a: number) => (b: number) => { const t = a * b; return (c: number) => t + c + scale; };`,
      driver: `import { counter, nested } from "./functions";
const here = counter(1); here.inc();
print(await rf((c: typeof here) => [c.inc(), c.get(), c.now, c.made(), c.calls(), c.where()], 2, here), here.get());
const there = await rf(() => { const c = counter(5); c.inc(); return c; }, 2);
print(there.get(), await rf((c: any) => [c.inc(), c.now], 3, there), there.now, there.where());
print(await rf(nested(2)(3), 2, 1), await rf((f: any) => f(4)(5), 3, nested(6)));`,
      prints: ["[3,3,3,13,1,2] 2", "6 [7,7] 6 1", "17 39"],
    },
    {
      title: "an instance and a class made inside a function go round and stay what they are",
      driver: `const go = async (k: number) => {
  class Box { #v = k; get v() { return this.#v; } put(x: number) { this.#v = x; return this; } }
  const b = await rf((x: any) => rf((y: any) => y.put(y.v + 1), 3, x), 2, new Box());
  const made = await rf(() => new Box().put(9), 2), K = await rf(() => Box, 3);
  return [b instanceof Box, b.v, made instanceof Box, made.v, K === Box];
};
print(await go(5));`,
      prints: ["[true,6,true,9,true]"],
    },
    {
      title: "a class made on a worker",
      driver: `const { K, k } = await rf((n: number) => { class K { #n = n; get n() { return this.#n; } static twice = n * 2; } return { K, k: new K() }; }, 2, 4);
print(k.n, k instanceof K, new K().n, K.twice, await rf(() => [k.n, new K().n, K.twice], 3), await rf(() => k instanceof K, 2));`,
      prints: ["4 true 4 8 [4,4,8] true"],
    },
    {
      title: "functions as they come: default parameters, rest, getters and async through three processes",
      driver: `const f = await rf((base: number) => async (a = base, ...rest: number[]) => { await null; return [a, rest, myid()]; }, 2, 7);
print(await f(), await rf(f, 3, 1, 2, 3), await rf((g: any) => rf(g, 2), 3, f));`,
      prints: ["[7,[],1] [1,[2,3],3] [7,[],2]"],
    },
  ],
};
