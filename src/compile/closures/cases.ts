// Programs with functions that travel, by what they are about: each is a driver and what it prints, or the message of
// what it throws. `print` writes a line; `rf` is remotecallFetch; processes 2 and 3 are workers. Positions count the line
// of imports that each driver begins with. Most stand for a bug that another project had with the same construct.

export interface ClosureCase {
  readonly title: string;
  readonly functions?: string;
  readonly driver: string;
  /** Lines; a pattern where a process's own words follow. */
  readonly prints?: readonly (string | RegExp)[];
  readonly throws?: RegExp;
  /** Texts of modules that stand for npm packages, by name. */
  readonly packages?: Readonly<Record<string, string>>;
}

export const IMPORTS = 'import { myid, nworkers, pmap, remotecallFetch as rf, workers } from "distributed";\n';

const DECORATORS = `export let ran = 0;
export function doubled(f: any, _: any) { ran += 1; return function (this: any, x: number) { return f.call(this, x) * 2; }; }
export function counted(_: any, c: any) { c.addInitializer(function (this: any) { this.made = (this.made ?? 0) + 1; }); }
export const plus = (_: any, c: any) => (v: number) => v + 100;
`;

export const CLOSURES: Readonly<Record<string, readonly ClosureCase[]>> = {
  "captured variables": [
    {
      title: "const capture",
      driver: `const f = (n: number) => { const k = 3; return rf(() => k * 2, 2); };
print(await f(1));`,
      prints: ["6"],
    },
    {
      title: "let capture",
      driver: `async function go() { let k = 3; k = 4; return rf(() => k * 2, 2); }
print(await go());`,
      prints: ["8"],
    },
    {
      title: "var capture",
      driver: `async function go() { var k = 3; if (k) {
  var k2 = k + 1;
} return rf(() => k + k2!, 2); }
print(await go());`,
      prints: ["7"],
    },
    {
      title: "parameter capture",
      driver: `const go = (k: number, s: string) => rf(() => s + k, 2);
print(await go(5, 'x'));`,
      prints: ["x5"],
    },
    {
      title: "module const (literal) capture",
      driver: "const K = 7; print(await rf(() => K + 1, 2));",
      prints: ["8"],
    },
    {
      title: "module const (computed) capture",
      driver: "const K = Math.max(7, 3); print(await rf(() => K + 1, 2));",
      prints: ["8"],
    },
    {
      title: "module let captured at send time",
      driver: "let K = 1; const f = () => K; K = 5; print(await rf(f, 2)); K = 6; print(await rf(f, 3));",
      prints: ["5", "6"],
    },
    {
      title: "destructured object capture",
      driver: `async function go({ a, b: { c = 4 }, ...rest }: any) { return rf(() => a + c + rest.z, 2); }
print(await go({ a: 1, b: {}, z: 9 }));`,
      prints: ["14"],
    },
    {
      title: "destructured array capture",
      driver: "const [p, , q = 8, ...more] = [1, 2, undefined, 4, 5] as any[]; print(await rf(() => [p, q, more], 2));",
      prints: ["[1,8,[4,5]]"],
    },
    {
      title: "destructuring parameter of the shipped function",
      driver: `const k = [1];
print(await rf(({ a, b: [c] }: any, [d]: number[] = [9]) => a + c + d + k[0], 2, { a: 1, b: [2] }));`,
      prints: ["13"],
    },
    {
      title: "for-let loop variable",
      driver: `const fs: Promise<number>[] = [];
for (let i = 0; i < 4; i++)
  fs.push(rf(() => i * i, 2 + (i & 1)));
print(await Promise.all(fs));`,
      prints: ["[0,1,4,9]"],
    },
    {
      title: "for-of const variable",
      driver: `const fs = [];
for (const [k, v] of Object.entries({ a: 1, b: 2 }))
  fs.push(rf(() => k + v, 2));
print(await Promise.all(fs));`,
      prints: ['["a1","b2"]'],
    },
    {
      title: "for-in variable",
      driver: "const fs = []; for (const k in { x: 1, y: 2 }) fs.push(rf(() => k, 2)); print(await Promise.all(fs));",
      prints: ['["x","y"]'],
    },
    {
      title: "for-var shares one variable",
      driver: `async function go() { const fs: (() => number)[] = []; for (var i = 0; i < 3; i++)
  fs.push(() => i); return Promise.all(fs.map(f => rf(f, 2))); }
print(await go());`,
      prints: ["[3,3,3]"],
    },
    {
      title: "catch variable",
      driver: `async function go() { try {
  throw new Error('E1');
}
catch (e: any) {
  return rf(() => e.message + ':' + (e instanceof Error), 2);
} }
print(await go());`,
      prints: ["E1:true"],
    },
    {
      title: "shadowed names",
      driver: `const x = 1;
async function go(x: number) { {
  const x = 3;
  return rf((y) => { const z = x; {
    const x = 100;
    y += x;
  } return y + z; }, 2, 1000);
} }
print(await go(2));`,
      prints: ["1103"],
    },
    {
      title: "switch-case scope",
      driver: `async function go(k: number) { switch (k) {
  case 1:
    const q = k + 10;
    return rf(() => q, 2);
  default: return 0;
} }
print(await go(1));`,
      prints: ["11"],
    },
    {
      title: "shorthand property of a capture",
      driver: `const go = (a: number, b: number) => rf(() => ({ a, b }), 2);
print(await go(1, 2));`,
      prints: ['{"a":1,"b":2}'],
    },
    {
      title: "template and tagged template captures",
      driver: `const tag = (s: TemplateStringsArray, ...v: any[]) => s.raw.join('|') + v.join(',');
const go = (w: string) => rf(() => tag \`a\${w}b\` + \`<\${w}>\`, 2);
print(await go('Q'));`,
      prints: ["a|bQ<Q>"],
    },
  ],
  "copies and sharing": [
    {
      title: "captured object is a copy",
      driver: "const o = { n: 1 }; const r = await rf(() => { o.n++; return o.n; }, 2); print(r, o.n);",
      prints: ["2 1"],
    },
    {
      title: "captured array is a copy on every call",
      driver: "const a = [1]; print(await rf(() => a.push(9), 2), await rf(() => a.push(9), 2), a.length);",
      prints: ["2 2 1"],
    },
    {
      title: "mutable captured counter",
      driver: "let count = 10; const inc = () => ++count; print(await rf(inc, 2), await rf(inc, 2), inc(), count);",
      prints: ["11 11 11 11"],
    },
    {
      title: "two closures share one variable in one message",
      driver: `function make() { let n = 0; return { inc: () => ++n, get: () => n }; }
const c = make();
c.inc();
print(await rf((o: typeof c) => { o.inc(); o.inc(); return o.get(); }, 2, c), c.get());`,
      prints: ["3 1"],
    },
    {
      title: "two instances of one closure do not share",
      driver: `const make = () => { let n = 0; return { inc: () => ++n, get: () => n }; };
const a = make(), b = make();
print(await rf((x: any, y: any) => { x.inc(); x.inc(); y.inc(); return [x.get(), y.get()]; }, 2, a, b));`,
      prints: ["[2,1]"],
    },
    {
      title: "shared variable inside the shipped closure graph",
      driver: `async function go() { let log: string[] = []; let n = 0; const bump = (s: string) => { n += 1; log = [...log, s + n]; }; return rf(() => { bump('a'); bump('b'); return [n, log.join()]; }, 2); }
print(await go());`,
      prints: ['[2,"a1,b2"]'],
    },
    {
      title: "boxed variable in every syntax",
      driver: `async function go() { let v: any = 1; const set = (x: any) => { v = x; }; return rf(() => { const out: any[] = []; set(2); out.push(v, { v }, typeof v, \`\${v}\`, -v); [v] = [5]; out.push(v); ({ v } = { v: 6 } as any); out.push(v); v++; v += 2; out.push(v); for (v of [20, 21])
  ; out.push(v); v = (...a: number[]) => a.length; out.push(v(1, 2, 3)); return out; }, 2); }
print(await go());`,
      prints: ['[2,{"v":2},"number","2",-2,5,6,9,21,3]'],
    },
    {
      title: "identity inside one message",
      driver: "const o = { k: 1 }; const f = () => o; print(await rf((g: any, p: any) => g() === p, 2, f, o));",
      prints: ["true"],
    },
  ],
  "captured functions and recursion": [
    {
      title: "captured function (arrow in a const)",
      driver: `const go = (k: number) => { const dbl = (x: number) => x * k; return rf((y: number) => dbl(y) + 1, 2, 10); };
print(await go(3));`,
      prints: ["31"],
    },
    {
      title: "captured function chain",
      driver: `const go = (k: number) => { const a = (x: number) => x + k; const b = (x: number) => a(x) * 2; const c = (x: number) => b(x) - 1; return pmap(c, [1, 2, 3]); };
print(await go(1));`,
      prints: ["[3,5,7]"],
    },
    {
      title: "module-level driver function",
      driver: `function helper(x: number) { return x * 2; }
print(await pmap(x => helper(x) + 1, [1, 2]));`,
      prints: ["[3,5]"],
    },
    {
      title: "self recursion (function declaration)",
      driver: `function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print(await pmap(fib, [5, 10, 15]));`,
      prints: ["[5,55,610]"],
    },
    {
      title: "self recursion (const arrow, local)",
      driver: `async function go(base: number) { const fact = (n: number): number => n <= 0 ? base : n * fact(n - 1); return rf(fact, 2, 5); }
print(await go(2));`,
      prints: ["240"],
    },
    {
      title: "self recursion (named function expression)",
      driver: `const go = (k: number) => rf(function self(n: number): number { return n ? self(n - 1) + k : 0; }, 2, 4);
print(await go(5));`,
      prints: ["20"],
    },
    {
      title: "function that returns itself",
      driver: `function f() { function g() { return g; } return g; }
print(await rf((g: any) => g() === g, 2, f()));`,
      prints: ["true"],
    },
    {
      title: "mutual recursion (declarations)",
      driver: `function even(n: number): boolean { return n === 0 || odd(n - 1); }
function odd(n: number): boolean { return n !== 0 && even(n - 1); }
print(await pmap(even, [4, 7]));`,
      prints: ["[true,false]"],
    },
    {
      title: "mutual recursion (local arrows)",
      driver: `async function go(z: number) { const even = (n: number): boolean => n === z || odd(n - 1); const odd = (n: number): boolean => n !== z && even(n - 1); return [await rf(even, 2, 4), await rf(odd, 2, 4)]; }
print(await go(0));`,
      prints: ["[true,false]"],
    },
    {
      title: "mutual recursion (local declarations, dynamic)",
      driver: `async function go(z: number) { return rf(a, 2, 5); function a(n: number): string { return n <= z ? 'a' : b(n - 1); } function b(n: number): string { return n <= z ? 'b' : a(n - 1); } }
print(await go(0));`,
      prints: ["b"],
    },
    {
      title: "cycle through an assigned let",
      driver: `async function go() { let f: any; const g = (n: number): number => n ? f(n - 1) + 1 : 0; f = (n: number): number => g(n); return rf(g, 2, 6); }
print(await go());`,
      prints: ["6"],
    },
    {
      title: "cycle through an object",
      driver: `async function go() { const d: any = { v: 4 }; d.g = () => d; return rf((g: any) => { const x = g(); return x.g === g && x.g() === x && x.v; }, 2, d.g); }
print(await go());`,
      prints: ["4"],
    },
    {
      title: "object with method that uses the object",
      driver: `const o = { k: 5, m(x: number): number { return x * o.k; } };
print(await rf(o.m, 2, 3));`,
      prints: ["15"],
    },
    {
      title: "hoisted function used before its declaration",
      driver: `print(await rf(() => later(2), 2));
function later(x: number) { return x + 40; }`,
      prints: ["42"],
    },
    {
      title: "curried closures",
      driver: `const add = (a: number) => (b: number) => (c: number) => a + b + c;
print(await rf(add(1)(2), 2, 3), await rf(add(1), 3, 2).then((g: any) => g(10)));`,
      prints: ["6 13"],
    },
    {
      title: "closure made in a block inside a loop inside a closure",
      driver: `async function go(n: number) { const out = []; for (let i = 0; i < n; i++) {
  const sq = i * i;
  const mk = (j: number) => { const z = j + sq; return () => z + i; };
  out.push(rf(mk(100), 2));
} return Promise.all(out); }
print(await go(3));`,
      prints: ["[100,102,106]"],
    },
    {
      title: "lambda inside the shipped closure reads an outer capture",
      driver: `const go = (list: number[], lim: number) => rf(() => list.find((x) => x > lim), 2);
print(await go([1, 5, 9], 4));`,
      prints: ["5"],
    },
    {
      title: "default parameter captures",
      driver: `const go = (k: number) => rf((a: number, b = a + k, c = () => b * k) => c(), 2, 1);
print(await go(3));`,
      prints: ["12"],
    },
    {
      title: "IIFE closure",
      driver: `const f = (() => { let secret = 41; return () => secret + 1; })();
print(await rf(f, 2));`,
      prints: ["42"],
    },
    {
      title: "function with own properties",
      driver: "const f: any = (x: number) => x + f.inc; f.inc = 7; print(await rf(f, 2, 1));",
      prints: ["8"],
    },
    {
      title: "memoised function keeps its cache property",
      driver: `function fibm(n: number): number { const c = (fibm as any).c; return c[n] ?? (c[n] = n < 2 ? n : fibm(n - 1) + fibm(n - 2)); }
(fibm as any).c = {};
print(await rf(fibm, 2, 50));`,
      prints: ["12586269025"],
    },
    {
      title: "ES5 constructor with prototype methods",
      driver: `function P(this: any, x: number) { this.x = x; }
P.prototype.dbl = function () { return this.x * 2; };
const p = new (P as any)(21);
print(await rf(() => p.dbl() + ':' + (p instanceof (P as any)), 2));`,
      prints: ["42:true"],
    },
  ],
  "async functions and generators": [
    {
      title: "async arrow and await",
      driver: `const go = (k: number) => rf(async (x: number) => { await null; return x * k; }, 2, 4);
print(await go(5));`,
      prints: ["20"],
    },
    {
      title: "async function expression",
      driver: "const k = [3]; print(await rf(async function () { await Promise.resolve(); return k[0]; }, 2));",
      prints: ["3"],
    },
    {
      title: "captured generator function",
      driver: `async function go(n: number) { function* gen() { for (let i = 0; i < n; i++)
  yield i * i; } return rf(() => [...gen()], 2); }
print(await go(4));`,
      prints: ["[0,1,4,9]"],
    },
    {
      title: "captured async generator",
      driver: `async function go(n: number) { const gen = async function* (k: number) { for (let i = 0; i < n; i++)
  yield i + k; }; return rf(async () => { const o = []; for await (const x of gen(10))
  o.push(x); return o; }, 2); }
print(await go(3));`,
      prints: ["[10,11,12]"],
    },
    {
      title: "top-level await in the driver",
      driver: `const base = await Promise.resolve(6);
const mul = await rf(() => base, 2);
print(await pmap((x: number) => x * mul + base, [1, 2]));`,
      prints: ["[12,18]"],
    },
    {
      title: "for-await at top level",
      driver: "for await (const x of [rf(() => 1, 2), rf(() => 2, 3)]) print(x);",
      prints: ["1", "2"],
    },
  ],
  "this, arguments, super, methods, accessors": [
    {
      title: "arrow captures this (plain object)",
      driver: `const o = { k: 4, go() { return pmap((x: number) => x * this.k, [1, 2]); } };
print(await o.go());`,
      prints: ["[4,8]"],
    },
    {
      title: "arrow captures this (class instance)",
      driver: `class A {
  k = 4;
  get dbl() { return this.k * 2; }
  go() { return pmap((x: number) => x * this.dbl, [1, 2]); }
}
print(await new A().go());`,
      prints: ["[8,16]"],
    },
    {
      title: "class field arrow",
      driver: `class A {
  k = 3;
  f = (x: number) => x + this.k;
}
const a = new A();
a.k = 10;
print(await rf(a.f, 2, 1));`,
      prints: ["11"],
    },
    {
      title: "arguments in an arrow",
      driver: `function go(...r: number[]) { return rf(() => Array.from(arguments).join(), 2); }
print(await(go as any)(1, 2, 3));`,
      prints: ["1,2,3"],
    },
    {
      title: "this in a plain function is per call",
      driver: "print(await rf((f: any) => f.call({ z: 8 }), 2, function (this: any) { return this.z; }));",
      prints: ["8"],
    },
    {
      title: "arrow with super",
      driver: `class A {
  hi(x: number) { return 'A' + x; }
}
class B extends A {
  hi(x: number) { return 'B' + x; }
  go(k: number) { return rf(() => super.hi(k), 2); }
}
print(await new B().go(3));`,
      prints: ["A3"],
    },
    {
      title: "extracted class method",
      driver: `class A {
  twice(x: number) { return x * 2; }
  static thrice(x: number) { return x * 3; }
}
print(await rf(new A().twice, 2, 4), await rf(A.thrice, 2, 4));`,
      prints: ["8 12"],
    },
    {
      title: "object method shorthand with captures",
      driver: `const go = (k: number) => { const o = { m(x: number) { return x + k; }, async n(x: number) { return x - k; } }; return Promise.all([rf(o.m, 2, 1), rf(o.n, 2, 1)]); };
print(await go(10));`,
      prints: ["[11,-9]"],
    },
    {
      title: "computed method names",
      driver: `const go = (k: number) => { const o = { ['a' + 1](x: number) { return x + k; } } as any; return rf((p: any) => p.a1(1), 2, o); };
print(await go(10));`,
      prints: ["11"],
    },
    {
      title: "getters and setters of an object literal",
      driver: `const go = (w: number, h: number) => { const o = { scale: 1, get area() { return w * h * this.scale; }, set s(v: number) { this.scale = v; } }; return rf((p: typeof o) => { p.s = 3; return p.area; }, 2, o); };
print(await go(2, 5));`,
      prints: ["30"],
    },
  ],
  "classes and values": [
    {
      title: "captured class (module level)",
      driver: `class V {
  constructor(public x: number, private y = 2) { }
  sum() { return this.x + this.y; }
  static of(n: number) { return new V(n); }
}
print(await rf(() => V.of(5).sum(), 2));`,
      prints: ["7"],
    },
    {
      title: "class instance keeps its prototype",
      driver: `class V {
  constructor(public x: number) { }
  len() { return Math.abs(this.x); }
}
const v = new V(-3);
print(await rf(() => v.len() + ':' + (v instanceof V), 2), await rf((w: V) => w.len(), 2, new V(-9)));`,
      prints: ["3:true 9"],
    },
    {
      title: "instance comes back with its prototype",
      driver: `class V {
  constructor(public x: number) { }
  neg() { return new V(-this.x); }
}
const r = await rf((v: V) => v.neg(), 2, new V(3));
print(r instanceof V, r.x, r.neg().x);`,
      prints: ["true -3 3"],
    },
    {
      title: "inheritance chain",
      driver: `class A {
  constructor(public n: string) { }
  hi() { return 'A' + this.n; }
}
class B extends A {
  hi() { return 'B' + super.hi(); }
}
class C extends B {
  extra = 1;
}
const c = new C('z');
print(await rf(() => [c.hi(), c instanceof A, c.extra], 2));`,
      prints: ['["BAz",true,1]'],
    },
    {
      title: "private fields and methods",
      driver: `class Acc {
  #n = 0;
  #log: string[] = [];
  constructor(n: number) { this.#n = n; print('ctor'); }
  #tag(s: string) { return s + this.#n; }
  add(k: number) { this.#n += k; this.#log.push(this.#tag('n')); return this; }
  get state() { return [this.#n, this.#log.join()]; }
  static is(o: any) { return #n in o; }
}
const a = new Acc(5).add(1);
print(await rf(() => [a.add(10).state, Acc.is(a)], 2), a.state);`,
      prints: ["ctor", '[[16,"n6,n16"],true] [6,"n6"]'],
    },
    {
      title: "private fields in a subclass",
      driver: `class A {
  #a = 1;
  geta() { return this.#a; }
  seta(v: number) { this.#a = v; }
}
class B extends A {
  #b: number;
  constructor(b: number) { super(); this.#b = b; if (b < 0)
    throw new Error('never on a worker'); }
  getb() { return this.#b; }
}
const b = new B(7);
b.seta(3);
print(await rf(() => [b.geta(), b.getb()], 2));`,
      prints: ["[3,7]"],
    },
    {
      title: "arrow that names a private field",
      functions: "export class Q { #d = [5]; reader() { return (i: number) => this.#d[i]; } }",
      driver: `import { Q } from './functions';
class A {
  #k = 4;
  go() { return pmap((x: number) => x * this.#k, [1, 2]); }
}
print(await new A().go(), await rf(new Q().reader(), 2, 0));`,
      prints: ["[4,8] 5"],
    },
    {
      title: "class made inside a function",
      driver: `async function go(k: number) { class L {
  constructor(public x: number) { }
  f() { return this.x * k; }
} const l = new L(4); return rf(() => [l.f(), l instanceof L, new L(1).f()], 2); }
print(await go(3));`,
      prints: ["[12,true,3]"],
    },
    {
      title: "local class keeps its identity over messages",
      driver: `async function go() { const k = Math.max(1, 2); class L {
  v = k;
} const keep = await rf(() => { (globalThis as any).C = L; return 1; }, 2); return rf((l: any) => l instanceof (globalThis as any).C, 2, new L()); }
print(await go());`,
      prints: ["true"],
    },
    {
      title: "extends Map, Array, Error",
      driver: `class M extends Map<string, number> {
  total() { let s = 0; for (const v of this.values())
    s += v; return s; }
}
class S extends Array<number> {
  top() { return this[this.length - 1]; }
}
class E extends Error {
  constructor(m: string, public code: number) { super(m); this.name = 'E'; }
}
const m = new M([['a', 1], ['b', 2]]);
const s = S.from([1, 2, 9]) as S;
const e = new E('bad', 42);
print(await rf(() => [m.total(), s.top(), s.length, e.code, e.message, e instanceof E, e.name], 2));`,
      prints: ['[3,9,3,42,"bad",true,"E"]'],
    },
    {
      title: "thrown custom error arrives as a RemoteError",
      driver: `class E extends Error {
}
try {
  await rf(() => { throw new E('nope'); }, 2);
}
catch (e: any) {
  print(e.name, e.message, e.pid);
}`,
      prints: ["RemoteError nope 2"],
    },
    {
      title: "static members",
      driver: `class Cfg {
  static scale = 3;
  static #p = 4;
  static calc(x: number) { return x * Cfg.scale + Cfg.#p; }
}
print(await rf(() => Cfg.calc(2), 2));`,
      prints: ["10"],
    },
    {
      title: "class expression and anonymous class",
      driver: `const go = (k: number) => { const K = class {
  f() { return k; }
}; return rf(() => [new K().f(), K.name], 2); };
print(await go(9));`,
      prints: ['[9,"K"]'],
    },
    {
      title: "enums",
      driver: `enum Color {
  Red,
  Green = 5,
  Blue
}
enum S {
  A = 'a'
}
const enum F {
  X = 1 << 3,
  Y = X | 1
}
print(await rf(() => [Color.Blue, Color[5], S.A, F.Y], 2));`,
      prints: ['[6,"Green","a",9]'],
    },
    {
      title: "frozen object, null prototype, symbol key",
      driver: `const key = Symbol.for('k');
const o: any = Object.create(null);
o.f = () => 3;
o[key] = 4;
const fz = Object.freeze({ g: () => 5 });
print(await rf(() => [Object.getPrototypeOf(o) === null, o.f(), o[key], Object.isFrozen(fz), fz.g()], 2));`,
      prints: ["[true,3,4,true,5]"],
    },
    {
      title: "Map and Set holding closures",
      driver: `const ops = new Map<string, (x: number) => number>([['dbl', x => x * 2], ['inc', x => x + 1]]);
const set = new Set([() => 7]);
print(await rf(() => [[...ops.values()].map(f => f(10)), [...set][0]()], 2));`,
      prints: ["[[20,11],7]"],
    },
    {
      title: "typed array, Date, RegExp, BigInt, NaN captures",
      driver: `const ta = new Float64Array([1.5, 2]), d = new Date(0), re = /a(b)/g, big = 10n ** 20n, bad = NaN;
print(await rf(() => [ta[0], ta instanceof Float64Array, d.toISOString(), 'xab'.replace(re, '$1'), String(big), Number.isNaN(bad)], 2));`,
      prints: ['[1.5,true,"1970-01-01T00:00:00.000Z","xb","100000000000000000000",true]'],
    },
    {
      title: "SharedArrayBuffer is shared, not copied",
      driver: `const sab = new SharedArrayBuffer(8);
const v = new Int32Array(sab);
await pmap((i: number) => Atomics.add(v, 0, i), [1, 2, 3, 4]);
print(Atomics.load(v, 0));`,
      prints: ["10"],
    },
  ],
  "imports and the functions file": [
    {
      title: "imported function passed by name",
      functions: "export function sq(x: number) { return x * x; }",
      driver: `import { sq } from './functions';
print(await pmap(sq, [2, 3]));`,
      prints: ["[4,9]"],
    },
    {
      title: "imported function captured",
      functions: "export const sq = (x: number) => x * x;",
      driver: `import { sq } from './functions';
const k = [1];
print(await pmap((x: number) => sq(x) + k[0], [2, 3]));`,
      prints: ["[5,10]"],
    },
    {
      title: "namespace import captured and passed",
      functions: "export const a = 1; export const f = (x: number) => x + a;",
      driver: `import * as F from './functions';
print(await rf((x: number) => F.f(x), 2, 1), await rf((G: any) => G.f(5), 2, F));`,
      prints: ["2 6"],
    },
    {
      title: "default export and rename",
      functions: `export default function (x: number) { return x + 1; }
const inner = 2;
export { inner as outer };`,
      driver: `import inc, { outer as o } from './functions';
print(await rf(inc, 2, 1), await rf(() => inc(o), 2));`,
      prints: ["2 3"],
    },
    {
      title: "type-only names are dropped from imports",
      functions: "export interface Shape { n: number } export type Id = string; export const v = 3;",
      driver: `import { Shape, type Id, v } from './functions';
const s: Shape = { n: v };
const id: Id = 'q';
print(await rf(() => s.n + id, 2));`,
      prints: ["3q"],
    },
    {
      title: "module state of the functions file is per worker",
      functions: "let n = 0; export const bump = () => ++n;",
      driver: `import { bump } from './functions';
print(await rf(bump, 2), await rf(bump, 2), await rf(bump, 3), bump());`,
      prints: ["1 2 1 1"],
    },
    {
      title: "closure made by a function of the functions file",
      functions: "const scale = 10; export function adder(n: number) { return (x: number) => (x + n) * scale; }",
      driver: `import { adder } from './functions';
print(await pmap(adder(5), [1, 2]));`,
      prints: ["[60,70]"],
    },
    {
      title: "class of the functions file",
      functions: `export class Vec {
  constructor(public x: number, public y: number) { }
  add(o: Vec) { return new Vec(this.x + o.x, this.y + o.y); }
  get len() { return Math.hypot(this.x, this.y); }
}`,
      driver: `import { Vec } from './functions';
const r = await rf((a: Vec, b: Vec) => a.add(b), 2, new Vec(1, 2), new Vec(2, 2));
print(r instanceof Vec, r.len);`,
      prints: ["true 5"],
    },
    {
      title: "unexported helper used by a returned closure",
      functions: `function hidden(x: number) { return x * 100; }
export const mk = (k: number) => ({ run: (x: number) => hidden(x) + k });`,
      driver: `import { mk } from './functions';
print(await rf((o: any) => o.run(2), 2, mk(7)));`,
      prints: ["207"],
    },
    {
      title: "third module imported by the driver only",
      driver: `import { shout } from 'shouter';
const w = ['hey'];
print(await rf(() => shout(w[0]), 2), await rf(shout, 2, 'yo'));`,
      prints: ["HEY! YO!"],
      packages: { shouter: `export const shout = (s) => s.toUpperCase() + "!";` },
    },
    {
      title: "member of an imported object",
      driver: `import lib from 'lib';
print(await rf(lib.dbl, 2, 4));`,
      prints: ["8"],
      packages: { lib: "export default { dbl: (x) => x * 2 };" },
    },
    {
      title: "builtin functions as values",
      driver: `const f = Math.hypot, M = Math;
print(await rf(f, 2, 3, 4), await rf(() => M.max(1, 2) + f(3, 4), 2), await pmap(String, [1]), await rf((g: any) => [..."ba"].sort().map(g), 2, Number.isNaN));`,
      prints: ['5 7 ["1"] [false,false]'],
    },
    {
      title: "console and globals are the worker's own",
      driver: "print(await rf(() => typeof console.log + typeof globalThis, 2));",
      prints: ["functionobject"],
    },
    {
      title: "typeof of a name that does not exist",
      driver: `const go = (k: number) => rf(() => typeof (undefinedThing as any) + k, 2);
declare const undefinedThing: any;
print(await go(1));`,
      prints: ["undefined1"],
    },
  ],
  "from process to process": [
    {
      title: "closure made on a worker returns to the driver",
      driver: "const mk = await rf((k: number) => (x: number) => x * k, 2, 6); print(mk(7));",
      prints: ["42"],
    },
    {
      title: "closure made on a worker is sent to another worker",
      driver:
        "print(await rf(async (k: number) => { const here = myid(); const f = (x: number) => x * k + here; return [here, await rf(f, 3, 10)]; }, 2, 5));",
      prints: ["[2,52]"],
    },
    {
      title: "received closure forwarded to another worker",
      driver: `const go = (k: number) => { const g = (x: number) => x + k; return rf((f: any) => rf((h: any) => h(1) + myid(), 3, f), 2, g); };
print(await go(100));`,
      prints: ["104"],
    },
    {
      title: "closure of a functions-file function made on a worker",
      functions: `import { remotecallFetch, myid } from "distributed";
export async function hop(n: number) { let acc = n; const f = (d: number) => { acc += d; return acc + ":" + myid(); }; return remotecallFetch(f, myid() === 2 ? 3 : 2, 5); }`,
      driver: `import { hop } from './functions';
print(await rf(hop, 2, 1), await hop(2));`,
      prints: ["6:3 7:2"],
    },
    {
      title: "counter created on a worker keeps counting in transit",
      driver: `const mk = await rf(() => { let n = 5; const f = () => ++n; f(); return f; }, 2);
print(mk(), mk(), await rf(mk, 3), mk());`,
      prints: ["7 8 9 9"],
    },
    {
      title: "nested pmap from a worker",
      driver: "print(await rf(async (k: number) => (await pmap((x: number) => x * k, [1, 2, 3])).join(), 2, 3));",
      prints: ["3,6,9"],
    },
  ],
  types: [
    {
      title: "types everywhere",
      functions: "export type Fn<T, R = T> = (x: T) => R;",
      driver: `import type { Fn } from './functions';
abstract class Base<T extends object> { abstract m(): T; protected readonly tag!: string; declare foo: number; static make?<U>(x: U): U; }
class D<T> extends Base<{ a: T }> implements Iterable<number> { constructor(private readonly a: T, public b?: number) { super(); } m() { return { a: this.a }; } *[Symbol.iterator](): Iterator<number> { yield 1; } }
function over(x: number): number; function over(x: string): string; function over(x: any) { return x; }
const id = <T,>(x: T): T => x; const as1 = (id<number>(1) as number)!; const sat = { q: 1 } satisfies Record<string, number>;
const longArrow = (
  a: number,
): Promise<
  number
> => Promise.resolve(a! + as1);
let u: undefined | number; u = <number>(<unknown>5);
print(await rf(async (d: D<number>) => [d.m(), [...d], over(2), sat.q, u, await longArrow(1)], 2, new D(4)));`,
      prints: ['[{"a":4},[1],2,1,5,2]'],
    },
    {
      title: "cast does not join the next line",
      driver: `let k = 1 as any
;[1].forEach(x => { k = k + x })
const q = k as number
;(() => {})()
print(await rf(() => q, 2));`,
      prints: ["2"],
    },
  ],
  "errors and stacks": [
    {
      title: "promise captured",
      driver: `const p = Promise.resolve(1);
await rf(() => p, 2);`,
      throws:
        /driver\.ts:3:16: cannot send the variable `p` to a worker: it is a Promise \(await it first\).*declared at driver\.ts:2:7/,
    },
    {
      title: "WeakMap captured through an object",
      driver: `const cfg = { a: { cache: new WeakMap() } };
await rf(() => cfg.a, 2);`,
      throws: /driver\.ts:3:16: cannot send the variable `cfg` \(at cfg\.a\.cache\) to a worker: it is .*WeakMap/,
    },
    {
      title: "used before initialisation",
      driver: `const go = () => rf(() => later + 1, 2);
await go();
const later = Math.random();`,
      throws:
        /driver\.ts:2:27: cannot send the function at driver\.ts:2:21 to a worker: its variable `later` is not initialised yet \(declared at driver\.ts:4:7/,
    },
    {
      title: "direct eval",
      driver: "const k = 3; await rf(() => eval('k'), 2);",
      throws:
        /driver\.ts:2:29: the function at driver\.ts:2:23 cannot be sent to a worker: it uses a direct call of eval/,
    },
    {
      title: "private name of a local class",
      driver: `async function go() { class A { #k = 4; f = () => this.#k; } return rf(new A().f, 2); }
print(await go());`,
      prints: ["4"],
    },
    {
      title: "bound function",
      driver: `const f = ((a: number, b: number) => a + b).bind(null, 1);
await rf(f, 2, 2);`,
      throws: /bound function .* use an arrow function instead of \.bind/,
    },
    {
      title: "instance of an unknown class",
      driver: `import { Odd } from 'odd';
const o = Odd.make(); await rf(() => o, 2);`,
      throws:
        /driver\.ts:3:38: cannot send the variable `o` to a worker: it is an instance of Hidden, which cannot be copied \(its class is not defined/,
      packages: { odd: "class Hidden { x = 1 }; export const Odd = { make: () => new Hidden() };" },
    },
    {
      title: "generator object",
      driver: `function* g() { yield 1; }
const it = g(); await rf(() => it.next(), 2);`,
      throws: /driver\.ts:3:32: cannot send the variable `it` to a worker/,
    },
    {
      title: "message port argument names its path",
      driver:
        "const { port1 } = new MessageChannel(); try { await rf((x: any) => x, 2, { deep: [port1] }); } catch (e: any) { print(e.message); } finally { port1.close(); }",
      prints: [/cannot send args\[0\]\.deep\[0\]: it is a MessagePort/],
    },
    {
      title: "worker stack maps to the driver line",
      driver: `const k = [1];
async function go() {
  return rf(() => {
    const z = k[0];
    if (z) throw new TypeError('boom ' + z);
  }, 2);
}
try { await go(); } catch (e: any) { print(e.message, e.remoteStack.match(/\\w+\\.ts:\\d+/)[0]); }`,
      prints: ["boom 1 driver.ts:6"],
    },
    {
      title: "worker stack maps to the functions line",
      functions: `export interface X { a: number }

export function bad(x: X): number {
  return inner(x as any);
}
const inner = (x: any) => x.a.b.c;`,
      driver: `import { bad } from './functions';
try { await rf(bad, 2, { a: 1 }); } catch (e: any) { print(e.remoteStack.match(/(inner|bad)[ (@]+\\w+\\.ts:\\d+/g).join(' | ').replace(/[ (@]+(?=f)/g, ' ')); }`,
      prints: ["inner functions.ts:6 | bad functions.ts:4"],
    },
    {
      title: "function names survive",
      driver: `const named = (k: number) => { const inner = () => k; const o = { meth: () => k, short() { return k; } }; let late: any; late = () => k; return rf((a: any, b: any, c: any, d: any) => [a.name, b.name, c.name, d.name, (() => 1).name, a.length], 2, inner, o.meth, o.short, late); };
print(await named(1));`,
      prints: ['["inner","meth","short","late","",0]'],
    },
  ],
  "what the first version of this got wrong": [
    {
      title: "subclass of a class with private names in another file",
      functions: `export class Account {
  #balance = 0;
  add(x: number) { this.#balance += x; return this; }
  get balance() { return this.#balance; }
}`,
      driver: `import { Account } from "./functions";
class Savings extends Account {
  rate = Math.max(2, 1);
  constructor(private owner: string) { super(); print("made for " + owner); }
  grown() { return this.owner + this.balance * this.rate; }
}
const account = new Savings("Ana").add(21);
print(await rf(() => account.grown(), 2));`,
      prints: ["made for Ana", "Ana42"],
    },
    {
      title: "constructor with patterns and defaults for parameters",
      driver: `let calls = 0;
const next = () => ++calls;
class Point {
  #x: number;
  #y: number;
  constructor({ x, at: [y] }: { x: number; at: number[] }, { z } = { z: next() }, readonly n = next()) { this.#x = x + z; this.#y = y; }
  sum() { return this.#x + this.#y + this.n; }
}
const point = new Point({ x: 1, at: [2] });
print(point.sum(), await rf(() => point.sum(), 2));
try { new (Point as any)(); } catch (e: any) { print(e.name); }`,
      prints: ["6 6", "TypeError"],
    },
    {
      title: "functions declared in the cases of a switch",
      driver: `async function go(k: number) {
  switch (k) {
    case 1:
      return rf(f, 2);
    default:
      function f() { return k + 1; }
      return rf(f, 2);
  }
}
print(await go(1), await go(2));`,
      prints: ["2 3"],
    },
    {
      title: "the first of two functions declared at the start of a block",
      driver: `async function go(k: number) {function a() { return k; } function b() { return k + a(); }
  return [await rf(a, 2), await rf(b, 2)];
}
print(await go(1));`,
      prints: ["[1,2]"],
    },
    {
      title: "declared function that replaces itself",
      driver: `function make() {
  function init(): number { init = () => 2; return 1; }
  return () => [init(), init()];
}
print(await rf(make(), 2));`,
      prints: ["[1,2]"],
    },
    {
      title: "declared function that is replaced",
      driver: `function f() { return 1; }
var g = () => f();
f = () => 2;
print(await rf(g, 2), await rf(() => f(), 2));`,
      prints: ["2 2"],
    },
    {
      title: "function expression behind new",
      driver: `const go = (k: number) => new (function (this: any) { this.k = k; } as any)();
print(await rf(() => go(4).k, 2), go(5).k);`,
      prints: ["4 5"],
    },
    {
      title: "array pattern behind a cast without a semicolon",
      driver: `let a = 1, b = 2
const c = a as number
;[a, b] = [b, a]
let d = b as number
[a, b].forEach(x => d += x)
print(await rf(() => [a, b, c, d], 2));`,
      prints: ["[2,1,1,4]"],
    },
    {
      title: "names like those of the registration in the user's text",
      driver: `const $_c = 1, __k = 2;
const go = ($_i: number, __v: number) => rf(() => [$_c, __k, $_i, __v], 2);
print(await go(3, 4));`,
      prints: ["[1,2,3,4]"],
    },
    {
      title: "super in a static method",
      driver: `class A { static hi() { return 1; } }
class B extends A { static go() { return rf(() => super.hi(), 2); } }
print(await B.go());`,
      prints: ["1"],
    },
    {
      title: "lines end with \\r\\n, and a stack still names the right place",
      driver:
        "const k = [1];\r\nconst f = () => {\r\n  throw new Error('' + k);\r\n};\r\ntry { await rf(f, 2); } catch (e: any) { print(e.remoteStack.match(/driver.ts:\\d+:\\d+/)[0]); }",
      prints: ["driver.ts:4:9"],
    },
  ],

  "what TypeScript writes anew": [
    {
      title: "closure captured in a decorated class's method, class of the driver",
      functions: DECORATORS,
      driver: `import { doubled, counted, plus } from "./functions";
const k = Math.max(3, 1);
class Box { #p = 5; @plus f = 1; constructor(public z: number) {}
  @doubled @counted grow(x: number) { return x + k + this.z; } later() { return () => this.#p + this.z; } }
const b: any = new Box(1);
print(b.grow(1), b.made, b.f);
print(await rf(() => { const c: any = new Box(2); return [c.grow(1), c.made, c.f, c.later()()]; }, 2));
print(await rf((it: any) => [it.grow(1), it.made, it.f, it.later()(), it instanceof Box], 2, b));
const back: any = await rf((it: any) => it, 3, b);
print(back instanceof Box, back.grow(1), back.made, back.later()());`,
      prints: ["10 1 101", "[12,1,101,7]", "[10,1,101,6,true]", "true 10 1 6"],
    },
    {
      title: "instance and class of a decorated class of the functions file are each process's own",
      functions: `${DECORATORS}export class Box { #p = 5; @plus f = 1; constructor(public z: number) {}
  @doubled @counted grow(x: number) { return x + this.z; } later() { return () => this.#p + this.z; } }
export const isBox = (x: any) => x instanceof Box;
export const ranHere = () => ran;`,
      driver: `import { Box, isBox, ranHere } from "./functions";
const b: any = new Box(1);
print(await rf((it: any) => [it.grow(1), it.made, it.f, it.later()(), it instanceof Box, isBox(it)], 2, b));
print(await rf(isBox, 2, b), await rf((C: any) => new C(4).grow(2), 2, Box), await rf(b.later(), 2), await rf(ranHere, 2));
const back: any = await rf(() => new Box(7), 3);
print(back instanceof Box, back.constructor === Box, back.grow(1), back.made, back.later()());`,
      prints: ["[4,1,101,6,true,true]", "true 12 6 1", "true true 16 1 12"],
    },
    {
      title: "decorated classes, their initialisers and what replaces them",
      functions: `const seen: string[] = [];
export function noted(_: any, { name, addInitializer }: any) { addInitializer(() => seen.push(name)); }
export const sub = (k: any, _: any) => class extends k { extra() { return this.hi() + "!"; } };
@noted export class S { v = 1; hi() { return "hi" + this.v; } }
@sub export class R { v = 2; hi() { return "hi" + this.v; } }
export const about = (x: any) => [x instanceof S, seen];
export const isR = (x: any) => x instanceof R;
export const make = () => new R();`,
      driver: `import { S, R, about, isR, make, sub } from "./functions";
@sub class Own { v = 3; hi() { return "hi" + this.v; } }
print(await rf(about, 2, new S()));
print(await rf((x: any) => [x.extra(), x instanceof Own], 2, new Own()));
print(await rf((x: any) => [x.extra(), isR(x)], 2, new R()), await rf(make, 2) instanceof R);`,
      prints: ['[true,["S"]]', '["hi3!",true]', '["hi2!",true] true'],
    },
    {
      title: "method that a decorator made, and the one it replaced, sent by themselves, more than once",
      functions: `${DECORATORS}export class Box { @doubled grow(x: number) { return x; } plain() { return 3; } }`,
      driver: `import { Box, doubled } from "./functions";
const b = new Box();
print(await rf(b.plain, 2), await rf(() => b.grow(2), 2), await rf(b.grow, 2, 1), await rf(b.grow, 2, 1));
const k = Math.max(1, 0);
class Own { @doubled grow(x: number) { return x + k; } }
const o = new Own();
for (let i = 0; i < 2; i++) print(await rf(o.grow, 2, 1), await rf((it: Own) => it.grow(1), 2, o));`,
      prints: ["3 4 2 2", "4 4", "4 4"],
    },
    {
      title: "namespace of the functions file keeps its variables on each process",
      functions: `export namespace Geo {
  export const k = 2; let calls = 0;
  export function area(r: number) { calls += 1; return [r * k, calls]; }
  export const later = () => () => [k, calls];
  export enum Color { Red, Green }
  export class P { constructor(public x: number) {} twice() { return this.x * k; } }
  export namespace Inner { export const f = () => k + 1; }
}
export namespace Geo { export const z = k + 1; }
export const isP = (p: any) => p instanceof Geo.P;`,
      driver: `import { Geo, isP } from "./functions";
print(await rf(Geo.area, 2, 1), await rf(Geo.area, 2, 2), await rf(() => Geo.area(1), 2), await rf(Geo.later(), 2));
print(await rf(() => [Geo.z, Geo.Color.Green, Geo.Color[0], Geo.Inner.f()], 2), await rf(Geo.Inner.f, 3));
const p = await rf((it: any) => it, 3, new Geo.P(4));
print(await rf(isP, 2, p), p instanceof Geo.P, p.twice());`,
      prints: ["[2,1] [4,2] [2,3] [2,3]", '[3,1,"Red",3] 3', "true true 8"],
    },
    {
      title: "namespace, alias and merged function and enum of the driver",
      driver: `namespace Geo {
  export const k = 2; let hidden = 3;
  export function area(r: number) { return r * k * hidden; }
  export enum Color { Red, Green }
  export class P { constructor(public x: number) {} twice() { return this.x * k; } }
  export namespace Inner { export const f = () => k + 1; }
}
import Inner = Geo.Inner;
import area = Geo.area;
function fn(a: number) { return a + fn.v; }
namespace fn { export const v = 10; }
enum E { A = 1 }
namespace E { export const name = (e: E) => E[e]; }
class Q { static go() { return Q.w; } }
namespace Q { export const w = 5; }
print(await rf(Geo.area, 2, 1), await rf(() => [Geo.Color.Green, Geo.Color[0], Inner.f(), area(2)], 2));
print(await rf((p: any) => [p.twice(), p instanceof Geo.P], 2, new Geo.P(4)));
print(await rf(fn, 2, 1), await rf(() => [fn(2), E.name(E.A), Q.go()], 2));`,
      prints: ['6 [1,"Red",3,12]', "[8,true]", '11 [12,"A",5]'],
    },
    {
      title: "accessor fields, also static",
      driver: `class A { accessor n = 1; static accessor s = 2; #q = 3; get q() { return this.#q; } }
const a = new A(); a.n = 5;
print(await rf((x: any) => [x.n, x.q, x instanceof A, A.s], 2, a));
const b = await rf(() => { const x = new A(); x.n = 9; return x; }, 2);
print(b.n, b instanceof A);`,
      prints: ["[5,3,true,2]", "9 true"],
    },
    {
      title: "using in shipped functions",
      driver: `const log: string[] = [];
const open = (n: string) => ({ n, [Symbol.dispose]() { log.push("closed " + n); } });
print(await rf(() => { { using a = open("a"); using b = open("b"); log.push(a.n + b.n); } return log; }, 2), log);
print(await rf(async () => {
  const out: string[] = [];
  { await using a = { async [Symbol.asyncDispose]() { out.push("gone"); } }; out.push("in"); }
  for (using z of [open("q")]) out.push(z.n);
  return out;
}, 3));`,
      prints: ['["ab","closed b","closed a"] []', '["in","gone","q"]'],
    },
    {
      title: "using at the top level of both files",
      functions: `export const got: string[] = [];
using r = { [Symbol.dispose]() { got.push("closed"); } };
export function f() { return got; }
export class K {}
export const isK = (x: any) => x instanceof K;`,
      driver: `import { f, isK, K } from "./functions";
using r = { [Symbol.dispose]() { print("closed"); } };
const k = 3; let l = 4; class C { v = k } function g() { return l + k; }
print(await rf(() => [k, l, new C().v, g()], 2), await rf(f, 2), await rf(isK, 2, new K()));`,
      prints: ['[3,4,3,7] ["closed"] true', "closed"],
    },
    {
      title: "stack through a decorator names the user's places and nothing of TypeScript's",
      functions: `export function checked(f: any, _: any) {
  return function (this: any, x: number) {
    return f.call(this, x);
  };
}
export class Box {
  accessor limit = 1;
  @checked grow(x: number): number {
    using it = { [Symbol.dispose]() {} };
    if (x > this.limit) throw new RangeError("too much");
    return x;
  }
}`,
      driver: `import { Box } from "./functions";
try { await rf((x: number) => new Box().grow(x), 2, 3); } catch (e: any) {
  print(e.remoteStack.split("\\n").slice(0, 4).map((it: string) => it.match(/\\w+\\.ts:\\d+:\\d+|__\\w+/)?.[0] ?? it).join(" "));
}`,
      prints: ["RangeError: too much functions.ts:10:31 functions.ts:3:14 driver.ts:3:41"],
    },
  ],
};
