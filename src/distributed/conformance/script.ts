// functions.ts and driver.ts as a whole: SCRIPT of the acceptance cases, and programs that cannot be run.
import { type ConformanceProgram, from, ts } from "./program.ts";

/** Which process is the first is free; that each has its own prefix is OUT-01's to show. */
const LOADED = /^(?:loaded on 1|From worker ([23]):\tloaded on \1)$/;

export const SCRIPT: readonly ConformanceProgram[] = [
  {
    id: "SCRIPT-01",
    title: "functions.ts is evaluated once in every process, before the driver starts",
    workers: 2,
    functions: ts`
      import { myid } from "distributed";
      declare global {
        var loads: number | undefined;
      }
      globalThis.loads = (globalThis.loads ?? 0) + 1;
      console.log("loaded on", myid());
    `,
    driver: ts`
      import { fetchfrom, procs } from "distributed";
      import "./functions";
      console.log("the driver starts");
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => globalThis.loads));
    `,
    prints: [LOADED, LOADED, LOADED, "the driver starts", "1 1", "2 1", "3 1"],
  },
  {
    id: "SCRIPT-01b",
    title: "it is evaluated although the driver does not import it, and in workers added later",
    workers: 1,
    functions: ts`
      import { myid, nprocs } from "distributed";
      (globalThis as any).loaded = myid();
      export const unused = nprocs();
    `,
    driver: ts`
      import { addprocs, fetchfrom, procs } from "distributed";
      await addprocs(1);
      for (const pid of procs()) console.log(await fetchfrom(pid, () => (globalThis as any).loaded));
    `,
    prints: ["1", "2", "3"],
  },
  {
    id: "SCRIPT-01c",
    title: "while it loads it knows who is there, but cannot call",
    workers: 1,
    functions: ts`
      import { fetchfrom, myid, nprocs, nworkers, procs, range, workers } from "distributed";
      export const seen = [myid(), nprocs(), nworkers(), procs(), workers(), range(1, 3).length];
      export const refused = fetchfrom(myid(), () => 1).catch((error) => error.message);
    `,
    driver: ts`
      import { fetchfrom } from "distributed";
      import { refused, seen } from "./functions";
      console.log(JSON.stringify(seen), JSON.stringify(await fetchfrom(2, () => seen)));
      console.log(await refused);
    `,
    prints: ["[1,2,1,[1,2],[2],3] [2,2,1,[1,2],[2],3]", /^fetchfrom: still loading/],
  },
  {
    id: "SCRIPT-02",
    title: "an export is the same function here and there",
    workers: 1,
    functions: ts`
      const secret = 40;
      export const f = (x: number) => x + secret;
    `,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      import { f } from "./functions";
      console.log(f(2), await remotecallFetch(f, 2, 2), await fetchfrom(2, () => f(2)));
    `,
    prints: ["42 42 42"],
  },
  {
    id: "SCRIPT-03",
    title: "a syntax error in functions.ts is told with file, line and column, and nothing starts",
    workers: 2,
    functions: ts`
      export const f = (x: number) => x;
      export const g = (x: number => x;
    `,
    driver: ts`
      console.log("never");
    `,
    prints: [],
    complains: [/^functions\.ts:2:\d+: /],
    outcome: "failed",
  },
  {
    id: "SCRIPT-03b",
    title: "a syntax error in driver.ts is told with file, line and column",
    workers: 0,
    driver: ts`
      console.log("never");
      const = 5;
    `,
    prints: [],
    complains: [/^driver\.ts:2:7: /],
    outcome: "failed",
  },
  {
    id: "SCRIPT-03c",
    title: "each faulty file tells its own faults",
    workers: 1,
    functions: ts`
      export const f = ;
    `,
    driver: ts`
      import { f } from "./funktions";
      console.log(f);
    `,
    prints: [],
    complains: [/^functions\.ts:1:18: /, /^driver\.ts:1:\d+: .*\.\/funktions.*\.\/functions/],
    outcome: "failed",
    order: "free",
  },
  {
    id: "SCRIPT-03d",
    title: "functions.ts that throws while it loads ends the run with the error and its place",
    workers: 1,
    functions: ts`
      const table: Record<string, number[]> = {};
      export const first = table.missing![0];
    `,
    driver: ts`
      console.log("never");
    `,
    prints: [],
    complains: [/^TypeError: Cannot read properties of undefined/, /^ {4}at .*functions\.ts:2:\d+\)?$/],
    outcome: "failed",
  },
  {
    id: "SCRIPT-03e",
    title: "an import of a name that is not exported is told with its place and what there is",
    workers: 0,
    functions: ts`
      export const f = 1;
    `,
    driver: ts`
      import { g } from "./functions";
      console.log(g);
    `,
    prints: [],
    complains: [/^driver\.ts:1:10: functions\.ts .*"g".* f\.$/],
    outcome: "failed",
  },
  {
    id: "OWN-24",
    title: "a worker added by a program whose functions.ts fails there does not stay",
    workers: 0,
    functions: ts`
      import { myid } from "distributed";
      if (myid() > 1) throw new Error(\`not on \${myid()}\`);
    `,
    driver: ts`
      import { addprocs, nprocs } from "distributed";
      await addprocs(1).catch((error) => console.log(error.message.split("\n")[0]));
      console.log(nprocs());
    `,
    prints: [/not on 2/, "1"],
  },
  {
    id: "SCRIPT-04",
    title: "pids begin at 2",
    workers: 2,
    driver: ts`
      import { addprocs, procs } from "distributed";
      console.log(procs(), await addprocs(1));
    `,
    prints: ["[ 1, 2, 3 ] [ 4 ]"],
  },
  {
    id: "OWN-25",
    title: "calls that nobody awaits hold the run until they are done",
    workers: 1,
    driver: ts`
      import { fetchfrom, pmap } from "distributed";
      const later = async (text: string) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        console.log(text);
      };
      async function main() {
        await fetchfrom(2, () => later("first"));
        await pmap(() => later("second"), [1]);
        console.log("third");
      }
      void main();
      console.log("end of the file");
    `,
    prints: ["end of the file", from(2, "first"), from(2, "second"), "third"],
  },
  {
    id: "OWN-26",
    title: "a ref that nobody fetches, and a timer, do not hold the run",
    workers: 1,
    driver: ts`
      import { spawnat } from "distributed";
      spawnat(2, () => new Promise(() => {}));
      setTimeout(() => console.log("never"), 100_000);
      console.log("end");
    `,
    prints: ["end"],
  },
  {
    id: "OWN-27",
    title: "a driver that throws fails at once, whatever is still on its way",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      void fetchfrom(2, () => new Promise(() => {}));
      await null;
      throw new RangeError("enough");
    `,
    prints: [],
    complains: ["RangeError: enough", "    at driver.ts:4:7"],
    outcome: "failed",
  },
  {
    id: "OWN-28",
    title: "readText() of a name that does not exist is an error that names it, on any process",
    workers: 1,
    driver: ts`
      import { fetchfrom, readText, rootCause } from "distributed";
      await readText("book.txt").catch((error) => console.log(error.message));
      await fetchfrom(2, () => readText("book.txt")).catch((error) => console.log(rootCause(error).message));
    `,
    prints: [/no file .*"book\.txt"/, /no file .*"book\.txt"/],
  },
  {
    id: "OWN-29",
    title: "a program may replace Date, clocks and timers, seed Math.random and extend prototypes; calls go on",
    workers: 2,
    functions: ts`
      globalThis.Date = class extends Date {
        static override now() {
          return 0;
        }
      } as DateConstructor;
      Math.random = () => 0.25;
      performance.now = () => 0;
      globalThis.queueMicrotask = () => {};
      globalThis.setTimeout = (() => 0) as any;
      globalThis.structuredClone = () => null as any;
      (Object.prototype as any).extra = () => "mine";
      (Array.prototype as any).last = () => "mine";
    `,
    driver: ts`
      import { distributed, fetch, fetchfrom, pmap, range, spawn } from "distributed";
      console.log(await fetchfrom(2, () => [Date.now(), Math.random()]));
      console.log(await pmap((x) => ({ x }), range(1, 3)));
      console.log(await distributed((a, b) => a + b, range(1, 100_000), (i) => i), await fetch(spawn(() => [1])));
    `,
    prints: ["[ 0, 0.25 ]", "[ { x: 1 }, { x: 2 }, { x: 3 } ]", "5000050000 [ 1 ]"],
  },
];
