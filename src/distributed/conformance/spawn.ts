// spawn, spawnat, fetchany: which worker is next, and what an expression captures: SPAWN of the acceptance cases.
import { type ConformanceProgram, from, ts } from "./program.ts";

export const SPAWN: readonly ConformanceProgram[] = [
  {
    id: "SPAWN-01",
    title: "spawnat() runs the expression on that process",
    workers: 2,
    driver: ts`
      import { fetch, myid, spawnat } from "distributed";
      console.log(await fetch(spawnat(3, () => myid())));
    `,
    prints: ["3"],
  },
  {
    id: "SPAWN-03",
    title: 'spawn(), spawnat("any") and fetchany() share one turn',
    workers: 3,
    driver: ts`
      import { fetch, fetchany, myid, spawn, spawnat } from "distributed";
      const picks: number[] = [];
      for (let i = 0; i < 2; i++) {
        picks.push(await fetch(spawn(() => myid())));
        picks.push(await fetch(spawnat("any", () => myid())));
        picks.push(await fetchany(() => myid()));
      }
      console.log(picks.join(" "));
    `,
    prints: ["2 3 4 2 3 4"],
  },
  {
    id: "SPAWN-04",
    title: "after a worker was removed the turn goes on among the others",
    workers: 3,
    driver: ts`
      import { fetchany, myid, rmprocs } from "distributed";
      for (let i = 0; i < 4; i++) await fetchany(() => myid());
      await rmprocs(3);
      const picks: number[] = [];
      for (let i = 0; i < 4; i++) picks.push(await fetchany(() => myid()));
      console.log([...picks].sort().join(" "), picks.every((pid, i) => i === 0 || pid !== picks[i - 1]));
    `,
    prints: ["2 2 4 4 true"],
  },
  {
    id: "SPAWN-05",
    title: "without workers the driver is the next",
    workers: 0,
    driver: ts`
      import { fetch, myid, spawn } from "distributed";
      console.log(await fetch(spawn(() => myid())));
    `,
    prints: ["1"],
  },
  {
    id: "SPAWN-06",
    title: "whether a worker is busy does not matter for the turn",
    workers: 2,
    driver: ts`
      import { fetch, myid, spawn, spawnat } from "distributed";
      const busy = spawnat(2, () => new Promise<void>((resolve) => setTimeout(resolve, 100)));
      console.log((await fetch([spawn(() => myid()), spawn(() => myid())])).sort().join(" "));
      await fetch(busy);
    `,
    prints: ["2 3"],
  },
  {
    id: "SPAWN-07",
    title: "as many picks as there are workers meet each once",
    workers: 4,
    driver: ts`
      import { fetchany, myid, workers } from "distributed";
      const picks = await Promise.all(workers().map(() => fetchany(() => myid())));
      console.log(picks.sort().join(" "));
    `,
    prints: ["2 3 4 5"],
  },
  {
    id: "SPAWN-09",
    title: "each turn of a loop captures its own i",
    workers: 1,
    driver: ts`
      import { fetch, spawnat } from "distributed";
      const refs = [];
      for (let i = 1; i <= 5; i++) refs.push(spawnat(2, () => i));
      console.log(await fetch(refs));
    `,
    prints: ["[ 1, 2, 3, 4, 5 ]"],
  },
  {
    id: "SPAWN-10",
    title: "a captured array is copied when the call is made: a later change does not leak",
    workers: 1,
    driver: ts`
      import { fetch, spawnat } from "distributed";
      const a = [0, 0];
      const r = spawnat(2, () => a[0]);
      a[0] = 9;
      console.log(await fetch(r), a);
    `,
    prints: ["0 [ 9, 0 ]"],
  },
  {
    id: "SPAWN-10b",
    title: "arguments are copied when the call is made, whatever they are",
    workers: 1,
    driver: ts`
      import { fetch, remotecall } from "distributed";
      const list = [1, 2];
      const point = { x: 1 };
      const floats = new Float64Array([1, 2]);
      const map = new Map([["k", [1]]]);
      const first = (a: typeof list, b: typeof point, c: typeof floats, d: typeof map) => [a[0], b.x, c[0], d.get("k")![0]];
      const r = remotecall(first, 2, list, point, floats, map);
      const small = remotecall((a: typeof list, b: typeof point) => [a[0], b.x], 2, list, point);
      list[0] = point.x = floats[0] = map.get("k")![0] = 9;
      console.log(await fetch(r), await fetch(small));
    `,
    prints: ["[ 1, 1, 1, 1 ] [ 1, 1 ]"],
  },
  {
    id: "SPAWN-11",
    title: "what a worker writes into a captured array is not written back",
    workers: 1,
    driver: ts`
      import { fetch, spawnat } from "distributed";
      const a = [0];
      const r = spawnat(2, () => {
        a[0] = 5;
        return a[0];
      });
      console.log(await fetch(r), a[0]);
    `,
    prints: ["5 0"],
  },
  {
    id: "SPAWN-12",
    title: "captured functions travel",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const f1 = (x: string) => x;
      const f2 = (x: string) => f1(x);
      console.log(await remotecallFetch(f2, 2, "r"), await remotecallFetch((x: string) => f2(x), 2, "r"));
    `,
    prints: ["r r"],
  },
  {
    id: "SPAWN-13",
    title: "sync() waits for all that was started, and then tells what failed",
    workers: 2,
    driver: ts`
      import { CompositeException, RemoteException, sync } from "distributed";
      const e = await sync((s) => {
        s.spawnat(2, async () => {
          await new Promise<void>((resolve) => setTimeout(resolve, 100));
          console.log("slept");
        });
        s.spawnat(3, () => {
          throw new Error("failed");
        });
        s.spawnat(2, () => "ok");
      }).catch((error) => error);
      console.log(e instanceof CompositeException, e.exceptions.length);
      console.log(e.exceptions[0] instanceof RemoteException, e.exceptions[0].pid, e.exceptions[0].message);
    `,
    prints: [from(2, "slept"), "true 1", "true 3 failed (on worker 3, called from the driver)"],
  },
  {
    id: "SPAWN-13b",
    title: "sync() gives the value of its block, and waits for loops and calls as well",
    workers: 2,
    driver: ts`
      import { range, sync } from "distributed";
      const value = await sync(async (s) => {
        void s.distributed(range(1, 4), (i) => console.log("item", i));
        const sum = await s.distributed((a, b) => a + b, range(1, 4), (i) => i);
        s.remotecall((x: number) => console.log("call", x), { on: 2 }, sum);
        return sum;
      });
      console.log(value);
    `,
    order: "free",
    prints: [
      ...[from(2, "item 1"), from(2, "item 2"), from(3, "item 3"), from(3, "item 4")],
      ...[from(2, "call 10"), "10"],
    ],
  },
  {
    id: "SPAWN-14",
    title: "a variable of the driver's top level is captured",
    workers: 1,
    driver: ts`
      import { fetch, spawn } from "distributed";
      const v = 10;
      console.log(await fetch(spawn(() => 1 + v)));
    `,
    prints: ["11"],
  },
  {
    id: "SPAWN-15",
    title: "a WeakMap and a port cannot be captured and are named; a Map of functions can",
    workers: 1,
    driver: ts`
      import { fetch, spawnat } from "distributed";
      const cache = new WeakMap();
      const { port1 } = new MessageChannel();
      for (const expression of [() => cache.has({}), () => port1.close()]) {
        try {
          await fetch(spawnat<unknown>(2, expression));
        } catch (error: any) {
          console.log(error.message);
        }
      }
      port1.close();
      const table = new Map([["double", (x: number) => 2 * x]]);
      console.log(await fetch(spawnat(2, () => table.get("double")!(21))));
    `,
    prints: [/`cache`.*WeakMap/, /`port1`.*MessagePort/, "42"],
  },
  {
    id: "SPAWN-16",
    title: "one expression a worker, each with its own w",
    workers: 3,
    driver: ts`
      import { fetch, myid, spawnat, workers } from "distributed";
      const f = (w: number) => [w, myid()];
      const refs = workers().map((w) => spawnat(w, () => f(w)));
      console.log(JSON.stringify(await fetch(refs)));
    `,
    prints: ["[[2,2],[3,3],[4,4]]"],
  },
  {
    id: "OWN-SPAWN-1",
    title: 'spawnat("free") goes to the worker with the fewest calls that are not answered, ties in order',
    workers: 3,
    driver: ts`
      import { fetch, myid, spawnat } from "distributed";
      const long = spawnat(2, () => new Promise<void>((resolve) => setTimeout(resolve, 300)));
      const refs = Array.from({ length: 4 }, () => spawnat("free", () => myid()));
      console.log((await fetch(refs)).join(" "));
      console.log(await fetch(spawnat("free", () => myid())));
      await fetch(long);
      console.log(await fetch(spawnat({ on: "free", timeout: 60 }, () => myid())));
    `,
    prints: ["3 4 2 3", "3", "2"],
  },
];
