// Pools as a program sees them (Julia: workerpool.jl). A pool is a handle: what it stands for is in pools.ts, at the process that
// made it; sent to another process it stays a handle to that. Its methods are the functions of the API.
import { named } from "../base/named.ts";
import { the } from "./current.ts";
import type { Limits } from "./limits.ts";

/**
 * Workers that share the calls made on them: a pool may stand wherever a pid does, and the call goes to the worker that has
 * been free for longest, or waits until one is. The worker is given back when the call has ended, well or not. A worker may
 * be in several pools; one that has ended is dropped. Sent to another process it is a handle to this pool.
 * Source: WorkerPool in Julia's Distributed.
 * @example const pool = new WorkerPool([2, 3]); console.log(await remotecallFetch(Math.sqrt, pool, 16)); // 4
 */
export class WorkerPool {
  static {
    named(WorkerPool, "WorkerPool");
  }

  /** @param pids its members, all free. Default: none; see `push`. */
  constructor(pids: readonly number[] = []) {
    the().newPool(this, pids);
  }

  /** Number of members that are there; on another process than the pool's own: when this handle came. */
  get length(): number {
    return the().poolLength(this);
  }

  /** Makes a process a member; it is free. */
  push(pid: number): Promise<this> {
    return the().push(this, pid) as Promise<this>;
  }

  /** Settles with a free worker, which then is not free until it is `put` back. As the function `take`. */
  take(limits?: Limits): Promise<number> {
    return the().takeWorker(this, limits);
  }

  /** Gives a worker back. As the function `put`. */
  put(pid: number): Promise<this> {
    return the().putWorker(this, pid) as Promise<this>;
  }

  /** Whether a worker is free now. As the function `isready`. */
  isready(): Promise<boolean> {
    return the().isPoolReady(this);
  }

  /** Settles with the pool when a worker is free. As the function `wait`. */
  wait(limits?: Limits): Promise<this> {
    return the().waitForPool(this, limits) as Promise<this>;
  }
}

/**
 * A pool that sends each function once to each worker, with all it captures, and calls it by name from then on. A function is
 * kept as it was when it was first used, whatever its captured variables become, until `clear(pool)`. It cannot be sent to
 * another process. Source: CachingPool in Julia's Distributed.
 * @example
 * const table = ["a", "b"], pool = new CachingPool(workers());
 * console.log(await pmap((i) => table[i], [1, 0], { pool })); // [ 'b', 'a' ]
 */
export class CachingPool extends WorkerPool {
  static {
    named(CachingPool, "CachingPool");
  }

  /** As the function `clear`. */
  clear(): void {
    the().clear(this);
  }
}
