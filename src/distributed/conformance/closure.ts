// Functions that travel with what they capture: our own cases beside SPAWN, CALL and GLOB.
import { type ConformanceProgram, ts } from "./program.ts";

export const CLOSURE: readonly ConformanceProgram[] = [
  {
    id: "OWN-30",
    title: "a closure kept in a variable",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      const factor = 3;
      const times = (x: number) => factor * x;
      function plus(x: number) {
        return x + factor;
      }
      console.log(await remotecallFetch(times, 2, 5), await remotecallFetch(plus, 2, 5), await fetchfrom(2, () => plus(times(1))));
    `,
    prints: ["15 8 6"],
  },
  {
    id: "OWN-31",
    title: "a closure returned from a helper, each with what it was made with",
    workers: 1,
    functions: ts`
      export const adder = (n: number) => (x: number) => x + n;
    `,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { adder } from "./functions";
      const multiplier = (n: number) => (x: number) => x * n;
      console.log(await remotecallFetch(adder(10), 2, 1), await remotecallFetch(adder(20), 2, 1));
      console.log(await remotecallFetch(multiplier(10), 2, 3), await remotecallFetch(multiplier(20), 2, 3));
    `,
    prints: ["11 21", "30 60"],
  },
  {
    id: "OWN-32",
    title: "closures in an array, in an object and in a Map",
    workers: 1,
    driver: ts`
      import { fetchfrom, pmap, remotecallFetch } from "distributed";
      const base = 100;
      const list = [1, 2, 3].map((n) => () => base + n);
      console.log(await fetchfrom(2, () => list.map((f) => f())));
      console.log(await pmap((f) => f(), list));
      const table = { up: (x: number) => x + base, down: (x: number) => x - base };
      console.log(await remotecallFetch((t: typeof table) => [t.up(1), t.down(1)], 2, table));
      const map = new Map(Object.entries(table));
      console.log(await fetchfrom(2, () => map.get("up")!(5)));
    `,
    prints: ["[ 101, 102, 103 ]", "[ 101, 102, 103 ]", "[ 101, -99 ]", "105"],
  },
  {
    id: "OWN-33",
    title: "a closure that captures a closure that captures a closure",
    workers: 2,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      const outer = (a: number) => {
        const middle = (b: number) => {
          const inner = (c: number) => \`\${a} \${b} \${c}\`;
          return inner;
        };
        return middle(2);
      };
      const f = outer(1);
      const g = (c: number) => f(c) + "!";
      console.log(await remotecallFetch(g, 2, 3));
      console.log(await fetchfrom(2, () => remotecallFetch(g, 3, 4)));
    `,
    prints: ["1 2 3!", "1 2 4!"],
  },
  {
    id: "OWN-34",
    title: "a worker returns a closure, and the driver calls it",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const make = (n: number) => {
        const list = [n];
        return (x: number) => {
          list.push(x);
          return list.length;
        };
      };
      const f = await remotecallFetch(make, 2, 7);
      console.log(f(1), f(2));
      const [g, h] = await remotecallFetch((n: number) => [make(n), make(n)], 2, 7);
      console.log(g!(1), g!(1), h!(1));
    `,
    prints: ["2 3", "2 3 2"],
  },
  {
    id: "OWN-35",
    title: "two closures that share a variable share it there, within one call",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const counter = () => {
        let n = 0;
        return { bump: () => ++n, read: () => n };
      };
      const c = counter();
      c.bump();
      const there = await remotecallFetch(({ bump, read }: typeof c) => [bump(), bump(), read()], 2, c);
      console.log(there, c.read());
    `,
    prints: ["[ 2, 3, 3 ] 1"],
  },
  {
    id: "OWN-36",
    title: "functions that call themselves or each other",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      const isEven = (n: number): boolean => n === 0 || isOdd(n - 1);
      const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1);
      async function inside() {
        const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));
        const ping = (n: number): string => (n === 0 ? "ping" : pong(n - 1));
        const pong = (n: number): string => (n === 0 ? "pong" : ping(n - 1));
        console.log(await remotecallFetch(fib, 2, 15), await fetchfrom(2, () => ping(3)));
      }
      console.log(await remotecallFetch(isEven, 2, 10));
      await inside();
    `,
    prints: ["true", "610 pong"],
  },
  {
    id: "OWN-37",
    title: "the parameter of a loop, a destructured variable, this and arguments are captured",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      for (const [name, { n }] of Object.entries({ a: { n: 1 }, b: { n: 2 } })) {
        console.log(await fetchfrom(2, () => name + n));
      }
      const box = {
        n: 5,
        ask() {
          return fetchfrom(2, () => this.n + 1);
        },
      };
      console.log(await box.ask());
      function sum(..._: number[]) {
        return fetchfrom(2, () => [...arguments].reduce((a, b) => a + b));
      }
      console.log(await sum(1, 2, 3));
    `,
    prints: ["a1", "b2", "6", "6"],
  },
  {
    id: "OWN-38",
    title: "classes of the driver travel, with instances, statics, private fields and super",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      class Animal {
        static count = 2;
        constructor(readonly name: string) {}
        speak() {
          return \`\${this.name} makes a sound\`;
        }
      }
      class Dog extends Animal {
        #trick = "sits";
        override speak() {
          return \`\${super.speak()} and \${this.#trick}\`;
        }
      }
      console.log(await fetchfrom(2, () => new Dog("Rex").speak()));
      const rex = new Dog("Rex");
      console.log(await remotecallFetch((dog: Dog) => [dog instanceof Animal, dog.speak(), Animal.count], 2, rex));
      const back = await remotecallFetch((name: string) => new Dog(name), 2, "Bo");
      console.log(back instanceof Dog, back.speak());
    `,
    prints: [
      "Rex makes a sound and sits",
      "[ true, 'Rex makes a sound and sits', 2 ]",
      "true Bo makes a sound and sits",
    ],
  },
  {
    id: "OWN-39",
    title: "a variable that is not yet initialised is named, with the way out",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      await fetchfrom(2, () => late + 1).catch((error) => console.log(error.message));
      const late = Math.sqrt(4);
      console.log(await fetchfrom(2, () => late + 1));
    `,
    prints: [/`late`/, "3"],
  },
  {
    id: "OWN-40",
    title: "built-in functions, methods taken off and generators",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      console.log(await remotecallFetch(Math.max, 2, 3, 8, 5), await remotecallFetch(parseInt, 2, "2a", 16));
      const { sqrt } = Math;
      function* squares(n: number) {
        for (let i = 1; i <= n; i++) yield i * i;
      }
      console.log(await fetchfrom(2, () => [...squares(4)].map(sqrt)));
      console.log(await fetchfrom(2, () => [3, 1, 2].toSorted().join(JSON.stringify({ a: 1 }))));
    `,
    prints: ["8 42", "[ 1, 2, 3, 4 ]", '1{"a":1}2{"a":1}3'],
  },
  {
    id: "OWN-41",
    title: "everything the library exports can be called from a closure on a worker",
    workers: 2,
    driver: ts`
      import * as distributed from "distributed";
      import { fetchfrom, pmap as map, ProcessExitedException, range as sequence } from "distributed";
      console.log(await fetchfrom(2, () => distributed.myid() + distributed.nprocs()));
      console.log(await fetchfrom(3, () => map((x) => x * x, sequence(1, 3))));
      console.log(await fetchfrom(2, () => new ProcessExitedException(9).pid));
    `,
    prints: ["5", "[ 1, 4, 9 ]", "9"],
  },
  {
    id: "OWN-42",
    title: "using disposes of a value where the block ran, also when it throws",
    workers: 1,
    functions: ts`
      export const closed: string[] = [];
      export const open = (name: string) => ({ name, [Symbol.dispose]: () => void closed.push(name) });
      export async function lazily(name: string) {
        await using it = { name, [Symbol.asyncDispose]: async () => void closed.push(name) };
        return it.name.length;
      }
    `,
    driver: ts`
      import { fetchfrom, myid, remotecallFetch } from "distributed";
      import { closed, lazily, open } from "./functions";
      const names = ["a", "b"];
      const opened = await fetchfrom(2, () => {
        using first = open(names[0]!);
        using second = open(names[1]! + myid());
        return first.name + second.name;
      });
      console.log(opened, await remotecallFetch(lazily, 2, "later"));
      const failure = await fetchfrom(2, () => {
        using it = open("c");
        throw new Error(it.name);
      }).catch((error: Error) => error.message.split(" ")[0]);
      console.log(failure, closed, await fetchfrom(2, () => closed));
    `,
    prints: ["ab2 5", "c [] [ 'b2', 'a', 'later', 'c' ]"],
  },
  {
    id: "OWN-60",
    title: "a large capture that is copied call after call is told once, with the place of the call",
    workers: 2,
    driver: ts`
      import { pmap, range, remotecallFetch } from "distributed";
      const big = new Float64Array(1e6).fill(1);
      const sum = (i: number) => big.reduce((a, b) => a + b, i);
      console.log((await pmap(sum, range(1, 8))).length);
      let total = 0;
      for (let i = 0; i < 6; i++) total += await remotecallFetch(() => sum(i), 2 + (i % 2));
      console.log(total);
    `,
    prints: ["8", "6000015"],
    complains: [/^driver\.ts:6:\d+: `big` \(8 MB\) has been copied 3 times .* to worker 2 again\. /],
  },
  {
    id: "OWN-44",
    title: "the text of a function is what was written, without types, on every process",
    workers: 2,
    functions: ts`
      export const half = (x: number): number => x / 2;
      export class Box {
        #v = 1;
        static of(v: number): Box {
          return Object.assign(new Box(), { v });
        }
        public get value() { return this.#v; }
        async *items(k: number) { yield k; }
      }
    `,
    driver: ts`
      import { fetchfrom } from "distributed";
      import { Box, half } from "./functions";
      const tidy = (f: unknown) => String(f).replace(/\s+/g, " ");
      const go = (k: number) => {
        let n = 0;
        const inner = (x: number) => () => x + k + n++;
        class Local { #p = k; m() { return this.#p; } static s = 1; }
        return { inner, Local, o: { get g() { return n; }, [\`c\${k}\`](a: string) { return a + k; } } };
      };
      const { inner, Local, o } = go(3);
      const texts = () => [
        half, Box.of, Object.getOwnPropertyDescriptor(Box.prototype, "value")!.get!, new Box().items,
        inner, inner(1), Local, new Local().m, Object.getOwnPropertyDescriptor(o, "g")!.get!, o.c3, Math.max,
      ].map(tidy);
      const [here, there] = [texts(), await fetchfrom(2, texts)];
      console.log(here.join("\n"));
      console.log(there.join() === here.join(), (await fetchfrom(2, () => fetchfrom(3, texts))).join() === here.join());
      console.log(tidy(go), String(Function.prototype.toString), tidy(Box).slice(0, 20));
    `,
    prints: [
      "(x ) => x / 2",
      "of(v ) { return Object.assign(new Box(), { v }); }",
      "get value() { return this.#v; }",
      "async *items(k ) { yield k; }",
      "(x ) => () => x + k + n++",
      "() => x + k + n++",
      "class Local { #p = k; m() { return this.#p; } static s = 1; }",
      "m() { return this.#p; }",
      "get g() { return n; }",
      "[`c${k}`](a ) { return a + k; }",
      "function max() { [native code] }",
      "true true",
      /^\(k \) => \{ let n = 0; const inner = \(x \) => \(\) => x \+ k \+ n\+\+; class Local \{ #p = k; .* \} \}; \} function toString\(\) \{ \[native code\] \} class Box \{ #v = 1; $/,
    ],
  },
];
