// References to results: FUT of the acceptance cases, as far as no call but fetch is needed.
import { type ConformanceProgram, gone, ts } from "./program.ts";

export const FUT: readonly ConformanceProgram[] = [
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
];
