// The rules of a pool (Julia: workerpool.jl), without promises and processes: a queue of free workers and the set of members.
// Whoever calls on a pool takes the worker that has been free for longest and gives it back; who comes too early waits in line.
// Invariants: a worker stands in the queue at most once; when a method has returned, nobody waits who could be served, nor at
// a pool that has no members left.

/** Exactly one of the two is called, once: at once or later. */
export interface Taker {
  give(pid: number): void;
  fail(reason: unknown): void;
}

export interface PoolCoreOptions {
  /** Whether the process can be called. */
  readonly isThere: (pid: number) => boolean;
  /** Whether it cannot be called now, but will be; other members that are not there are dropped when a worker is wanted. */
  readonly isReturning: (pid: number) => boolean;
  /** Given, any number of times, while there are no members. Default: then there is nothing to give. */
  readonly standIn?: number;
}

export class PoolCore {
  readonly #options: PoolCoreOptions;
  readonly #members: Set<number>;
  /** In the order in which they were given back. */
  readonly #free: Set<number>;
  readonly #takers = new Set<Taker>();
  /** Those who want to know that a worker is free, and do not take it. */
  readonly #watchers = new Set<Taker>();

  constructor(pids: Iterable<number>, options: PoolCoreOptions) {
    this.#options = options;
    this.#members = new Set(pids);
    this.#free = new Set(this.#members);
  }

  /** Members that have not ended. */
  get pids(): number[] {
    this.#prune();
    return [...this.#members];
  }

  /** How many wait. */
  get waiting(): number {
    return this.#takers.size + this.#watchers.size;
  }

  /** Whether a worker is free now. */
  get isReady(): boolean {
    this.#prune();
    return this.#first !== undefined;
  }

  /** Throws when there are no members. What it returns ends the wait. */
  take(taker: Taker): () => void {
    return this.#join(this.#takers, taker);
  }

  /** As `take`, for one who leaves the worker in the queue. */
  watch(watcher: Taker): () => void {
    return this.#join(this.#watchers, watcher);
  }

  /** A new member, which is free; one that is a member already is free again. */
  push(pid: number): void {
    this.#members.add(pid);
    this.#free.add(pid);
    this.serve();
  }

  /** The worker is free again. Throws for one that never was a member. */
  put(pid: number): void {
    if (this.#members.has(pid)) this.#free.add(pid);
    else if (pid !== this.#options.standIn && this.#options.isThere(pid)) {
      throw new Error(`put: process ${pid} is no member of the pool; push(pool, ${pid}) makes it one`);
    }
    this.serve();
  }

  /** Somebody has been given back, or has ended: whoever can be served is. */
  serve(): void {
    this.#prune();
    for (const taker of this.#takers) {
      const pid = this.#next();
      if (pid === undefined) break;
      this.#takers.delete(taker);
      taker.give(pid);
    }
    for (const watcher of this.isReady ? this.#watchers : []) {
      this.#watchers.delete(watcher);
      watcher.give(this.#first!);
    }
    if (this.#members.size > 0 || this.#options.standIn !== undefined) return;
    for (const line of [this.#takers, this.#watchers]) {
      for (const one of line) {
        line.delete(one);
        one.fail(noWorker());
      }
    }
  }

  #join(line: Set<Taker>, one: Taker): () => void {
    this.#prune();
    if (this.#members.size === 0 && this.#options.standIn === undefined) throw noWorker();
    line.add(one);
    this.serve();
    return () => void line.delete(one);
  }

  #next(): number | undefined {
    const pid = this.#first;
    if (pid !== undefined) this.#free.delete(pid);
    return pid;
  }

  /** Who would be given now. */
  get #first(): number | undefined {
    for (const pid of this.#free) if (this.#options.isThere(pid)) return pid;
    return this.#members.size === 0 ? this.#options.standIn : undefined;
  }

  #prune(): void {
    for (const pid of this.#members) {
      if (this.#options.isThere(pid) || this.#options.isReturning(pid)) continue;
      this.#members.delete(pid);
      this.#free.delete(pid);
    }
  }
}

const noWorker = () =>
  new Error("no active worker available in pool: it has no members that are still there; push(pool, pid) adds one");
