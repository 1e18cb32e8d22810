// Programs about corners of the language where a capture is easily read wrong. As in cases.ts.
import type { ClosureCase } from "./cases.ts";

export const CORNERS: Readonly<Record<string, readonly ClosureCase[]>> = {
  corners: [
    {
      title: "a method that was replaced by one that calls it, as decorators do, in message after message",
      driver: `const make = (k: number) => { class A { m() { return "m" + k; } get g() { return k; } } const old = A.prototype.m; A.prototype.m = function () { return "logged " + old.call(this); }; return A; };
class B { static s() { return "s"; } }
const olds = B.s; B.s = () => "logged " + olds();
const A = make(1);
print(await rf(() => new A().m(), 2), await rf(() => new A().m() + B.s(), 2), await rf(() => rf(() => new A().m() + B.s(), 3), 2), await rf(() => new A().m() + B.s(), 3));`,
      prints: ["logged m1 logged m1logged s logged m1logged s logged m1logged s"],
    },
    {
      title: "a variable of the body with the name that a default parameter captures",
      driver: `const go = (x: number) => { function f(a = () => x) { var x = 2; x++; return [a, () => x] as const; } return f(); };
const [a, b] = go(1); print(a(), b(), await rf(a, 2), await rf(b, 2), await rf((p: any, q: any) => [p(), q()], 2, a, b));`,
      prints: ["1 3 1 3 [1,3]"],
    },
    {
      title: "the same, written",
      driver: `const go = (x: number) => { function f(a = () => x) { var x = 2; return [a, () => ++x] as const; } return f(); };
const [a, b] = go(1); print(a(), b(), await rf(a, 2), await rf(b, 2), await rf((p: any, q: any) => [p(), q(), p()], 2, a, b));`,
      prints: ["1 3 1 4 [1,4,1]"],
    },
    {
      title: "private fields of classes that extend built-in ones",
      driver: `const go = (k: number) => { class M extends Map<string, number> { #x = k; x() { return this.#x + this.size; } } class A extends Array<number> { #x = k; x() { return this.#x + this.length; } } class E extends Error { #x = k; x() { return this.#x + this.message; } } class S extends Set<number> { #y = k; y = () => this.#y + this.size; }
 const m = new M([["a", 1]]), a = A.from([1, 2]) as A, e = new E("boo"), s = new S([1]); return rf(() => [m.x(), a.x(), e.x(), s.y(), e instanceof E, [...a]], 2); };
print(await go(3));`,
      prints: ['[4,5,"3boo",4,true,[1,2]]'],
    },
    {
      title: "a constructor whose prototype is replaced",
      driver: `function F(this: any) { this.v = 1; }
F.prototype = { m() { return this.v + 1; } };
const f = new (F as any)();
print(await rf(() => [f.m(), f instanceof (F as any), new (F as any)().m()], 2));`,
      prints: ["[2,true,2]"],
    },
    {
      title: "enums made inside a function",
      driver: `async function go(k: number) { enum E { A = 1, B } const enum C { X = 5 } return rf(() => [E.A, E[2], C.X, k], 2); } print(await go(1));`,
      prints: ['[1,"B",5,1]'],
    },
    {
      title: "#x in o, in arrows of a class made inside a function",
      driver: `const go = (k: number) => { class A { #x = k; static is = (o: any) => #x in o; get test() { return (o: object) => #x in o; } } const a = new A(); return rf(() => [A.is(a), A.is({}), a.test(a), a.test({})], 2); }; print(await go(1));`,
      prints: ["[true,false,true,false]"],
    },
    {
      title: "functions named by a key in brackets keep the name",
      driver: `const rf2 = (o: any) => rf((p: any) => [p.a.name, p.a(), p.a1.name, p.a1()], 2, o);
const go2 = async (k: number, key: string) => { const o: any = { [key]: () => k, [key + 1]: function () { return k; } }; return [o.a.name, o.a1.name, ...(await rf2(o))]; };
print(await go2(1, "a"));`,
      prints: ['["a","a1","a",1,"a1",1]'],
    },
    {
      title: "import() inside a function that travels",
      functions: "export const v = 4;",
      driver: `const go = (k: number) => rf(async () => (await import("./functions")).v + k, 2); print(await go(1));`,
      prints: ["5"],
    },
    {
      title: "private names of classes inside classes",
      driver: `const go = (k: number) => { class A { #a = k; b() { const a = this; class B { #b = 2; f = () => a.#a + this.#b; g = () => this.#b; static h = (x: A) => x.#a; } return new B(); } static B(x: A) { return class { r = () => x.#a; }; } } const a = new A(), b = a.b(); const C = A.B(a); return [rf(b.f, 2), rf(b.g, 2), rf((b.constructor as any).h, 2, a), rf(() => [b.f(), new C().r()], 2), rf(new C().r, 3)]; };
print(await Promise.all(go(5)));`,
      prints: ["[7,2,5,[7,5],5]"],
    },
    {
      title: "a class, its instance and its closures made on a worker",
      driver: `const r = await rf(async () => { class K { #n = 1; static all: K[] = []; constructor() { K.all.push(this); } inc() { return ++this.#n; } watch() { return () => this.#n; } } const k = new K(); const w = k.watch(); await null; return { k, w, K }; }, 2);
r.k.inc(); print(r.w(), r.K.all.length, r.K.all[0] === r.k, await rf((o: any) => { o.k.inc(); return [o.w(), o.K.all.length, o.k instanceof o.K]; }, 3, r), r.w());`,
      prints: ["2 1 true [3,1,true] 2"],
    },
    {
      title: "a class that captures what holds it",
      driver: `async function go() { let reg: any; class A { me() { return reg; } } reg = { A, a: new A() }; const b = { reg }; return rf(() => [b.reg.a.me() === b.reg, b.reg.A === A], 2); } print(await go());`,
      prints: ["[true,true]"],
    },
    {
      title: "a class that captures an instance of itself",
      driver: `async function go() { class A { static one() { return one; } v = 1; } const one = new A(); return rf(() => [A.one() === one, one instanceof A], 2); } print(await go());`,
      prints: ["[true,true]"],
    },
    {
      title: "closures that a running generator has handed out",
      driver: `function* make(k: number) { let n = k; while (true) { n++; yield [() => n, () => ++n] as const; } }
const it = make(1); const [g1] = it.next().value!; const [g2, i2] = it.next().value!; print(await rf((a: any, b: any, c: any) => { c(); return [a(), b()]; }, 2, g1, g2, i2), g1());`,
      prints: ["[4,4] 3"],
    },
    {
      title: "super in objects and classes inside an object",
      driver: `const mk = (k: number) => ({ __proto__: { n: 1 }, inner: { __proto__: { n: 2 }, get() { return super.n + k; } }, get() { return super.n + k + this.inner.get(); }, Cls: class extends Object { t() { return super.toString().length + k; } } }) as any;
const o = mk(10); print(await rf(() => [o.get(), o.inner.get(), new o.Cls().t()], 2));`,
      prints: ["[23,12,25]"],
    },
    {
      title: "a frozen function with a toString of its own",
      driver: `const go = (k: number) => { const f: any = () => k; f.toString = () => "mine"; Object.freeze(f); return rf((g: any) => [g(), String(g)], 2, f); }; print(await go(3));`,
      prints: ['[3,"mine"]'],
    },
    {
      title: "this of static methods",
      driver: `class A { static k = 4; static run() { return rf(() => this.k, 2); } static get later() { return async () => this.k; } } class B extends A { static k = 5; }
print(await A.run(), await B.run(), await rf(B.later, 2));`,
      prints: ["4 5 5"],
    },
    {
      title: "a static counter",
      driver: `class Id { static next = 1; static take() { return Id.next++; } } Id.take(); print(await rf(() => [Id.take(), Id.take()], 2), Id.take());`,
      prints: ["[2,3] 2"],
    },
    {
      title: "super in async and generator methods of objects",
      driver: `const go = (k: number) => { const o = { __proto__: { async hi() { return 1; } }, async hi() { return (await super.hi()) + k; }, async *all() { yield super.hi; yield k; } } as any; return rf(async () => { const out = []; for await (const x of o.all()) out.push(typeof x); return [await o.hi(), out]; }, 2); }; print(await go(1));`,
      prints: ['[2,["function","number"]]'],
    },
    {
      title: "arrows with super forwarded from worker to worker",
      driver: `const go = (k: number) => { const o = { __proto__: { b: 5 }, m() { return () => super.b + k; } } as any; return o; };
print(await rf((o: any) => rf((f: any) => f(), 3, o.m()), 2, go(2)), await rf((o: any) => rf((p: any) => p.m()(), 3, o), 2, go(2)));`,
      prints: ["7 7"],
    },
    {
      title: "new.target forwarded from worker to worker",
      driver: `function F(this: any) { this.f = () => () => new.target; } const x: any = new (F as any)();
print(await rf((f: any) => rf((g: any) => g()().name, 3, f), 2, x.f));`,
      prints: ["F"],
    },
    {
      title: "arrows of an anonymous class, with super and a private name, forwarded",
      driver: `const mk = (k: number) => new (class extends Map { #p = k; f = () => super.size + this.#p; })();
print(await rf((f: any) => rf((g: any) => g(), 3, f), 2, mk(3).f));`,
      prints: ["3"],
    },
    {
      title: "a class whose base is being made when it comes up: in a variable that is written, and in an object",
      driver: `const go = async (k: number) => {
  let Base: any = class { n() { return k; } }; const swap = () => { Base = null; };
  var Derived = class extends Base { n() { return super.n() + 1; } };
  const bases: any = { First: class { n() { return k * 10; } } };
  var Second = class extends bases.First { n() { return super.n() + 2; } };
  return [
    await rf(() => [new Derived().n(), new Derived() instanceof Base, (swap(), Base)], 2),
    await rf(() => [new Second().n(), new Second() instanceof bases.First], 3),
    await rf(() => [Base.name, new Second().n(), bases.First.name, new Derived().n()], 3),
  ];
};
print(await go(5));`,
      prints: ['[[6,true,null],[52,true],["Base",52,"First",6]]'],
    },
    {
      title: "functions keep the name of the shared variable that they are assigned to on a worker",
      driver: `const go = (k: number) => {
  let f: any = null, C: any = null;
  const set = () => { f = () => k; const first = f.name; f = () => 1; C = class { static n = C?.name ?? "none"; }; return [first, f.name, C.name, C.n]; };
  return rf(() => [set(), f.name, (f = async function () {}, f.name), (C = class Own {}, C.name), (f = (0, () => 2), f.name)], 2);
};
print(await go(1));`,
      prints: ['[["f","f","C","none"],"f","f","Own",""]'],
    },
    {
      title: "names that were set: of functions, and of decorated class expressions, which TypeScript names so",
      driver: `const deco = (f: any, _: any) => f;
const named = <F extends Function>(name: string, f: F): F => Object.defineProperty(f, "name", { value: name });
const go = (k: number) => {
  const V = class { @deco m() { return k; } }, f = named("first", () => k), g = named("", function local() { return k; });
  const top = named("Top", class { static m() { return 1; } });
  return rf((h: any) => [V.name, f.name, g.name, h.name, top.name, f.length], 2, f);
};
const plain = named("other", (x: number) => x);
print(await go(1), await rf((f: any) => [f.name, plain.name], 2, plain), await rf(() => named("made", () => 1), 2).then((f) => f.name));`,
      prints: ['["V","first","","first","Top",0] ["other","other"] made'],
    },
  ],
};
