// pmap and pmapreduce under random schedules: messages in any order, items that fail, wait or end a worker, interrupts, workers
// that are added, signals. Whatever happens, the call settles, a value is the right one, and every table is empty.
import { expect, test } from "vitest";
import { type InMemoryCluster, leftAt, startCluster } from "../process/in-memory-cluster.ts";
import type { PmapreduceOptions } from "./pmap-options.ts";
import { WorkerPool } from "./workerpool.ts";

const SEEDS = 200;
const STEPS = 20_000;

type Random = () => number;

function seeded(seed: number): Random {
  let state = seed * 7919 + 13;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** What the test decides about one run, before it and while it runs. */
class Schedule {
  readonly #random: Random;
  readonly #cluster: InMemoryCluster;
  readonly #controller = new AbortController();
  /** Items, and an input, that wait. */
  readonly #waiting: (() => void)[] = [];
  readonly #failRate: number;
  readonly #deathRate: number;
  readonly #pool: WorkerPool | undefined;
  readonly items: readonly number[];
  readonly options: PmapreduceOptions<number[]>;

  constructor(random: Random, cluster: InMemoryCluster) {
    this.#random = random;
    this.#cluster = cluster;
    this.#failRate = this.#chance(0.5) ? 0 : 0.2;
    this.#deathRate = this.#chance(0.6) ? 0 : 0.05;
    this.#pool = this.#chance(0.3) ? this.#makePool() : undefined;
    this.items = Array.from({ length: this.#below(25) }, (_, i) => i + 1);
    const delays = Array<number>(this.#below(4)).fill(this.#chance(0.5) ? 0 : 0.01);
    this.options = {
      ...(this.#chance(0.5) && { batchSize: this.#oneOf([1, 2, 5, 100, "auto"] as const) }),
      ...(this.#chance(0.4) && { onError: this.#chance(0.5) ? () => [-1] : async () => [-1] }),
      ...(this.#chance(0.5) && { retryDelays: delays }),
      ...(this.#chance(0.3) && { signal: this.#controller.signal }),
      ...(this.#chance(0.1) && { distributed: false }),
      ...(this.#pool && { pool: this.#pool }),
    };
  }

  readonly f = async (item: number): Promise<number[]> => {
    if (this.#chance(this.#failRate)) throw new Error(`item ${item}`);
    if (this.#chance(this.#deathRate)) this.#endSomeWorker();
    if (this.#chance(0.3)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return [item];
  };

  /** The items at once, or one by one. */
  input(): Iterable<number> | AsyncIterable<number> {
    return this.#chance(0.7) ? this.items : this.#lazily();
  }

  async *#lazily() {
    for (const item of this.items) {
      if (this.#chance(0.3)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      yield item;
    }
  }

  /** One thing happens. */
  step(): void {
    const { driver, host } = this.#cluster;
    if (this.#waiting.length > 0 && this.#chance(0.25))
      this.#waiting.splice(this.#below(this.#waiting.length), 1)[0]!();
    else if (this.options.signal && this.#chance(0.003)) this.#controller.abort(new Error("stopped"));
    else if (this.#deathRate > 0 && this.#chance(0.003)) void this.#addWorker();
    else if (this.#chance(0.01))
      driver.interrupt().catch(() => {}); // there may be nobody to interrupt
    else if (!host.step()) host.advance(10);
  }

  /** What still waits goes on, until nothing does. */
  async settleDown(): Promise<void> {
    for (let i = 0; i < 50; i++) {
      for (const go of this.#waiting.splice(0)) go();
      await this.#cluster.host.drain();
      this.#cluster.host.advance(1000);
    }
  }

  #makePool(): WorkerPool {
    const pool: WorkerPool = Object.create(WorkerPool.prototype);
    const pids = this.#cluster.driver.workers().filter(() => this.#chance(0.8));
    this.#cluster.processes.get(1)!.ctx.pools.create(pool, pids);
    return pool;
  }

  async #addWorker(): Promise<void> {
    const [pid] = await this.#cluster.driver.addprocs(1).catch(() => []); // there may be too many
    if (this.#pool && pid !== undefined) await this.#cluster.driver.push(this.#pool, pid);
  }

  #endSomeWorker(): void {
    const pids = this.#cluster.driver.workers().filter((pid) => pid !== 1);
    if (pids.length > 0) this.#cluster.host.spawned.get(this.#oneOf(pids))!.exit();
  }

  #chance(rate: number): boolean {
    return this.#random() < rate;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #oneOf<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!;
  }
}

type Settled = { readonly values: number[] } | { readonly error: unknown };

async function run(random: Random): Promise<void> {
  const cluster = await startCluster(Math.floor(random() * 5), random);
  const { driver, processes } = cluster;
  for (const { ctx } of processes.values()) ctx.codec.keyOf = () => undefined; // as for functions with captures
  const schedule = new Schedule(random, cluster);
  const concat =
    random() < 0.5 ? (a: number[], b: number[]) => [...a, ...b] : async (a: number[], b: number[]) => [...a, ...b];
  const call =
    random() < 0.5
      ? driver.pmap(schedule.f, schedule.input(), schedule.options).then((all) => (all as number[][]).flat())
      : driver.pmapreduce(concat, schedule.f, schedule.input(), { ...schedule.options, init: [] });
  let settled: Settled | undefined;
  call.then(
    (values) => (settled = { values: values as number[] }),
    (error: unknown) => (settled = { error }),
  );
  for (let i = 0; i < STEPS && !settled; i++) {
    for (let turns = 0; turns < 5; turns++) await null;
    schedule.step();
  }
  expect(settled).toBeDefined();
  await schedule.settleDown();

  if ("values" in settled!) {
    const { values } = settled as { values: number[] };
    expect(values.map((value, i) => (value === -1 ? schedule.items[i] : value))).toEqual(schedule.items);
  } else expect((settled as { error: unknown }).error).toBeInstanceOf(Error);
  expect(driver.procs().flatMap((pid) => leftAt(pid, processes.get(pid)!))).toEqual([]);
}

test("pmap() and pmapreduce() settle under any schedule, with the right values, and leave nothing behind", {
  timeout: 120_000,
}, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    await run(seeded(seed)).catch((error: Error) => {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    });
  }
});
