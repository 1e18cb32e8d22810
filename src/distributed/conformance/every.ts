// everywhere: EVERY of the acceptance cases. Names are shared by globalThis or by functions.ts.
import { type ConformanceProgram, from, ts } from "./program.ts";

/** The global name that these programs share. */
const BAR = ts`
  declare global {
    var bar: number | undefined;
  }
`;

const COUNTER = ts`
  let counter = 0;
  export const count = () => ++counter;
`;

export const EVERY: readonly ConformanceProgram[] = [
  {
    id: "EVERY-01",
    title: "everywhere() runs on every process, the driver included",
    workers: 2,
    driver: `${ts`
      import { everywhere, fetchfrom, procs } from "distributed";
    `}${BAR}${ts`
      await everywhere(() => {
        globalThis.bar = 1;
      });
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => globalThis.bar));
    `}`,
    prints: ["1 1", "2 1", "3 1"],
  },
  {
    id: "EVERY-02",
    title: "everywhere([2], f) runs on those only",
    workers: 2,
    driver: `${ts`
      import { everywhere, fetchfrom, procs } from "distributed";
    `}${BAR}${ts`
      await everywhere([2], () => {
        globalThis.bar = 1;
      });
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => globalThis.bar));
    `}`,
    prints: ["1 undefined", "2 1", "3 undefined"],
  },
  {
    id: "EVERY-03",
    title: "everywhere(2, f) gives the value, everywhere([2], f) gives nothing",
    workers: 1,
    driver: ts`
      import { everywhere, myid } from "distributed";
      console.log(await everywhere(2, () => myid() * 2));
      console.log(await everywhere([2], () => myid() * 2));
    `,
    prints: ["4", "undefined"],
  },
  {
    id: "EVERY-05",
    title: "captures travel as copies, and a worker added later has none of it",
    workers: 1,
    driver: `${ts`
      import { addprocs, everywhere, fetchfrom, procs } from "distributed";
    `}${BAR}${ts`
      let foo = 1;
      await everywhere(() => {
        globalThis.bar = foo;
      });
      foo = 2;
      await addprocs(1);
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => globalThis.bar));
    `}`,
    prints: ["1 1", "2 1", "3 undefined"],
  },
  {
    id: "EVERY-07",
    title: "everywhere() settles when the slowest is done",
    workers: 2,
    driver: ts`
      import { everywhere, myid } from "distributed";
      await everywhere(async () => {
        if (myid() !== 3) return;
        await new Promise((resolve) => setTimeout(resolve, 150));
        console.log("slept");
      });
      console.log("all done");
    `,
    prints: [from(3, "slept"), "all done"],
  },
  {
    id: "EVERY-08",
    title: "when one fails the others have run, and the CompositeException has that one",
    workers: 3,
    driver: `${ts`
      import { CompositeException, everywhere, fetchfrom, myid, procs, rootCause } from "distributed";
    `}${BAR}${ts`
      const error = await everywhere(() => {
        if (myid() === 3) throw new Error("only on 3");
        globalThis.bar = myid();
      }).catch((error) => error);
      console.log(error instanceof CompositeException, error.exceptions.length, error.exceptions[0].pid);
      console.log(rootCause(error).message);
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => globalThis.bar));
    `}`,
    prints: ["true 1 3", "only on 3", "1 1", "2 2", "3 undefined", "4 4"],
  },
  {
    id: "EVERY-08b",
    title: "when all fail there is one entry a process, the caller's own as it was thrown",
    workers: 2,
    driver: ts`
      import { everywhere, myid, RemoteException } from "distributed";
      const error = await everywhere(() => {
        throw new RangeError(\`on \${myid()}\`);
      }).catch((error) => error);
      for (const one of error.exceptions) console.log(one instanceof RemoteException, one.pid, one.message);
      console.log(error.message);
    `,
    prints: [
      "true 2 on 2 (on worker 2, called from the driver)",
      "true 3 on 3 (on worker 3, called from the driver)",
      "false undefined on 1",
      /^on 2 \(.*and 2 more/,
    ],
  },
  {
    id: "EVERY-09",
    title: "what a call changes on a worker stays there",
    workers: 1,
    functions: ts`
      export let f = () => 1;
      export function redefine() {
        f = () => 2;
      }
    `,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      import { f, redefine } from "./functions";
      await remotecallFetch(redefine, 2);
      console.log(await fetchfrom(2, () => f()), f());
    `,
    prints: ["2 1"],
  },
  {
    id: "EVERY-10",
    title: "a module variable of functions.ts belongs to its process and lasts",
    workers: 2,
    functions: COUNTER,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { count } from "./functions";
      await remotecallFetch(count, 2);
      await remotecallFetch(count, 2);
      console.log(await remotecallFetch(count, 2), await remotecallFetch(count, 3));
    `,
    prints: ["3 1"],
  },
  {
    id: "EVERY-11",
    title: "everywhere() may be called by a helper of functions.ts",
    workers: 1,
    functions: `${ts`
      import { everywhere } from "distributed";
    `}${BAR}${ts`
      export const setEverywhere = (value: number) =>
        everywhere(() => {
          globalThis.bar = value;
        });
    `}`,
    driver: ts`
      import { fetchfrom, procs } from "distributed";
      import { setEverywhere } from "./functions";
      await setEverywhere(7);
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => globalThis.bar));
    `,
    prints: ["1 7", "2 7"],
  },
  {
    id: "OWN-14",
    title: "everywhere() may be called by a worker, and a pid given twice runs twice",
    workers: 2,
    functions: COUNTER,
    driver: ts`
      import { everywhere, fetchfrom, procs, remotecallFetch } from "distributed";
      import { count } from "./functions";
      await fetchfrom(2, () => everywhere(() => void count()));
      await everywhere([3, 3], () => void count());
      for (const pid of procs()) console.log(pid, await remotecallFetch(count, pid));
    `,
    prints: ["1 2", "2 2", "3 4"],
  },
];
