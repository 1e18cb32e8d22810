import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { startCluster } from "../process/in-memory-cluster.ts";
import { Channel } from "./channel.ts";
import { InvalidStateException, RemoteException, TimeoutError } from "./errors.ts";
import type { RemoteChannel } from "./remoteref.ts";

const failure = (promise: Promise<unknown>): Promise<Error> => promise.then(Promise.reject, (error: Error) => error);

/** What happened to a promise so far. */
function watched(promise: Promise<unknown>): { state: string } {
  const seen = { state: "pending" };
  promise.then(
    () => (seen.state = "done"),
    (error: Error) => (seen.state = error.name),
  );
  return seen;
}

/** 0 to below 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

test("remoteChannel() makes the channel on its owner, and without arguments one with room for one item here", async () => {
  const { driver, settle, leftovers } = await startCluster(1);
  const there = await settle(driver.remoteChannel<number>(() => new Channel<number>(3), 2));
  const here = await settle(driver.remoteChannel<number>());
  expect([there.where, here.where]).toEqual([2, 1]);
  const puts = [1, 2].map((item) => watched(driver.put(here, item)));
  await settle(Promise.all([1, 2, 3].map((item) => driver.put(there, item))));
  expect(puts.map(({ state }) => state)).toEqual(["done", "pending"]);
  for (const item of [1, 2]) expect(await settle(driver.take(here))).toBe(item);
  for (const item of [1, 2, 3]) expect(await settle(driver.take(there))).toBe(item);
  for (const channel of [here, there]) driver.finalize(channel);
  expect(await leftovers()).toEqual([]);
});

test("remoteChannel() rejects when its function fails or gives no Channel, and keeps nothing", async () => {
  const { driver, settle, leftovers } = await startCluster(1);
  for (const pid of [1, 2]) {
    const none = await settle(failure(driver.remoteChannel(() => 5, pid)));
    expect(none).toBeInstanceOf(RemoteException);
    expect(none.message).toMatch(/^remoteChannel: the function must return a Channel, it gave 5/);
    await expect(
      settle(
        driver.remoteChannel(() => {
          throw new RangeError("no");
        }, pid),
      ),
    ).rejects.toMatchObject({ name: "RemoteException", pid, captured: { name: "RangeError" } });
  }
  await expect(settle(driver.remoteChannel(undefined, 99))).rejects.toThrow("no process with id 99 exists");
  expect(await leftovers()).toEqual([]);
});

test("a RemoteChannel that is passed on stands for one channel, and comes back as the handle that went", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const channel = await settle(driver.remoteChannel<string>(() => new Channel<string>(3), 2));
  const third = processes.get(3)!.api;
  const put = (box: { ch: typeof channel }[]) => third.put(box[0]!.ch, "item").then(() => box);
  const [back] = await settle(driver.remotecallFetch(put, 3, [{ ch: channel }]));
  expect(back!.ch).toBe(channel);
  expect(await settle(driver.isempty(channel))).toBe(false);
  expect(await settle(driver.take(channel))).toBe("item");
});

test("a put waits while a RemoteChannel is full, and its item is as it was at the call", async () => {
  const { driver, settle, host } = await startCluster(1);
  const channel = await settle(driver.remoteChannel<number[]>(undefined, 2));
  const item = [1];
  const [first, second] = [watched(driver.put(channel, item)), watched(driver.put(channel, item))];
  item[0] = 9;
  await host.drain();
  expect([first.state, second.state]).toEqual(["done", "pending"]);
  expect(await settle(driver.take(channel))).toEqual([1]);
  await host.drain();
  expect(second.state).toBe("done");
  expect(await settle(driver.fetch(channel))).toEqual([1]);
  expect(await settle(driver.take(channel))).toEqual([1]);
});

test("a rendezvous hands an item over between any two processes, and ends its put only then", async () => {
  for (const [owner, putter, taker] of [
    [1, 2, 3],
    [2, 1, 3],
    [2, 3, 1],
    [2, 2, 1],
    [3, 1, 1],
    [1, 1, 2],
  ] as const) {
    const { driver, settle, host, processes, leftovers } = await startCluster(2);
    const channel = await settle(driver.remoteChannel<string>(() => new Channel<string>(), owner));
    const [puts, takes] = [processes.get(putter)!.api, processes.get(taker)!.api];
    const put = watched(
      driver.remotecallFetch((ch: typeof channel) => puts.put(ch, "x").then(() => 0), putter, channel),
    );
    await host.drain();
    expect(put.state).toBe("pending");
    expect(await settle(driver.remotecallFetch((ch: typeof channel) => takes.take(ch), taker, channel))).toBe("x");
    await host.drain();
    expect(put.state).toBe("done");
    driver.finalize(channel);
    const left = await leftovers();
    expect(left.filter((line) => !line.endsWith("values"))).toEqual([]);
  }
});

test("close() wakes all who wait, on the owner bare and elsewhere wrapped, and what is in it can be taken", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(2);
  const channel = await settle(driver.remoteChannel<number>(undefined, 2));
  const owner = processes.get(2)!.api;
  await settle(driver.put(channel, 1));
  const blocked = failure(driver.put(channel, 2));
  await settle(driver.close(channel));
  expect(await settle(blocked)).toMatchObject({ name: "RemoteException", captured: { name: "InvalidStateException" } });
  expect(await settle(driver.isopen(channel))).toBe(false);
  expect(await settle(driver.take(channel))).toBe(1);
  for (const refused of [driver.take(channel), driver.put(channel, 3), driver.wait(channel), driver.fetch(channel)]) {
    expect(((await settle(failure(refused))) as RemoteException).captured).toBeInstanceOf(InvalidStateException);
  }
  const there = driver.remotecallFetch((ch: typeof channel) => owner.take(ch).catch((e: Error) => e.name), 2, channel);
  expect(await settle(there)).toBe("InvalidStateException");

  const empty = await settle(driver.remoteChannel(undefined, 2));
  const third = processes.get(3)!.api;
  const name = (error: RemoteException) => (error.captured as Error).name;
  const takes = [
    driver.take(empty).catch(name),
    driver.remotecallFetch((ch: RemoteChannel) => third.take(ch).catch(name), 3, empty),
  ];
  await settle(driver.remotecallFetch(() => 0, 3));
  await settle(driver.close(empty));
  for (const take of takes) expect(await settle(take)).toBe("InvalidStateException");
  for (const handle of [channel, empty]) driver.finalize(handle);
  expect((await leftovers()).filter((line) => !line.endsWith("values"))).toEqual([]);
});

test("every use of a RemoteChannel rejects with ProcessExitedException when its owner ends", async () => {
  const { driver, settle, leftovers } = await startCluster(2);
  const channel = await settle(driver.remoteChannel(undefined, 2));
  const full = await settle(driver.remoteChannel(undefined, 2));
  await settle(driver.put(full, 1));
  const waiting = [driver.take(channel), driver.wait(channel), driver.fetch(channel), driver.put(full, 2)].map(failure);
  await settle(driver.rmprocs(2));
  const later = [driver.take(channel), driver.put(channel, 1), driver.close(channel), driver.isopen(channel)].map(
    failure,
  );
  for (const one of [...waiting, ...later]) {
    expect(await settle(one)).toMatchObject({ name: "ProcessExitedException", pid: 2 });
  }
  expect(await leftovers()).toEqual([]);
});

test("a taker that ends consumes nothing: neither while it waits nor when the item was on its way", async () => {
  const { driver, settle, host, processes, leftovers } = await startCluster(3);
  const channel = await settle(driver.remoteChannel<string>(() => new Channel<string>(5), 2));
  const third = processes.get(3)!.api;
  const take = (ch: typeof channel) => void third.take(ch);
  await settle(driver.remotecallFetch(take, 3, channel)); // waits
  await settle(driver.rmprocs(3));
  await settle(driver.put(channel, "a"));
  expect(await settle(driver.take(channel))).toBe("a");

  const fourth = processes.get(4)!;
  await settle(driver.remotecallFetch((ch: typeof channel) => void fourth.api.take(ch), 4, channel));
  await host.drain();
  fourth.ctx.pump.add = () => {}; // it spins: the item reaches its port and is not read
  await settle(driver.put(channel, "b"));
  await host.drain();
  expect(await settle(driver.isempty(channel))).toBe(true);
  await settle(driver.rmprocs(4));
  expect(await settle(driver.take(channel))).toBe("b");
  driver.finalize(channel);
  expect(await leftovers()).toEqual([]);
});

test("a put that waits for room is made, also when its process has ended", async () => {
  const { driver, settle, processes } = await startCluster(2);
  const channel = await settle(driver.remoteChannel<number>(undefined, 2));
  const third = processes.get(3)!.api;
  const put = (ch: typeof channel) => [1, 2, 3].forEach((item) => void third.put(ch, item).catch(() => {}));
  await settle(driver.remotecallFetch(put, 3, channel));
  await settle(driver.fetch(channel));
  await settle(driver.rmprocs(3));
  for (const item of [1, 2, 3]) expect(await settle(driver.take(channel))).toBe(item);
});

test("a take past its time or aborted consumes nothing, and leaves no listener", async () => {
  for (const owner of [1, 2]) {
    const { driver, settle, leftovers } = await startCluster(1);
    const channel = await settle(driver.remoteChannel<number>(() => new Channel<number>(3), owner));
    const controller = new AbortController();
    const late = failure(driver.take(channel, { timeout: 0.1 }));
    const aborted = failure(driver.take(channel, { signal: controller.signal }));
    const looking = failure(driver.fetch(channel, { signal: controller.signal }));
    expect(await settle(late)).toBeInstanceOf(TimeoutError);
    controller.abort(new Error("enough"));
    for (const one of [aborted, looking]) expect(await settle(one)).toMatchObject({ message: "enough" });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await settle(driver.put(channel, 1));
    expect(await settle(driver.take(channel))).toBe(1);
    driver.finalize(channel);
    expect(await leftovers()).toEqual([]);
  }
});

test("an item that meets the cancelling of its take on the way goes back, as the next", async () => {
  const { driver, settle, host, processes, leftovers } = await startCluster(1);
  const channel = await settle(driver.remoteChannel<number>(() => new Channel<number>(3), 2));
  const owner = processes.get(2)!.api;
  let there!: typeof channel;
  const receive = (ch: typeof channel) => {
    there = ch;
  };
  await settle(driver.remotecallFetch(receive, 2, channel));
  const controller = new AbortController();
  const take = failure(driver.take(channel, { signal: controller.signal }));
  await host.drain();
  // The driver is busy: the item arrives and is not read.
  const { pump, cluster } = processes.get(1)!.ctx;
  pump.add = () => {};
  void owner.put(there, 1);
  void owner.put(there, 2);
  await host.drain();
  expect(cluster.connectionTo(2).inbox).toHaveLength(1);
  controller.abort(new Error("enough"));
  pump.add = Object.getPrototypeOf(pump).add;
  pump.add(cluster.connectionTo(2));
  expect(await settle(take)).toMatchObject({ message: "enough" });
  expect([await settle(driver.take(channel)), await settle(driver.take(channel))]).toEqual([1, 2]);
  for (const [api, handle] of [
    [driver, channel],
    [owner, there],
  ] as const) {
    api.finalize(handle);
  }
  expect(await leftovers()).toEqual([]);
});

test("a put past its time or aborted puts nothing", async () => {
  for (const owner of [1, 2]) {
    const { driver, settle, leftovers, host } = await startCluster(1);
    const channel = await settle(driver.remoteChannel<string>(undefined, owner));
    await settle(driver.put(channel, "first", { timeout: 5 }));
    const controller = new AbortController();
    const late = failure(driver.put(channel, "late", { timeout: 0.1 }));
    const aborted = failure(driver.put(channel, "aborted", { signal: controller.signal }));
    expect(await settle(late)).toBeInstanceOf(TimeoutError);
    controller.abort(new Error("enough"));
    expect(await settle(aborted)).toMatchObject({ message: "enough" });
    await host.drain();
    expect(await settle(driver.take(channel))).toBe("first");
    expect(await settle(driver.isempty(channel))).toBe(true);
    driver.finalize(channel);
    expect(await leftovers()).toEqual([]);
  }
});

test("a put whose time is over when a busy owner reads it puts nothing, though somebody waits for an item", async () => {
  const { driver, settle, host } = await startCluster(1);
  const channel = await settle(driver.remoteChannel<string>(undefined, 2));
  const take = driver.take(channel);
  await host.drain();
  const late = failure(driver.put(channel, "late", { timeout: 0.1 }));
  await null;
  host.advance(200);
  expect(await settle(late)).toBeInstanceOf(TimeoutError);
  await settle(driver.put(channel, "in time"));
  expect(await settle(take)).toBe("in time");
});

test("what cannot be sent fails the put, or the take from elsewhere, and is not lost", async () => {
  const { driver, settle, processes, leftovers } = await startCluster(1);
  const channel = await settle(driver.remoteChannel<unknown>(() => new Channel(3), 2));
  const unsendable = new WeakMap();
  await expect(settle(driver.put(channel, unsendable))).rejects.toThrow("could not be cloned");
  const owner = processes.get(2)!.api;
  const putThere = (ch: typeof channel) => owner.put(ch, unsendable).then(() => 0);
  const blocked = failure(driver.take(channel));
  await settle(driver.remotecallFetch(putThere, 2, channel));
  expect(await settle(blocked)).toBeInstanceOf(RemoteException);
  await expect(settle(driver.take(channel))).rejects.toBeInstanceOf(RemoteException);
  const takeThere = driver.remotecallFetch(
    (ch: typeof channel) => owner.take(ch).then((item) => item === unsendable),
    2,
    channel,
  );
  expect(await settle(takeThere)).toBe(true);
  expect((await leftovers()).filter((line) => !line.endsWith("values"))).toEqual([]);
});

test("promises of channels and isready() do not hold the run, those of Futures do", async () => {
  const { driver, settle, processes } = await startCluster(1);
  const { promises } = processes.get(1)!.ctx;
  const channel = await settle(driver.remoteChannel(undefined, 2));
  const local = new Channel();
  for (const waits of [driver.take(channel), driver.take(local), driver.wait(local), driver.put(local, 1)]) void waits;
  void driver.isready(channel);
  expect(promises.unsettled).toBe(0);
  const future = driver.remotecall(() => new Promise(() => {}), 2);
  void driver.fetch(future).catch(() => {});
  expect(promises.unsettled).toBe(1);
});

test("finalize() of a RemoteChannel ends its waits and frees the channel", async () => {
  const { driver, settle, leftovers } = await startCluster(1);
  for (const owner of [1, 2]) {
    const channel = await settle(driver.remoteChannel(undefined, owner));
    const take = failure(driver.take(channel));
    driver.finalize(channel);
    expect(await settle(take)).toMatchObject({ message: "this RemoteChannel was finalized during the wait" });
    await expect(settle(driver.take(channel))).rejects.toThrow("this RemoteChannel was finalized");
  }
  expect(await leftovers()).toEqual([]);
});

test("a take takes three messages, a put two, and many of one turn leave as one", async () => {
  const { driver, settle, processes, host } = await startCluster(1);
  const channel = await settle(driver.remoteChannel<number>(() => new Channel<number>(1000), 2));
  const there = processes.get(1)!.ctx.cluster.connectionTo(2);
  const back = processes.get(2)!.ctx.cluster.connectionTo(1);
  await host.drain();
  const before = [there.posts, back.posts];
  await settle(Promise.all(Array.from({ length: 500 }, (_, i) => driver.put(channel, i))));
  expect([there.posts - before[0]!, back.posts - before[1]!]).toEqual([1, 1]);
  const items = await settle(Promise.all(Array.from({ length: 500 }, () => driver.take(channel))));
  expect(items).toEqual(Array.from({ length: 500 }, (_, i) => i));
  await host.drain();
  expect([there.posts - before[0]!, back.posts - before[1]!]).toEqual([3, 2]); // and that they were heard
});

test.for(Array.from({ length: 30 }, (_, i) => i + 1))(
  "each item is taken once and nothing stays, in any order of messages, whoever gives up or ends (seed %i)",
  async (seed) => {
    const random = seeded(seed * 7919);
    const { driver, settle, processes, leftovers, host } = await startCluster(4, random);
    const owner = 1 + Math.floor(random() * 3);
    const capacity = Math.floor(random() * 3);
    const channel = await settle(driver.remoteChannel<string>(() => new Channel<string>(capacity), owner));
    const items = 6;
    const taken: string[] = [];

    // 2 and 3 put; 1, 3 and 4 take, some of them for a while only; 5 takes, spins and is removed.
    const produce = (pid: number) =>
      driver.remotecallFetch(
        async (ch: typeof channel) => {
          for (let i = 0; i < items; i++) await processes.get(pid)!.api.put(ch, `${pid}:${i}`);
        },
        pid,
        channel,
      );
    const consume = (pid: number) =>
      driver.remotecallFetch(
        async (ch: typeof channel) => {
          const { api } = processes.get(pid)!;
          for (let tries = 0; taken.length < 2 * items; tries++) {
            if (tries > 1000) throw new Error(`seed ${seed}: items are missing: ${taken}`);
            const controller = new AbortController();
            const impatient = random() < 0.5;
            const take = api.take(ch, impatient ? { signal: controller.signal } : { timeout: random() / 20 });
            if (impatient) host.after(Math.floor(random() * 30), () => controller.abort(new Error("enough")));
            const item = await take.then(String, () => undefined);
            if (item !== undefined) taken.push(item);
          }
        },
        pid,
        channel,
      );
    const fifth = processes.get(5)!;
    const takeAndSpin = (ch: typeof channel) => {
      void fifth.api.take(ch);
      fifth.ctx.pump.add = () => {}; // it reads nothing more
    };
    const doomed = driver.remotecallFetch(takeAndSpin, 5, channel);
    const work = [produce(2), produce(3), consume(1), consume(3), consume(4)];
    await settle(doomed.catch(() => {}));
    await settle(driver.rmprocs(5));
    await settle(Promise.all(work));

    expect([...taken].sort(), `seed ${seed}`).toEqual(
      [2, 3].flatMap((pid) => Array.from({ length: items }, (_, i) => `${pid}:${i}`)),
    );
    driver.finalize(channel);
    expect(
      (await leftovers()).filter((line) => !line.endsWith("values")),
      `seed ${seed}`,
    ).toEqual([]);
  },
);
