// Programs that mix constructs: what one alone does right, two together may not. As in cases.ts.
import type { ClosureCase } from "./cases.ts";

export const MIXED: Readonly<Record<string, readonly ClosureCase[]>> = {
  "variables, loops and parameters": [
    {
      title: "loop variables that the body and closures write, with continue and break to labels",
      driver: `const fs: any[] = [];
outer: for (let i = 0, j = 10; i < 4; i++, j--) { if (i === 1) { i++; fs.push(() => [i, j]); continue outer; } for (let k of [i]) { fs.push({ get: () => [i, j, k], bump: () => { i += 100; k++; } }); if (i === 3) break outer; } }
print(await rf((x: any) => x.map((f: any) => { if (typeof f === "function") return f(); f.bump(); return f.get(); }), 2, fs), fs.map(f => (f.get ?? f)()));`,
      prints: ["[[100,10,1],[2,9],[103,8,4]] [[0,10,0],[2,9],[3,8,3]]"],
    },
    {
      title: "functions declared in the body of a loop, that share its variable and a var",
      driver: `async function go() { const out: any[] = []; for (var v = 0; v < 2; v++) { let l = v; function blk() { return [v, l]; } out.push(blk, () => { l += 10; v += 100; return blk(); }); } return rf((fs: any[]) => fs.map((f) => f()), 2, out); }
print(await go());`,
      prints: ["[[2,0],[102,10],[102,1],[202,11]]"],
    },
    {
      title: "functions hoisted in the body of a loop",
      driver: `const acts: any[] = []; for (let i = 0; i < 2; i++) { acts.push(bump, () => i); function bump() { i += 5; return i; } }
print(await rf((a: any[]) => [a[0](), a[1](), a[3](), a[2](), a[3]()], 2, acts));`,
      prints: ["[5,5,1,6,6]"],
    },
    {
      title: "a variable of a switch, reached through one case and not through another",
      driver: `const go = (k: number) => { switch (k) { case 0: let x = 10; case 1: x ??= 20 as any; return () => x; default: return () => x; } };
print(await rf(go(0), 2));
try { print(await rf(go(5), 2)); } catch (e: any) { print(e.message); }`,
      prints: [
        "10",
        "driver.ts:2:125: cannot send the function at driver.ts:2:119 to a worker: its variable `x` is not initialised yet (declared at driver.ts:2:54: move the declaration before the call).",
      ],
    },
    {
      title: "catch variables through nested try and finally",
      driver: `const fs: any[] = [];
for (const x of [1, 2]) try { try { throw { x }; } catch ({ x: y }: any) { fs.push(() => y + x); throw y * 10; } finally { let z = x; fs.push(() => z++); } } catch (e) { fs.push(() => [e, x]); }
print(await Promise.all(fs.map((f, i) => rf(f, 2 + i % 2))));`,
      prints: ["[2,1,[10,1],4,2,[20,2]]"],
    },
    {
      title: "default parameters that name this, arguments, captures and earlier patterns",
      driver: `class P { k = 3; make() { const self = this; return function (this: any, a: any, { b = a + self.k, c = arguments.length } = {} as any, d = () => [a, b, c, typeof this]) { a = 100; return d(); }; } arrow() { return (a = this.k, [b, c = b * this.k]: any = [a]) => [a, b, c]; } }
const p = new P();
print(await rf(p.make(), 2, 1), await rf((f: any) => f.call({}, 1, { b: 2 }, undefined), 3, p.make()), await rf(p.arrow(), 2));`,
      prints: ['[100,4,1,"undefined"] [100,2,3,"object"] [3,3,9]'],
    },
    {
      title: "patterns in parameters whose defaults are captured objects and later parameters",
      driver: `const base = { a: 1, list: [1, 2] }; 
const f = ({ a = base.a, list: [h = a, ...t] = base.list, ...r }: any = {}, g = ({ z = h } = {} as any) => [a, h, t, r, z]) => g();
print(await rf(f, 2), await rf(f, 3, { a: 5, list: [undefined, 7], q: 1 }), await rf(() => f({ list: [] }, ({ z = 3 } = {} as any) => z), 2));`,
      prints: ['[1,1,[2],{},1] [5,5,[7],{"q":1},5] 3'],
    },
    {
      title: "arguments beside a parameter that is assigned, sent on to another worker",
      driver: `function go(a: number, b: number) { const f = () => [...arguments, a, b]; a = 50; return f; }
const f = (go as any)(1, 2, 3); print(f(), await rf(f, 2), await rf((g: any) => rf(g, 3), 2, f));`,
      prints: ["[1,2,3,50,2] [1,2,3,50,2] [1,2,3,50,2]"],
    },
    {
      title: "captured variables as targets of loops, patterns and their defaults",
      driver: `const go = (list: number[]) => { let cur: any, tot = 0, o: any = {}; const add = (x = (tot += 1)) => { tot += x; return tot; }; return rf(() => { for (cur of list) add(cur); for (o.k in { q: 1 }) add(); for ([cur, tot = cur] of [[1, undefined], [2, 5]] as any) ; ({ x: o.z, ...o.rest } = { x: 1, y: 2 } as any); return [cur, tot, o]; }, 2); };
print(await go([1, 2]));`,
      prints: ['[2,5,{"k":"q","z":1,"rest":{"y":2}}]'],
    },
  ],
  "functions and generators": [
    {
      title: "mutual recursion of a function, a method and a static method",
      driver: `async function go(lim: number) {
  const o = { a(n: number): string { return n > lim ? "a" + n : B.b(n + 1); } };
  class B { static b(n: number): string { return n > lim ? "b" + n : c(n + 1); } }
  function c(n: number): string { return n > lim ? "c" + n : o.a(n + 1); }
  return [await rf(c, 2, 0), await rf(o.a, 3, 0), await rf(B.b, 2, 0), await rf(() => c(1), 3)];
}
print(await go(7));`,
      prints: ['["b8","c8","a8","a8"]'],
    },
    {
      title: "a function whose properties are closures, itself, a hidden value and a getter",
      driver: `const mk = () => { let n = 1; const f: any = () => n; f.inc = () => ++n; f.self = f; f.meta = { f, tags: new Set([f.inc]) }; Object.defineProperty(f, "hidden", { value: 7, enumerable: false }); Object.defineProperty(f, "dbl", { get() { return n * 2; }, enumerable: true, configurable: true }); return f; };
const f = mk(); f.inc();
print(await rf((g: any) => { g.inc(); return [g(), g.self === g, g.meta.f === g, g.meta.tags.has(g.inc), g.hidden, Object.keys(g).includes("hidden"), g.dbl]; }, 2, f), f());`,
      prints: ["[3,true,true,true,7,false,6] 2"],
    },
    {
      title: "try, catch and finally in an async closure, with return and break",
      driver: `const go = (k: number) => { const log: string[] = []; const f = async (x: number) => { for (let i = 0; ; i++) { try { if (i === x) return "r" + i + k; await null; if (i === 5) throw new Error("five"); } catch (e: any) { log.push(e.message); break; } finally { log.push("f" + i); } } try { return log.join(); } finally { log.length = 0; } }; return f; };
print(await rf(go(1), 2, 2), await rf(go(1), 3, 99));`,
      prints: ["r21 f0,f1,f2,f3,f4,five,f5"],
    },
    {
      title: "an async generator that is sent values, thrown into and ended",
      driver: `const go = (k: number) => { const log: any[] = []; async function* g() { try { while (true) { try { const got: any = yield k; log.push("got" + got); } catch (e: any) { log.push("c" + e); yield -1; } } } finally { log.push("fin"); } } return rf(async () => { const it = g(); const out = [(await it.next()).value, (await it.next(4)).value, (await it.throw("x")).value, (await it.return(8 as any)).value]; return [out, log]; }, 2); };
print(await go(2));`,
      prints: ['[[2,2,-1,8],["got4","cx","fin"]]'],
    },
    {
      title: "an async generator of closures, with labels",
      driver: `const go = (k: number) => async function* () { outer: for (const i of [1, 2, 3]) { for await (const j of [k, k + 1]) { if (i === 2) continue outer; if (j > k) break; yield () => i * 10 + j; } } };
print(await rf(async (g: any) => { const o: number[] = []; for await (const f of g()) o.push(f()); return o; }, 2, go(5)), await rf(async (g: any) => { const o: any[] = []; for await (const f of g()) o.push(f); return o; }, 3, go(1)).then((fs: any) => fs.map((f: any) => f())));`,
      prints: ["[15,35] [11,31]"],
    },
    {
      title: "new.target by new, by Reflect.construct and of a subclass",
      driver: `const go = (k: number) => { function F(this: any) { this.t = new.target ? new.target.name + k : "call"; } class G { t = new.target === undefined ? "undef" : "def"; n: any; constructor() { this.n = new.target.name; } } class H extends G {} return rf(() => [new (F as any)().t, Reflect.construct(F, [], H).t, new H().n, new H().t, new G().n], 2); };
print(await go(1));`,
      prints: ['["F1","H1","H","undef","G"]'],
    },
    {
      title: "getters of objects and arrays are not run by sending",
      driver: `let hits = 0; const o = { get lazy() { hits++; const v = [1, 2]; Object.defineProperty(this, "lazy", { value: v }); return v; } };
print(await rf(() => [o.lazy === o.lazy, o.lazy], 2), hits);
const arr: any = [1, 2]; Object.defineProperty(arr, 1, { get: () => hits + 50, enumerable: true }); print(await rf(() => arr[1], 2), hits);`,
      prints: ["[true,[1,2]] 0", "50 0"],
    },
  ],
  classes: [
    {
      title: "a closure of a static block that reads private fields",
      driver: `let peek: (a: any) => number;
class Vault { #s: number; static #n = 0; static readonly log: string[] = []; constructor(s: number) { this.#s = s; Vault.#n++; } static { peek = (a) => a.#s + Vault.#n; this.log.push("blk"); } }
const v = new Vault(5);
print(await rf(() => [peek(v), Vault.log], 2), await rf(peek!, 3, v));`,
      prints: ['[6,["blk"]] 6'],
    },
    {
      title: "private names in patterns, optional chains and static accessors",
      driver: `const mk = (k: number) => class P { static #c = k; #o?: { f?: () => number } = { f: () => k * 2 }; #a = [1, 2]; static get #x() { return P.#c; } static set #x(v: number) { P.#c = v; } static run(p: any) { P.#x += 5; [p.#a[0], P.#x] = [P.#x, 100]; ({ a: p.#a[1] } = { a: -1 }); return [#o in p, p.#o?.f?.(), p?.#a, P.#x++, P.#x, (p.#o = undefined), p.#o?.f?.()]; } arrows() { return () => P.run(this); } };
const P = mk(3); const p = new P();
print(await rf(() => P.run(p), 2), await rf(p.arrows(), 3));`,
      prints: ["[true,6,[8,-1],100,101,null,null] [true,6,[8,-1],100,101,null,null]"],
    },
    {
      title: "classes and closures made by a function of the functions file that grow on the worker",
      functions: `export function build(depth: number) { class Node { kids: Node[]; static count = 0; #d: number; constructor(d: number) { Node.count++; this.#d = d; this.kids = d > 0 ? [new Node(d - 1), new Node(d - 1)] : []; } sum(): number { return this.#d + this.kids.reduce((a, k) => a + k.sum(), 0); } clone() { return new Node(this.#d); } } const root = new Node(depth); return { root, Node, grow: () => { root.kids.push(new Node(0)); return Node.count; } }; }`,
      driver: `import { build } from "./functions";
const t = build(2);
print(t.root.sum(), t.Node.count, await rf((x: typeof t) => [x.grow(), x.root.sum(), x.root.kids.length, x.root instanceof x.Node, x.root.clone().sum(), x.Node.count], 2, t), t.Node.count, t.grow());
const r = await rf(build, 3, 1); print(r.root.sum(), r.Node.count, r.grow(), r.root instanceof r.Node);`,
      prints: ["4 7 [8,4,3,true,4,15] 7 8", "1 3 4 true"],
    },
    {
      title: "mixins with private fields, applied twice",
      driver: `const Log = (B: any) => class extends B { #l: string[] = []; log(s: string) { this.#l.push(s); return this; } get lines() { return this.#l.join("|"); } };
const Ser = (B: any, pre: string) => class Ser extends B { ser() { return pre + JSON.stringify(this); } };
class Pt { constructor(public x = 1) {} }
const P2 = Ser(Log(Log(Pt)), "#"); const p: any = new P2(4).log("a").log("b");
print(await rf(() => [p.lines, p.ser(), p.log("c").lines, p instanceof P2, new P2().ser()], 2), p.lines, P2.name);`,
      prints: ['["a|b","#{\\"x\\":4}","a|b|c",true,"#{\\"x\\":1}"] a|b Ser'],
    },
    {
      title: "accessors that call those of a base class of the functions file",
      functions: `export class Temp { #c = 0; static count = 0; get f() { return this.#c * 2 + 30; } set f(v: number) { this.#c = (v - 30) / 2; Temp.count++; } }`,
      driver: `import { Temp } from "./functions";
class T2 extends Temp { override get f() { return super.f + 1; } override set f(v: number) { super.f = v; } }
const t = new T2(); t.f = 50;
print(t.f, Temp.count, await rf(() => { t.f = 70; return [t.f, Temp.count, t instanceof Temp]; }, 2), Temp.count);`,
      prints: ["51 1 [71,1,true] 1"],
    },
    {
      title: "an anonymous default class that the driver extends with a private field",
      functions: `export default class { #x = 1; bump() { return ++this.#x; } static of(n: number) { const o = new this(); for (let i = 0; i < n; i++) o.bump(); return o; } }`,
      driver: `import Base from "./functions";
class D extends Base { #y = 10; bump() { this.#y += super.bump(); return this.#y; } get y() { return this.#y; } }
const d = D.of(2) as D;
print(d.y, await rf(() => [d.bump(), d.y, (D.of(1) as D).y, d instanceof Base], 2), d.bump());`,
      prints: ["15 [19,19,12,true] 19"],
    },
    {
      title: "members named by symbols and templates, of a class made inside a function",
      driver: `const mk = (p: string) => { const K = Symbol.for("K" + p); class A { static *[\`gen\${p}\`](n: number) { for (let i = 0; i < n; i++) yield p + i; } async [K](x: number) { return x + p; } get [p + "Len"]() { return p.length; } static [p] = { deep: () => p }; } return [A, K] as any; };
const [A, K] = mk("zz");
print(await rf(async () => [[...A.genzz(2)], await new A()[K](1), new A().zzLen, A.zz.deep()], 2));`,
      prints: ['[["zz0","zz1"],"1zz",2,"zz"]'],
    },
  ],
  "what TypeScript emits": [
    {
      title: "a class that its decorator replaced by one that extends it",
      driver: `function sealed<T extends new (...a: any[]) => any>(C: T, _: any) { return class extends C { extra = 9; sealedBy() { return "dec" + super.base?.(); } } as T; }
@sealed class Foo { n = 1; base() { return "b"; } static make() { return new Foo(); } }
const f: any = Foo.make();
print(f.extra, f.sealedBy(), f.n, Foo.name);
print(await rf(() => { const g: any = Foo.make(); return [g.extra, g.sealedBy(), f.sealedBy(), f instanceof Foo, g instanceof Foo]; }, 2));`,
      prints: ["9 decb 1 ", '[9,"decb","decb",true,true]'],
    },
    {
      title: "decorated classes of the functions file, in its registry",
      functions: `export const registry = new Map<string, any>();
export function entity(name: string) { return (C: any, ctx: any) => { registry.set(name, C); ctx.addInitializer(function (this: any) { this.entity = name; }); }; }
@entity("user") export class User { constructor(public id: number) {} hi() { return "u" + this.id; } }
@entity("admin") export default class Admin extends User { hi() { return "a" + super.hi(); } }`,
      driver: `import Admin, { registry, User } from "./functions";
const ad = new Admin(3);
print(await rf(() => [[...registry.keys()], registry.get("admin") === Admin, ad.hi(), ad instanceof User, (Admin as any).entity, new (registry.get("user"))(1).hi()], 2));`,
      prints: ['[["user","admin"],true,"au3",true,"admin","u1"]'],
    },
    {
      title: "decorated accessor fields with get, set and init, inherited",
      driver: `const log: string[] = [];
function logged(t: any, ctx: any) { return { get(this: any) { return t.get.call(this) + 1000; }, set(this: any, v: number) { log.push("set" + v); t.set.call(this, v); }, init: (v: number) => v + 0.5 }; }
class A { @logged accessor v = 1; static accessor s = 5; accessor #h = 3; get h() { return this.#h; } up() { this.#h++; return this; } }
class B extends A { accessor w = this.v; }
const b = new B().up(); b.v = 7;
print(await rf(() => { b.v = 8; return [b.v, b.w, b.h, B.s, A.s, log, b instanceof A]; }, 2), b.v, log);`,
      prints: ['[1008,1001.5,4,5,5,["set7","set8"],true] 1007 ["set7"]'],
    },
    {
      title: "namespaces in parts, nested, with variables that are written",
      driver: `namespace Geo { export let unit = 2; const hidden = 3; export function area(r: number) { return r * unit * hidden; } export namespace Deep.Er { export const z = () => unit + hidden; } }
namespace Geo { export const twice = (r: number) => area(r) * 2; export class P { constructor(public x: number) {} s() { return area(this.x); } } export enum E { A = 5 } }
Geo.unit = 10;
print(Geo.area(1), Geo.Deep.Er.z());
print(await rf(() => [Geo.area(1), Geo.Deep.Er.z(), Geo.twice(1), new Geo.P(2).s(), Geo.E.A], 2));
const p = new Geo.P(1); print(await rf(() => p.s(), 3), await rf(Geo.twice, 2, 2));
print(await rf(() => { Geo.unit = 1; return [Geo.area(1), Geo.twice(1)]; }, 2), Geo.unit);`,
      prints: ["30 13", "[30,13,60,60,5]", "30 120", "[3,6] 10"],
    },
    {
      title: "aliases of namespaces, exported too",
      functions: `export namespace Shapes { export const pi = 3; export class Circle { constructor(public r: number) {} area() { return pi * this.r; } } export namespace Inner { export const q = 1; } }
import Circle = Shapes.Circle;
export import Inner = Shapes.Inner;
export const mk = (r: number) => new Circle(r);`,
      driver: `import { Inner, mk, Shapes } from "./functions";
import C = Shapes.Circle;
const c = mk(2);
print(await rf(() => [c.area(), c instanceof C, Inner.q, Shapes.Inner === Inner, mk(4).area()], 2));`,
      prints: ["[6,true,1,true,12]"],
    },
  ],
};
