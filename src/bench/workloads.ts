// What the benchmark of closures measures, as programs. Each workload is a function without parameters that runs for some
// milliseconds and returns a number, so that no engine leaves it out.

/** A functions file, measured as TypeScript erases it and as the compile step makes it. Nothing in it is ever sent. */
export const UNSHIPPED = `
import { isPrime } from "./primes.ts";
import { inside } from "./pi.ts";
import { wordcount } from "./word-count.ts";

class Counter {
  #n = 0;
  constructor(readonly step: number) {}
  add() { this.#n += this.step; return this; }
  get value() { return this.#n; }
}

const text = "call me ishmael some years ago never mind how long precisely ".repeat(40);
const add = (a: number, b: number) => a + b;

/** Code that is never sent: it must run at its plain speed. */
export const never: Record<string, () => number> = {
  "numeric loop"() { let sum = 0; for (let i = 0; i < 3e6; i++) sum += i & 3; return sum; },
  "a function in a loop"() { let sum = 0; for (let i = 0; i < 3e6; i++) sum = add(sum, i); return sum; },
  "map, filter, reduce"() {
    const list = Array.from({ length: 1000 }, (_, i) => i);
    let sum = 0;
    for (let n = 0; n < 300; n++) sum += list.map((x) => x * 2).filter((x) => x % 3 === 0).reduce((a, b) => a + b, 0);
    return sum;
  },
  "reduce with a capture"() {
    const list = Array.from({ length: 100 }, (_, i) => i);
    let sum = 0;
    for (let n = 0; n < 40_000; n++) sum += list.reduce((a, b) => a + b * n, 0);
    return sum;
  },
  "a closure called"() { let n = 0; const inc = (by: number) => { n += by; }; for (let i = 0; i < 5e6; i++) inc(1); return n; },
  "a class with a private field"() { let sum = 0; for (let i = 0; i < 6e6; i++) sum += new Counter(i).add().value; return sum; },
  "a generator"() { let sum = 0; const upTo = function* (n: number) { for (let i = 0; i < n; i++) yield i; }; for (const i of upTo(3e5)) sum += i; return sum; },
  "primes (example)"() { let sum = 0; for (let n = 0; n < 100_000; n++) sum += Number(isPrime(n)); return sum; },
  "pi (example)"() { let sum = 0; for (let i = 0; i < 8e5; i++) sum += inside(i); return sum; },
  "word count (example)"() { let sum = 0; for (let n = 0; n < 100; n++) sum += wordcount(text).size; return sum; },
};

let kept: unknown;
/** Closures that capture a variable of a function: each gets one property more. */
export const create: Record<string, () => number> = {
  "made and kept a moment"() { let sum = 0; for (let i = 0; i < 2e5; i++) { kept = (n: number) => n + i; sum++; } return sum; },
  "made, called, dropped"() { let sum = 0; const call = (f: (n: number) => number) => { kept = f; return f(1); }; for (let i = 0; i < 2e5; i++) sum += call((n) => n + i); return sum; },
};
export const last = () => kept;
`;

/** Seconds of the same work on worker 2: by functions of the functions file, and by functions that were sent. */
export const SHIPPED = {
  functions: `
export function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
export function loop(step: number): number { let sum = 0; for (let i = 0; i < 3e6; i++) sum += (i * step) & 7; return sum; }
export function calls(k: number): number { const plus = (n: number) => n + k; let sum = 0; for (let i = 0; i < 3e6; i++) sum = plus(sum) & 0xffff; return sum; }
export function ms(f: () => number): number { const started = performance.now(); f(); return performance.now() - started; }
export const native: Record<string, () => number> = {
  recursion: () => ms(() => fib(25)), "numeric loop": () => ms(() => loop(3)), "a capturing arrow": () => ms(() => calls(3)),
};`,
  driver: `import { remotecallFetch } from "distributed";
import { ms, native } from "./functions";
const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));
function make(step: number, k: number): Record<string, () => number> {
  const loop = () => { let sum = 0; for (let i = 0; i < 3e6; i++) sum += (i * step) & 7; return sum; };
  const calls = () => { const plus = (n: number) => n + k; let sum = 0; for (let i = 0; i < 3e6; i++) sum = plus(sum) & 0xffff; return sum; };
  return { recursion: () => ms(() => fib(25)), "numeric loop": () => ms(loop), "a capturing arrow": () => ms(calls) };
}
// Sent once: the worker keeps what it has been sent, as it keeps the functions file.
const sent = await remotecallFetch((f: Record<string, () => number>) => { (globalThis as any).sent = f; }, 2, make(3, 3));
for (let round = 0; round < 25; round++) {
  for (const name of Object.keys(native)) {
    const plain = await remotecallFetch((n: string) => native[n]!(), 2, name);
    const shipped = await remotecallFetch((n: string) => (globalThis as any).sent[n]() as number, 2, name);
    console.log("shipped", JSON.stringify([name, plain, shipped]));
  }
}`,
};

/** Bytes that the driver sends: a captured array of 1 MiB, 1,000 items, 2 workers. */
export const BYTES: Readonly<Record<string, string>> = {
  pmap: `import { pmap, range } from "distributed";
const table = new Float64Array(131_072).fill(1);
const sums = await pmap((i) => table[i]! + i, range(0, 999));
console.log("sum", sums.reduce((a, b) => a + b));`,
  distributed: `import { distributed, range } from "distributed";
const table = new Float64Array(131_072).fill(1);
console.log("sum", await distributed((a, b) => a + b, range(0, 999), (i) => table[i]! + i));`,
};
