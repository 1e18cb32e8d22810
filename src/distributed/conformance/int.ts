// Interrupts.
import { type ConformanceProgram, from, ts } from "./program.ts";

const NAMES = `import { rootCause } from "distributed";
const nameOf = (promise: Promise<unknown>) => promise.then(String, (error) => error.name + " of " + rootCause(error).name);
`;

export const INT: readonly ConformanceProgram[] = [
  {
    id: "INT-01",
    title: "an interrupted call fails, its worker lives on under its pid",
    workers: 1,
    driver: `${NAMES}${ts`
      import { interrupt, remotecallFetch, workers } from "distributed";
      await remotecallFetch(() => void Object.assign(globalThis, { kept: "as it was" }), 2);
      const sleeping = remotecallFetch(() => new Promise((resolve) => setTimeout(resolve, 10_000)), 2);
      await interrupt(2);
      console.log(await nameOf(sleeping));
      console.log(workers(), await remotecallFetch(() => (globalThis as any).kept, 2));
    `}`,
    prints: ["RemoteException of InterruptException", "[ 2 ] as it was"],
  },
  {
    id: "INT-03",
    title: "an idle worker ignores an interrupt",
    workers: 1,
    driver: ts`
      import { interrupt, remotecallFetch } from "distributed";
      await interrupt(2);
      console.log(await remotecallFetch(() => "works", 2));
    `,
    prints: ["works"],
  },
  {
    id: "INT-04",
    title: "interrupt() means all workers",
    workers: 3,
    driver: `${NAMES}${ts`
      import { interrupt, remotecallFetch, workers } from "distributed";
      const calls = workers().map((pid) => nameOf(remotecallFetch(() => new Promise<never>(() => {}), pid)));
      await interrupt();
      for (const name of await Promise.all(calls)) console.log(name);
    `}`,
    prints: Array<string>(3).fill("RemoteException of InterruptException"),
  },
  {
    id: "INT-05",
    title: "only the driver interrupts, and only workers that exist",
    workers: 2,
    driver: ts`
      import { interrupt, remotecallFetch, rmprocs } from "distributed";
      const says = (promise: Promise<unknown>) => promise.then(console.log, (error) => console.log(error.message));
      await says(remotecallFetch(() => interrupt(3), 2));
      await says(interrupt(1));
      await says(interrupt(9));
      await rmprocs(3);
      await says(interrupt(3));
    `,
    prints: [
      "only process 1 can interrupt workers (on worker 2, called from the driver)",
      "interrupt: process 1 is the driver; only workers can be interrupted",
      "no process with id 9 exists; there are 1, 2, 3",
      /^process 3 has exited: /,
    ],
  },
  {
    id: "INT-07",
    title: "a call that follows an interrupt is not meant by it",
    workers: 1,
    driver: `${NAMES}${ts`
      import { interrupt, remotecallFetch } from "distributed";
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const first = nameOf(remotecallFetch(() => pause(10_000), 2));
      const stopping = interrupt(2);
      const second = nameOf(remotecallFetch(async () => (await pause(300), "unharmed"), 2));
      await stopping;
      console.log(await first, await second);
    `}`,
    prints: ["RemoteException of InterruptException unharmed"],
  },
  {
    id: "OWN-50",
    title: "a worker that never gives way is replaced under its pid, and what waited on it has failed by then",
    workers: 2,
    functions: ts`
      export let seen = 0;
      export const see = () => ++seen;
      export function spin(): never {
        console.log("spins");
        while (true) {}
      }
    `,
    driver: `${NAMES}${ts`
      import { fetch, fetchfrom, interrupt, remotecall, remotecallFetch, workers } from "distributed";
      import { see, spin } from "./functions";
      await remotecallFetch(see, 2);
      const spinning = nameOf(remotecallFetch(spin, 2));
      const behind = remotecall(see, 2);
      const ofOther = fetchfrom(3, () => remotecallFetch(see, 2)).catch((error) => rootCause(error).name);
      await fetchfrom(3, () => {}); // its call has gone out
      await interrupt(2);
      console.log(await spinning);
      console.log(await fetch(behind).catch((error) => rootCause(error).name), await ofOther);
      console.log(workers(), await remotecallFetch(see, 2), await fetchfrom(3, () => remotecallFetch(see, 2)));
    `}`,
    prints: [
      from(2, "spins"),
      "RemoteException of InterruptException",
      "InterruptException InterruptException",
      "[ 2, 3 ] 1 2",
    ],
    complains: ["Worker 2 was replaced. Its state is reset."],
  },
  {
    id: "OWN-51",
    title: "an interrupt ends a pmap and a distributed loop that hang, and the next ones run",
    workers: 2,
    driver: `${NAMES}${ts`
      import { distributed, interrupt, pmap, range } from "distributed";
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const mapped = nameOf(pmap(() => new Promise<never>(() => {}), range(1, 6)));
      const looped = nameOf(distributed((a: number, b: number) => a + b, range(1, 6), () => new Promise<number>(() => {})));
      await pause(50);
      await interrupt();
      console.log(await mapped, await looped);
      console.log(await pmap((x) => x + 1, range(1, 3)), await distributed((a, b) => a + b, range(1, 6), (i) => i));
    `}`,
    prints: ["RemoteException of InterruptException RemoteException of InterruptException", "[ 2, 3, 4 ] 21"],
  },
];
