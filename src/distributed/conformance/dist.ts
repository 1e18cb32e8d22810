// The parallel loop: DIST of the acceptance cases.
import { type ConformanceProgram, gone, ts } from "./program.ts";

/** Shows who got which items: "2: 1 2 3 | 3: 4 5". */
const CHUNKS = ts`
  import { distributed, myid } from "distributed";
  type Pairs = [pid: number, item: unknown][];
  export async function chunks(items: Iterable<unknown> & { length: number }): Promise<string> {
    const pairs = await distributed((a: Pairs, b: Pairs) => [...a, ...b], items, (item): Pairs => [[myid(), item]]);
    const pids = [...new Set(pairs.map(([pid]) => pid))];
    return pids.map((pid) => \`\${pid}: \${pairs.filter((pair) => pair[0] === pid).map((pair) => pair[1]).join(" ")}\`).join(" | ");
  }
`;

const SHOW_CHUNKS = ts`
  import { range } from "distributed";
  import { chunks } from "./functions";
  console.log(await chunks(range(1, 11)));
  console.log(await chunks(range(0, 10)));
  console.log(await chunks(range(-1, 9)));
`;

export const DIST: readonly ConformanceProgram[] = [
  {
    id: "DIST-01",
    title: "one worker gets the whole range",
    workers: 1,
    functions: CHUNKS,
    driver: SHOW_CHUNKS,
    prints: ["2: 1 2 3 4 5 6 7 8 9 10 11", "2: 0 1 2 3 4 5 6 7 8 9 10", "2: -1 0 1 2 3 4 5 6 7 8 9"],
  },
  {
    id: "DIST-02",
    title: "two workers get halves, the first the longer one",
    workers: 2,
    functions: CHUNKS,
    driver: SHOW_CHUNKS,
    prints: ["2: 1 2 3 4 5 6 | 3: 7 8 9 10 11", "2: 0 1 2 3 4 5 | 3: 6 7 8 9 10", "2: -1 0 1 2 3 4 | 3: 5 6 7 8 9"],
  },
  {
    id: "DIST-03",
    title: "three workers get thirds, the first ones the longer",
    workers: 3,
    functions: CHUNKS,
    driver: SHOW_CHUNKS,
    prints: [
      "2: 1 2 3 4 | 3: 5 6 7 8 | 4: 9 10 11",
      "2: 0 1 2 3 | 3: 4 5 6 7 | 4: 8 9 10",
      "2: -1 0 1 2 | 3: 3 4 5 6 | 4: 7 8 9",
    ],
  },
  {
    id: "DIST-04",
    title: "fewer items than workers: single items; no items: nothing",
    workers: 3,
    functions: CHUNKS,
    driver: ts`
      import { addprocs, distributed, range } from "distributed";
      import { chunks } from "./functions";
      console.log(await chunks(range(1, 3)));
      await addprocs(1);
      console.log(await chunks(range(1, 3)));
      console.log(await chunks(range(-1, 1)));
      console.log(await distributed(range(1, 0), (i) => console.log(i)));
    `,
    prints: ["2: 1 | 3: 2 | 4: 3", "2: 1 | 3: 2 | 4: 3", "2: -1 | 3: 0 | 4: 1", "undefined"],
  },
  {
    id: "DIST-05",
    title: "the loop needs no worker",
    workers: 0,
    driver: ts`
      import { distributed, range } from "distributed";
      console.log(await distributed((a, b) => a + b, range(1, 100), () => 1));
    `,
    prints: ["100"],
  },
  {
    id: "DIST-07",
    title: "two items on four workers use two of them",
    workers: 4,
    functions: CHUNKS,
    driver: ts`
      import { distributed, range } from "distributed";
      import { chunks } from "./functions";
      console.log(await distributed((a, b) => a + b, range(1, 2), (i) => i), await chunks(range(1, 2)));
    `,
    prints: ["3 2: 1 | 3: 2"],
  },
  {
    id: "DIST-09",
    title: "an associative reducer that does not commute gives the same for 0 to 8 workers",
    workers: 0,
    driver: ts`
      import { addprocs, distributed, nworkers } from "distributed";
      for (let n = 0; n <= 8; n++) {
        console.log(await distributed((a, b) => a + b, "abcdefghijklmnopqrstuvwxyz", (letter) => letter), nworkers());
        if (n < 8) await addprocs(1);
      }
    `,
    prints: [1, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => `abcdefghijklmnopqrstuvwxyz ${n}`),
  },
  {
    id: "DIST-12",
    title: "without a reducer an empty range is done at once",
    workers: 2,
    driver: ts`
      import { distributed, range } from "distributed";
      console.log(await distributed(range(1, 0), () => console.log("never")), await distributed([], () => {}));
    `,
    prints: ["undefined undefined"],
  },
  {
    id: "DIST-13",
    title: "the items are read once, however many workers share them",
    workers: 2,
    driver: ts`
      import { distributed } from "distributed";
      let evaluated = 0;
      let iterated = 0;
      const items = () => {
        evaluated++;
        return {
          length: 4,
          *[Symbol.iterator]() {
            iterated++;
            yield* [1, 2, 3, 4];
          },
        };
      };
      console.log(await distributed((a, b) => a + b, items(), (x) => x), evaluated, iterated);
    `,
    prints: ["10 1 1"],
  },
  {
    id: "DIST-14",
    title: "without a reducer the loop is a promise of nothing, given at once",
    workers: 2,
    driver: ts`
      import { distributed, range } from "distributed";
      const done = distributed(range(1, 2), async (i) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (i === 1) console.log("slept");
      });
      console.log("begun", done instanceof Promise);
      console.log("done", await done);
    `,
    prints: ["begun true", "From worker 2:\tslept", "done undefined"],
  },
  {
    id: "DIST-15",
    title: "a loop whose body fails rejects when it is awaited",
    workers: 2,
    driver: ts`
      import { distributed, range, rootCause } from "distributed";
      const fail = () => {
        throw new Error("inside");
      };
      await distributed(range(1, 2), fail).catch((error) => console.log(error.name, rootCause(error).message));
    `,
    prints: ["RemoteException inside"],
  },
  {
    id: "DIST-15b",
    title: "when nobody awaits it the failure is printed, and the run has finished",
    workers: 1,
    driver: ts`
      import { distributed, range } from "distributed";
      const fail = () => {
        throw new Error("inside");
      };
      distributed(range(1, 2), fail);
      console.log("goes on");
    `,
    prints: ["goes on"],
    complains: [
      "Error: inside (on worker 2, called from the driver)",
      "    at fail (driver.ts:3:9)",
      "    started at driver.ts:5:1",
    ],
  },
  {
    id: "DIST-16",
    title: "the body captures",
    workers: 2,
    driver: ts`
      import { distributed, range } from "distributed";
      const a = 2;
      const sines = await distributed((x: number[], y: number[]) => [...x, ...y], range(1, 2), () => [Math.sin(a)]);
      console.log(sines.every((sine) => sine === Math.sin(2)), sines.length);
    `,
    prints: ["true 2"],
  },
  {
    id: "DIST-17",
    title: "what the body writes into a captured array stays on the workers",
    workers: 2,
    driver: ts`
      import { distributed, range } from "distributed";
      const a = new Array(10).fill(0);
      await distributed(range(0, 9), (i) => {
        a[i] = i;
      });
      console.log(a.join(" "));
    `,
    prints: ["0 0 0 0 0 0 0 0 0 0"],
  },
  {
    id: "DIST-19",
    title: "each worker folds its own chunk, the caller folds the results in chunk order",
    workers: 4,
    driver: ts`
      import { distributed, myid, range } from "distributed";
      const steps = await distributed((a: number[], b: number[]) => [...a, ...b, myid()], range(1, 8), (): number[] => []);
      console.log(steps.join(" "));
    `,
    prints: ["2 3 1 4 1 5 1"],
  },
  {
    id: "DIST-20",
    title: "a sum of floats is the same to the last bit each time, and that of the chunks' sums",
    workers: 3,
    driver: ts`
      import { distributed, range } from "distributed";
      const add = (a: number, b: number) => a + b;
      const sums = [];
      for (let i = 0; i < 3; i++) sums.push(await distributed(add, range(1, 1e6), (n) => 1 / n));
      const fold = (first: number, last: number) => {
        let sum = 1 / first;
        for (let n = first + 1; n <= last; n++) sum = add(sum, 1 / n);
        return sum;
      };
      const chunks = [fold(1, 333_334), fold(333_335, 666_667), fold(666_668, 1_000_000)];
      console.log(new Set(sums).size, sums[0] === chunks.reduce(add));
    `,
    prints: ["1 true"],
  },
  {
    id: "DIST-21",
    title: "over an array the body gets the elements, and a range may run downwards",
    workers: 3,
    driver: ts`
      import { distributed, range } from "distributed";
      const concat = (a: string, b: string) => \`\${a} \${b}\`;
      console.log(await distributed(concat, ["x", "y", "z", "w"], (x) => x));
      console.log(await distributed(concat, range(10, 1, -1), (i) => String(i)));
    `,
    prints: ["x y z w", "10 9 8 7 6 5 4 3 2 1"],
  },
  {
    id: "DIST-22",
    title: "typed arrays of every integer kind can be looped over",
    workers: 4,
    driver: ts`
      import { distributed } from "distributed";
      const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
      for (const Kind of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array]) {
        console.log(await distributed((a: number, b: number) => a + b, Kind.from(numbers), (x) => x));
      }
      for (const Kind of [BigInt64Array, BigUint64Array]) {
        console.log(await distributed((a: bigint, b: bigint) => a + b, Kind.from(numbers.map(BigInt)), (x) => x));
      }
    `,
    prints: [...Array<string>(7).fill("55"), "55n", "55n"],
  },
  {
    id: "DIST-23",
    title: "workers that are added while the loop runs are not used",
    workers: 2,
    driver: ts`
      import { addprocs, distributed, myid, nworkers, range } from "distributed";
      const loop = distributed((a: number[], b: number[]) => [...a, ...b], range(1, 8), async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return [myid()];
      });
      await addprocs(2);
      console.log((await loop).join(" "), nworkers());
    `,
    prints: ["2 2 2 2 3 3 3 3 4"],
  },
  {
    id: "DIST-24",
    title: "a body that throws rejects the loop with that error and its pid; the next loop works",
    workers: 2,
    driver: ts`
      import { distributed, range, RemoteException, rootCause } from "distributed";
      const add = (a: number, b: number) => a + b;
      const error = await distributed(add, range(1, 8), (i) => {
        if (i === 5) throw new Error("five");
        return i;
      }).catch((error) => error);
      console.log(error instanceof RemoteException, error.pid, rootCause(error).message);
      console.log(await distributed(add, range(1, 8), (i) => i));
    `,
    prints: ["true 3 five", "36"],
  },
  {
    id: "DIST-25",
    title: "a loop inside a loop comes to an end",
    workers: 2,
    driver: ts`
      import { distributed, range } from "distributed";
      const add = (a: number, b: number) => a + b;
      const inner = (n: number) => distributed(add, range(1, n), (i) => i);
      console.log(await distributed(add, range(1, 6), inner));
    `,
    prints: ["56"],
  },
  {
    id: "DIST-26",
    title: "workers do not draw the same random numbers",
    workers: 4,
    driver: ts`
      import { distributed, range } from "distributed";
      const drawn = await distributed((a: number[], b: number[]) => [...a, ...b], range(1, 10), () => [Math.random()]);
      const sum = drawn.reduce((a, b) => a + b);
      console.log(0 < sum && sum < 10, new Set(drawn).size);
    `,
    prints: ["true 10"],
  },
  {
    id: "DIST-27",
    title: "tables are merged by a reducer as the serial loop merges them",
    workers: 4,
    functions: ts`
      export type Table = Map<string, number>;
      export function wordcount(text: string): Table {
        const table: Table = new Map();
        for (const word of text.split(/[ \n]+/)) if (word !== "") table.set(word, (table.get(word) ?? 0) + 1);
        return table;
      }
      export function wcreduce(a: Table, b: Table): Table {
        const total = new Map(a);
        for (const [word, count] of b) total.set(word, (total.get(word) ?? 0) + count);
        return total;
      }
    `,
    driver: ts`
      import { distributed } from "distributed";
      import { wcreduce, wordcount } from "./functions";
      const texts = Array.from({ length: 8 }, (_, i) => "the bee and the cell ".repeat(i + 1) + \`constructor \${i % 3}\`);
      const serial = texts.map(wordcount).reduce(wcreduce);
      const parallel = await distributed(wcreduce, texts, wordcount);
      console.log(JSON.stringify([...parallel]) === JSON.stringify([...serial]));
      console.log([...parallel].sort().join(" "));
    `,
    prints: ["true", "0,3 1,3 2,2 and,36 bee,36 cell,36 constructor,8 the,72"],
  },
  {
    id: "OWN-15",
    title: "distributed() refuses what it cannot loop over, and an empty reduction without init",
    workers: 2,
    driver: ts`
      import { distributed } from "distributed";
      const add = (a: number, b: number) => a + b;
      for (const items of [5, null, new Set([1])]) {
        await distributed(add, items as any, (x: any) => x).catch((error) => console.log(error.name, error.message));
      }
      await distributed(add, [], (x: number) => x).catch((error) => console.log(error.name, error.message));
      await distributed(add, [1], 5 as any).catch((error) => console.log(error.name, error.message));
    `,
    prints: [
      /^TypeError distributed: wanted a range, an array .* got 5$/,
      /^TypeError distributed: wanted a range, an array .* got null$/,
      /^TypeError distributed: wanted a range, an array .* got /,
      /^TypeError distributed: the collection is empty/,
      /^TypeError distributed: wanted a function, got 5$/,
    ],
  },
  {
    id: "OWN-16",
    title: "bodies and reducers may be async, named, or exports of functions.ts, over short ranges and long",
    workers: 2,
    functions: ts`
      export const add = (a: number, b: number) => a + b;
      export async function later(i: number) {
        await null;
        return i;
      }
    `,
    driver: ts`
      import { distributed, range } from "distributed";
      import { add, later } from "./functions";
      console.log(await distributed(add, range(1, 1000), later), await distributed(add, range(1, 1e6), (i) => i % 7));
      console.log(await distributed(Math.max, [3, 1, 4, 1, 5], (x) => x));
      console.log(await distributed(async (a: number, b: number) => a + b, range(1, 30_000), async (i) => i));
    `,
    prints: ["500500 2999998", "5", "450015000"],
  },
  {
    id: "OWN-17",
    title: "a worker that dies in the middle of a long loop ends it; the next loop does without it",
    workers: 2,
    driver: ts`
      import { distributed, range, workers } from "distributed";
      const add = (a: number, b: number) => a + b;
      const error = await distributed(add, range(1, 1e7), (i) => {
        if (i === 7_500_000) {
          close();
          for (;;);
        }
        return 1;
      }).catch((error) => error);
      console.log(error.name, error.pid);
      console.log(await distributed(add, range(1, 1e6), () => 1), workers());
    `,
    prints: ["ProcessExitedException 3", "1000000 [ 2 ]"],
    complains: [gone(3)],
  },
];
