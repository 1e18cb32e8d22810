// Pools as the API has them (Julia: take!, put!, push! and clear! of workerpool.jl): arguments are checked here. None of these
// promises holds the run; the calls made on a pool are in calls.ts.

import { checkPid, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { CachingPool, WorkerPool } from "./workerpool.ts";

export function createPoolUses(ctx: ClusterContext) {
  const aside = <T>(work: () => Promise<T>) => ctx.promises.aside(work);
  return {
    /** For `new WorkerPool(pids)`. */
    newPool: (pool: WorkerPool, pids: readonly number[]): void => ctx.pools.create(pool, pids),
    poolLength: (pool: WorkerPool): number => ctx.pools.of(pool).length,
    defaultWorkerPool: (): WorkerPool => ctx.pools.default(),
    takeWorker: (pool: WorkerPool, options?: Limits): Promise<number> =>
      aside(async () => ctx.pools.take(pool, limitsOf("take", options))),
    waitForPool: (pool: WorkerPool, options?: Limits): Promise<WorkerPool> =>
      aside(async () => ctx.pools.wait(pool, limitsOf("wait", options))),
    putWorker: (pool: WorkerPool, pid: number): Promise<WorkerPool> =>
      aside(async () => {
        checkPid("put", pid);
        await ctx.pools.of(pool).put(pid);
        return pool;
      }),
    push: (pool: WorkerPool, pid: number): Promise<WorkerPool> =>
      aside(async () => {
        if (!(pool instanceof WorkerPool)) throw new TypeError(`push: wanted a pool, got ${describe(pool)}`);
        checkPid("push", pid);
        await ctx.pools.of(pool).push(pid);
        return pool;
      }),
    isPoolReady: (pool: WorkerPool): Promise<boolean> => aside(async () => ctx.pools.of(pool).isready()),
    clear: (pool: CachingPool): void => {
      if (!(pool instanceof CachingPool)) throw new TypeError(`clear: wanted a CachingPool, got ${describe(pool)}`);
      ctx.pools.of(pool).cache!.clear();
    },
  };
}
