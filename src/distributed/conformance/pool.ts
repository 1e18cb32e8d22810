// Pools: POOL of the acceptance cases, and what pmap does with them.
import { type ConformanceProgram, ts } from "./program.ts";

/** `pass` waits on its worker until `open` is called there. */
const GATE = ts`
  const waiting: (() => void)[] = [];
  export const pass = () => new Promise<void>((resolve) => waiting.push(resolve));
  export const open = () => waiting.shift()!();
`;

export const POOL: readonly ConformanceProgram[] = [
  {
    id: "POOL-01",
    title: "a pool is ready while a worker is free, whichever call ends first",
    workers: 4,
    functions: GATE,
    driver: ts`
      import { remote, remotecallFetch, WorkerPool, workers } from "distributed";
      import { open, pass } from "./functions";
      const pool = new WorkerPool(workers());
      const ready: boolean[] = [await pool.isready()];
      const wait = remote(pool, pass);
      const calls = workers().map(() => wait());
      ready.push(await pool.isready());
      for (const [i, pid] of [4, 2, 5, 3].entries()) {
        await remotecallFetch(open, pid);
        await calls[pid - 2];
        ready.push(await pool.isready());
        if (i === 0) ready.push((await pool.take()) === 4, await pool.isready());
      }
      console.log(ready.join(" "));
    `,
    prints: ["true false true true false true true true"],
  },
  {
    id: "POOL-02",
    title: "a pool is not ready until the call of a remotecall has ended, plain and caching",
    workers: 1,
    functions: GATE,
    driver: ts`
      import { CachingPool, fetch, remotecall, remotecallFetch, WorkerPool } from "distributed";
      import { open, pass } from "./functions";
      for (const pool of [new WorkerPool([2]), new CachingPool([2])]) {
        const text = "it ends on ";
        const r = remotecall(async () => (await pass(), text), pool);
        const before = await pool.isready();
        await remotecallFetch(open, 2);
        const value = await fetch(r);
        console.log(before, await pool.isready(), value + r.where);
      }
    `,
    prints: ["false true it ends on 2", "false true it ends on 2"],
  },
  {
    id: "POOL-03",
    title: "remoteDo gives its worker back at once",
    workers: 1,
    functions: GATE,
    driver: ts`
      import { remoteDo, WorkerPool } from "distributed";
      import { pass } from "./functions";
      const pool = new WorkerPool([2]);
      remoteDo(pass, pool);
      console.log(await pool.isready());
    `,
    prints: ["true"],
  },
  {
    id: "POOL-04",
    title: "a call that fails gives its worker back",
    workers: 1,
    driver: ts`
      import { remotecallFetch, WorkerPool } from "distributed";
      const pool = new WorkerPool([2]);
      const fail = (message: string): never => {
        throw new Error(message);
      };
      console.log(await remotecallFetch(fail, pool, "boom").catch((e) => [e.name, e.message].join(": ")));
      console.log(await remotecallFetch((x: number) => x, pool, 7));
    `,
    prints: ["RemoteException: boom (on worker 2, called from the driver)", "7"],
  },
  {
    id: "POOL-05",
    title: "waits for a worker that was taken, here and on another process, end when it is put back",
    workers: 1,
    driver: ts`
      import { isready, put, remotecallFetch, take, wait, WorkerPool } from "distributed";
      const pool = new WorkerPool([2]);
      const pid = await take(pool);
      const seen: string[] = [];
      const here = wait(pool).then((it) => seen.push(String(it === pool)));
      const there = remotecallFetch(async (it: WorkerPool) => (await wait(it)).length, 2, pool);
      await remotecallFetch(() => 1, 2);
      seen.push("put");
      await put(pool, pid);
      await here;
      console.log(seen.join(" "), await there, await isready(pool));
    `,
    prints: ["put true 1 true"],
  },
  {
    id: "POOL-06",
    title: "a CachingPool keeps a function as first sent until clear; failures are told, pmap uses it too",
    workers: 2,
    driver: ts`
      import { CachingPool, clear, fetch, myid, pmap, remotecall, remotecallFetch } from "distributed";
      const pool = new CachingPool([2, 3]);
      const data = { factor: 10 };
      const scale = (x: number) => x * data.factor;
      console.log(await pmap(scale, [1, 2, 3, 4], { pool }));
      data.factor = 100;
      console.log(await pmap(scale, [1, 2, 3, 4], { pool }), await remotecallFetch(scale, pool, 5));
      console.log((await fetch([remotecall(myid, pool), remotecall(myid, pool)])).sort());
      const fail = () => {
        throw new Error(String(data.factor));
      };
      console.log(await remotecallFetch(fail, pool).catch((e) => e.name));
      clear(pool);
      console.log(await pmap(scale, [1, 2], { pool }));
    `,
    prints: ["[ 10, 20, 30, 40 ]", "[ 10, 20, 30, 40 ] 50", "[ 2, 3 ]", "RemoteException", "[ 100, 200 ]"],
  },
  {
    id: "POOL-06b",
    title: "what a function captures is sent once to each worker of a CachingPool",
    workers: 2,
    driver: ts`
      import { CachingPool, remotecallFetch, WorkerPool } from "distributed";
      let read = 0;
      const table = { get entry() { return 0; } };
      class Counted {
        #value = 7;
        get value() { return this.#value; }
      }
      const captured = new Proxy({ value: new Counted().value }, {
        ownKeys(target) {
          read++;
          return Reflect.ownKeys(target);
        },
      });
      const get = () => captured.value + table.entry;
      const run = async (pool: WorkerPool) => {
        read = 0;
        const values: number[] = [];
        for (let i = 0; i < 10; i++) values.push(await remotecallFetch(get, pool));
        return [values.every((value) => value === 7), read];
      };
      const [cachedRight, cached] = await run(new CachingPool([2, 3]));
      const [plainRight, plain] = await run(new WorkerPool([2, 3]));
      console.log(cachedRight, plainRight, cached! < plain!);
    `,
    prints: ["true true true"],
  },
  {
    id: "POOL-07",
    title: "a pool sent to a worker uses the pool's members, and shares the queue with its owner",
    workers: 3,
    driver: ts`
      import { myid, pmap, remotecallFetch, WorkerPool } from "distributed";
      const pool = new WorkerPool([3, 4]);
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const used = await remotecallFetch(async (it: WorkerPool) => {
        const pids = await pmap(async () => (await pause(20), myid()), [1, 2, 3, 4, 5, 6], { pool: it });
        return [...new Set(pids)].sort().join(" ");
      }, 2, pool);
      const taken = await remotecallFetch((it: WorkerPool) => it.take(), 2, pool);
      console.log(used, "|", [taken, await pool.take()].sort().join(" "), await pool.isready());
      await remotecallFetch((it: WorkerPool, pid: number) => it.put(pid), 2, pool, taken);
      console.log(await pool.isready(), (await remotecallFetch((it: WorkerPool) => it, 2, pool)) === pool);
    `,
    prints: ["3 4 | 3 4 false", "true true"],
  },
  {
    id: "POOL-07b",
    title: "a worker that ends gives back what it had taken from the driver's pool",
    workers: 2,
    driver: ts`
      import { remotecallFetch, rmprocs, WorkerPool } from "distributed";
      const pool = new WorkerPool([2]);
      console.log(await remotecallFetch((it: WorkerPool) => it.take(), 3, pool), await pool.isready());
      const mine = pool.take();
      await rmprocs(3);
      console.log(await mine);
    `,
    prints: ["2 false", "2"],
  },
  {
    id: "POOL-08",
    title: "a pool without members says so, at once, and to those who wait when the last has ended",
    workers: 1,
    driver: ts`
      import { fetch, remotecall, remotecallFetch, rmprocs, WorkerPool } from "distributed";
      const id = (x: number) => x;
      console.log(await remotecallFetch(id, new WorkerPool([]), 1).catch((e) => e.message));
      const pool = new WorkerPool([2]);
      await pool.take();
      const waits = remotecallFetch(id, pool, 1).catch((e) => e.message);
      const ref = remotecall(id, pool, 1);
      await rmprocs(2);
      console.log(await waits, await fetch(ref).catch((e) => e.name), pool.length);
    `,
    prints: [/^no active worker available in pool/, /^no active worker available in pool.* Error 0$/],
  },
  {
    id: "POOL-09",
    title: "the default pool uses every worker in turn, and follows who comes and goes",
    workers: 3,
    driver: ts`
      import { addprocs, defaultWorkerPool, fetchfrom, myid, remotecallFetch, rmprocs } from "distributed";
      const pids: number[] = [];
      for (let i = 0; i < 6; i++) pids.push(await remotecallFetch(myid, defaultWorkerPool()));
      console.log(pids.join(" "));
      await rmprocs(2, 4);
      await addprocs(1);
      console.log(defaultWorkerPool().length, await fetchfrom(5, () => defaultWorkerPool().length));
      console.log(await remotecallFetch(myid, defaultWorkerPool()), await remotecallFetch(myid, defaultWorkerPool()));
      await rmprocs(3, 5);
      console.log(await remotecallFetch(myid, defaultWorkerPool()));
    `,
    prints: ["2 3 4 2 3 4", "2 2", "3 5", "1"],
  },
  {
    id: "POOL-10",
    title: "a CachingPool cannot be sent, and says why",
    workers: 1,
    driver: ts`
      import { CachingPool, remotecallFetch } from "distributed";
      const pool = new CachingPool([2]);
      console.log(await remotecallFetch((it: CachingPool) => it.length, 2, pool).catch((e) => e.message));
    `,
    prints: [/a CachingPool cannot be sent.*send a WorkerPool/],
  },
  {
    id: "OWN-POOL-1",
    title: "what waits at a pool is as it was at the call, functions too; limits end the wait and take no worker",
    workers: 1,
    driver: ts`
      import { fetch, remotecall, remotecallFetch, WorkerPool } from "distributed";
      const pool = new WorkerPool([2]);
      const pid = await pool.take();
      const list = [1];
      const state = { n: 1 };
      const ref = remotecall((it: number[]) => [it.length, state.n], pool, list);
      const late = remotecallFetch(() => 1, { on: pool, timeout: 0.05 }).catch((e) => e.name);
      const stop = new AbortController();
      const stopped = remotecallFetch(() => 1, { on: pool, signal: stop.signal }).catch((e) => e);
      stop.abort("stopped");
      list.push(2);
      state.n = 2;
      console.log(await late, await stopped);
      await pool.put(pid);
      console.log(await fetch(ref), await pool.isready());
    `,
    prints: ["TimeoutError stopped", "[ 1, 1 ] true"],
  },
];
