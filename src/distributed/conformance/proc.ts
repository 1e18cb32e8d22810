// Processes and ids: PROC of the acceptance cases.
import { type ConformanceProgram, from, ts } from "./program.ts";

/** A loop that never gives way. */
const SPIN = ts`
  export function spin(ms: number) {
    const end = performance.now() + ms;
    while (performance.now() < end);
  }
`;

export const PROC: readonly ConformanceProgram[] = [
  {
    id: "PROC-01",
    title: "without workers the driver counts as the one worker",
    workers: 0,
    driver: ts`
      import { myid, nprocs, nworkers, procs, workers } from "distributed";
      console.log(nprocs(), nworkers(), workers(), procs(), myid());
    `,
    prints: ["1 1 [ 1 ] [ 1 ] 1"],
  },
  {
    id: "PROC-02",
    title: "addprocs() gives the new pids, ascending, and all counts know them",
    workers: 0,
    driver: ts`
      import { addprocs, nprocs, nworkers, procs, workers } from "distributed";
      console.log(await addprocs(3));
      console.log(nprocs(), nworkers(), workers(), procs());
    `,
    prints: ["[ 2, 3, 4 ]", "4 3 [ 2, 3, 4 ] [ 1, 2, 3, 4 ]"],
  },
  {
    id: "PROC-03",
    title: "myid() on each process is the pid that was asked",
    workers: 4,
    driver: ts`
      import { myid, procs, remotecallFetch } from "distributed";
      for (const pid of procs()) console.log(pid, await remotecallFetch(myid, pid));
    `,
    prints: ["1 1", "2 2", "3 3", "4 4", "5 5"],
  },
  {
    id: "PROC-05",
    title: "rmprocs(1) warns and removes nothing",
    workers: 2,
    driver: ts`
      import { nprocs, rmprocs } from "distributed";
      await rmprocs(1);
      console.log(nprocs());
    `,
    prints: ["3"],
    complains: [/process 1 .*cannot be removed/],
  },
  {
    id: "PROC-06",
    title: "rmprocs() skips pids that never were and those already gone",
    workers: 2,
    driver: ts`
      import { rmprocs, workers } from "distributed";
      await rmprocs(99);
      await rmprocs(3);
      await rmprocs(3);
      console.log(workers());
    `,
    prints: ["[ 2 ]"],
  },
  {
    id: "PROC-07",
    title: "rmprocs() takes pids and arrays of pids",
    workers: 4,
    driver: ts`
      import { rmprocs, workers } from "distributed";
      await rmprocs(2, [3, 4]);
      console.log(workers());
    `,
    prints: ["[ 5 ]"],
  },
  {
    id: "PROC-08",
    title: "a worker that is being removed leaves workers() at once, before it is gone",
    workers: 2,
    driver: ts`
      import { fetch, fetchfrom, myid, nprocs, rmprocs, spawnat, workers } from "distributed";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const sleeping = spawnat(2, () => pause(60_000));
      const gone = rmprocs(2, { waitfor: 0 });
      console.log(workers());
      await gone;
      console.log(await fetchfrom(3, () => myid()), nprocs());
      console.log(await fetch(sleeping).catch((error) => error.name));
    `,
    prints: ["[ 3 ]", "3 2", "ProcessExitedException"],
  },
  {
    id: "PROC-09",
    title: "rmprocs() does not wait for a worker that never gives way",
    workers: 1,
    functions: SPIN,
    driver: ts`
      import { fetch, remotecall, remotecallFetch, rmprocs, workers } from "distributed";
      import { spin } from "./functions";
      await remotecallFetch(spin, 2, 0);
      const spinning = remotecall(spin, 2, 600_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await rmprocs(2);
      console.log(workers());
      console.log(await fetch(spinning).catch((error) => error.name));
    `,
    prints: ["[ 1 ]", "ProcessExitedException"],
  },
  {
    id: "PROC-10",
    title: "when the last worker is removed the driver does the work itself",
    workers: 2,
    driver: ts`
      import { distributed, myid, nworkers, pmap, range, rmprocs, workers } from "distributed";
      await rmprocs(workers());
      console.log(workers(), nworkers());
      console.log(await pmap((x) => x * myid(), range(1, 5)));
      console.log(await distributed((a, b) => a + b, range(1, 5), (i) => i * myid()));
    `,
    prints: ["[ 1 ] 1", "[ 1, 2, 3, 4, 5 ]", "15"],
  },
  {
    id: "PROC-11",
    title: "only process 1 adds and removes workers",
    workers: 2,
    driver: ts`
      import { addprocs, fetchfrom, RemoteException, rmprocs, rootCause, workers } from "distributed";
      const tell = (error: any) => console.log(error instanceof RemoteException, error.pid, rootCause(error).message);
      await fetchfrom(2, () => addprocs(1)).catch(tell);
      await fetchfrom(2, () => rmprocs(3)).catch(tell);
      console.log(workers());
    `,
    prints: [
      "true 2 only process 1 can add and remove workers",
      "true 2 only process 1 can add and remove workers",
      "[ 2, 3 ]",
    ],
  },
  {
    id: "PROC-12",
    title: "addprocs(0) adds nothing and uses up no pid",
    workers: 1,
    driver: ts`
      import { addprocs, workers } from "distributed";
      console.log(await addprocs(0), workers());
      console.log(await addprocs(1));
    `,
    prints: ["[] [ 2 ]", "[ 3 ]"],
  },
  {
    id: "PROC-13",
    title: "addprocs() refuses an option it does not know, by name, and starts nothing",
    workers: 0,
    driver: ts`
      import { addprocs, nprocs } from "distributed";
      // @ts-expect-error there is no such option
      await addprocs(1, { nonsense: 1 }).catch((error) => console.log(error.name, error.message));
      console.log(nprocs());
    `,
    prints: [/^TypeError .*`nonsense`/, "1"],
  },
  {
    id: "PROC-14",
    title: "two addprocs() at once both come up, with pids of their own",
    workers: 0,
    driver: ts`
      import { addprocs, nprocs } from "distributed";
      const [one, other] = await Promise.all([addprocs(2), addprocs(2)]);
      console.log(one, other, nprocs());
    `,
    prints: ["[ 2, 3 ] [ 4, 5 ] 5"],
  },
  {
    id: "PROC-15",
    title: "every worker knows the members that the driver knows, also right after addprocs()",
    workers: 3,
    driver: ts`
      import { addprocs, fetchfrom, nprocs, nworkers, procs, workers } from "distributed";
      const view = () => JSON.stringify([nprocs(), nworkers(), workers(), procs()]);
      for (const pid of workers()) console.log(pid, await fetchfrom(pid, view));
      await addprocs(2);
      for (const pid of workers()) console.log(pid, await fetchfrom(pid, view));
    `,
    prints: [
      "2 [4,3,[2,3,4],[1,2,3,4]]",
      "3 [4,3,[2,3,4],[1,2,3,4]]",
      "4 [4,3,[2,3,4],[1,2,3,4]]",
      "2 [6,5,[2,3,4,5,6],[1,2,3,4,5,6]]",
      "3 [6,5,[2,3,4,5,6],[1,2,3,4,5,6]]",
      "4 [6,5,[2,3,4,5,6],[1,2,3,4,5,6]]",
      "5 [6,5,[2,3,4,5,6],[1,2,3,4,5,6]]",
      "6 [6,5,[2,3,4,5,6],[1,2,3,4,5,6]]",
    ],
  },
  {
    id: "PROC-15b",
    title: "a worker reached by way of another knows what the driver knew, after each of 20 changes",
    workers: 2,
    driver: ts`
      import { fetchfrom, rmprocs, addprocs, workers } from "distributed";
      const view = () => workers().join();
      let differ = 0;
      for (let round = 0; round < 10; round++) {
        const [pid] = await addprocs(1);
        const [two, three, newest] = [2, 3, pid!];
        const seen = await Promise.all([
          fetchfrom(two, () => fetchfrom(three, view)),
          fetchfrom(three, () => fetchfrom(newest, view)),
          fetchfrom(newest, () => fetchfrom(two, view)),
        ]);
        if (seen.some((one) => one !== view())) differ++;
        await rmprocs(newest);
        if ((await fetchfrom(three, () => fetchfrom(two, view))) !== view()) differ++;
      }
      console.log(differ, workers());
    `,
    prints: ["0 [ 2, 3 ]"],
  },
  {
    id: "PROC-16",
    title: "while workers are removed one by one, every survivor counts as the driver does",
    workers: 3,
    driver: ts`
      import { fetchfrom, nprocs, nworkers, procs, rmprocs, workers } from "distributed";
      const view = () => JSON.stringify([nprocs(), nworkers(), workers(), procs()]);
      for (const leaving of workers()) {
        await rmprocs(leaving);
        const views = await Promise.all(procs().map((pid) => fetchfrom(pid, view)));
        console.log(view(), views.every((one) => one === view()));
      }
    `,
    prints: ["[3,2,[3,4],[1,3,4]] true", "[2,1,[4],[1,4]] true", "[1,1,[1],[1]] true"],
  },
  {
    id: "PROC-17",
    title: "a worker added later has functions.ts, but not what everywhere() did before it came",
    workers: 1,
    functions: ts`
      export const double = (x: number) => 2 * x;
    `,
    driver: ts`
      import { addprocs, everywhere, fetchfrom, remotecallFetch } from "distributed";
      import { double } from "./functions";
      declare global {
        var g: number | undefined;
      }
      await everywhere(() => {
        globalThis.g = 1;
      });
      const [added] = await addprocs(1);
      console.log(await fetchfrom(2, () => globalThis.g), await fetchfrom(added!, () => globalThis.g));
      console.log(await remotecallFetch(double, added!, 21));
    `,
    prints: ["1 undefined", "42"],
  },
  {
    id: "PROC-19",
    title: "addprocs() without a number starts as many workers as the machine has hardware threads",
    workers: 0,
    driver: ts`
      import { addprocs, nworkers } from "distributed";
      const added = await addprocs();
      const threads = globalThis.navigator?.hardwareConcurrency ?? added.length;
      console.log(added.length >= 1, added.length === threads, nworkers() === added.length);
    `,
    prints: ["true true true"],
  },
  {
    id: "OWN-01b",
    title: "a worker whose functions.ts throws is not there, nor are those started with it; ids go on",
    workers: 1,
    functions: ts`
      import { myid } from "distributed";
      if (myid() === 4) throw new RangeError("not on 4");
      export const one = 1;
    `,
    driver: ts`
      import { addprocs, procs, remotecallFetch } from "distributed";
      import { one } from "./functions";
      await addprocs(3).catch((error) => console.log(error.message));
      console.log(one, procs());
      console.log(await addprocs(1), await remotecallFetch(procs, 2));
    `,
    prints: [/^RangeError: not on 4/, /^ +at .*functions\.ts:2:25/, "1 [ 1, 2 ]", "[ 6 ] [ 1, 2, 6 ]"],
  },
  {
    id: "OWN-01c",
    title: "a worker that has not come up when the timeout has passed is not there; nothing of it stays",
    workers: 1,
    functions: ts`
      import { myid } from "distributed";
      if (myid() === 3) await new Promise(() => {});
      export const one = 1;
    `,
    driver: ts`
      import { addprocs, procs } from "distributed";
      await addprocs(1, { timeout: 0.2 }).catch((error) => console.log(error.message));
      console.log(procs());
      console.log(await addprocs(1));
    `,
    prints: ["addprocs: a worker did not come up within 0.2 s", "[ 1, 2 ]", "[ 4 ]"],
  },
  {
    id: "OWN-01",
    title: "addprocs() says what it wants when it is given no number of workers",
    workers: 1,
    driver: ts`
      import { addprocs, workers } from "distributed";
      for (const count of [-1, 1.5, Number.NaN, 65, "2" as any]) {
        await addprocs(count).catch((error) => console.log(error.name, error.message));
      }
      console.log(workers());
    `,
    prints: [
      /^RangeError addprocs: .*-1/,
      /^RangeError addprocs: .*1\.5/,
      /^RangeError addprocs: .*NaN/,
      /^RangeError addprocs: .*64/,
      /^\w+Error addprocs: .*2/,
      "[ 2 ]",
    ],
  },
  {
    id: "OWN-02",
    title: "a worker may end itself by close(); what waits on it fails and the others go on",
    workers: 2,
    driver: ts`
      import { fetchfrom, ProcessExitedException, workers } from "distributed";
      const error = await fetchfrom(2, () => {
        close();
        return new Promise<never>(() => {});
      }).catch((error) => error);
      console.log(error instanceof ProcessExitedException, error.pid, workers(), error.message);
      console.log(await fetchfrom(3, () => workers().join()));
    `,
    prints: ["true 2 [ 3 ] process 2 has exited: it closed itself", "3"],
    complains: ["Worker 2 is gone. What waited on it has failed."],
  },
  {
    id: "OWN-02c",
    title: "a worker that ends itself when nothing waits on it is gone without a word",
    workers: 2,
    driver: ts`
      import { fetchfrom, workers } from "distributed";
      await fetchfrom(2, () => void setTimeout(close));
      while (workers().length === 2) await new Promise((resolve) => setTimeout(resolve));
      console.log(workers());
    `,
    prints: ["[ 3 ]"],
  },
  {
    id: "OWN-02b",
    title: "a driver that ends itself by close() fails the run",
    workers: 1,
    driver: ts`
      console.log("before");
      close();
      await new Promise<never>(() => {});
    `,
    prints: ["before"],
    complains: ["The driver has ended: it closed itself."],
    outcome: "failed",
  },
  {
    id: "OWN-03",
    title: "a busy worker can be removed; its neighbours keep their state",
    workers: 3,
    functions: `${SPIN}${ts`
      let calls = 0;
      export const call = () => ++calls;
    `}`,
    driver: ts`
      import { ProcessExitedException, remotecallFetch, rmprocs, workers } from "distributed";
      import { call, spin } from "./functions";
      await Promise.all(workers().map((pid) => remotecallFetch(call, pid)));
      const busy = remotecallFetch(spin, 3, 60_000).catch((error) => error);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await rmprocs(3);
      const error = await busy;
      console.log(error instanceof ProcessExitedException, error.pid);
      console.log(await Promise.all(workers().map((pid) => remotecallFetch(call, pid))));
    `,
    prints: ["true 3", "[ 2, 2 ]"],
  },
  {
    id: "OWN-04",
    title: "what is printed by a removed worker before rmprocs() is shown",
    workers: 2,
    driver: ts`
      import { fetchfrom, rmprocs } from "distributed";
      await fetchfrom(2, () => console.log("last words"));
      await rmprocs(2);
      console.log("gone");
    `,
    prints: [from(2, "last words"), "gone"],
  },
];
