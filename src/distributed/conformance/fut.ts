// References to values: FUT of the acceptance cases.
import { type ConformanceProgram, gone, ts } from "./program.ts";

const PAUSE = ts`
  export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
`;

export const FUT: readonly ConformanceProgram[] = [
  {
    id: "FUT-01",
    title: "a Future that the program makes is set once, on its owner and elsewhere",
    workers: 1,
    driver: ts`
      import { fetch, Future, isready, put, rootCause, take } from "distributed";
      for (const owner of [1, 2]) {
        const f = new Future<string>(owner);
        console.log(f.where, await isready(f));
        console.log((await put(f, "OK")) === f, await isready(f));
        await put(f, "again").catch((error) => console.log(rootCause(error).message));
        try {
          take(f as never);
        } catch (error) {
          console.log((error as Error).message);
        }
        console.log(await fetch(f));
      }
    `,
    prints: [1, 2].flatMap((owner) => [
      `${owner} false`,
      "true true",
      "Future can be set only once",
      "take: a Future keeps its value; use fetch",
      "OK",
    ]),
  },
  {
    id: "FUT-02",
    title: "a fetched value is kept: the second fetch gives the same object",
    workers: 1,
    driver: ts`
      import { fetch, remotecall } from "distributed";
      const r = remotecall(() => ({ answer: 42 }), 2);
      const first = await fetch(r);
      console.log(first, (await fetch(r)) === first);
    `,
    prints: ["{ answer: 42 } true"],
  },
  {
    id: "FUT-03",
    title: "one ref can be fetched by many at once, here and elsewhere",
    workers: 2,
    driver: ts`
      import { fetch, remotecall, remotecallFetch } from "distributed";
      const r = remotecall((x: string) => x, 2, "v");
      const here = Array.from({ length: 10 }, () => fetch(r));
      const there = remotecallFetch((ref: typeof r) => fetch(ref), 3, r);
      console.log((await Promise.all([...here, there])).join(""));
    `,
    prints: ["vvvvvvvvvvv"],
  },
  {
    id: "FUT-03b",
    title: "fetch() takes an array of refs and keeps their order",
    workers: 3,
    driver: ts`
      import { fetch, myid, spawnat, workers } from "distributed";
      console.log(await fetch(workers().map((pid) => spawnat(pid, () => 10 * myid()))), await fetch([]));
    `,
    prints: ["[ 20, 30, 40 ] []"],
  },
  {
    id: "FUT-04",
    title: "a ref inside data arrives as a ref, and can still be fetched by its maker",
    workers: 2,
    driver: ts`
      import { fetch, remotecall, remotecallFetch } from "distributed";
      const r = remotecall((x: string) => x, 2, "v");
      console.log(await remotecallFetch((box: { k: (typeof r)[] }) => fetch(box.k[0]!), 3, { k: [r] }));
      console.log(await fetch(r));
    `,
    prints: ["v", "v"],
  },
  {
    id: "FUT-06",
    title: "a result that was not fetched before its worker was removed is lost, each time it is asked for",
    workers: 2,
    driver: ts`
      import { fetch, remotecallWait, rmprocs } from "distributed";
      const r = await remotecallWait((x: string) => x, 2, "v");
      await rmprocs(2);
      for (let i = 0; i < 2; i++) await fetch(r).catch((error) => console.log(error.name, error.pid));
    `,
    prints: ["ProcessExitedException 2", "ProcessExitedException 2"],
  },
  {
    id: "FUT-07",
    title: "a fetched value outlives its worker",
    workers: 2,
    driver: ts`
      import { fetch, fetchfrom, remotecall } from "distributed";
      const r = remotecall((x: string) => x, 2, "v");
      await fetch(r);
      await fetchfrom(2, () => {
        close();
        return new Promise(() => {});
      }).catch((error) => console.log(error.name));
      console.log(await fetch(r));
    `,
    prints: ["ProcessExitedException", "v"],
    complains: [gone(2)],
  },
  {
    id: "FUT-08",
    title: "a Future that has been set elsewhere refuses a second value, and says so where that was put",
    workers: 2,
    functions: ts`
      import type { Future } from "distributed";
      export const held: { f?: Future<number> } = {};
    `,
    driver: ts`
      import { fetch, fetchfrom, Future, put, RemoteException, remotecallFetch, rootCause } from "distributed";
      import { held } from "./functions";
      const f = new Future<number>(2);
      await remotecallFetch((g: typeof f) => void (held.f = g), 3, f);
      await put(f, 1);
      await fetchfrom(3, () => put(held.f!, 2).then(() => "set")).catch(({ pid, captured }) =>
        console.log(pid, captured instanceof RemoteException, captured.pid, rootCause(captured).message),
      );
      console.log(await fetch(f), await fetchfrom(3, () => held.f!.fetch()));
    `,
    prints: ["3 true 2 Future can be set only once", "1 1"],
  },
  {
    id: "FUT-09",
    title: "a Future that is set by one process is fetched by the others",
    workers: 3,
    driver: ts`
      import { fetch, Future, put, remotecallFetch } from "distributed";
      const f = new Future<number>(2);
      const there = remotecallFetch((g: typeof f) => fetch(g), 4, f);
      await remotecallFetch((g: typeof f) => put(g, 9).then(() => undefined), 3, f);
      console.log(await there, await fetch(f));
    `,
    prints: ["9 9"],
  },
  {
    id: "FUT-11",
    title: "a ref that failed throws at each fetch",
    workers: 1,
    driver: ts`
      import { fetch, remotecall, RemoteException, rootCause } from "distributed";
      const fail = (message: string) => {
        throw new Error(message);
      };
      const r = remotecall(fail, 2, "x");
      for (let i = 0; i < 3; i++) {
        await fetch(r).catch((error) => console.log(error instanceof RemoteException, error.pid, rootCause(error).message));
      }
    `,
    prints: ["true 2 x", "true 2 x", "true 2 x"],
  },
  {
    id: "FUT-12",
    title: "a ref on the own process throws too, it never gives the exception as a value",
    workers: 0,
    driver: ts`
      import { fetch, remotecall, RemoteException, rootCause } from "distributed";
      const fail = (message: string) => {
        throw new Error(message);
      };
      const r = remotecall(fail, 1, "x");
      await fetch(r).catch((error) => console.log(error instanceof RemoteException, error.pid, rootCause(error).message));
    `,
    prints: ["true 1 x"],
  },
  {
    id: "FUT-13",
    title: "a ref that went to a worker and came back is the ref that went",
    workers: 2,
    driver: ts`
      import { fetch, remotecall, remotecallFetch } from "distributed";
      const r = remotecall((x: string) => x, 3, "v");
      const back = await remotecallFetch((ref: typeof r) => [ref], 2, r);
      console.log(back[0] === r, await fetch(back[0]!));
    `,
    prints: ["true v"],
  },
  {
    id: "FUT-14",
    title: "who fetches a Future before it is set gets the value when it is",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { fetch, Future, put, remotecallFetch } from "distributed";
      import { pause } from "./functions";
      const f = new Future<string>(1);
      const there = remotecallFetch((g: typeof f) => fetch(g), 2, f);
      await pause(200);
      await put(f, "late");
      console.log(await there);
    `,
    prints: ["late"],
  },
  {
    id: "FUT-15",
    title: "wait() settles with the ref itself when the value is there, and does not move it",
    workers: 2,
    functions: PAUSE,
    driver: ts`
      import { fetch, isready, remotecall, remotecallFetch, wait } from "distributed";
      import { pause } from "./functions";
      const slow = async () => {
        await pause(300);
        return "done";
      };
      const r = remotecall(slow, 2);
      console.log(await isready(r));
      console.log((await wait(r)) === r, await isready(r));
      console.log(await remotecallFetch(async (there: typeof r) => (await there.wait()) === there, 3, r), await fetch(r));
    `,
    prints: ["false", "true true", "true done"],
  },
  {
    id: "FUT-17",
    title: "a finalized ref cannot be used any more; other handles can",
    workers: 2,
    driver: ts`
      import { fetch, finalize, remotecall, remotecallFetch, wait } from "distributed";
      const r = await wait(remotecall(() => "v", 2));
      const there = remotecallFetch((ref: typeof r) => fetch(ref), 3, r);
      finalize(r);
      await fetch(r).catch((error) => console.log(error.message));
      console.log(await there);
    `,
    prints: ["this Future was finalized: it stands for nothing any more", "v"],
  },
  {
    id: "FUT-18",
    title: "a result stays until all who hold its ref have fetched it",
    workers: 2,
    driver: ts`
      import { fetch, remotecall, remotecallFetch } from "distributed";
      const r = remotecall((x: string) => x, 2, "v");
      const there = remotecallFetch(
        async (ref: typeof r) => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          return await fetch(ref);
        },
        3,
        r,
      );
      console.log(await fetch(r));
      console.log(await there);
    `,
    prints: ["v", "v"],
  },
  {
    id: "OWN-05",
    title: "a Future is not thenable: awaiting it changes nothing and fetches nothing",
    workers: 1,
    driver: ts`
      import { fetch, remotecall } from "distributed";
      const r = remotecall(() => 1, 2);
      const same = await Promise.resolve(r);
      console.log(same === r, "then" in r, await fetch(same));
    `,
    prints: ["true false 1"],
  },
  {
    id: "OWN-06",
    title: "on its owner a ref gives the object itself, elsewhere a copy",
    workers: 1,
    driver: ts`
      import { fetch, remotecall, spawnat } from "distributed";
      const box = { n: 1 };
      const here = await fetch(remotecall((x: typeof box) => x, 1, box));
      const there = await fetch(spawnat(2, () => box));
      console.log(here === box, there === box, there);
    `,
    prints: ["true false { n: 1 }"],
  },
  {
    id: "OWN-FUT-1",
    title: "a Future that is waited for here can be sent to somebody who sets it, and its methods are the functions",
    workers: 3,
    driver: ts`
      import { Future, remotecallFetch } from "distributed";
      for (const owner of [1, 2, 3]) {
        const f = new Future<string>(owner);
        const here = f.fetch();
        const there = remotecallFetch((box: { f: typeof f }) => box.f.fetch(), 4, { f });
        await remotecallFetch((box: [typeof f]) => box[0].put("set on 3").then(() => 0), 3, [f]);
        console.log(await here, await there, await f.isready());
      }
    `,
    prints: ["set on 3 set on 3 true", "set on 3 set on 3 true", "set on 3 set on 3 true"],
  },
  {
    id: "OWN-FUT-2",
    title: "fetch, wait and put give up past their time or by a signal, and harm nobody else",
    workers: 1,
    driver: ts`
      import { fetch, Future, put, TimeoutError, wait } from "distributed";
      const f = new Future<number>(2);
      const patient = fetch(f);
      await fetch(f, { timeout: 0.05 }).catch((error) => console.log(error instanceof TimeoutError, error.message));
      const stop = new AbortController();
      const stopped = wait(f, { signal: stop.signal });
      stop.abort(new Error("enough"));
      await stopped.catch((error) => console.log(error.message));
      await put(f, 1, { signal: AbortSignal.abort("before it began") }).catch((reason) => console.log(reason));
      await put(f, 2, { timeout: 10 });
      console.log(await patient);
      await fetch(f, { patience: 3 } as object).catch((error) => console.log(error.message));
    `,
    prints: [
      "true fetch: no answer within 0.05 s",
      "enough",
      "before it began",
      "2",
      "fetch: unknown option `patience`; it takes `signal`, `timeout`",
    ],
  },
];
