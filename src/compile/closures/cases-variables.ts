// Programs about every kind of variable that a function can capture, and about what the variables share and when they are
// read. As in cases.ts.
import type { ClosureCase } from "./cases.ts";

export const VARIABLES: Readonly<Record<string, readonly ClosureCase[]>> = {
  "variables of every kind": [
    {
      title: "destructuring defaults that refer to captures and to each other",
      driver: `async function go(base: number, { a = base * 2, b: { c = a + base } = {} as any, ...rest }: any, [d = c, ...more]: number[] = [a, c]) {
  return rf(() => [a, c, d, rest, more], 2);
}
print(await go(3, { z: 1 }), await go(1, { a: 5, b: { c: 6 } }, [7, 8]));`,
      prints: ['[6,9,6,{"z":1},[9]] [5,6,7,{},[8]]'],
    },
    {
      title:
        "parameters of the function itself, with defaults and patterns that refer to captures and earlier parameters",
      driver: `const go = (k: number) => rf(
  ({ a = k, [\`b\${k}\`]: b = a + 1 }: any = {}, [c = b, d = () => a + b + c + k]: any[] = [], ...rest: number[]) => [a, b, c, d(), rest],
  2, { b3: 30 }, [undefined], 8, 9);
print(await go(3), await rf((x: number, f = (y: number) => x + y, g = () => f(1)) => { x = 10; return [f(1), g()]; }, 2, 1));`,
      prints: ["[3,30,30,66,[8,9]] [11,11]"],
    },
    {
      title: "destructuring assignment writes captured variables",
      driver: `async function go() {
  let a = 1, b = 2, rest: any;
  const swap = () => { [a, b] = [b, a]; ({ a: b = 7, ...rest } = { a: undefined, q: a } as any); };
  return rf(() => { swap(); return [a, b, rest]; }, 2);
}
print(await go());`,
      prints: ['[2,7,{"q":2}]'],
    },
    {
      title: "loop variables: for, for of, for in, for await, with patterns, and written in the body",
      driver: `async function go() {
  const fs: (() => unknown)[] = [];
  for (let i = 0, n = 2; i < n; i++) fs.push(() => [i, n]);
  for (const [k, { v }] of [["p", { v: 1 }], ["q", { v: 2 }]] as any) fs.push(() => k + v);
  for (const k in { x: 1, y: 2 }) fs.push(() => k);
  for await (const w of [Promise.resolve(5), 6]) fs.push(() => w);
  for (let i = 0; i < 2; i++) { fs.push(() => i); i += 10; }
  for (let j = 0, get = () => j; j < 1; j++) fs.push(get);
  return Promise.all(fs.map((f, n) => rf(f, 2 + (n & 1))));
}
print(await go());`,
      prints: ['[[0,2],[1,2],"p1","q2","x","y",5,6,10,0]'],
    },
    {
      title: "each turn of a loop has its own written variable",
      driver: `async function go() {
  const counters: { inc: () => number; get: () => number }[] = [];
  for (let i = 0; i < 3; i++) counters.push({ inc: () => ++i, get: () => i });
  return rf((cs: typeof counters) => { cs[0]!.inc(); cs[0]!.inc(); cs[2]!.inc(); return cs.map(c => c.get()); }, 2, counters.slice());
}
print(await go());`,
      prints: ["[2,1,3]"],
    },
    {
      title: "catch variables, also destructured and written",
      driver: `async function go() {
  const fs: (() => unknown)[] = [];
  try { throw { code: 7, at: [1, 2] }; } catch ({ code, at: [, y = 0], gone = code + 1 }: any) { fs.push(() => [code, y, gone]); }
  try { throw 1; } catch (e: any) { const bump = () => ++e; fs.push(() => { bump(); return e; }); }
  return Promise.all(fs.map(f => rf(f, 2)));
}
print(await go());`,
      prints: ["[[7,2,8],2]"],
    },
    {
      title: "a var of the catch variable's name",
      driver: `async function go() {
  try { throw 1; } catch (e) { var e: any = 2; var inner = () => e; }
  return [await rf(inner!, 2), await rf(() => e, 2)];
}
print(await go());`,
      prints: ["[2,null]"],
    },
    {
      title: "this, arguments and new.target of the surrounding function through nested arrows",
      driver: `function Maker(this: any, a: number) {
  this.k = a;
  this.read = () => () => [this.k, arguments.length, arguments[0]];
  this.isNew = () => () => new.target === undefined ? "called" : new.target.name;
}
const made = new (Maker as any)(4, 5);
print(await rf(made.read(), 2), await rf(made.isNew(), 2), await rf(() => made.read()(), 3));`,
      prints: ["[4,2,4] Maker [4,2,4]"],
    },
    {
      title: "new.target inside a function that travels",
      driver: `const go = (k: number) => {
  function F(this: any) { this.kind = (() => (new.target ? "new" : "call") + k)(); }
  return rf(() => new (F as any)().kind, 2);
};
print(await go(3));`,
      prints: ["new3"],
    },
    {
      title: "async arrows that capture this, in a class and in an object",
      driver: `class Job { constructor(readonly n: number) {} run() { return rf(async (x: number) => { await null; return [x].map((y) => y * this.n); }, 2, 4); } }
const o = { n: 2, run() { return rf(async () => (await Promise.all([1, 2].map(async (x) => x + this.n))), 2); } };
print(await new Job(3).run(), await o.run());`,
      prints: ["[12] [3,4]"],
    },
    {
      title: "functions in labelled blocks and loops, and names in a block of their own",
      driver: `async function go(k: number) {
  const fs: (() => unknown)[] = [];
  outer: for (const i of [1, 2, 3]) {
    inner: { const j = i * k; fs.push(() => j); if (i === 2) break outer; break inner; }
    function local() { return i + k; }
    fs.push(local);
  }
  block: { let z = 5; fs.push(() => z); break block; }
  return Promise.all(fs.map(f => rf(f, 2)));
}
print(await go(10));`,
      prints: ["[10,11,20,5]"],
    },
    {
      title: "functions and classes declared in the cases of a switch",
      driver: `async function go(k: number) {
  switch (k) {
    case 0: return [await rf(first, 2), 0];
    case 1: {
      const own = k + 1; return [await rf(() => own + first(), 2), 1];
    }
    case 2: class C { v = k; } let later = 3; return [await rf(() => new C().v + later + first(), 2), 2];
    default: function first() { return k + 100; } function second() { return first() + 1; } return [await rf(second, 2), 9];
  }
}
print(await go(0), await go(1), await go(2), await go(3));`,
      prints: ["[100,0] [103,1] [107,2] [104,9]"],
    },
    {
      title: "functions chosen by comma, condition and logical assignment",
      driver: `async function go(k: number) {
  let a: any, b: any = 0, c: any = 1;
  a ??= () => k; b ||= (x: number) => x + k; c &&= function () { return k * 2; };
  const d = k > 2 ? () => "big" + k : () => "small" + k, e = (0, () => k + 1);
  return [await Promise.all([a, b, c, d, e].map(f => rf(f, 2, 1))), a.name, b.name, c.name, e.name, await rf((f: any, g: any) => [f.name, g.name], 2, a, c)];
}
print(await go(3));`,
      prints: ['[[3,4,6,"big3",4],"a","b","c","",["a","c"]]'],
    },
    {
      title: "named function expressions and their own names",
      driver: `const go = (k: number) => [
  rf(function fact(n: number): number { return n ? n * fact(n - 1) : k; }, 2, 4),
  rf(function odd() { try { (odd as any) = 1; } catch (e: any) { return e.name + typeof odd + k; } } as any, 2),
  rf((o: any) => o.copy().v, 2, class Self { static make() { return new Self(); } v = k; copy() { return Self.make(); } }.make()),
];
print(await Promise.all(go(2)));`,
      prints: ['[48,"TypeErrorfunction2",2]'],
    },
    {
      title: "optional chaining, tagged templates and spread on captures",
      driver: `const go = (o: any, tag: any, list: number[]) => rf(() => [o?.f?.(1), o.g?.(1), o?.["f"]?.name, tag?.(list), Math.max(...list), { ...o.d }, [...list, ...o.f(2)]], 2);
print(await rf((x: number) => x, 2, 1), await go({ f: (x: number) => [x], d: { e: 1 } }, undefined, [1, 2]).catch((e: any) => e.message));`,
      prints: ['1 [[1],null,"f",null,2,{"e":1},[1,2,2]]'],
    },
    {
      title: "a tag that captures, and its template's identity",
      driver: `const go = (k: number) => { const tag = (s: TemplateStringsArray, ...v: number[]) => s.join("_") + v.map(x => x * k); const f = (n: number) => tag\`x\${n}y\${n + 1}z\`; return rf(() => f(1) + f(2), 2); };
print(await go(10));`,
      prints: ["x_y_z10,20x_y_z20,30"],
    },
    {
      title: "names that are shadowed by parameters, by functions, by classes and by catch variables",
      driver: `const x = 1, f = 2;
async function go(y: number) {
  return rf((() => { function f() { return y; } class x { static v = y + f(); } try { throw 3; } catch (y) { return () => [x.v, f(), y]; } })()!, 2);
}
print(await go(5), await rf(() => x + f, 2));`,
      prints: ["[10,5,3] 3"],
    },
  ],
  constants: [
    {
      title: "assigning to a captured constant is a TypeError where the function runs, with its place, and only there",
      driver: `const go = async (k: number) => {
  const c: any = [k]; let n = 0;
  const set = () => { n++; (c as any) = 2; }, keep = () => { (c as any) ??= 3; return [c, n]; };
  const Self: any = function self() { return () => { (self as any) = 1; }; };
  const told = (e: any) => e.message.replace(/ \\(.*/, "") + (e.remoteStack?.match(/driver.ts:\\d+:\\d+/)?.[0].replace(/^/, " at ") ?? "");
  const chain = (f: any) => rf((g: any) => rf(g, 3), 2, f);
  return [...await Promise.all([rf(set, 2), chain(set), rf(Self(), 2)].map((it) => it.catch(told))), await rf(keep, 3), await chain(keep), n];
};
for (const it of await go(7)) print(it);`,
      prints: [
        "Assignment to constant variable. at driver.ts:4:39",
        "Assignment to constant variable.",
        "Assignment to constant variable. at driver.ts:5:68",
        "[[7],0]",
        "[[7],0]",
        "0",
      ],
    },
    {
      title: "assigning to constants of the top level and to classes inside themselves",
      driver: `const c = Math.max(1, 1);
class K { static swap() { (K as any) = 1; } }
const told = (e: any) => e.message.replace(/ \\(.*/, "");
print(await rf(() => { (c as any)++; }, 2).catch(told), await rf(() => K.swap(), 2).catch(told), await rf(K.swap, 3).catch(told), c);`,
      prints: ["Assignment to constant variable. Assignment to constant variable. Assignment to constant variable. 1"],
    },
  ],
  "when variables are read": [
    {
      title: "values are those of the call, however they change afterwards",
      driver: `let n = 1; const o = { v: 1 }, list = [1], m = new Map([["k", 1]]);
const p = rf(() => [n, o.v, list.length, m.get("k")], 2);
n = 2; o.v = 2; list.push(2); m.set("k", 2);
print(await p, await rf(() => [n, o.v, list.length, m.get("k")], 2));`,
      prints: ["[1,1,1,1] [2,2,2,2]"],
    },
    {
      title: "closures that share a variable: together they share it, apart each has its own",
      driver: `const make = () => { let n = 0; return [() => ++n, () => n] as const; };
const [inc, get] = make();
print(await rf((i: any, g: any) => { i(); i(); return g(); }, 2, inc, get));
const theirs = await rf((i: any) => { i(); return i; }, 2, inc);
print(await rf(get, 2), theirs(), get());
const [a, b] = await rf(() => { let n = 10; return [() => ++n, () => n]; }, 2);
print(a(), b(), await rf((f: any, g: any) => [f(), g()], 3, a, b), b());`,
      prints: ["2", "0 2 0", "11 11 [12,12] 11"],
    },
    {
      title: "a variable shared by closures deep in data and by a captured closure",
      driver: `async function go() {
  let n = 0; const add = (d: number) => { n += d; }; const read = () => n;
  const data = { list: [{ add }], map: new Map([["read", read]]) };
  return rf(() => { data.list[0]!.add(5); add(1); return [data.map.get("read")!(), read(), n]; }, 2);
}
print(await go());`,
      prints: ["[6,6,6]"],
    },
    {
      title: "dead zone: let, const and class used before their declaration ran",
      driver: `async function go() {
  const said: string[] = [];
  const f = () => a, g = () => b, h = () => C;
  for (const it of [f, g, h]) await (async () => rf(it, 2))().catch((e: any) => said.push(e.message.match(/\`(\\w)\` is not initialised yet \\(declared at (driver.ts:\\d+:\\d+)/).slice(1).join("@")));
  let a = 1; const b = 2; class C { static v = 3; }
  return [said, await rf(f, 2), await rf(g, 2), await rf(() => C.v, 2)];
}
print(await go());`,
      prints: ['[["a@driver.ts:6:7","b@driver.ts:6:20","C@driver.ts:6:33"],1,2,3]'],
    },
    {
      title: "the captures of a captured closure's captured closure, read at the call",
      driver: `const go = async (k: number) => { let m = 1; const a = () => k + m; const b = () => a() * 2; const c = () => [b(), m]; const before = rf(c, 2); m = 10; return [await before, await rf(c, 3)]; };
print(await go(1));`,
      prints: ["[[4,1],[22,10]]"],
    },
    {
      title: "imports are live",
      functions: "export let count = 0; export const bump = () => ++count;",
      driver: `import { bump, count } from "./functions";
import * as F from "./functions";
const k = [1];
print(await rf(() => { bump(); bump(); return [count, F.count, k[0]]; }, 2), count, await rf(() => count, 2), await rf(() => count, 3));`,
      prints: ["[2,2,1] 0 2 0"],
    },
  ],
};
