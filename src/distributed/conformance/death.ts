// Workers that end in the middle of work: DEATH of the acceptance cases.
import { type ConformanceProgram, gone, ts } from "./program.ts";

/** Ends the process that runs it; never settles. */
const DIE = ts`
  export const die = (): Promise<never> => {
    close();
    return new Promise(() => {});
  };
`;

export const DEATH: readonly ConformanceProgram[] = [
  {
    id: "DEATH-02",
    title: "pmap() rejects when a worker dies on its item; the others can be used",
    workers: 3,
    functions: DIE,
    driver: ts`
      import { fetchfrom, myid, pmap, range, workers } from "distributed";
      import { die } from "./functions";
      const item = async (x: number) => (myid() === 3 ? await die() : x);
      const error = await pmap(item, range(1, 30)).catch((error) => error);
      console.log(error.name, error.pid);
      console.log(workers(), await fetchfrom(2, () => myid()), await fetchfrom(4, () => myid()));
    `,
    prints: ["ProcessExitedException 3", "[ 2, 4 ] 2 4"],
    complains: [gone(3)],
  },
  {
    id: "DEATH-04",
    title: "onError gives a value for the item that died with its worker, the rest is right",
    workers: 3,
    functions: DIE,
    driver: ts`
      import { myid, pmap, range } from "distributed";
      import { die } from "./functions";
      const item = async (x: number): Promise<number | string> => (myid() === 3 ? await die() : x);
      const result = await pmap(item, range(1, 30), { onError: (error: any) => \`dead \${error.name} \${error.pid}\` });
      console.log(result.filter((value, i) => value !== i + 1));
      console.log(result.length);
    `,
    prints: ["[ 'dead ProcessExitedException 3' ]", "30"],
    complains: [gone(3)],
  },
  {
    id: "DEATH-04b",
    title: "retryDelays gives the item of a dead worker to another one",
    workers: 3,
    functions: DIE,
    driver: ts`
      import { myid, pmap, range } from "distributed";
      import { die } from "./functions";
      const item = async (x: number) => (myid() === 3 ? await die() : x);
      const result = await pmap(item, range(1, 30), { retryDelays: [0], batchSize: 4 });
      console.log(result.length, result.every((value, i) => value === i + 1));
    `,
    prints: ["30 true"],
    complains: [gone(3)],
  },
  {
    id: "DEATH-06",
    title: "a distributed sum rejects when a worker dies; it is never a part of the sum",
    workers: 3,
    functions: DIE,
    driver: ts`
      import { distributed, myid, range } from "distributed";
      import { die } from "./functions";
      const add = (a: number, b: number) => a + b;
      const body = async (i: number) => (myid() === 3 ? await die() : i);
      const error = await distributed(add, range(1, 30), body).catch((error) => error);
      console.log(error.name, error.pid);
      console.log(await distributed(add, range(1, 30), (i) => i));
    `,
    prints: ["ProcessExitedException 3", "465"],
    complains: [gone(3)],
  },
  {
    id: "DEATH-07",
    title: "an orderly end says nothing, an unexpected one does",
    workers: 2,
    functions: DIE,
    driver: ts`
      import { remotecallFetch, rmprocs } from "distributed";
      import { die } from "./functions";
      await rmprocs(3);
      await remotecallFetch(die, 2).catch((error) => console.log(error.message));
    `,
    prints: [/^process 2 has exited/],
    complains: [gone(2)],
  },
  {
    id: "DEATH-09",
    title: "ten results that lie on a worker which dies are lost at once, and nothing waits for them",
    workers: 2,
    functions: DIE,
    driver: ts`
      import { fetch, remotecall, remotecallFetch, workers } from "distributed";
      import { die } from "./functions";
      const never = () => new Promise<never>(() => {});
      const refs = Array.from({ length: 10 }, () => remotecall(never, 3));
      await remotecallFetch(die, 3).catch(() => {});
      const outcomes = await Promise.all(refs.map((ref) => fetch(ref).catch((error) => error.name)));
      console.log(new Set<string>(outcomes), workers());
    `,
    prints: ["Set(1) { 'ProcessExitedException' } [ 2 ]"],
    complains: [gone(3)],
  },
  {
    id: "DEATH-10",
    title: "when a worker dies during everywhere() the error names it, and the others have run",
    workers: 2,
    functions: DIE,
    driver: ts`
      import { CompositeException, everywhere, fetchfrom, myid } from "distributed";
      import { die } from "./functions";
      declare global {
        var here: number | undefined;
      }
      const error = await everywhere(async () => {
        if (myid() === 3) await die();
        globalThis.here = myid();
      }).catch((error) => error);
      console.log(error instanceof CompositeException, error.exceptions.length);
      console.log(error.exceptions[0].name, error.exceptions[0].pid);
      console.log(await fetchfrom(2, () => globalThis.here), globalThis.here);
    `,
    prints: ["true 1", "ProcessExitedException 3", "2 1"],
    complains: [gone(3)],
  },
  {
    id: "OWN-12",
    title: "a worker that waits for one that dies hears of it, and says so to the driver",
    workers: 2,
    functions: DIE,
    driver: ts`
      import { fetchfrom, remotecallFetch, rootCause } from "distributed";
      import { die } from "./functions";
      const error = await fetchfrom(2, () => remotecallFetch(die, 3)).catch((error) => error);
      console.log(error.name, error.pid, rootCause(error).name, rootCause(error).pid);
    `,
    prints: ["RemoteException 2 ProcessExitedException 3"],
    complains: [gone(3)],
  },
  {
    id: "OWN-13",
    title: "calls to a worker that has gone fail at once",
    workers: 2,
    functions: DIE,
    driver: ts`
      import { fetch, fetchfrom, remotecall, remotecallFetch } from "distributed";
      import { die } from "./functions";
      await remotecallFetch(die, 3).catch(() => {});
      await fetchfrom(3, () => 1).catch((error) => console.log(error.name, error.pid));
      await fetch(remotecall(Math.sqrt, 3, 4)).catch((error) => console.log(error.name, error.pid));
    `,
    prints: ["ProcessExitedException 3", "ProcessExitedException 3"],
    complains: [gone(3)],
  },
];
