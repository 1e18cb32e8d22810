// Remote calls: CALL of the acceptance cases.
import { type ConformanceProgram, from, ts } from "./program.ts";

const PAUSE = ts`
  export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
`;

export const CALL: readonly ConformanceProgram[] = [
  {
    id: "CALL-01",
    title: "remotecallFetch() brings the result",
    workers: 2,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const add = (x: number, y: number) => x + y;
      console.log(await remotecallFetch(add, 2, 1, 2));
    `,
    prints: ["3"],
  },
  {
    id: "CALL-02",
    title: "remotecall() returns before the call is done",
    workers: 2,
    functions: PAUSE,
    driver: ts`
      import { fetch, isready, remotecall } from "distributed";
      import { pause } from "./functions";
      const sleepThen = async (ms: number, value: number) => {
        await pause(ms);
        console.log("slept");
        return value;
      };
      const r = remotecall(sleepThen, 2, 300, 7);
      console.log("returned", await isready(r));
      console.log(await fetch(r), await isready(r));
    `,
    prints: ["returned false", from(2, "slept"), "7 true"],
  },
  {
    id: "CALL-03",
    title: "remotecallWait() settles when the call is done, and the body runs once",
    workers: 2,
    driver: ts`
      import { fetch, remotecallWait } from "distributed";
      const add = (x: number, y: number) => {
        console.log("adding");
        return x + y;
      };
      const r = await remotecallWait(add, 2, 1, 2);
      console.log("done");
      console.log(await fetch(r), await fetch(r));
    `,
    prints: [from(2, "adding"), "done", "3 3"],
  },
  {
    id: "CALL-04",
    title: "default values and an object of options arrive in all three forms, elsewhere and here",
    workers: 2,
    functions: ts`
      export const f = (v1: number, v2 = 0, { kw1 = 0, kw2 = 0 } = {}) => v1 + v2 + kw1 + kw2;
    `,
    driver: ts`
      import { fetch, myid, remotecall, remotecallFetch, remotecallWait, WorkerPool } from "distributed";
      import { f } from "./functions";
      const lists: Parameters<typeof f>[] = [
        [1],
        [1, 2],
        [1, undefined, { kw1: 4 }],
        [1, undefined, { kw1: 4, kw2: 8 }],
        [1, 2, { kw1: 4, kw2: 8 }],
      ];
      for (const pid of [2, myid(), new WorkerPool([2, 3])]) {
        for (const args of lists) {
          const kept = await fetch(remotecall(f, pid, ...args));
          const waited = await fetch(await remotecallWait(f, pid, ...args));
          console.log(kept, waited, await remotecallFetch(f, pid, ...args));
        }
      }
    `,
    prints: [..."123"].flatMap(() => ["1 1 1", "3 3 3", "5 5 5", "13 13 13", "15 15 15"]),
  },
  {
    id: "CALL-05",
    title: "remoteDo() returns nothing at once; what it does can be waited for by a Future",
    workers: 1,
    driver: ts`
      import { fetch, Future, myid, put, remoteDo } from "distributed";
      const f = new Future<number>(2);
      console.log(remoteDo((there: typeof f) => put(there, myid()), 2, f));
      console.log(await fetch(f));
    `,
    prints: ["undefined", "2"],
  },
  {
    id: "CALL-06",
    title: "a remoteDo that fails is printed once, by its worker, with where it was started; the run goes on",
    workers: 2,
    driver: ts`
      import { remoteDo, remotecallFetch } from "distributed";
      const fail = (message: string): never => {
        throw new Error(message);
      };
      console.log(remoteDo(fail, 2, "boom"));
      console.log(await remotecallFetch(() => 1, 2));
    `,
    prints: ["undefined", "1"],
    complains: [
      from(2, "Error: boom"),
      /^From worker 2:\t {4}at fail \(driver\.ts:3:9\)$/,
      from(2, "    started at driver.ts:5:13"),
    ],
  },
  {
    id: "CALL-06c",
    title: "a thousand remoteDo that fail alike are told by their worker at once and then by their number",
    workers: 1,
    driver: ts`
      import { remoteDo, remotecallFetch } from "distributed";
      const fail = (): never => {
        throw new Error("boom");
      };
      for (let i = 0; i < 1000; i++) remoteDo(fail, 2);
      console.log(await remotecallFetch(() => 1, 2));
    `,
    prints: ["1"],
    complains: [
      from(2, "Error: boom"),
      /^From worker 2:\t {4}at fail \(driver\.ts:3:9\)$/,
      from(2, "    started at driver.ts:5:32"),
      from(2, "Error: boom (and 999 more like it)"),
    ],
  },
  {
    id: "CALL-06b",
    title: "remoteDo() throws at the call what cannot be sent, and runs on the own process too",
    workers: 1,
    driver: ts`
      import { remoteDo, remotecallFetch, rmprocs } from "distributed";
      const cache = new WeakMap<object, number>();
      try {
        remoteDo(() => cache, 2);
      } catch (error) {
        console.log((error as Error).message);
      }
      const list = [1];
      remoteDo(() => console.log(list), 2);
      remoteDo(() => console.log(list), 1);
      list.push(2);
      await remotecallFetch(() => 1, 2);
      await rmprocs(2);
      try {
        remoteDo(() => 1, 2);
      } catch (error) {
        console.log((error as Error).name);
      }
    `,
    order: "free",
    prints: [/`cache`.*WeakMap/, from(2, "[ 1 ]"), "[ 1, 2 ]", "ProcessExitedException"],
  },
  {
    id: "CALL-07",
    title: "a pid that never was is a plain error that names it, and nothing hangs",
    workers: 1,
    driver: ts`
      import { fetch, ProcessExitedException, remotecall, remotecallFetch, RemoteException, spawnat } from "distributed";
      const id = (x: number) => x;
      const tell = (error: any) =>
        console.log(error.message, error instanceof RemoteException, error instanceof ProcessExitedException);
      try {
        await fetch(remotecall(id, 99, 1));
      } catch (error) {
        tell(error);
      }
      try {
        await fetch(spawnat(99, () => 1));
      } catch (error) {
        tell(error);
      }
      await remotecallFetch(id, 99, 1).catch(tell);
      console.log(await remotecallFetch(id, 2, 1));
    `,
    prints: [
      /^no process with id 99 .* false false$/,
      /^no process with id 99 .* false false$/,
      /^no process with id 99 .* false false$/,
      "1",
    ],
  },
  {
    id: "CALL-09",
    title: "ten thousand calls one after another all come back",
    workers: 2,
    driver: ts`
      import { myid, remotecallFetch } from "distributed";
      let right = 0;
      for (let i = 0; i < 10_000; i++) if ((await remotecallFetch(myid, 3)) === 3) right++;
      console.log(right);
    `,
    prints: ["10000"],
  },
  {
    id: "CALL-10",
    title: "a hundred thousand refs on the own process are made and fetched",
    workers: 0,
    driver: ts`
      import { fetch, myid, spawnat } from "distributed";
      let sum = 0;
      for (let i = 0; i < 100_000; i++) sum += await fetch(spawnat(myid(), () => myid()));
      console.log(sum);
    `,
    prints: ["100000"],
  },
  {
    id: "CALL-11",
    title: "a hundred echoes of random floats at once are never mixed up",
    workers: 2,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const echo = (floats: Float64Array) => floats;
      const task = async () => {
        let same = 0;
        for (let i = 0; i < 10; i++) {
          const sent = Float64Array.from({ length: 20_000 }, () => Math.random());
          const back = await remotecallFetch(echo, 2, sent);
          if (back.every((x, k) => x === sent[k])) same++;
        }
        return same;
      };
      const counts = await Promise.all(Array.from({ length: 10 }, task));
      console.log(counts.reduce((a, b) => a + b));
    `,
    prints: ["100"],
  },
  {
    id: "CALL-12",
    title: "a worker calls another worker",
    workers: 4,
    driver: ts`
      import { fetchfrom, myid, remotecallFetch } from "distributed";
      console.log(await fetchfrom(2, () => remotecallFetch(myid, 5)));
    `,
    prints: ["5"],
  },
  {
    id: "CALL-13",
    title: "closures that capture closures are called over three hops",
    workers: 3,
    driver: ts`
      import { fetch, spawnat } from "distributed";
      const b1 = () => 1;
      const b2 = async () => (await fetch(spawnat(2, b1))) + 1;
      const b3 = async () => (await fetch(spawnat(3, b2))) + 1;
      const b4 = async () => (await fetch(spawnat(4, b3))) + 1;
      console.log(await b4());
    `,
    prints: ["4"],
  },
  {
    id: "CALL-16",
    title: "a function made and called inside a function that travels",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      console.log(await remotecallFetch((x: number) => ((y: number) => 2 * y)(x) + 1, 2, 3));
    `,
    prints: ["7"],
  },
  {
    id: "CALL-17",
    title: "a function given as an argument is called on a third process",
    workers: 4,
    driver: ts`
      import { myid, remotecallFetch } from "distributed";
      const f = () => myid();
      console.log(await remotecallFetch(f, 2), await remotecallFetch(f, 5));
      console.log(await remotecallFetch((g: () => number) => remotecallFetch(g, 5), 2, f));
    `,
    prints: ["2 5", "5"],
  },
  {
    id: "CALL-18",
    title: "a worker that calls itself does not lock up",
    workers: 1,
    driver: ts`
      import { fetchfrom, myid, remotecallFetch } from "distributed";
      console.log(await fetchfrom(2, () => remotecallFetch(myid, 2)));
    `,
    prints: ["2"],
  },
  {
    id: "CALL-20",
    title: "nothing, null, false, 0 and the empty string come back as themselves",
    workers: 1,
    driver: ts`
      import { fetch, remotecall } from "distributed";
      console.log(await fetch(remotecall(() => {}, 2)));
      for (const value of [null, undefined, false, 0, ""]) {
        console.log(Object.is(await fetch(remotecall((x: typeof value) => x, 2, value)), value));
      }
    `,
    prints: ["undefined", "true", "true", "true", "true", "true"],
  },
  {
    id: "CALL-21",
    title: "an async function gives its value, not a promise",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { fetch, fetchfrom, spawnat } from "distributed";
      import { pause } from "./functions";
      const five = async () => {
        await pause(20);
        return 5;
      };
      console.log(await fetchfrom(2, five), await fetch(spawnat(2, five)));
    `,
    prints: ["5 5"],
  },
  {
    id: "CALL-22",
    title: "calls on one worker interleave where they wait: the quick one overtakes",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { fetch, remotecall } from "distributed";
      import { pause } from "./functions";
      const slow = async () => {
        await pause(200);
        return "slow";
      };
      const a = fetch(remotecall(slow, 2)).then((value) => console.log(value));
      const b = fetch(remotecall((x: string) => x, 2, "quick")).then((value) => console.log(value));
      await Promise.all([a, b]);
    `,
    prints: ["quick", "slow"],
  },
  {
    id: "CALL-23",
    title: "a worker that spins holds up only itself",
    workers: 2,
    driver: ts`
      import { fetch, isready, remotecallFetch, spawnat } from "distributed";
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const spinning = spawnat(2, () => {
        while (Atomics.load(stop, 0) === 0);
        return "spun";
      });
      console.log(await remotecallFetch((x: number) => x, 3, 1), await isready(spinning));
      Atomics.store(stop, 0, 1);
      console.log(await fetch(spinning));
    `,
    prints: ["1 false", "spun"],
  },
  {
    id: "CALL-25",
    title: "a ref given as an argument is fetched where it lies, and one element crosses",
    workers: 1,
    driver: ts`
      import { fetch, remotecall, remotecallFetch } from "distributed";
      const matrix = remotecall((n: number) => Array.from({ length: n }, (_, i) => new Float64Array(n).fill(i + 0.5)), 2, 50);
      console.log(await remotecallFetch(async (r: typeof matrix) => (await fetch(r))[7]![0], 2, matrix));
    `,
    prints: ["7.5"],
  },
  {
    id: "CALL-27",
    title: "calls that nobody waits for arrive in the order they were made",
    workers: 1,
    functions: ts`
      const list: number[] = [];
      export const append = (i: number) => void list.push(i);
      export const read = () => list;
    `,
    driver: ts`
      import { remotecall, remotecallFetch } from "distributed";
      import { append, read } from "./functions";
      for (let i = 0; i < 50; i++) remotecall(append, 2, i);
      const list = await remotecallFetch(read, 2);
      console.log(list.length, list.every((value, i) => value === i));
    `,
    prints: ["50 true"],
  },
  {
    id: "CALL-27b",
    title: "order holds also when calls with objects, closures and plain numbers take turns",
    workers: 1,
    functions: ts`
      const list: number[] = [];
      export const append = (i: number) => void list.push(i);
      export const read = () => list;
    `,
    driver: ts`
      import { remotecall, remotecallFetch, spawnat } from "distributed";
      import { append, read } from "./functions";
      const appendAll = (map: Map<string, number[]>) => map.get("i")!.forEach(append);
      for (let i = 0; i < 60; i += 3) {
        remotecall(append, 2, i);
        remotecall(appendAll, 2, new Map([["i", [i + 1]]]));
        spawnat(2, () => append(i + 2));
      }
      const list = await remotecallFetch(read, 2);
      console.log(list.length, list.every((value, i) => value === i));
    `,
    prints: ["60 true"],
  },
  {
    id: "OWN-CALL-1",
    title:
      "past its time a call fails with TimeoutError, also on a worker that spins, and a worker that waits is unharmed",
    workers: 2,
    driver: ts`
      import { fetch, fetchfrom, remotecall, remotecallFetch, TimeoutError } from "distributed";
      const spin = (): never => {
        for (;;);
      };
      const spun = await remotecallFetch(spin, { on: 2, timeout: 0.1 }).catch((error) => error);
      console.log(spun instanceof TimeoutError, spun.message);
      const ref = remotecall(() => new Promise(() => {}), { on: 3, timeout: 0.05 });
      console.log(await fetch(ref).catch(String));
      console.log(await fetchfrom({ on: 3, timeout: 60 }, () => "well"));
    `,
    prints: [
      "true remotecallFetch: no answer within 0.1 s",
      "TimeoutError: remotecall: no answer within 0.05 s",
      "well",
    ],
  },
  {
    id: "OWN-CALL-2",
    title: "a signal ends the wait for its call with its reason, and no other call",
    workers: 1,
    driver: ts`
      import { fetch, fetchfrom, remotecall, spawnat } from "distributed";
      const stop = new AbortController();
      const { signal } = stop;
      const other = spawnat(2, async () => "other");
      const first = fetchfrom({ on: 2, signal }, () => new Promise(() => {})).catch((error) => error);
      const second = remotecall(() => new Promise(() => {}), { on: 2, signal });
      remotecall(() => new Promise(() => {}), { on: 2, signal }); // nobody asks for it: nothing is told
      const reason = new RangeError("enough");
      stop.abort(reason);
      console.log((await first) === reason, (await fetch(second).catch((error) => error)) === reason);
      const ran = fetchfrom({ on: 2, signal }, () => console.log("never")).catch((error) => error === reason);
      console.log(await ran, await fetch(other));
    `,
    prints: ["true true", "true other"],
  },
  {
    id: "OWN-CALL-3",
    title: "processes call each other back and forth, and all call all, without waiting for ever",
    workers: 4,
    functions: ts`
      import { myid, procs, remotecallFetch } from "distributed";
      export const hop = async (left: number, path: number[]): Promise<number[]> => {
        const here = [...path, myid()];
        return left === 0 ? here : await remotecallFetch(hop, here.at(-2) ?? 1, left - 1, here);
      };
      const add = (a: number, b: number) => a + b;
      export const sumOfAll = async () => {
        const sums = await Promise.all(procs().map((pid) => remotecallFetch(add, pid, myid(), pid)));
        return sums.reduce(add);
      };
    `,
    driver: ts`
      import { procs, remotecallFetch } from "distributed";
      import { hop, sumOfAll } from "./functions";
      console.log((await remotecallFetch(hop, 2, 30, [1])).join("").replaceAll("12", "."));
      console.log(await Promise.all(procs().map((pid) => remotecallFetch(sumOfAll, pid))));
    `,
    prints: ["................", "[ 20, 25, 30, 35, 40 ]"],
  },
];
