import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ReplThreads } from "./in-memory-repl.ts";

// Each sequence starts threads, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const threads = new ReplThreads();
beforeAll(() => threads.start());
afterAll(() => threads.stop());

/** What is entered, and what the REPL prints of it. */
type Sequence = readonly (readonly [cell: string, printed: string | RegExp])[];

async function check(sequence: Sequence, workers = 0, files?: Record<string, string>): Promise<void> {
  const repl = await threads.open(workers, files);
  for (const [cell, printed] of sequence) {
    const text = await repl.enter(cell);
    if (typeof printed === "string") expect([cell, text]).toEqual([cell, printed]);
    else expect(text).toMatch(printed);
  }
}

test("a cell's value is that of its last expression", () =>
  check([
    ["1 + 1", "2"],
    ["'text'", "'text'"],
    ["const a = 5", ""],
    ["a * 2; // and no more", "10"],
    ["undefined", ""],
    ["if (a > 3) { 'big' } else 'small'", "'big'"],
    ["for (const i of [1, 2, 3]) i * a", "15"],
    ["try { nothing() } catch (e) { e.name }", "'ReferenceError'"],
    ["[1, { b: [2] }] as const", "[ 1, { b: [ 2 ] } ]"],
    ["function f() {}", ""],
    ["f", "[Function: f]"],
    ["let g = () => 1; g = () => 2", "[Function: g]"],
    ["g = () => a", "[Function: g]"],
    [
      "fresh = class {}; const set = () => { g = function () {}; fresh = async () => {} }; set(); [g, fresh]",
      "[ [Function: g], [AsyncFunction: fresh] ]",
    ],
  ]));

test("top-level names live on, and can be declared anew", () =>
  check([
    ["const x = 1", ""],
    ["const x = x0(); function x0() { return 2 }", ""],
    ["x", "2"],
    ["let x = 3, [y, { z = 5 }] = [4, {}]", ""],
    ["x + y + z", "12"],
    ["x = 10; x += y", "14"],
    ["var v = 1; v++; v", "2"],
    ["class A { n = 1 }", ""],
    ["const old = new A()", ""],
    ["class A { n = 2 }", ""],
    ["[old instanceof A, new A().n]", "[ false, 2 ]"],
    ["enum Color { Red = 1, Green }", ""],
    ["Color.Green", "2"],
    ["enum Color { Blue }", ""],
    ["[Color.Blue, Color.Green]", "[ 0, undefined ]"],
  ]));

test("a function sees the newest declaration of a name, also one that comes later", () =>
  check([
    ["const area = (r: number) => 3 * r * r; const volume = (r: number, h: number) => area(r) * h", ""],
    ["volume(1, 2)", "6"],
    ["const area = (r: number) => 10 * r * r", ""],
    ["volume(1, 2)", "20"],
    ["const even = (n: number): boolean => n === 0 || odd(n - 1)", ""],
    ["even(4)", "ReferenceError: odd is not defined\n    at even (REPL[5]:1:49)\n    at REPL[6]:1:1"],
    ["const odd = (n: number): boolean => n !== 0 && even(n - 1)", ""],
    ["even(4)", "true"],
    ["function fact(n) { return n < 2 ? 1 : n * fact(n - 1) }\nfact(5)", "120"],
    ["let n = 0; const inc = () => ++n", ""],
    ["inc(); n", "1"],
    ["let n = 10", ""],
    ["inc()", "11"],
  ]));

test("await works at the top level", () =>
  check([
    ["await Promise.resolve(5)", "5"],
    ["const later = await new Promise<string>((ok) => setTimeout(ok, 1, 'late'))", ""],
    ["later", "'late'"],
    ["for await (const i of (async function* () { yield 1; yield 2 })()) i", "2"],
    ["Promise.resolve(1)", "Promise { <pending> }"],
    ["({ then: 5 })", "{ then: 5 }"],
    ["await Promise.reject(new RangeError('no'))", "RangeError: no\n    at REPL[7]:1:22"],
  ]));

test("what begins with a brace is an object where it can be one", () =>
  check([
    ["{ a: 1, b: [2] }", "{ a: 1, b: [ 2 ] }"],
    ["{}", "{}"],
    ["{ const a = 1; a + 1 }", "2"],
    ["{ a: nowhere }", "ReferenceError: nowhere is not defined\n    at REPL[4]:1:6"],
    ["{ a: 1 } // with a comment", "{ a: 1 }"],
  ]));

test("assignment at the top level makes a variable, as in Julia; in a function it is an error", () =>
  check([
    ["total = 5", "5"],
    ["total += 1; total", "6"],
    ["a1 = b1 = 2; a1 + b1", "4"],
    ["const f = () => { nothing = 1 }; f()", /^ReferenceError: nothing is not defined\n {4}at f \(REPL\[4\]:1:27\)/],
    ["const set = () => { total = 50 }; set(); total", "50"],
    ["typeof missing", "'undefined'"],
    ["typeof total", "'number'"],
    ["other += 1", "ReferenceError: other is not defined\n    at REPL[8]:1:1"],
    ["const c = 1; c = 2", "TypeError: Assignment to constant variable.\n    at REPL[9]:1:16"],
    ["c = 3", "TypeError: Assignment to constant variable.\n    at REPL[10]:1:3"],
  ]));

test("errors are printed with their positions in the cells", () =>
  check([
    ["function g(n: number) {\n  if (n > 1) throw new RangeError('too big')\n}", ""],
    ["g(1)\n  g(2)", "RangeError: too big\n    at g (REPL[1]:2:20)\n    at REPL[2]:2:3"],
    ["1 +", "REPL[3]:1:4: Unexpected token"],
    ["const = 1", "REPL[4]:1:7: Unexpected token"],
    ["let q = 1; let q = 2", "REPL[5]:1:16: Identifier 'q' has already been declared."],
    ["const three = 3\nthree(4)", "TypeError: three is not a function\n    at REPL[6]:2:1"],
    ["three(4)", "TypeError: three is not a function\n    at REPL[7]:1:1"],
    ["new three()", "TypeError: three is not a constructor\n    at REPL[8]:1:1"],
    ["throw 5", "Uncaught 5"],
    ["import { nothing } from './nowhere'", /^REPL\[10\]:1:25: There is no file "\.\/nowhere"/],
    ["import { nothing } from 'distributed'", /^REPL\[11\]:1:10: "distributed" has no value `nothing`\./],
  ]));

test("a cell that throws leaves what it has not initialised as it was", () =>
  check([
    ["const a = 1", ""],
    ["const b = 2; const a = (() => { throw new Error('no') })(); const c = 3", /^Error: no/],
    ["[a, b]", "[ 1, 2 ]"],
    ["c", "ReferenceError: c is not defined\n    at REPL[4]:1:1"],
    ["const c = 4; c", "4"],
  ]));

test("`ans` is the value of the last cell", () =>
  check([
    ["6 * 7", "42"],
    ["ans + 1", "43"],
    ["const doubled = (n = ans) => 2 * n", ""],
    ["doubled()", "86"],
    ["const ans = 1; 5", "5"],
    ["ans", "1"],
  ]));

test("a line that begins with a call is not read as the end of the line before", () =>
  check([
    ["const log: number[] = []; const f = (n: number) => { log.push(n); return f }", ""],
    ["const a = f\nf(1)(2)\nif (a) f(3)\nelse f(4)\nlog", "[ 1, 2, 3 ]"],
    ["const g = () => {\n  let b = f\n  f(5)\n  switch (1) { case 1: b = f\n f(6) }\n  return log.length\n}\ng()", "5"],
    ["const t = (parts: TemplateStringsArray) => parts.raw.join()", ""],
    ["let u = 1\nt`x`", "'x'"],
    ["(function () { return this })?.()", ""],
    ["function that(this: unknown) { return this }", ""],
    ["that()", ""],
    ["const h = () => that?.(); h()", ""],
    ["[log] = [[9]]; log", /Assignment to constant/],
    ["let p, q; ({ p, q = 3 } = { p: 1 }); [p, q]", "[ 1, 3 ]"],
    ["({ p, q })", "{ p: 1, q: 3 }"],
    ["const swap = () => { [p, q] = [q, p] }; swap(); ({ p, q })", "{ p: 3, q: 1 }"],
    ["const each = () => { for (p of [7, 8]); p++; return p }; each()", "9"],
  ]));

test("TypeScript's syntax is erased, types can be declared", () =>
  check([
    ["interface P { x: number }\ntype Q = P | null", ""],
    ["const p: Q = { x: 1 } satisfies P; (p as P).x!", "1"],
    ["function id<T>(v: T): T { return v }\nid<string>('s')", "'s'"],
    [
      "class B { constructor(readonly a: number, private b = 2) {} sum() { return this.a + this.b } }\nnew B(1).sum()",
      "3",
    ],
    ["abstract class S { abstract area(): number }\nclass Sq extends S { area() { return 4 } }\nnew Sq().area()", "4"],
  ]));

test("what only TypeScript can make JavaScript runs, and its names live on", () =>
  check([
    ["namespace N { export let x = 1; export const twice = () => 2 * x; }", ""],
    ["N.twice()", "2"],
    ["N.x = 5; N.twice()", "10"],
    ["const log: string[] = []", ""],
    [
      `const logged = (f: Function, { name }: { name: string | symbol }) =>
         function (this: unknown, ...args: unknown[]) { log.push(String(name)); return f.apply(this, args); }`,
      "",
    ],
    ["class A { #n = 3; @logged n() { return this.#n; } accessor m = 4 }; new A().n() + new A().m", "7"],
    ["log", "[ 'n' ]"],
    ["{ using r = { [Symbol.dispose]() { log.push('gone'); } }; log.push('here'); }", "2"],
    ["log", "[ 'n', 'here', 'gone' ]"],
    ["{ n: N.x, a: new (class { accessor b = 7 })().b }", "{ n: 5, a: 7 }"],
    ["class A { accessor m = 5 }", ""],
    ["new A().m", "5"],
    ["using kept = { n: 3, [Symbol.dispose]() {} }", ""],
    ["using none = null; const also = 1; class C {}", ""],
    ["await using last = null; kept.n", "3"],
    ["enum E { A = 5, B }\nnamespace E { export const last = E.B; }\nE.last", "6"],
  ]));

test("what TypeScript made of a cell travels as the rest does", () =>
  check(
    [
      ["const twice = (f: Function, _: unknown) => function (this: unknown) { return 2 * f.call(this); }", ""],
      ["class A { #n = 3; @twice n() { return this.#n; } }", ""],
      ["await remotecallFetch((a: A) => [a.n(), new A().n()], 2, new A())", "[ 6, 6 ]"],
      ["namespace N { export const k = 4; export const f = (x: number) => k * x; }", ""],
      ["await pmap((x) => N.f(x), [1, 2])", "[ 4, 8 ]"],
      [
        "await remotecallFetch(() => { const said: number[] = []; { using r = { [Symbol.dispose]: () => void said.push(1) }; } return said; }, 2)",
        "[ 1 ]",
      ],
      ["const [late] = await addprocs(1); await remotecallFetch((a: A) => a.n(), late, new A())", "6"],
      [
        "await remotecallFetch(() => {\n  using r = { [Symbol.dispose]() { throw new Error('no'); } };\n}, 2)",
        /^Error: no \(on worker 2, .*\n {4}at .*REPL\[8\]:2:42\)\n {4}at REPL\[8\]:3:1$/,
      ],
    ],
    1,
  ));

test("cells and the program share TypeScript's helpers", () =>
  check(
    [
      ["base(1)", "2"],
      ["class B { @inc n() { return 1; } }; new B().n()", "2"],
      ["await remotecallFetch(() => new A().n() + new B().n(), 2)", "4"],
    ],
    1,
    {
      "functions.ts": `export const inc = (f: Function, _: unknown) => function (this: unknown) { return f.call(this) + 1; };
export class A { @inc n() { return 1; } }`,
      "driver.ts": `import { A, inc } from "./functions";
const base = (n: number) => new A().n() * n; base; inc;`,
    },
  ));

test("the library needs no import", () =>
  check(
    [
      ["myid()", "1"],
      ["await fetchfrom(2, () => myid())", "2"],
      ["import { nworkers as n } from 'distributed'", ""],
      ["n()", "1"],
      ["await remotecall(Math.sqrt, 2, 16)", /^REPL\[5\]:1:7: `remotecall` returns a ref/],
      ["const myid = () => 'mine'", ""],
      ["[myid(), await fetchfrom(2, () => myid())]", "[ 'mine', 'mine' ]"],
    ],
    1,
  ));

test("a function takes along what it captures of the scope, by value at the call", () =>
  check(
    [
      ["let y = 10", ""],
      ["const f = (x: number) => x + y", ""],
      ["await pmap(f, [1, 2, 3])", "[ 11, 12, 13 ]"],
      ["y = 20", "20"],
      ["await pmap(f, [1])", "[ 21 ]"],
      ["await remotecallFetch(() => { y += 1; return y }, 2)", "21"],
      ["y", "20"],
      ["await fetchfrom(2, () => [typeof y, typeof nothing, { y }])", "[ 'number', 'undefined', { y: 20 } ]"],
      ["const g = (x: number) => 2 * f(x)", ""],
      ["await pmap(g, [1])", "[ 42 ]"],
      ["const f = (x: number) => -x", ""],
      ["await pmap(g, [1])", "[ -2 ]"],
      [
        "await fetchfrom(2, () => nowhere)",
        /^ReferenceError: nowhere is not defined \(on worker 2, called from the driver\)\n {4}at REPL\[13\]:1:26/,
      ],
    ],
    1,
  ));

test("functions of several cells that are sent together share a variable which one of them writes", () =>
  check(
    [
      ["let n = 0; const get = () => n", ""],
      ["const inc = () => ++n; class C { static up() { return inc() + n } get n() { return n } }", ""],
      ["await fetchfrom(2, () => { inc(); inc(); C.up(); return [n, get(), new C().n] })", "[ 3, 3, 3 ]"],
      ["[n, get()]", "[ 0, 0 ]"],
      ["const set = (v: number) => { n = v }; await remotecallFetch((s, g) => { s(7); return g() }, 2, set, get)", "7"],
      ["made = 1; const read = () => made", ""],
      ["await fetchfrom(2, () => { made = 5; return read() })", "5"],
      ["await remotecallFetch((f, g) => remotecallFetch(() => { f(); return g() }, 1), 2, inc, get)", "1"],
      [
        "const n = 9; await fetchfrom(2, () => { try { inc() } catch (e) { return [e.message, n] } })",
        /constant variable.', 9/,
      ],
      ["await fetchfrom(2, () => { total += 1; return [total, more()] })", "[ 2, 3 ]"],
      ["class Dog { @((f: any, _: any) => f) name() { return 'dog ' + total } }", ""],
      ["class Pup extends Dog { name() { total++; return 'pup of ' + super.name() } }", ""],
      ["await fetchfrom(2, () => [new Pup().name(), total, new Pup() instanceof Dog])", "[ 'pup of dog 2', 2, true ]"],
    ],
    1,
    { "driver.ts": "let total = 1; const more = () => ++total;" },
  ));

test("a free name is the worker's own global where it is no variable of the scope", () =>
  check(
    [
      ["await everywhere(() => { (globalThis as any).greeting = `I am ${myid()}` })", ""],
      ["await fetchfrom(2, () => greeting)", "'I am 2'"],
      ["greeting", "'I am 1'"],
      ["const say = () => [greeting, () => greeting]", ""],
      ["const [here, again] = await remotecallFetch(say, 2)", ""],
      ["[here, again()]", "[ 'I am 2', 'I am 1' ]"],
      ["await remotecallFetch(again, 2)", "'I am 2'"],
      ["const greeting = 'a variable'", ""],
      ["(await remotecallFetch(say, 2))[0]", "'a variable'"],
      ["await fetchfrom(2, () => { greeting2 = 1 })", /^ReferenceError: greeting2 is not defined/],
    ],
    1,
  ));

test("recursion goes through several cells, here and on a worker", () =>
  check(
    [
      ["const even = (n: number): boolean => n === 0 || odd(n - 1)", ""],
      ["const odd = (n: number): boolean => n !== 0 && even(n - 1)", ""],
      ["await pmap(even, [4, 5])", "[ true, false ]"],
      ["const even = (n: number): boolean => n === 0 || odd(n - 1)", ""],
      ["await pmap(odd, [4, 5])", "[ false, true ]"],
      ["function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }", ""],
      ["await pmap(fact, [5])", "[ 120 ]"],
      ["const both = { even, odd, fact }", ""],
      ["await fetchfrom(2, () => [both.even(2), both.odd(2), both.fact(4)])", "[ true, false, 24 ]"],
    ],
    1,
  ));

test("classes of cells and their instances travel; one declared anew is another", () =>
  check(
    [
      [
        "class Point { #n = 0; constructor(readonly x: number) {} bump() { this.#n++; return this } get n() { return this.#n } }",
        "",
      ],
      ["const p = new Point(3).bump()", ""],
      ["await fetchfrom(2, () => [p instanceof Point, p.n, p.bump().n])", "[ true, 1, 2 ]"],
      ["p.n", "1"],
      ["const back = await fetchfrom(2, () => new Point(7).bump())", ""],
      ["[back instanceof Point, back.x, back.n]", "[ true, 7, 1 ]"],
      ["class Point { constructor(readonly y: number) {} }", ""],
      ["await fetchfrom(2, () => [p instanceof Point, p.n, new Point(1).y])", "[ false, 1, 1 ]"],
      ["class Base { hi() { return 'base' } }\nclass Derived extends Base { hi() { return super.hi() + '+' } }", ""],
      ["const d = new Derived()", ""],
      ["await fetchfrom(2, () => [d.hi(), d instanceof Base, new Derived().hi()])", "[ 'base+', true, 'base+' ]"],
      [
        "class Third extends Derived { static made = 0; hi() { return super.hi() + helper() } }\nfunction helper() { return '!' }",
        "",
      ],
      ["await fetchfrom(2, () => new Third().hi())", "'base+!'"],
      ["class Node2 { twin() { return new Twin() } }", ""],
      ["class Twin extends Node2 {}", ""],
      ["class Node2 { twin() { return new Twin() } }", ""],
      ["await fetchfrom(2, () => new Node2().twin() instanceof Twin)", "true"],
      ["enum Level { Low = 1, High }", ""],
      ["await fetchfrom(2, () => Level[Level.High])", "'High'"],
    ],
    1,
  ));

test("workers that are added later, and calls between workers, have the code of all cells", () =>
  check([
    ["const k = 7, f = () => k", ""],
    ["await addprocs(2)", "[ 2, 3 ]"],
    ["await remotecallFetch(f, 2)", "7"],
    ["const twice = (g: () => number) => 2 * g()", ""],
    ["await remotecallFetch(() => remotecallFetch(() => twice(f), 3), 2)", "14"],
    ["await addprocs(1)", "[ 4 ]"],
    ["await remotecallFetch(() => fetchfrom(4, () => twice(f)), 3)", "14"],
    ["const made = await remotecallFetch(() => (x: number) => x * k, 4)", ""],
    ["[made(2), await remotecallFetch(made, 2, 3), await pmap(made, [1, 2])]", "[ 14, 21, [ 7, 14 ] ]"],
    ["await rmprocs(2, 3)", ""],
    ["procs()", "[ 1, 4 ]"],
  ]));

test("after a run the cells are in the driver's scope", () =>
  check(
    [
      ["y + count", "5"],
      ["const f = (x: number) => x + y", ""],
      ["await pmap(f, [1, 2])", "[ 3, 4 ]"],
      ["bump(); count", "4"],
      ["count = 10; bump(); count", "11"],
      ["y = 3", "TypeError: Assignment to constant variable.\n    at REPL[6]:1:3"],
      ["await pmap(scaled, [1])", "[ 20 ]"],
      ["factor = 3", "3"],
      ["await pmap(scaled, [1])", "[ 30 ]"],
      ["square(3)", "9"],
      ["import { cube } from './functions'", ""],
      ["await pmap((x) => cube(x) + square(x), [2])", "[ 12 ]"],
      ["await fetchfrom(2, () => [box instanceof Box, box.v])", "[ true, 1 ]"],
      ["new Box(4).v", "4"],
      ["const square = (x: number) => x", ""],
      ["[square(3), await fetchfrom(2, () => square(3))]", "[ 3, 3 ]"],
      ["(await import('./functions')).cube(1)", "1"],
      ["import './driver'", /^REPL\[18\]:1:8: REPL\[18\] imports driver\.ts/],
      ["unused()", "ReferenceError: unused is not defined\n    at REPL[19]:1:1"],
      ["total += 1; [total, later]", "[ 7, undefined ]"],
      ["const more = () => ++total; more(); await fetchfrom(2, () => total)", "8"],
    ],
    1,
    {
      "functions.ts":
        "export const square = (x: number) => x * x;\nexport const cube = (x: number) => x ** 3;\nexport const unused = () => {};",
      "driver.ts": `import { square, unused } from "./functions";
import { nworkers } from "distributed";
const y = 2;
let count = 3, factor = 2, total = 0;
for (const n of [1, 2, 3]) total += n;
var later;
const bump = () => { count += 1; };
class Box { constructor(readonly v: number) {} }
const box = new Box(square(1));
const scaled = (x: number) => 10 * factor * x;
`,
    },
  ));

test("after a driver that threw, the cells see what it had initialised", () =>
  check(
    [
      ["a", "1"],
      ["b", /^ReferenceError: Cannot access 'b' before initialization/],
      ["await fetchfrom(2, () => b)", /b/],
      ["const b = 5; b", "5"],
    ],
    1,
    { "driver.ts": "const a = 1;\nconst f = () => { throw new Error('stop'); };\nconst b = f();" },
  ));

test("cells import what the program's folder and Node have, and functions take that along", () =>
  check(
    [
      ["import { basename } from 'node:path'", ""],
      ["await fetchfrom(2, () => basename('/a/b'))", "'b'"],
      ["const f = (p: string) => basename(p)", ""],
      ["await pmap(f, ['/c/d'])", "[ 'd' ]"],
      ["import nothing from 'no-such-package'", /^REPL\[5\]:1:21: .*no-such-package/],
    ],
    1,
  ));

test("a constant of a cell is a constant on a worker too", () =>
  check(
    [
      ["const c = 1", ""],
      [
        "await fetchfrom(2, () => { c = 3 })",
        "TypeError: Assignment to constant variable. (on worker 2, called from the driver)\n    at REPL[2]:1:30",
      ],
      ["const f = () => { c ??= 2; return c }; await fetchfrom(2, f)", "1"],
    ],
    1,
  ));

test("exports of a cell are declarations", () =>
  check([
    ["export class A { n = 1 }; export const { b, c: [d] } = { b: 2, c: [3] }", ""],
    ["1; export { A as B, b }", "1"],
    ["export default function f() { return new A().n + d }", ""],
    ["f()", "4"],
    ["export default b", ""],
  ]));

test("what can't be sent is told at the call, with its place in the cell", () =>
  check(
    [
      ["const cache = new WeakMap(), uses = () => cache", ""],
      [
        "await fetchfrom(2, uses)",
        /^UnsendableError: REPL\[1\]:1:43: cannot send the variable `cache` to a worker: it is a WeakMap/,
      ],
      ["await fetchfrom(2, () => soon); const soon = 1", /its variable `soon` is not initialised yet/],
      [
        "await fetchfrom(2, () => { throw new RangeError('there') })",
        /^RangeError: there \(on worker 2, .*\)\n {4}at REPL\[4\]:1:34/,
      ],
    ],
    1,
  ));

test("private names, static fields and accessors of a cell's class are there on a worker", () =>
  check(
    [
      [
        "class Account { static opened = 0; #sum = 0; static open() { Account.opened++; return new Account() }\n  get sum() { return this.#sum } add(n: number) { this.#sum += n; return this } each(ns: number[]) { return pmap((n) => n + this.#sum, ns) } }",
        "",
      ],
      ["const acc = Account.open().add(5)", ""],
      ["await fetchfrom(2, () => [acc.add(1).sum, Account.opened])", "[ 6, 1 ]"],
      ["[acc.sum, await acc.each([1, 2])]", "[ 5, [ 6, 7 ] ]"],
      ["const o = { n: 1, get twice() { return 2 * this.n * acc.sum } }", ""],
      ["await fetchfrom(2, () => o.twice)", "10"],
      ["function* upTo(n: number) { for (let i = 0; i < n; i++) yield i * acc.sum }", ""],
      ["await fetchfrom(2, () => [...upTo(3)])", "[ 0, 5, 10 ]"],
    ],
    1,
  ));

test("loops and reducers of cells run on the workers", () =>
  check(
    [
      ["const add = (a: number, b: number) => a + b; let weight = 2", ""],
      ["await distributed(add, range(1, 100), (i) => i * weight)", "10100"],
      ["weight = 3; await distributed(add, range(1, 100), (i) => i * weight)", "15150"],
      ["const r = spawnat(2, () => [myid(), weight])", ""],
      ["await fetch(r)", "[ 2, 3 ]"],
      ["await everywhere([2], () => { (globalThis as any).w = weight })", ""],
      ["await fetchfrom(2, () => (globalThis as any).w)", "3"],
    ],
    2,
  ));

test("a cell settles when the driver's process ends, and those after it are refused", async () => {
  const repl = await threads.open(0);
  expect(await repl.enter("const x = 1; x")).toBe("1");
  expect(await repl.enter("globalThis.close(); await new Promise(() => {})")).toBe(
    "the driver has ended: it closed itself",
  );
  expect(await repl.enter("x")).toBe("No process 1 is there to evaluate it.");
});

test("a cell that spins for ever ends with its processes", async () => {
  const repl = await threads.open(0);
  const { printed } = await repl.send("for (;;);");
  await repl.supervisor.prepare(0);
  expect(await printed).toBe("the next run has begun");
  expect(await repl.enter("1 + 1")).toBe("2");
});

test("a cell that is entered while the driver awaits something is evaluated; beside a spinning driver it waits", async () => {
  const waiting = await threads.prepare({
    "driver.ts": "const a = 1; await new Promise<void>((ok) => { (globalThis as any).go = ok; });",
  });
  const ended = waiting.start(0);
  expect(await waiting.enter("(globalThis as any).go(); a")).toBe("1");
  await ended;

  const spinning = await threads.prepare({ "driver.ts": "for (;;);" });
  void spinning.start(0);
  const { printed } = await spinning.send("1");
  await spinning.supervisor.prepare(0);
  expect(await printed).toMatch(/^the next run has begun|^The driver has ended/);
});

test("a cell that is entered while the program is loaded waits for the driver, and its outcome is an event", async () => {
  const repl = await threads.prepare({
    "driver.ts": "const first = 1; await 0;",
    "functions.ts": "export const f = () => 2;",
  });
  const started = repl.start(2);
  expect(await repl.enter("first")).toBe("1");
  await started;
  expect(await repl.enter("first.no.where")).toMatch(/^TypeError/);
  expect(repl.events.filter(({ type }) => type === "evaluated")).toMatchObject([
    { cell: "REPL[1]", outcome: { value: "1" } },
    { cell: "REPL[2]", outcome: { error: expect.stringMatching(/^TypeError/) } },
  ]);
});

test("a program that did not load has no process for cells", async () => {
  const repl = await threads.open(1, { "driver.ts": "", "functions.ts": "throw new Error('no');" });
  expect(await repl.enter("1")).toBe("No process 1 is there to evaluate it.");
});
