// Cases from the field, as far as they need no more than the calls of this suite. Long pauses are scaled down.
import { type ConformanceProgram, from, gone, ts } from "./program.ts";

const PAUSE = ts`
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
`;

export const FIELD: readonly ConformanceProgram[] = [
  {
    id: "F-01",
    title: "a result waits for its reader, and an error already printed as unobserved is still thrown",
    workers: 2,
    driver: `${ts`
      import { fetch, remotecall, rootCause } from "distributed";
    `}${PAUSE}${ts`
      const r = remotecall((a: number, b: number) => a + b, 2, 2, 3);
      const late = (): number => {
        throw new Error("late");
      };
      const bad = remotecall(late, 3);
      await pause(1300);
      console.log(await fetch(r), await fetch(r));
      await fetch(bad).catch((error) => console.log(rootCause(error).message));
    `}`,
    prints: ["5 5", "late"],
    complains: [
      "Error: late (on worker 3, called from the driver)",
      "    at late (driver.ts:5:9)",
      "    started at driver.ts:7:13",
    ],
  },
  {
    id: "F-02",
    title: "the program's own class of errors is the same class at the caller, with its fields",
    workers: 1,
    functions: ts`
      export class CalcError extends Error {
        constructor(
          message: string,
          readonly at: number,
        ) {
          super(message);
        }
      }
      export const calc = (x: number) => {
        if (x < 0) throw new CalcError("negative", x);
        return Math.sqrt(x);
      };
    `,
    driver: ts`
      import { pmap, rootCause } from "distributed";
      import { CalcError, calc } from "./functions";
      try {
        await pmap(calc, [4, -9]);
      } catch (error) {
        const cause = rootCause(error);
        console.log(cause instanceof CalcError, cause instanceof Error, cause.at, cause.message);
      }
      await pmap(calc, [-1]);
    `,
    prints: ["true true -9 negative"],
    complains: ["CalcError: negative (on worker 2, called from the driver)", /^ {4}at .*functions\.ts:10:20\)?$/],
    outcome: "failed",
  },
  {
    id: "F-03",
    title: "the first failure stops the feeding of a million items, which are neither run nor built",
    workers: 4,
    functions: ts`
      let highest = 0;
      export const see = (x: number) => {
        highest = Math.max(highest, x);
      };
      export const highestSeen = () => highest;
    `,
    driver: ts`
      import { pmap, range, remotecallFetch, rootCause, workers } from "distributed";
      import { highestSeen, see } from "./functions";
      class Found extends Error {
        constructor(readonly at: number) {
          super("found");
        }
      }
      const item = (x: number) => {
        see(x);
        if (x === 4321) throw new Found(x);
        return x;
      };
      const e = await pmap(item, range(1, 1_000_000), { batchSize: 100 }).then(() => null, rootCause);
      const seen = await Promise.all(workers().map((pid) => remotecallFetch(highestSeen, pid)));
      console.log(e.at, e instanceof Found, Math.max(...seen) < 100_000, await pmap((x) => x, [1, 2]));
    `,
    prints: ["4321 true true [ 1, 2 ]"],
  },
  {
    id: "F-04",
    title: "a reducer may be async: it is awaited at each step, on the workers and in the driver",
    workers: 3,
    driver: `${ts`
      import { distributed, pmapreduce, range } from "distributed";
    `}${PAUSE}${ts`
      const add: any = async (a: number, b: number) => {
        await pause(1);
        return a + b;
      };
      console.log(await distributed(add, range(1, 10), (i) => i), await pmapreduce(add, (i: number) => i, range(1, 10)));
      const cat = async (a: string, b: string) => {
        await pause(a.length % 3);
        return a + b;
      };
      console.log(await distributed(cat, [..."abcdefghij"], (x) => x));
    `}`,
    prints: ["55 55", "abcdefghij"],
  },
  ...[0, 1, 4].map(
    (workers): ConformanceProgram => ({
      id: `F-05${"abc"[[0, 1, 4].indexOf(workers)]}`,
      title: `init is folded in once, also with ${workers} workers`,
      workers,
      driver: ts`
        import { distributed, pmapreduce, range } from "distributed";
        const add = (a: number, b: number) => a + b;
        console.log(await distributed(add, range(1, 10), (i) => i, { init: 100 }));
        console.log(await pmapreduce(add, (i: number) => i, range(1, 10), { init: 100 }));
        console.log(await distributed(add, range(1, 0), (i) => i, { init: 100 }));
        await distributed(add, range(1, 0), (i) => i).catch((error) => console.log(error.message));
      `,
      prints: ["155", "155", "100", /empty/],
    }),
  ),
  {
    id: "F-06",
    title: "getters of classes travel; one that throws harms nothing but its own call",
    workers: 1,
    functions: ts`
      export class Price {
        constructor(readonly cents: number) {}
        get euros() {
          return this.cents / 100;
        }
      }
      export const euros = (p: Price) => p.euros;
    `,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { euros, Price } from "./functions";
      console.log(await remotecallFetch(euros, 2, new Price(250)));
      const lazy = {
        n: 1,
        get broken(): number {
          throw new RangeError("not ready");
        },
      };
      console.log(await remotecallFetch((o: typeof lazy) => o.n, 2, lazy).catch((error) => error.message));
      console.log(await remotecallFetch((x: number) => x, 2, 7));
    `,
    prints: ["2.5", /^1$|broken|not ready/, "7"],
  },
  {
    id: "F-07",
    title: "a reactive object is read through its proxy; a signal cannot be sent, and the option signal is named",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      const state = new Proxy({ list: [1, 2] }, {});
      const stop = new AbortController().signal;
      const box = { view: { state } };
      console.log(await remotecallFetch((o: typeof box) => o.view.state.list.length, 2, box));
      console.log(await fetchfrom(2, () => state.list.length));
      console.log(await fetchfrom(2, () => stop.aborted).catch((error) => error.message));
    `,
    prints: ["2", "2", /`stop`.*AbortSignal.*the option `signal` cancels a call/],
  },
  {
    id: "F-08",
    title: "a worker keeps its copy of the captures for one pmap; the next starts from what the driver has",
    workers: 2,
    driver: ts`
      import { pmap } from "distributed";
      let n = 0;
      const re = /a/g;
      const bump = () => ++n;
      const first = await pmap(() => bump(), Array(8).fill(0));
      const second = await pmap(() => bump(), Array(8).fill(0));
      console.log(n, Math.max(...first) <= 8, Math.max(...first) > 1, Math.min(...second));
      const found = await pmap((s: string) => re.test(s), Array(4).fill("a"));
      console.log(found.length, re.lastIndex);
    `,
    prints: ["0 true true 1", "4 0"],
  },
  {
    id: "F-09",
    title: "an argument is an argument, whatever its keys are called",
    workers: 1,
    driver: ts`
      import { pmap, remotecallFetch } from "distributed";
      const f = (o: { timeout: number; signal?: string }) => \`\${o.timeout} \${o.signal}\`;
      console.log(await remotecallFetch(f, 2, { timeout: 5 }), await remotecallFetch(f, 2, { timeout: 1, signal: "text" }));
      console.log(await pmap((o: { pool: number }) => o.pool, [{ pool: 1 }, { pool: 2 }]));
    `,
    prints: ["5 undefined 1 text", "[ 1, 2 ]"],
  },
  {
    id: "F-10",
    title: "an array of 3.2 GB arrives, or its call fails with an error that speaks of memory; page and driver live",
    workers: 2,
    driver: ts`
      import { pmap, workers } from "distributed";
      const make = () => {
        try {
          return new Float64Array(4e8);
        } catch {
          return undefined;
        }
      };
      const big = make();
      console.log(big ? await pmap((a) => a.length, [big]).catch((error) => error.message) : "it cannot be made");
      console.log(await pmap((x) => x, [1, 2]), workers());
    `,
    prints: [/^\[ 400000000 \]$|memory|size|it cannot be made/, "[ 1, 2 ] [ 2, 3 ]"],
    isHeavy: true,
  },
  {
    id: "F-11",
    title: "an interrupt's grace ends when the worker gives way: the next task is unharmed",
    workers: 1,
    functions: ts`
      export function busy(ms: number) {
        const end = performance.now() + ms;
        while (performance.now() < end);
        return "done";
      }
    `,
    driver: `${ts`
      import { fetch, interrupt, remotecall, rootCause } from "distributed";
      import { busy } from "./functions";
    `}${PAUSE}${ts`
      const first = remotecall(busy, 2, 50);
      await pause(20);
      const stopping = interrupt(2);
      const next = remotecall(async () => {
        await pause(800);
        return "unharmed";
      }, 2);
      await stopping;
      console.log(await fetch(first).catch((error) => rootCause(error).name), await fetch(next));
    `}`,
    prints: [/^(done|InterruptException) unharmed$/],
  },
  {
    id: "F-12",
    title: "when all workers are removed every pmap ends, the driver takes over nothing, and the next pmap is its own",
    workers: 3,
    functions: ts`
      import { myid } from "distributed";
      export const item = async (x: number) => {
        if (myid() === 1) console.log("item", x);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return x;
      };
    `,
    driver: `${ts`
      import { myid, pmap, range, rmprocs, workers } from "distributed";
      import { item } from "./functions";
    `}${PAUSE}${ts`
      const run = pmap(item, range(1, 200)).catch((error) => error.name);
      const again = pmap(item, range(1, 200), { retryDelays: [0, 0] }).catch((error) => error instanceof Error);
      await pause(100);
      await rmprocs(workers());
      console.log(await run, await again, workers());
      await pause(150);
      console.log(await pmap(myid, []), await pmap(() => myid(), [0]));
    `}`,
    prints: ["ProcessExitedException true [ 1 ]", "[] [ 1 ]"],
  },
  {
    id: "F-13",
    title: "workers added while another is removed reach each other",
    workers: 3,
    driver: `${ts`
      import { addprocs, fetch, fetchfrom, myid, rmprocs, spawnat, workers } from "distributed";
    `}${PAUSE}${ts`
      const busy = fetch(spawnat(2, () => pause(5000))).catch((error) => error.name);
      const gone = rmprocs(2, { waitfor: 0 });
      const added = addprocs(1);
      const more = addprocs(1);
      console.log(workers(), await added, await more, await gone);
      const reach = () => Promise.all(workers().map((v) => fetchfrom(v, () => myid())));
      for (const row of await Promise.all(workers().map((w) => fetchfrom(w, reach)))) console.log(row);
      console.log(await busy);
    `}`,
    prints: ["[ 3, 4 ] [ 5 ] [ 6 ] undefined", ...Array<string>(4).fill("[ 3, 4, 5, 6 ]"), "ProcessExitedException"],
  },
  {
    id: "F-14",
    title: "a call that holds shared memory leaves at once: the driver may block right after",
    workers: 1,
    driver: ts`
      import { spawnat, wait } from "distributed";
      const cell = new Int32Array(new SharedArrayBuffer(4));
      const r = spawnat(2, () => {
        Atomics.store(cell, 0, 1);
        Atomics.notify(cell, 0);
      });
      console.log(Atomics.wait(cell, 0, 0, 5000) !== "timed-out");
      await wait(r);
    `,
    prints: ["true"],
  },
  {
    id: "F-15",
    title: "calls wait at the pool, not behind the long task of one worker",
    workers: 2,
    driver: ts`
      import { isready, myid, remotecall, remotecallFetch, WorkerPool } from "distributed";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const pool = new WorkerPool([2, 3]);
      const nap = async (ms: number) => {
        await pause(ms);
        return myid();
      };
      const long = remotecall(nap, pool, 2000);
      const t = Date.now();
      const short = await Promise.all(Array.from({ length: 10 }, () => remotecallFetch(nap, pool, 20)));
      console.log(Date.now() - t < 1900, new Set(short).size, await isready(long));
    `,
    prints: ["true 1 false"],
  },
  {
    id: "F-16",
    title: "a worker that runs out of memory ends, its call fails, and the others go on",
    workers: 2,
    functions: ts`
      export function eat(): number {
        const all: unknown[] = [];
        for (;;) all.push(new Array(1e6).fill(all.length));
      }
    `,
    driver: `${ts`
      import { fetch, remotecall, remotecallFetch, workers } from "distributed";
      import { eat } from "./functions";
    `}${PAUSE}${ts`
      const fine = async () => {
        await pause(300);
        return "fine";
      };
      const beside = remotecall(fine, 3);
      console.log(await remotecallFetch(eat, 2).catch((error) => error.name), await fetch(beside), workers());
    `}`,
    prints: ["ProcessExitedException fine [ 3 ]"],
    complains: [gone(2)],
    isHeavy: true,
  },
  {
    id: "F-19",
    title: "ranges with any step have the right length, and one that never ends is refused",
    workers: 3,
    driver: ts`
      import { distributed, range } from "distributed";
      const show = (a: number, b: number, s?: number) => [...range(a, b, s)].join(" ");
      console.log(show(10, 1, -3), "|", show(1, 2, 5), "|", show(3, 3, 0.5), "|", show(1, 2.5), "|", show(5, 1), "|", show(0, 1, 0.25));
      const tenths = range(0, 1, 0.1);
      console.log(tenths.length, Math.abs(tenths[10]! - 1) < 1e-12, range(1, 10)[10], range(1, 2 ** 40).length);
      for (const bad of [0, NaN]) {
        try {
          range(1, 2, bad);
          console.log("no error");
        } catch (error: any) {
          console.log(error.name);
        }
      }
      console.log(await distributed((x: number[], y: number[]) => [...x, ...y], range(7, -7, -3.5), (i) => [i]));
    `,
    prints: [
      "10 7 4 1 | 1 | 3 | 1 2 |  | 0 0.25 0.5 0.75 1",
      "11 true undefined 1099511627776",
      /^(Range|Type)Error$/,
      /^(Range|Type)Error$/,
      "[ 7, 3.5, 0, -3.5, -7 ]",
    ],
  },
  {
    id: "F-20",
    title: "hundreds of thousands of items are drawn as they are needed, and what was sent is let go",
    workers: 4,
    driver: ts`
      import { distributed, pmap, range } from "distributed";
      function* many() {
        for (let i = 0; i < 300_000; i++) yield i;
      }
      const out = await pmap((i) => i & 255, many(), { batchSize: 1000 });
      console.log(out.length, out[299_999]);
      for (let round = 0; round < 10; round++) {
        await pmap((a) => a.length, Array.from({ length: 8 }, () => new Float64Array(100_000)));
      }
      console.log(await distributed((a, b) => a + b, range(1, 1e8), () => 1));
    `,
    prints: ["300000 223", "100000000"],
  },
  {
    id: "F-21",
    title: "lines printed after the first await, and by calls that nobody awaits, are there; a timer holds nothing",
    workers: 1,
    driver: `${ts`
      import { fetchfrom } from "distributed";
    `}${PAUSE}${ts`
      setTimeout(() => console.log("timer of the driver"), 60_000);
      void fetchfrom(2, async () => {
        await pause(200);
        console.log("late line of 2");
      });
      console.log("start");
      await pause(20);
      console.log("end");
    `}`,
    prints: ["start", "end", from(2, "late line of 2")],
    order: "free",
  },
  {
    id: "F-23",
    title: "every line is that of the process whose code printed it",
    workers: 3,
    driver: `${ts`
      import { everywhere, fetchfrom, myid } from "distributed";
    `}${PAUSE}${ts`
      await fetchfrom(2, () =>
        fetchfrom(3, () => {
          console.debug("asked by 2, runs on 3");
          console.info("a\nb\r\nc");
        }),
      );
      await everywhere(() => console.warn("everywhere", myid()));
      await fetchfrom(4, () => void setTimeout(() => console.log("later, on 4"), 20));
      await fetchfrom(4, () => pause(60));
    `}`,
    prints: [
      from(3, "asked by 2, runs on 3"),
      from(3, "a"),
      /^From worker 3:\tb\r?$/,
      from(3, "c"),
      from(4, "later, on 4"),
    ],
    complains: ["everywhere 1", from(2, "everywhere 2"), from(3, "everywhere 3"), from(4, "everywhere 4")],
    order: "free",
  },
  {
    id: "F-25",
    title: "an async generator and a const enum need no helper on the worker",
    workers: 1,
    functions: ts`
      export const enum Size {
        S = 1,
        L = 10,
      }
    `,
    driver: ts`
      import { fetchfrom } from "distributed";
      import { Size } from "./functions";
      enum Color {
        Red,
        Green = "g",
      }
      const s: Size = Size.L;
      console.log(await fetchfrom(2, () => [Size.S + s, Color.Green, Color[0]]));
      console.log(
        await fetchfrom(2, async () => {
          const out: number[] = [];
          const numbers = async function* () {
            yield* [1, 2];
          };
          for await (const x of numbers()) out.push(x ** 2);
          return out;
        }),
      );
    `,
    prints: ["[ 11, 'g', 'Red' ]", "[ 1, 4 ]"],
  },
  {
    id: "F-25b",
    title: "a decorated class works on the worker, and its errors are at the user's lines",
    workers: 1,
    functions: ts`
      export function positive(method: (x: number) => number, { name }: ClassMethodDecoratorContext) {
        return function (this: Box, x: number): number {
          if (x < 0) throw new RangeError(\`\${String(name)} of \${x}\`);
          return method.call(this, x);
        };
      }
      export class Box {
        #grown = 0;
        constructor(readonly by: number) {}
        @positive
        grow(x: number): number {
          this.#grown++;
          return x * this.by;
        }
        get grown() {
          return this.#grown;
        }
      }
    `,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      import { Box } from "./functions";
      const box = new Box(3);
      box.grow(1);
      console.log(await remotecallFetch((b: Box) => [b.grow(5), b.grown, b instanceof Box], 2, box), box.grown);
      const back = await fetchfrom(2, () => box);
      console.log(back instanceof Box, back.grow(2));
      const failed = await fetchfrom(2, () => box.grow(-1)).catch((error: Error) => error);
      console.log((failed as Error).stack?.match(/functions\.ts:\d+:\d+/)?.[0]);
    `,
    prints: ["[ 15, 2, true ] 1", "true 6", "functions.ts:3:22"],
  },
  {
    id: "F-25c",
    title: "accessor fields and a namespace with values are what they are on one's own process",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      namespace Units {
        export const perMetre = 100;
        export enum Size {
          Small,
          Large,
        }
        export const centimetres = (metres: number) => metres * perMetre;
      }
      import Size = Units.Size;
      class Box {
        accessor n = 1;
        static accessor made = 0;
      }
      const box = new Box();
      box.n = 2;
      console.log(await fetchfrom(2, () => [Units.centimetres(box.n), Size.Large, Size[0]]));
      const made = await fetchfrom(2, () => {
        const other = new Box();
        other.n = ++Box.made;
        return other;
      });
      console.log(made.n, made instanceof Box, Box.made);
    `,
    prints: ["[ 200, 1, 'Small' ]", "1 true 0"],
  },
  {
    id: "F-26",
    title: "files that import each other are one error before the run, with the way out",
    workers: 2,
    functions: ts`
      import { limit } from "./driver";
      export const f = (x: number) => Math.min(x, limit);
    `,
    driver: ts`
      import { pmap } from "distributed";
      import { f } from "./functions";
      export const limit = 10;
      console.log(await pmap(f, [5, 50]));
    `,
    prints: [],
    complains: [/^functions\.ts:1:23: .*driver\.ts.*functions\.ts.*captur/],
    outcome: "failed",
  },
];
