// The parallel map: PMAP of the acceptance cases.
import { type ConformanceProgram, from, gone, ts } from "./program.ts";

/** How many items are running at once in this process, and how many were at most. */
const RUNNING = ts`
  let running = 0;
  let most = 0;
  export async function item(x: number) {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return x;
  }
  export const mostAtOnce = () => most;
`;

export const PMAP: readonly ConformanceProgram[] = [
  {
    id: "PMAP-01",
    title: "pmap() needs no worker",
    workers: 0,
    driver: ts`
      import { pmap, range } from "distributed";
      const result = await pmap((x) => x, range(1, 100));
      console.log(result.length, result.every((x, i) => x === i + 1));
    `,
    prints: ["100 true"],
  },
  {
    id: "PMAP-02",
    title: "results come in the order of the input, though earlier items take longer",
    workers: 4,
    driver: ts`
      import { pmap, range } from "distributed";
      const slowFirst = async (x: number) => {
        await new Promise((resolve) => setTimeout(resolve, 50 - 5 * x));
        return x;
      };
      console.log((await pmap(slowFirst, range(1, 10))).join(" "));
    `,
    prints: ["1 2 3 4 5 6 7 8 9 10"],
  },
  {
    id: "PMAP-03",
    title: "the workers do the items, never the driver",
    workers: 4,
    driver: ts`
      import { myid, pmap, range } from "distributed";
      const pids = await pmap(() => myid(), range(1, 100));
      console.log([...new Set(pids)].sort().join(" "));
    `,
    prints: ["2 3 4 5"],
  },
  {
    id: "PMAP-04",
    title: "whoever is free takes the next item: a long one holds up one worker only",
    workers: 4,
    functions: ts`
      let done = 0;
      export const finish = () => void done++;
      export const doneSoFar = () => done;
    `,
    driver: ts`
      import { myid, pmap, range, remotecallFetch } from "distributed";
      import { doneSoFar, finish } from "./functions";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const uneven = async (i: number) => {
        if (i === 0) while ((await remotecallFetch(doneSoFar, 1)) < 40) await pause(5);
        await remotecallFetch(finish, 1);
        return myid();
      };
      const pids = await pmap(uneven, range(0, 60));
      console.log(pids.filter((pid) => pid === pids[0]).length <= 21, new Set(pids).size);
    `,
    prints: ["true 4"],
  },
  {
    id: "PMAP-05",
    title: "a worker has one item at a time",
    workers: 3,
    functions: RUNNING,
    driver: ts`
      import { pmap, range, remotecallFetch, workers } from "distributed";
      import { item, mostAtOnce } from "./functions";
      await pmap(item, range(1, 30));
      console.log(await Promise.all(workers().map((pid) => remotecallFetch(mostAtOnce, pid))));
    `,
    prints: ["[ 1, 1, 1 ]"],
  },
  {
    id: "PMAP-06",
    title: "a pool of two of four workers: only these are used",
    workers: 4,
    driver: ts`
      import { myid, pmap, range, WorkerPool } from "distributed";
      const nap = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
      const pids = await pmap(async () => (await nap(), myid()), range(1, 10), { pool: new WorkerPool([2, 3]) });
      console.log([...new Set(pids)].sort());
    `,
    prints: ["[ 2, 3 ]"],
  },
  {
    id: "PMAP-34",
    title: "a pool with a member that was removed before: the others do its work",
    workers: 3,
    driver: ts`
      import { myid, pmap, range, rmprocs, WorkerPool } from "distributed";
      const pool = new WorkerPool([2, 3, 4]);
      await rmprocs(3);
      const nap = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
      const work = async (x: number): Promise<[number, number]> => (await nap(), [x, myid()]);
      const pairs = await pmap(work, range(1, 8), { pool });
      console.log(pairs.map(([x]) => x).join(" "), [...new Set(pairs.map(([, pid]) => pid))].sort(), pool.length);
    `,
    prints: ["1 2 3 4 5 6 7 8 [ 2, 4 ] 2"],
  },
  {
    id: "PMAP-34b",
    title: "a worker of the pool that ends in the middle: with retries the others do its items",
    workers: 3,
    driver: ts`
      import { myid, pmap, range, rmprocs, WorkerPool } from "distributed";
      const pool = new WorkerPool([2, 3]);
      const nap = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
      const running = pmap(async (x: number) => (await nap(), [x, myid()]), range(1, 12), { pool, retryDelays: [0] });
      setTimeout(() => rmprocs(3), 50);
      const pairs = await running;
      console.log(pairs.map(([x]) => x).join(" "), pairs.at(-1)![1], pool.length);
    `,
    prints: ["1 2 3 4 5 6 7 8 9 10 11 12 2 1"],
  },
  {
    id: "PMAP-35",
    title: "a worker that is pushed into the pool of a running pmap gets items",
    workers: 1,
    driver: ts`
      import { addprocs, myid, pmap, push, range, WorkerPool } from "distributed";
      const pool = new WorkerPool([2]);
      const nap = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
      const running = pmap(async () => (await nap(), myid()), range(1, 60), { pool });
      const [added] = await addprocs(1);
      await push(pool, added!);
      const pids = await running;
      console.log(added, [...new Set(pids)].sort(), pids.at(-1) === 2 || pids.at(-1) === 3);
    `,
    prints: ["3 [ 2, 3 ] true"],
  },
  {
    id: "PMAP-35b",
    title: "pmaps inside a pmap over the same workers come to their end",
    workers: 3,
    driver: ts`
      import { pmap, range } from "distributed";
      const inner = async (x: number) => (await pmap((y: number) => x * y, range(1, 4))).join(" ");
      console.log((await pmap(inner, range(1, 6))).join(", "));
    `,
    prints: ["1 2 3 4, 2 4 6 8, 3 6 9 12, 4 8 12 16, 5 10 15 20, 6 12 18 24"],
  },
  {
    id: "PMAP-07",
    title: "two collections are taken in step, to the end of the shorter",
    workers: 2,
    driver: ts`
      import { pmap } from "distributed";
      console.log(await pmap((x: number, y: number) => x + y, [1, 2, 3], [4, 5]));
    `,
    prints: ["[ 5, 7 ]"],
  },
  {
    id: "PMAP-08",
    title: "three collections, one of them a string",
    workers: 2,
    driver: ts`
      import { pmap } from "distributed";
      const join = (a: boolean, b: number, c: string) => \`\${a} \${b} \${c}\`;
      const joined = await pmap(join, Array(10).fill(false), Array(10).fill(1), "1234567890");
      for (const one of joined) console.log(one);
    `,
    prints: [..."1234567890"].map((digit) => `false 1 ${digit}`),
  },
  {
    id: "PMAP-09",
    title: "pmap() over nothing is nothing",
    workers: 2,
    driver: ts`
      import { pmap } from "distributed";
      console.log(await pmap(() => console.log("never"), []));
    `,
    prints: ["[]"],
  },
  {
    id: "PMAP-10",
    title: "a generator is drawn from only as workers become free",
    workers: 2,
    functions: ts`
      let drawn = 0;
      let done = 0;
      let most = 0;
      export function draw() {
        most = Math.max(most, ++drawn - done);
        return drawn;
      }
      export const finish = () => void done++;
      export const mostOnTheirWay = () => most;
    `,
    driver: ts`
      import { pmap, remotecallFetch } from "distributed";
      import { draw, finish, mostOnTheirWay } from "./functions";
      async function* slowly() {
        for (let i = 1; i <= 100; i++) {
          await null;
          yield draw();
        }
      }
      const item = async (x: number) => {
        await remotecallFetch(finish, 1);
        return x;
      };
      const result = await pmap(item, slowly());
      console.log(result.length, result.every((x, i) => x === i + 1), mostOnTheirWay());
    `,
    prints: ["100 true 2"],
  },
  {
    id: "PMAP-11",
    title: "the first failure ends it: items far behind were never started",
    workers: 4,
    functions: ts`
      let highest = 0;
      export async function item(x: number) {
        highest = x;
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (x === 50) throw new Error("foobar");
        return x;
      }
      export const highestStarted = () => highest;
    `,
    driver: ts`
      import { pmap, range, RemoteException, remotecallFetch, rootCause, workers } from "distributed";
      import { highestStarted, item } from "./functions";
      const error = await pmap(item, range(1, 100)).catch((error) => error);
      console.log(error instanceof RemoteException, rootCause(error).message);
      const started = await Promise.all(workers().map((pid) => remotecallFetch(highestStarted, pid)));
      console.log(Math.max(...started) < 70);
    `,
    prints: ["true foobar", "true"],
  },
  {
    id: "PMAP-12",
    title: "onError gives the value of an item that failed: the error itself, or a constant",
    workers: 2,
    driver: ts`
      import { pmap } from "distributed";
      const odd = (x: number): any => {
        if (x % 2 === 0) throw new Error(\`\${x} is even\`);
        return x;
      };
      const errors = await pmap(odd, [1, 2, 3, 4], { onError: (error) => error });
      console.log(errors.map((one) => (one instanceof Error ? one.message : one)));
      console.log(await pmap(odd, [1, 2, 3, 4], { onError: () => 0 }));
    `,
    prints: ["[ 1, '2 is even', 3, '4 is even' ]", "[ 1, 0, 3, 0 ]"],
  },
  {
    id: "PMAP-12b",
    title: "onError runs on the caller, on what was thrown",
    workers: 2,
    driver: ts`
      import { myid, pmap } from "distributed";
      const seen: string[] = [];
      const fail = (x: number): string => {
        throw new RangeError(\`\${x} on a worker: \${myid() > 1}\`);
      };
      const onError = (error: any) => {
        seen.push(error.name);
        return \`\${error.message}, handled on \${myid()}\`;
      };
      console.log(await pmap(fail, [7], { onError }), seen);
    `,
    prints: ["[ '7 on a worker: true, handled on 1' ] [ 'RangeError' ]"],
  },
  {
    id: "PMAP-13",
    title: "an onError that throws ends the pmap with what it threw",
    workers: 2,
    driver: ts`
      import { pmap, rootCause } from "distributed";
      const fail = (x: number): number => {
        throw new Error(\`item \${x}\`);
      };
      const rethrow = (error: any): number => {
        throw new TypeError(\`no: \${error.message}\`);
      };
      await pmap(fail, [1], { onError: rethrow }).catch((error) => console.log(rootCause(error).name, rootCause(error).message));
    `,
    prints: ["TypeError no: item 1"],
  },
  {
    id: "PMAP-15",
    title: "as many further attempts as there are delays",
    workers: 2,
    functions: ts`
      const attempts: number[] = [];
      export const attempt = (x: number) => (attempts[x] = (attempts[x] ?? 0) + 1);
      export const attemptsOf = (x: number) => attempts[x];
    `,
    driver: ts`
      import { pmap, range, remotecallFetch, rootCause } from "distributed";
      import { attempt, attemptsOf } from "./functions";
      const third = async (x: number) => {
        const n = await remotecallFetch(attempt, 1, x);
        if (n < 3) throw new Error(\`attempt \${n}\`);
        return n;
      };
      console.log(await pmap(third, range(1, 4), { retryDelays: [0, 0, 0] }));
      await pmap(third, [9], { retryDelays: [0] }).catch((error) => console.log(rootCause(error).message));
      console.log(attemptsOf(9));
    `,
    prints: ["[ 3, 3, 3, 3 ]", "attempt 2", "2"],
  },
  {
    id: "PMAP-16",
    title: "a further attempt may be made on another worker",
    workers: 4,
    driver: ts`
      import { myid, pmap, range } from "distributed";
      const onlyOdd = (x: number) => {
        if (myid() % 2 === 0) throw new Error("not here");
        return myid();
      };
      const pids = await pmap(onlyOdd, range(1, 10), { retryDelays: Array(100).fill(0.005) });
      console.log(pids.length, pids.every((pid) => pid % 2 === 1));
    `,
    prints: ["10 true"],
  },
  {
    id: "PMAP-17",
    title: "retryCheck gets what was thrown itself; its no ends the attempts",
    workers: 2,
    driver: ts`
      import { pmap, RemoteException, rootCause } from "distributed";
      const seen: unknown[] = [];
      const fail = (x: number): number => {
        throw new RangeError(\`item \${x}\`);
      };
      const retryCheck = (error: any) => {
        seen.push(error instanceof RangeError, error.message);
        return false;
      };
      const error = await pmap(fail, [1], { retryDelays: [0, 0], retryCheck }).catch((error) => error);
      console.log(seen, error instanceof RemoteException, rootCause(error).message);
    `,
    prints: ["[ true, 'item 1' ] true item 1"],
  },
  {
    id: "PMAP-17b",
    title: "a retryCheck of two parameters is Julia's: it gets the state of the delays first, and may give another",
    workers: 2,
    driver: ts`
      import { myid, pmap, rootCause } from "distributed";
      const fail = (x: number): number => {
        throw new Error(\`item \${x}\`);
      };
      const states: unknown[] = [];
      const twice = (state: number, error: any) => {
        states.push(state, error.message, myid());
        return state < 2;
      };
      await pmap(fail, [7], { retryDelays: [0, 0, 0, 0], retryCheck: twice }).catch((error) => console.log(rootCause(error).message));
      console.log(states);
      let asked = 0;
      const skip = (state: number, _error: unknown): [number, boolean] => [state + ++asked, true];
      await pmap(fail, [7], { retryDelays: [0, 0, 0, 0], retryCheck: skip }).catch(() => console.log(asked));
    `,
    prints: ["item 7", "[ 1, 'item 7', 1, 2, 'item 7', 1 ]", "2"],
  },
  {
    id: "PMAP-19",
    title: "onError is asked before each further attempt; when it throws each time, three delays are four attempts",
    workers: 2,
    driver: ts`
      import { pmap, rootCause } from "distributed";
      let asked = 0;
      const fail = (): number => {
        throw new Error("always");
      };
      const onError = (error: unknown): number => {
        asked++;
        throw error;
      };
      await pmap(fail, [1], { onError, retryDelays: [0, 0, 0] }).catch((error) => console.log(rootCause(error).message));
      console.log(asked);
    `,
    prints: ["always", "4"],
  },
  {
    id: "PMAP-20",
    title: "with batchSize 10 a worker has ten items at a time, and the order stays",
    workers: 2,
    functions: RUNNING,
    driver: ts`
      import { pmap, range, remotecallFetch, workers } from "distributed";
      import { item, mostAtOnce } from "./functions";
      console.log((await pmap(item, range(1, 25), { batchSize: 10 })).join(" "));
      console.log(await Promise.all(workers().map((pid) => remotecallFetch(mostAtOnce, pid))));
    `,
    prints: ["1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25", "[ 10, 10 ]"],
  },
  {
    id: "PMAP-21",
    title: "a batch may be larger than what there is",
    workers: 4,
    driver: ts`
      import { pmap } from "distributed";
      console.log(await pmap((x) => 2 * x, [1, 2, 3], { batchSize: 100 }));
    `,
    prints: ["[ 2, 4, 6 ]"],
  },
  {
    id: "PMAP-22",
    title: "a batchSize that is no whole number from 1 is refused, and nothing runs",
    workers: 1,
    driver: ts`
      import { pmap } from "distributed";
      for (const batchSize of [0, -1, 1.5, "a" as any]) {
        await pmap(() => console.log("never"), [1, 2], { batchSize }).catch((error) => console.log(error.name, error.message));
      }
    `,
    prints: ["0", "-1", "1.5", "a"].map((size) => new RegExp(`^\\w+Error pmap: batchSize .*${size}`)),
  },
  {
    id: "PMAP-23",
    title: "in a batch only the items that failed get the value of onError",
    workers: 2,
    driver: ts`
      import { pmap, range } from "distributed";
      const item = (x: number): number | string => {
        if (x === 3 || x === 7) throw new Error("no");
        return x;
      };
      console.log((await pmap(item, range(1, 10), { batchSize: 5, onError: () => "bad" })).join(" "));
    `,
    prints: ["1 2 bad 4 5 6 bad 8 9 10"],
  },
  {
    id: "PMAP-25",
    title: "in batches without handlers one failure rejects",
    workers: 2,
    driver: ts`
      import { pmap, range, rootCause } from "distributed";
      const item = (x: number) => {
        if (x === 7) throw new Error("seven");
        return x;
      };
      await pmap(item, range(1, 10), { batchSize: 5 }).catch((error) => console.log(error.name, rootCause(error).message));
    `,
    prints: ["RemoteException seven"],
  },
  {
    id: "PMAP-26",
    title: "the items of a batch run concurrently",
    workers: 1,
    functions: RUNNING,
    driver: ts`
      import { pmap, range, remotecallFetch } from "distributed";
      import { item, mostAtOnce } from "./functions";
      await pmap(item, range(1, 5), { batchSize: 5 });
      console.log(await remotecallFetch(mostAtOnce, 2));
    `,
    prints: ["5"],
  },
  {
    id: "PMAP-27",
    title: "distributed: false runs every item where pmap() was called, without batches",
    workers: 4,
    functions: RUNNING,
    driver: ts`
      import { fetchfrom, myid, pmap, range } from "distributed";
      import { item, mostAtOnce } from "./functions";
      const here = { distributed: false, batchSize: 7 };
      const captured = { runs: 0 };
      const pids = await pmap(() => (captured.runs++, myid()), range(1, 20), here);
      console.log([...new Set(pids)], captured.runs);
      console.log((await pmap(item, range(1, 20), here)).join(" "), mostAtOnce());
      console.log(new Set(await fetchfrom(3, () => pmap(() => myid(), range(1, 20), here))));
    `,
    prints: ["[ 1 ] 20", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 4", "Set(1) { 3 }"],
  },
  {
    id: "PMAP-28",
    title: "pmap() on a worker uses all workers, itself too",
    workers: 4,
    driver: ts`
      import { fetchfrom, myid, pmap, range } from "distributed";
      const pids = await fetchfrom(2, () => pmap(() => myid(), range(1, 100)));
      console.log([...new Set(pids)].sort().join(" "));
    `,
    prints: ["2 3 4 5"],
  },
  {
    id: "PMAP-32",
    title: "over a string the items are its characters",
    workers: 2,
    driver: ts`
      import { pmap } from "distributed";
      const letters = await pmap((c) => c.toUpperCase(), "Hello World!");
      console.log(letters.length, letters.join(""));
    `,
    prints: ["12 HELLO WORLD!"],
  },
  {
    id: "PMAP-33",
    title: "the delays are seconds, and are waited for",
    workers: 1,
    functions: ts`
      let attempts = 0;
      export const attempt = () => ++attempts;
    `,
    driver: ts`
      import { pmap } from "distributed";
      import { attempt } from "./functions";
      const third = (x: number) => {
        if (attempt() < 3) throw new Error("not yet");
        return x;
      };
      const started = performance.now();
      console.log(await pmap(third, [5], { retryDelays: [0.05, 0.1] }));
      console.log(performance.now() - started > 148);
    `,
    prints: ["[ 5 ]", "true"],
  },
  {
    id: "PMAP-37",
    title: "ten thousand small items one by one and in batches of a hundred",
    workers: 2,
    driver: ts`
      import { pmap, range } from "distributed";
      const timed = async (batchSize: number) => {
        const started = performance.now();
        const result = await pmap((x) => x + 1, range(1, 10_000), { batchSize });
        console.log(result.length, result[9999]);
        return performance.now() - started;
      };
      await timed(100);
      console.log((await timed(1)) > (await timed(100)));
    `,
    prints: ["10000 10001", "10000 10001", "10000 10001", "true"],
  },
  {
    id: "PMAP-38",
    title: "it rejects while another item is on its way, whose result nobody misses",
    workers: 2,
    functions: ts`
      let open = false;
      export const release = () => {
        open = true;
      };
      export const isOpen = () => open;
    `,
    driver: ts`
      import { fetchfrom, pmap, remotecallFetch, rootCause } from "distributed";
      import { isOpen, release } from "./functions";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const item = async (x: number) => {
        if (x === 1) throw new Error("first");
        while (!(await remotecallFetch(isOpen, 1))) await pause(5);
        console.log("late");
        return x;
      };
      await pmap(item, [2, 1]).catch((error) => console.log(rootCause(error).message));
      console.log(await fetchfrom(3, () => "alive"));
      release();
      await fetchfrom(2, () => pause(100));
    `,
    prints: ["first", "alive", from(2, "late")],
  },
  {
    id: "OWN-18",
    title: "options of pmap that it does not know, and what is no collection or function, are refused by name",
    workers: 1,
    driver: ts`
      import { pmap } from "distributed";
      const tell = (error: Error) => console.log(error.name, error.message);
      await pmap((x) => x, [1], { batchsize: 2 } as any).catch(tell);
      await pmap((x) => x, 5 as any).catch(tell);
      await pmap("f" as any, [1]).catch(tell);
      await pmap((x) => x, [1], { onError: 5 as any }).catch(tell);
    `,
    prints: [
      /^TypeError pmap: unknown option `batchsize`/,
      /^TypeError pmap: wanted a collection .* got 5$/,
      /^TypeError pmap: wanted a function, got "f"$/,
      /^TypeError pmap: onError.*wanted a function, got 5$/,
    ],
  },
  {
    id: "OWN-19",
    title: "a generator that is not used up is closed when pmap fails",
    workers: 2,
    driver: ts`
      import { pmap, rootCause } from "distributed";
      function* endless() {
        try {
          for (let i = 0; ; i++) yield i;
        } finally {
          console.log("closed");
        }
      }
      const item = (x: number) => {
        if (x === 20) throw new Error("twenty");
        return x;
      };
      await pmap(item, endless()).catch((error) => console.log(rootCause(error).message));
    `,
    prints: ["closed", "twenty"],
  },
  {
    id: "OWN-20",
    title: "pmap() inside pmap() comes to an end, on workers as on the driver",
    workers: 2,
    driver: ts`
      import { pmap, range } from "distributed";
      const row = (i: number) => pmap((j) => i * j, range(1, 4));
      console.log(JSON.stringify(await pmap(row, range(1, 3))));
    `,
    prints: ["[[1,2,3,4],[2,4,6,8],[3,6,9,12]]"],
  },
  {
    id: "OWN-170",
    title: "a signal ends pmap() with its reason, closes its generator, begins nothing more and harms no other pmap",
    workers: 2,
    functions: RUNNING,
    driver: ts`
      import { pmap, range } from "distributed";
      import { item } from "./functions";
      let drawn = 0;
      function* endless() {
        try {
          for (;;) yield drawn++;
        } finally {
          console.log("closed");
        }
      }
      const stop = new AbortController();
      const other = pmap(item, range(1, 50));
      const run = pmap(item, endless(), { signal: stop.signal, retryDelays: [0, 0], onError: () => 0 });
      setTimeout(() => stop.abort(new RangeError("enough")), 30);
      const reason = await run.catch((error) => error);
      const before = drawn;
      console.log(reason === stop.signal.reason, (await other).length, drawn === before);
      await pmap((x) => console.log("never", x), [1], { signal: stop.signal }).catch((error) => console.log(error.message));
      console.log(await pmap((x) => x + 1, [1, 2]));
    `,
    prints: ["closed", "true 50 true", "enough", "[ 2, 3 ]"],
  },
  {
    id: "OWN-171",
    title: "what a worker that dies was working on gets the value of onError, also when it was the last worker",
    workers: 1,
    driver: ts`
      import { pmap, ProcessExitedException } from "distributed";
      const die = (): string => {
        close();
        for (;;);
      };
      const onError = (error: unknown) => (error instanceof ProcessExitedException ? \`died on \${error.pid}\` : "?");
      console.log(await pmap(die, [1, 2, 3], { batchSize: 4, onError }));
    `,
    prints: ["[ 'died on 2', 'died on 2', 'died on 2' ]"],
    complains: [gone(2)],
  },
  {
    id: "OWN-172",
    title: "a batch whose worker dies is done again item by item, on the other worker",
    workers: 2,
    driver: ts`
      import { myid, pmap, range } from "distributed";
      const item = (x: number) => {
        if (x === 4 && myid() === 3) {
          close();
          for (;;);
        }
        return x;
      };
      console.log(await pmap(item, range(1, 6), { batchSize: 3, retryDelays: [0] }));
    `,
    prints: ["[ 1, 2, 3, 4, 5, 6 ]"],
    complains: [gone(3)],
  },
  {
    id: "OWN-173",
    title: "batchSize auto: small items travel together, slow ones alone, the results are the same",
    workers: 2,
    functions: ts`
      let most = 0;
      let running = 0;
      export async function item(x: number) {
        most = Math.max(most, ++running);
        if (x >= 20_000) await new Promise((resolve) => setTimeout(resolve, 100));
        else await null;
        running--;
        return x;
      }
      export function mostAtOnce() {
        const was = most;
        most = 0;
        return was;
      }
    `,
    driver: ts`
      import { pmap, range, remotecallFetch, workers } from "distributed";
      import { item, mostAtOnce } from "./functions";
      const most = async () => Math.max(...(await Promise.all(workers().map((pid) => remotecallFetch(mostAtOnce, pid)))));
      const quick = await pmap(item, range(1, 19_999), { batchSize: "auto" });
      console.log(quick.every((x, i) => x === i + 1), (await most()) > 16);
      console.log((await pmap(item, range(20_000, 20_009), { batchSize: "auto" })).length, await most());
    `,
    prints: ["true true", "10 1"],
  },
  {
    id: "OWN-174",
    title: "exponentialBackOff() gives Julia's delays, and is taken as retryDelays",
    workers: 1,
    driver: ts`
      import { exponentialBackOff, fetchfrom, pmap, rootCause } from "distributed";
      console.log([...exponentialBackOff({ n: 5, jitter: 0 })], exponentialBackOff().length);
      const [first, second] = exponentialBackOff({ n: 2, firstDelay: 1, factor: 2, jitter: 0.5 });
      console.log(first, second! >= 1 && second! <= 3);
      try {
        exponentialBackOff({ n: -1 });
      } catch (error: any) {
        console.log(error.message);
      }
      let asked = 0;
      const fail = (x: number): number => {
        throw new Error(\`item \${x}\`);
      };
      const retryDelays = exponentialBackOff({ n: 3, firstDelay: 0.01, factor: 2 });
      console.log(await fetchfrom(2, () => [...retryDelays].length + retryDelays.length));
      const retryCheck = () => {
        asked++;
        return true;
      };
      await pmap(fail, [1], { retryDelays, retryCheck }).catch((error) => console.log(rootCause(error).message, asked));
    `,
    prints: [
      "[ 0.05, 0.25, 1.25, 6.25, 10 ] 1",
      "1 true",
      "exponentialBackOff: n must be a number, 0 or more, got -1",
      "6",
      "item 1 3",
    ],
  },
  {
    id: "OWN-175",
    title:
      "pmapreduce() gives the same on any number of workers, to the last bit: in order, init once, one item unreduced",
    workers: 0,
    driver: ts`
      import { addprocs, pmapreduce, range } from "distributed";
      const join = (a: string, b: string) => a + b;
      const seen = new Set<string>();
      const sums = new Set<number>();
      for (let n = 0; n <= 4; n++) {
        if (n > 0) await addprocs(1);
        seen.add(await pmapreduce(join, (letter) => letter, "abcdefghijklmnopqrstuvwxyz", { init: ">" }));
        seen.add(await pmapreduce(join, async (letter) => letter, "abcdefghijklmnopqrstuvwxyz", { init: ">", batchSize: 4 }));
        sums.add(await pmapreduce((a, b) => a + b, (i: number) => 1 / i, range(1, 2000)));
      }
      console.log([...seen], sums.size);
      const refuse = (): number => {
        throw new Error("called");
      };
      console.log(await pmapreduce(refuse, (x) => 2 * x, [21]), await pmapreduce(refuse, (x) => x, [], { init: 5 }));
      await pmapreduce(refuse, (x: number) => x, []).catch((error) => console.log(error.message));
    `,
    prints: ["[ '>abcdefghijklmnopqrstuvwxyz' ] 1", "42 5", /^pmapreduce: the collection is empty/],
  },
  {
    id: "OWN-176",
    title: "pmapreduce(): functions capture, whoever is free goes on, a worker may die, the reducer's failure is told",
    workers: 3,
    functions: ts`
      let done = 0;
      export const finish = () => void done++;
      export const doneSoFar = () => done;
    `,
    driver: ts`
      import { myid, pmapreduce, range, remotecallFetch, rootCause, workers } from "distributed";
      import { doneSoFar, finish } from "./functions";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const factor = 10;
      type Counts = Record<number, number>;
      const merge = (a: Counts, b: Counts) => {
        const sum = { ...a };
        for (const [pid, n] of Object.entries(b)) sum[+pid] = (sum[+pid] ?? 0) + n;
        return sum;
      };
      const uneven = async (i: number): Promise<Counts> => {
        if (i === 1) while ((await remotecallFetch(doneSoFar, 1)) < 39) await pause(2);
        await remotecallFetch(finish, 1);
        return { [myid()]: factor };
      };
      const counts = await pmapreduce(merge, uneven, range(1, 40));
      console.log(Object.values(counts).reduce((a, b) => a + b), Math.min(...Object.values(counts)));
      const deadly = (i: number) => {
        if (i === 5 && myid() === 3) {
          close();
          for (;;);
        }
        return [i * factor];
      };
      const concat = (a: number[], b: number[]) => [...a, ...b];
      console.log((await pmapreduce(concat, deadly, range(1, 9), { batchSize: 3, retryDelays: [0] })).join(" "));
      const refuse = (a: number, b: number): number => {
        throw new TypeError(\`cannot add \${a} and \${b}\`);
      };
      const asked = { onError: () => 0, retryDelays: [0], batchSize: 2 };
      await pmapreduce(refuse, (x) => x, [1, 2], asked).catch((error) => console.log(error.name, rootCause(error).message));
      console.log(workers().length);
    `,
    prints: ["400 10", "10 20 30 40 50 60 70 80 90", "RemoteException cannot add 1 and 2", /^[23]$/],
    complains: [gone(3)],
  },
  {
    id: "OWN-177",
    title: "pmapreduce() and pmap() on a pool, on a CachingPool and on the caller in its stead",
    workers: 4,
    driver: ts`
      import { CachingPool, clear, myid, pmap, pmapreduce, range, WorkerPool } from "distributed";
      const union = (a: number[], b: number[]) => [...new Set([...a, ...b])].sort((x, y) => x - y);
      const here = async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return [myid()];
      };
      console.log(await pmapreduce(union, here, range(1, 30), { pool: new WorkerPool([3, 5]) }));
      console.log(await pmapreduce(union, here, range(1, 30), { pool: new WorkerPool([3, 5]), distributed: false }));
      const caching = new CachingPool([2, 4]);
      let factor = 10;
      const times = (x: number) => x * factor;
      const add = (a: number, b: number) => a + b + factor - factor;
      console.log(await pmapreduce(add, times, range(1, 9), { pool: caching, batchSize: 2 }));
      factor = 1;
      console.log(await pmapreduce(add, times, range(1, 9), { pool: caching }), await pmap(times, [1], { pool: caching }));
      clear(caching);
      console.log(await pmapreduce(add, times, range(1, 9), { pool: caching }), await pmap(times, [1], { pool: caching }));
    `,
    prints: ["[ 3, 5 ]", "[ 1 ]", "450", "450 [ 10 ]", "45 [ 1 ]"],
  },
  {
    id: "OWN-178",
    title:
      "a worker that is replaced by an interrupt in the middle of a pmap() gets its function anew, and its items are tried again",
    workers: 2,
    functions: ts`
      let spinning = 0;
      /** Runs on the driver: the pid that shall spin, once. */
      export const spin = (pid: number) => (spinning === 0 ? (spinning = pid) : 0);
      export const whoSpins = () => spinning;
    `,
    driver: ts`
      import { interrupt, myid, pmap, pmapreduce, range, remotecallFetch } from "distributed";
      import { spin, whoSpins } from "./functions";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const factor = 10;
      const item = async (x: number) => {
        if (x === 8 && (await remotecallFetch(spin, 1, myid())) === myid()) for (;;);
        await pause(1);
        return x * factor;
      };
      const add = (a: number, b: number) => a + b + factor - factor;
      // The order may come before it spins: then what was sent meanwhile fails as well, when the worker is replaced.
      const run = pmapreduce(add, item, range(1, 40), { retryDelays: [0, 0, 0] });
      while (whoSpins() === 0) await pause(5);
      await interrupt(whoSpins());
      console.log(await run);
      console.log(await pmap(item, range(1, 3)));
    `,
    prints: ["8200", "[ 10, 20, 30 ]"],
    complains: [/^Worker [23] was replaced\. Its state is reset\.$/],
  },
  {
    id: "OWN-179",
    title: "pmap() whose signal is aborted in the turn of the call begins nothing",
    workers: 2,
    driver: ts`
      import { pmap, range, workers, fetchfrom } from "distributed";
      const stop = new AbortController();
      const run = pmap((x) => console.log("begun", x), range(1, 5), { signal: stop.signal });
      stop.abort("no");
      console.log(await run.catch((reason) => reason));
      for (const pid of workers()) console.log(await fetchfrom(pid, () => "free"));
    `,
    prints: ["no", "free", "free"],
  },
  {
    id: "OWN-180",
    title:
      "an item that cannot be sent fails alone, with its number and the place of the call; a function that cannot ends it all",
    workers: 2,
    driver: ts`
      import { pmap, pmapreduce } from "distributed";
      const items: any[] = [1, { at: Symbol("s") }, 3, 4];
      const onError = (error: any) => error.message;
      for (const batchSize of [1, 4]) for (const text of await pmap((x) => x, items, { onError, batchSize })) console.log(text);
      await pmap((x) => x, items).catch((error) => console.log(error.name, error.path));
      console.log(await pmapreduce((a, b) => a + b, (x: any): number => x, items, { onError: () => 0, batchSize: 4 }));
      const table = new WeakMap();
      await pmap((x) => table.has(x), [{}, {}], { onError: () => false }).catch((error) => console.log(error.name, error.variable));
    `,
    prints: [
      ...Array<(string | RegExp)[]>(2)
        .fill(["1", /^driver\.ts:4:\d+: cannot send item 1\.at: it is the symbol/, "3", "4"])
        .flat(),
      "UnsendableError item 1.at",
      "8",
      "UnsendableError table",
    ],
  },
];
