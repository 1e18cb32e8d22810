// Random programs under random orders of messages, with deaths: every channel holds its messages back until the schedule lets
// one through, so what real channels could do is done, and much that they rarely do. However it goes: every wait settles,
// views follow causes, a channel loses nothing and gives nothing twice, and no table keeps anything. A seed that fails is a
// program to look at: PANAL_SEED=n runs it alone and says what it does.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type InMemoryCluster, startCluster } from "../process/in-memory-cluster.ts";
import type { Distributed } from "./api.ts";
import { Channel } from "./channel.ts";
import { rootCause } from "./errors.ts";
import { Future, type RemoteChannel, type RemoteRef, refAt } from "./remoteref.ts";
import { WorkerPool } from "./workerpool.ts";

const SEEDS = 1000;
const ONE = Number(process.env.PANAL_SEED ?? 0);
const ACTIONS = 12;

test(`random schedules settle every wait, keep views and channels right and leave empty tables (${ONE || `${SEEDS} seeds`})`, {
  timeout: 120_000,
}, async () => {
  const seeds = ONE > 0 ? [ONE] : Array.from({ length: SEEDS }, (_, i) => i + 1);
  for (const seed of seeds) {
    const schedule = new Schedule(seed);
    await schedule.run().catch((error: unknown) => schedule.faults.push(String((error as Error).stack ?? error)));
    expect(schedule.faults, `seed ${seed}`).toEqual([]);
  }
});

/** What a program may hear when processes die, are removed or interrupted under it; anything else is a fault. */
const MAY_FAIL = new Set(["ProcessExitedException", "InterruptException", "CompositeException"]);

type By = Distributed;
type Item = readonly [putter: number, number: number];

class Schedule {
  readonly #random: () => number;
  /** What should not have been. */
  readonly faults: string[] = [];
  readonly #waits: { readonly what: string; readonly by: By; readonly promise: Promise<unknown> }[] = [];
  readonly #refs: { readonly by: By; readonly ref: Future<number> }[] = [];
  readonly #channels: UsedChannel[] = [];
  /** What a process has a handle of, until the end. */
  readonly #handles = new Map<By, Set<RemoteRef<unknown>>>();
  /** Ended by order or by themselves. */
  readonly #ended = new Set<number>();
  /** Have sent handles on: what was on its way from one that ended stays kept for the receiver until that ends. */
  readonly #passers: number[] = [];
  #cluster!: InMemoryCluster;

  constructor(seed: number) {
    this.#random = numbers(seed);
  }

  async run(): Promise<void> {
    this.#cluster = await startCluster(3, this.#random);
    for (let i = 0; i < ACTIONS; i++) {
      this.#act();
      await this.#letThrough();
    }
    await this.#cluster.host.drain();
    for (const channel of this.#channels) this.#close(channel);
    await this.#settleAll();
    for (const channel of this.#channels) await this.#checkItems(channel);
    await this.#checkViews();
    await this.#checkTables();
  }

  /** One of the things that a program does, by a process that there is. */
  #act(): void {
    const by = this.#api(this.#anyPid());
    const [name, action] = this.#pick(Object.entries(this.#actions));
    if (ONE > 0) console.log(`process ${by.myid()}: ${name}`);
    try {
      action(by, this.#anyPid());
    } catch (error) {
      this.#check(`${name} at the call`, error, []); // a call may be refused at once: its process is known to be gone
    }
  }

  readonly #actions: Record<string, (by: By, pid: number) => void> = {
    call: (by, pid) => this.#wait(by, "call", by.remotecallFetch(this.#seenFrom(by, pid), pid)),
    slow: (by, pid) => this.#wait(by, "slow", by.remotecallFetch(this.#later(3), pid)),
    fails: (by, pid) => this.#wait(by, "fails", by.remotecallFetch(fail, pid), "RangeError"),
    nested: (by, pid) => {
      const asks = () => this.#api(pid).fetchany(one);
      this.#wait(by, "nested", by.remotecallFetch(asks, pid));
    },
    late: (by, pid) => {
      this.#wait(by, "late", by.remotecallFetch(this.#later(9), { on: pid, timeout: 0.02 }), "TimeoutError");
    },
    keep: (by, pid) => {
      const ref = by.remotecall(this.#later(2), pid);
      this.#refs.push({ by, ref });
      this.#wait(by, "fetch", by.fetch(this.#held(by, ref)));
    },
    refetch: () => {
      const { by, ref } = this.#pick(this.#refs) ?? {};
      if (by && this.#lives(by)) this.#wait(by, "fetch again", by.fetch(ref));
    },
    drop: (by, pid) => {
      const ref = by.remotecall(this.#later(1), pid);
      this.#wait(by, "wait", by.wait(ref));
      by.finalize(ref);
    },
    pass: (by, pid) => this.#pass(by, pid, by.remotecall(this.#later(1), this.#anyPid())),
    passFailed: (by, pid) => this.#pass(by, pid, by.remotecall(fail, this.#anyPid()), "RangeError"),
    passOfPool: (by, pid) => this.#pass(by, pid, by.remotecall(this.#later(1), this.#pool(by))),
    future: (by, pid) => {
      const identity = by.newRef(this.#anyPid());
      const future = refAt<Future<number>>(Future, identity);
      by.holdRef(future, identity.life);
      this.#pass(by, pid, future);
      const setter = this.#anyPid();
      const set = (there: Future<number>) => this.#api(setter).put(this.#held(this.#api(setter), there), 7);
      const once = "Error: Future can be set only once";
      this.#wait(
        by,
        "put there",
        by.remotecallFetch((there) => set(there).then(one), setter, future),
        once,
      );
      this.#wait(by, "put", by.put(future, 7), once);
    },
    makeChannel: (by, pid) => {
      const capacity = Math.floor(this.#random() * 3);
      const made = by
        .remoteChannel<Item>(() => new Channel<Item>(capacity), pid)
        .then((ref) => {
          this.#channels.push(new UsedChannel(by, this.#held(by, ref) as RemoteChannel<Item>));
        });
      this.#wait(by, "remoteChannel", made);
    },
    put: (_, pid) => this.#put(this.#pick(this.#channels), pid),
    take: (_, pid) => this.#take(this.#pick(this.#channels), pid, Infinity),
    takeLate: (_, pid) => this.#take(this.#pick(this.#channels), pid, 0.01),
    putAndTake: (_, pid) => {
      const channel = this.#pick(this.#channels);
      for (let i = 0; i < 3; i++) this.#put(channel, pid);
      for (let i = 0; i < 3; i++) this.#take(channel, this.#anyPid(), Infinity);
    },
    pool: (by) => {
      const pool = this.#pool(by);
      for (let i = 0; i < 4; i++) this.#wait(by, "on a pool", by.remotecallFetch(this.#later(1), pool));
    },
    pmap: (by) => this.#wait(by, "pmap", by.pmap(one, [1, 2, 3, 4, 5], { batchSize: 2, onError: () => 0 })),
    slowPmap: (by) => this.#wait(by, "slow pmap", by.pmap(this.#later(2), [1, 2, 3])),
    retried: (by) => {
      let attempt = 0;
      const flaky = () => (attempt++ % 2 === 0 ? fail() : 1);
      this.#wait(by, "pmap with retries", by.pmap(flaky, [1, 2, 3], { retryDelays: [0.01, 0.01, 0.01] }), "RangeError");
    },
    pmapreduce: (by) => {
      const sum = by.pmapreduce(add, one, [1, 2, 3, 4]).then((value) => {
        if (value !== 4) this.faults.push(`pmapreduce: ${value} instead of 4`);
      });
      this.#wait(by, "pmapreduce", sum);
    },
    distributed: (by) => this.#wait(by, "distributed", by.distributed(add, [1, 2, 3, 4], one)),
    loop: (by) => this.#wait(by, "loop", by.distributed([1, 2, 3], this.#later(1))),
    everywhere: (by) => this.#wait(by, "everywhere", by.everywhere(one)),
    sync: (by, pid) => {
      const other = this.#anyPid();
      const block = by.sync((s) => {
        this.#held(by, s.spawnat(pid, this.#later(1)));
        this.#held(by, s.remotecall(fail, other));
      });
      this.#wait(by, "sync", block, "RangeError");
    },
    addprocs: () => this.#wait(this.#driver, "addprocs", this.#driver.addprocs(1)),
    interrupt: () => this.#wait(this.#driver, "interrupt", this.#driver.interrupt(...this.#living())),
    remove: () => {
      const pid = this.#anyWorker();
      if (pid !== undefined) this.#wait(this.#driver, "rmprocs", this.#driver.rmprocs(pid));
    },
    exit: () => {
      const pid = this.#anyWorker();
      if (pid !== undefined) this.#cluster.host.spawned.get(pid)?.exit();
    },
    spin: () => {
      // From now on it reads neither orders nor marks: the next interrupt replaces it.
      const pid = this.#anyWorker();
      if (pid !== undefined) Object.assign(this.#ctx(pid).interrupts, { order() {}, reach() {} });
    },
  };

  /** A ref to a third process, which asks for its value, as its maker does. */
  #pass(by: By, pid: number, ref: Future<number>, ...mayFail: string[]): void {
    const there = this.#api(pid);
    this.#passers.push(by.myid());
    this.#held(by, ref);
    const byThere = (handle: Future<number>) => there.fetch(this.#held(there, handle));
    this.#wait(by, "passed", by.remotecallFetch(byThere, pid, ref), ...mayFail);
    this.#wait(by, "fetch", by.fetch(ref), ...mayFail);
  }

  #pool(by: By): WorkerPool {
    const pool: WorkerPool = Object.create(WorkerPool.prototype);
    by.newPool(pool, [1, ...this.#living()].slice(0, 2));
    return pool;
  }

  // -------------------------------------------------------------------------------------------------------- channels

  #put(channel: UsedChannel | undefined, pid: number): void {
    if (!channel || !this.#lives(channel.by)) return;
    const there = this.#api(pid);
    this.#passers.push(channel.by.myid());
    const put = (ref: RemoteChannel<Item>) => {
      const item: Item = [pid, channel.nextNumber(pid)];
      return there.put(this.#held(there, ref), item).then(() => void channel.put.push(item));
    };
    this.#wait(channel.by, "put", channel.by.remotecallFetch(put, pid, channel.ref), "InvalidStateException");
  }

  #take(channel: UsedChannel | undefined, pid: number, timeout: number): void {
    if (!channel || !this.#lives(channel.by)) return;
    const there = this.#api(pid);
    this.#passers.push(channel.by.myid());
    if (timeout < Infinity) channel.isOrdered = false; // an item that was given back comes after later ones
    const take = async (ref: RemoteChannel<Item>) => {
      const item = (await there.take(this.#held(there, ref), { timeout })) as Item;
      channel.taken.push({ by: there, item }); // one that has ended had it too: its owner may have heard so
    };
    const taken = channel.by.remotecallFetch(take, pid, channel.ref);
    this.#wait(channel.by, "take", taken, "InvalidStateException", "TimeoutError");
  }

  /** Who waits at it hears so. */
  #close({ by, ref }: UsedChannel): void {
    if (this.#lives(by)) this.#wait(by, "close", by.close(ref));
  }

  async #checkItems({ by, ref, put, taken, isOrdered }: UsedChannel): Promise<void> {
    const takenBy = (lives: boolean) => taken.filter((one) => this.#lives(one.by) === lives);
    const got = takenBy(true).map(({ item }) => String(item));
    if (new Set(got).size < got.length) this.faults.push(`given twice: ${got.join(" ")}`);
    if (isOrdered && takenBy(false).length === 0 && this.#ended.size === 0) this.#checkOrder(takenBy(true));
    if (!this.#lives(by)) return;
    const left = new Set<string>();
    const drain = async () => {
      while (true) left.add(String(await by.take(ref)));
    };
    const end = await this.#cluster.settle(drain().catch(rootCause));
    if (end.name !== "InvalidStateException") return; // its owner has ended
    const seen = new Set([...got, ...left, ...takenBy(false).map(({ item }) => String(item))]);
    const lost = put.filter((item) => !seen.has(String(item)));
    if (lost.length > 0) this.faults.push(`lost: ${lost.join(" ")}`);
  }

  /** What one taker had from one putter came in the order in which it was put. */
  #checkOrder(taken: readonly { by: By; item: Item }[]): void {
    const last = new Map<string, number>();
    for (const { by, item } of taken) {
      const key = `${by.myid()} of ${item[0]}`;
      if (item[1] < (last.get(key) ?? 0))
        this.faults.push(`out of order: ${key} had ${item[1]} after ${last.get(key)}`);
      last.set(key, item[1]);
    }
  }

  // ------------------------------------------------------------------------------------------------- what must hold

  #wait(by: By, what: string, promise: Promise<unknown>, ...mayFail: string[]): void {
    this.#waits.push({ what, by, promise: promise.catch((error: unknown) => this.#check(what, error, mayFail)) });
  }

  #check(what: string, error: unknown, mayFail: readonly string[]): void {
    const { name, message } = rootCause(error) as Error;
    const isAllowed = MAY_FAIL.has(name) || [name, `${name}: ${message}`].some((one) => mayFail.includes(one));
    if (!isAllowed && !/no process with id/.test(message)) this.faults.push(`${what}: ${name}: ${message}`);
  }

  /** A process that has ended waits for nothing any more. */
  async #settleAll(): Promise<void> {
    await this.#cluster.host.drain();
    for (const { what, by, promise } of this.#waits) {
      if (!this.#lives(by)) continue;
      const never = () => void (this.#lives(by) && this.faults.push(`${what} of process ${by.myid()} never settles`));
      await this.#cluster.settle(promise).catch(never);
    }
  }

  /** A call sees every process that its caller knew when it was made, less those that have ended since. */
  #seenFrom(by: By, pid: number): () => number {
    const known = by.procs().filter((one) => one !== by.myid()); // a newcomer knows itself before pid 1 has told of it
    return () => {
      const seen = this.#api(pid).procs();
      const missing = known.filter((one) => !seen.includes(one) && !this.#ended.has(one));
      if (missing.length > 0) this.faults.push(`a call on ${pid} does not see ${missing}, which its caller knew`);
      return seen.length;
    };
  }

  /** After a word from the driver to each, all have the driver's view. */
  async #checkViews(): Promise<void> {
    for (const pid of this.#living()) await this.#cluster.settle(this.#driver.remotecallFetch(one, pid).catch(() => 0));
    for (const pid of this.#driver.procs()) {
      expect(this.#api(pid).procs(), `view of ${pid}`).toEqual(this.#driver.procs());
    }
  }

  /** Once all handles are given up. */
  async #checkTables(): Promise<void> {
    this.#cluster.host.advance(1000); // what runs for a process that has ended runs to its end
    await this.#cluster.host.drain();
    for (const [by, handles] of this.#handles) {
      if (this.#lives(by)) for (const ref of handles) by.finalize(ref);
    }
    const isGone = (left: string) => !/values$/.test(left) || !this.#passers.some((pid) => this.#ended.has(pid));
    expect((await this.#leftovers()).filter(isGone), "tables").toEqual([]);
    for (const pid of this.#driver.procs()) {
      const { interrupts, keptFunctions, pools } = this.#ctx(pid);
      const left = { running: interrupts.running.size, functions: keptFunctions.size, waited: pools.waited };
      expect(left, `tables of ${pid}`).toEqual({ running: 0, functions: 0, waited: 0 });
    }
  }

  /** Handles that came for nobody (an argument of a call that was interrupted) are given up when they are collected. */
  async #leftovers(): Promise<readonly string[]> {
    const left = await this.#cluster.leftovers();
    if (left.length === 0) return left;
    for (let i = 0; i < 2; i++) {
      await turn(); // what was looked up in this one is not collected
      collect();
    }
    await turn();
    await turn();
    return this.#cluster.leftovers();
  }

  // ------------------------------------------------------------------------------------------------------ the world

  /** `by` has that handle, and gives it up in the end. */
  #held<R extends RemoteRef<unknown>>(by: By, ref: R): R {
    const handles = this.#handles.get(by) ?? new Set();
    this.#handles.set(by, handles.add(ref));
    return ref;
  }

  async #letThrough(): Promise<void> {
    for (let steps = Math.floor(this.#random() * 8); steps > 0; steps--) {
      for (let i = 0; i < 10; i++) await null;
      this.#cluster.host.step();
    }
  }

  /** A function that settles some turns of the schedule later: whoever waits may see a death before. */
  #later(turns: number): () => Promise<number> {
    return () => new Promise((resolve) => void this.#cluster.host.after(turns * 10, () => resolve(turns)));
  }

  #lives(by: By): boolean {
    const pid = by.myid();
    return pid === 1 || (this.#living().includes(pid) && this.#api(pid) === by);
  }

  get #driver(): By {
    return this.#cluster.driver;
  }

  readonly #api = (pid: number): By => this.#cluster.processes.get(pid)!.api;
  readonly #ctx = (pid: number) => this.#cluster.processes.get(pid)!.ctx;
  readonly #living = (): number[] => this.#driver.workers().filter((pid) => pid !== 1);
  readonly #anyPid = (): number => this.#pick([1, ...this.#living()])!;

  /** One that is about to end, or may. */
  #anyWorker(): number | undefined {
    const pid = this.#pick(this.#living());
    if (pid !== undefined) this.#ended.add(pid);
    return pid;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!;
  }
}

/** A channel, and what its users say of it. */
class UsedChannel {
  readonly put: Item[] = [];
  readonly taken: { readonly by: By; readonly item: Item }[] = [];
  isOrdered = true;
  readonly by: By;
  readonly ref: RemoteChannel<Item>;
  readonly #numbers = new Map<number, number>();

  /** @param by who made it. */
  constructor(by: By, ref: RemoteChannel<Item>) {
    this.by = by;
    this.ref = ref;
  }

  nextNumber(putter: number): number {
    const next = (this.#numbers.get(putter) ?? 0) + 1;
    this.#numbers.set(putter, next);
    return next;
  }
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const turn = () => new Promise((resolve) => setImmediate(resolve));

const one = () => 1;
const add = (a: number, b: number) => a + b;
const fail = (): number => {
  throw new RangeError("as it should");
};

/** Lehmer's generator (Park and Miller 1988): the same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
