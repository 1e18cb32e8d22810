// Channels: CHAN of the acceptance cases, and what our own documents say of them.
import { type ConformanceProgram, gone, ts } from "./program.ts";

const PAUSE = ts`
  export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
`;

export const CHAN: readonly ConformanceProgram[] = [
  {
    id: "CHAN-01",
    title: "put, take, fetch, isready, isopen and close of a RemoteChannel",
    workers: 1,
    driver: ts`
      import { Channel, close, fetch, isopen, isready, put, remoteChannel, take } from "distributed";
      const rc = await remoteChannel(() => new Channel<unknown>(10), 2);
      for (const item of [1, "Hello", 5.0]) await put(rc, item);
      console.log(await isready(rc), await fetch(rc), await fetch(rc), await take(rc), await take(rc));
      console.log(await fetch(rc), await take(rc), await isready(rc), await isopen(rc));
      await close(rc);
      console.log(await isopen(rc));
    `,
    prints: ["true 1 1 1 Hello", "5 5 false true", "false"],
  },
  {
    id: "CHAN-02",
    title: "remoteChannel() without arguments has room for one item and lives on the caller",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { fetchfrom, myid, put, remoteChannel, take } from "distributed";
      import { pause } from "./functions";
      const rc = await remoteChannel<number>();
      await put(rc, 1);
      let isIn = false;
      const second = put(rc, 2).then(() => (isIn = true));
      await pause(50);
      console.log(rc.where, isIn);
      console.log(await take(rc), await second, await take(rc));
      console.log(await fetchfrom(2, async () => (await remoteChannel()).where === myid()));
    `,
    prints: ["1 false", "1 true 2", "true"],
  },
  {
    id: "CHAN-03",
    title: "a put waits while the channel is full, until an item is taken",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { Channel, put, remoteChannel, take } from "distributed";
      import { pause } from "./functions";
      const rc = await remoteChannel(() => new Channel<string>(1), 2);
      const done: string[] = [];
      const puts = ["a", "b"].map((item) => put(rc, item).then(() => done.push(item)));
      await pause(200);
      console.log(done.join());
      console.log(await take(rc));
      await Promise.all(puts);
      console.log(done.join(), await take(rc));
    `,
    prints: ["a", "a", "a,b b"],
  },
  {
    id: "CHAN-04",
    title: "a channel of capacity 0 ends a put only with a taker, and holds nothing to look at",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { Channel, fetch, isready, put, remoteChannel, rootCause, take } from "distributed";
      import { pause } from "./functions";
      const rc = await remoteChannel(() => new Channel<string>(0), 2);
      let isDone = false;
      const putting = put(rc, "x").then(() => (isDone = true));
      await pause(100);
      console.log(isDone, await isready(rc));
      await fetch(rc).catch((error) => console.log(rootCause(error).message));
      console.log(await take(rc), await putting);
    `,
    prints: ["false true", "fetch: a channel of capacity 0 holds no item that could be looked at; use take", "x true"],
  },
  {
    id: "CHAN-06",
    title: "what is in a closed channel can be taken; then it is an error, wrapped but on the owner",
    workers: 1,
    driver: ts`
      import { Channel, close, InvalidStateException, put, RemoteException, remoteChannel, take } from "distributed";
      const show = (error: unknown) =>
        console.log(
          error instanceof RemoteException
            ? \`from \${error.pid}: \${error.captured instanceof InvalidStateException}\`
            : error instanceof InvalidStateException,
        );
      for (const owner of [2, 1]) {
        const rc = await remoteChannel(() => new Channel<number>(5), owner);
        await put(rc, 1);
        await put(rc, 2);
        await close(rc);
        console.log(await take(rc), await take(rc));
        await take(rc).catch(show);
        await put(rc, 3).catch(show);
      }
    `,
    prints: ["1 2", "from 2: true", "from 2: true", "1 2", "true", "true"],
  },
  {
    id: "CHAN-08",
    title: "close() wakes a put that waits on another process, and a take that waits here",
    workers: 2,
    functions: PAUSE,
    driver: ts`
      import { Channel, close, put, remoteChannel, remotecallFetch, rootCause, take } from "distributed";
      import { pause } from "./functions";
      const full = await remoteChannel(() => new Channel<number>(1), 2);
      await put(full, 1);
      const putting = remotecallFetch((rc: typeof full) => rc.put(2).then(() => "put"), 3, full);
      const empty = await remoteChannel(() => new Channel<number>(1), 2);
      const taking = take(empty);
      await pause(100);
      await close(full);
      await close(empty);
      for (const waiting of [putting, taking]) await waiting.catch((error) => console.log(rootCause(error).name));
    `,
    prints: ["InvalidStateException", "InvalidStateException"],
  },
  {
    id: "CHAN-09",
    title: "for await over a RemoteChannel ends when it is closed and nothing is left",
    workers: 1,
    driver: ts`
      import { Channel, close, put, remoteChannel } from "distributed";
      const rc = await remoteChannel(() => new Channel<number | string>(10), 2);
      const consumer = (async () => {
        for await (const item of rc) console.log(item);
        console.log("end");
      })();
      await put(rc, 1);
      await put(rc, "Hello");
      await close(rc);
      await consumer;
    `,
    prints: ["1", "Hello", "end"],
  },
  {
    id: "CHAN-10",
    title: "a producer on one process and a consumer on another, with room for one item, either way round",
    workers: 1,
    functions: ts`
      import { close, put, type RemoteChannel } from "distributed";
      export async function produce(rc: RemoteChannel<number>) {
        for (let i = 1; i <= 10; i++) await put(rc, i);
        await close(rc);
      }
      export async function consume(rc: RemoteChannel<number>) {
        const items: number[] = [];
        for await (const item of rc) items.push(item);
        return items.length;
      }
    `,
    driver: ts`
      import { Channel, remoteChannel, remotecallFetch } from "distributed";
      import { consume, produce } from "./functions";
      for (const [producer, consumer] of [[1, 2], [2, 1]] as const) {
        for (const owner of [1, 2]) {
          const rc = await remoteChannel(() => new Channel<number>(1), owner);
          const producing = remotecallFetch(produce, producer, rc);
          console.log(await remotecallFetch(consume, consumer, rc));
          await producing;
        }
      }
    `,
    prints: ["10", "10", "10", "10"],
  },
  {
    id: "CHAN-11",
    title: "isempty() looks and takes nothing",
    workers: 0,
    driver: ts`
      import { isempty, put, remoteChannel, take } from "distributed";
      const rc = await remoteChannel<number>();
      console.log(await isempty(rc));
      await put(rc, 1);
      console.log(await isempty(rc), await take(rc), await isempty(rc));
    `,
    prints: ["true", "false 1 true"],
  },
  {
    id: "CHAN-12",
    title: "handles on several processes, also inside data, stand for one channel",
    workers: 2,
    driver: ts`
      import { Channel, put, remoteChannel, remotecallFetch, take } from "distributed";
      const rc = await remoteChannel(() => new Channel<string>(3), 2);
      const box = { list: [new Map([["rc", rc]])] };
      const back = await remotecallFetch(
        async (there: typeof box) => {
          await put(there.list[0]!.get("rc")!, "from 3");
          return there;
        },
        3,
        box,
      );
      console.log(await take(rc), back.list[0]!.get("rc") === rc);
    `,
    prints: ["from 3 true"],
  },
  {
    id: "CHAN-14",
    title: "jobs and results by two channels: each job once, by several workers",
    workers: 4,
    functions: PAUSE,
    driver: ts`
      import { Channel, myid, put, remoteChannel, remoteDo, take, workers } from "distributed";
      import { pause } from "./functions";
      const jobs = await remoteChannel(() => new Channel<number>(32));
      const results = await remoteChannel(() => new Channel<[job: number, pid: number]>(32));
      const work = async () => {
        for (;;) {
          const job = await take(jobs);
          await pause(5 + Math.random() * 20);
          await put(results, [job, myid()]);
        }
      };
      for (let job = 1; job <= 12; job++) await put(jobs, job);
      for (const pid of workers()) remoteDo(work, pid);
      const done: [number, number][] = [];
      while (done.length < 12) done.push(await take(results));
      console.log(done.map(([job]) => job).sort((a, b) => a - b).join(), new Set(done.map(([, pid]) => pid)).size >= 2);
    `,
    prints: ["1,2,3,4,5,6,7,8,9,10,11,12 true"],
  },
  {
    id: "CHAN-15",
    title: "a channel of this process holds the object itself, one of another the values at each put",
    workers: 1,
    driver: ts`
      import { Channel, put, remoteChannel, take } from "distributed";
      for (const owner of [1, 2]) {
        const rc = await remoteChannel(() => new Channel<number[]>(10), owner);
        const v = [0];
        for (let i = 1; i <= 3; i++) {
          v[0] = i;
          await put(rc, v);
        }
        const taken = [await take(rc), await take(rc), await take(rc)];
        console.log(taken.join(), new Set(taken).size, taken[0] === v);
      }
    `,
    prints: ["3,3,3 1 true", "1,2,3 3 false"],
  },
  {
    id: "CHAN-16",
    title: "the function of remoteChannel() runs on the owner, with what it captures",
    workers: 1,
    driver: ts`
      import { Channel, myid, put, remoteChannel, take } from "distributed";
      const room = 2;
      const rc = await remoteChannel(async () => {
        const channel = new Channel<string>(room);
        await put(channel, \`made on \${myid()} with room for \${channel.capacity}\`);
        return channel;
      }, 2);
      console.log(await take(rc));
    `,
    prints: ["made on 2 with room for 2"],
  },
  {
    id: "CHAN-17",
    title: "wait() settles with the channel when there is an item, and leaves it there",
    workers: 1,
    functions: PAUSE,
    driver: ts`
      import { put, remoteChannel, take, wait } from "distributed";
      import { pause } from "./functions";
      const rc = await remoteChannel<string>(2);
      let isThere = false;
      const waiting = wait(rc).then((same) => {
        isThere = true;
        return same === rc;
      });
      await pause(50);
      console.log(isThere);
      await put(rc, "item");
      console.log(await waiting, await take(rc));
    `,
    prints: ["false", "true item"],
  },
  {
    id: "CHAN-18",
    title: "an item handed over by rendezvous is as it was then, whatever its putter does to it later",
    workers: 1,
    driver: ts`
      import { Channel, put, remoteChannel, remotecall, fetch, take } from "distributed";
      const rc = await remoteChannel(() => new Channel<Float64Array>(0));
      const takeTen = async (there: typeof rc) => {
        const seen: string[] = [];
        for (let i = 0; i < 10; i++) {
          const item = await take(there);
          seen.push(new Set(item).size === 1 ? String(item[0]) : "mixed");
        }
        return seen.join();
      };
      const taking = remotecall(takeTen, 2, rc);
      const numbers = new Float64Array(8200);
      for (let i = 1; i <= 10; i++) {
        numbers.fill(i);
        await put(rc, numbers);
      }
      console.log(await fetch(taking));
    `,
    prints: ["1,2,3,4,5,6,7,8,9,10"],
  },
  {
    id: "CHAN-19",
    title: "a failed take leaves a closed channel answering",
    workers: 1,
    driver: ts`
      import { Channel, close, isempty, isopen, isready, remoteChannel, rootCause, take } from "distributed";
      const rc = await remoteChannel(() => new Channel<number>(0), 2);
      await close(rc);
      await take(rc).catch((error) => console.log(rootCause(error).name));
      console.log(await isopen(rc), await isready(rc), await isempty(rc));
      await close(rc);
      await take(rc).catch((error) => console.log(rootCause(error).name));
    `,
    prints: ["InvalidStateException", "false false true", "InvalidStateException"],
  },
  {
    id: "INT-09",
    title: "a take that was cancelled takes nothing: the next one gets the item",
    workers: 1,
    driver: ts`
      import { Channel, put, remoteChannel, take } from "distributed";
      for (const owner of [2, 1]) {
        const rc = await remoteChannel(() => new Channel<string>(1), owner);
        const stop = new AbortController();
        const first = take(rc, { signal: stop.signal });
        stop.abort(new Error("enough"));
        await first.catch((error) => console.log(error.message));
        await take(rc, { timeout: 0.05 }).catch((error) => console.log(error.name, error.message));
        await put(rc, "item");
        console.log(await take(rc));
      }
    `,
    prints: [
      "enough",
      "TimeoutError take: no answer within 0.05 s",
      "item",
      "enough",
      "TimeoutError take: no answer within 0.05 s",
      "item",
    ],
  },
  {
    id: "OWN-CHAN-0",
    title: "a taker that spins when it is removed has taken nothing",
    workers: 2,
    functions: PAUSE,
    driver: ts`
      import { Channel, put, remoteChannel, remoteDo, rmprocs, take } from "distributed";
      import { pause } from "./functions";
      const rc = await remoteChannel(() => new Channel<string>(3), 2);
      remoteDo(
        (there: typeof rc) => {
          void take(there);
          setTimeout(() => {
            for (;;);
          }, 50);
        },
        3,
        rc,
      );
      await pause(300);
      await put(rc, "item");
      await pause(50);
      await rmprocs(3);
      console.log(await take(rc));
    `,
    prints: ["item"],
  },
  {
    id: "OWN-CHAN-1",
    title: "every use of a channel rejects when its owner has ended",
    workers: 2,
    driver: ts`
      import { fetchfrom, isopen, put, ProcessExitedException, remoteChannel, remotecallFetch, take } from "distributed";
      const rc = await remoteChannel<number>(2);
      const show = (error: Error) => console.log(error.name, error instanceof ProcessExitedException && error.pid);
      const taking = take(rc).catch(show);
      await fetchfrom(2, () => {
        close();
        return new Promise(() => {});
      }).catch(() => {});
      await taking;
      await put(rc, 1).catch(show);
      await isopen(rc).catch(show);
      console.log(await remotecallFetch((there: typeof rc) => take(there).catch((error) => error.name), 3, rc));
    `,
    prints: [
      "ProcessExitedException 2",
      "ProcessExitedException 2",
      "ProcessExitedException 2",
      "ProcessExitedException",
    ],
    complains: [gone(2)],
  },
  {
    id: "OWN-CHAN-2",
    title: "a run ends though somebody still waits on a channel, and an item may be of any kind",
    workers: 1,
    driver: ts`
      import { Channel, isready, put, remoteChannel, take } from "distributed";
      class Job {
        #secret = 7;
        run = () => this.#secret * factor;
      }
      const factor = 6;
      const rc = await remoteChannel(() => new Channel<Job>(1), 2);
      await put(rc, new Job());
      const job = await take(rc);
      console.log(job instanceof Job, job.run());
      const local = new Channel<string>();
      void put(local, "x").then(() => console.log("taken"));
      console.log(await isready(local), await take(local));
      void take(local);
      void take(rc);
      void isready(rc);
    `,
    prints: ["true 42", "taken", "true x"],
  },
  {
    id: "OWN-CHAN-3",
    title: "a Channel belongs to its process: sending it is refused with what to do",
    workers: 1,
    driver: ts`
      import { Channel, remotecallFetch } from "distributed";
      const local = new Channel<number>(3);
      await remotecallFetch((x: unknown) => x, 2, [local]).catch((error) => console.log(error.message));
    `,
    prints: [
      "driver.ts:3:7: cannot send args[0][0]: it is a Channel, which belongs to this process: `remoteChannel` makes one that all can use.",
    ],
  },
];
