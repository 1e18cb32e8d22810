// addprocs and rmprocs (Julia: cluster.jl): only pid 1 adds and removes processes. Calls of addprocs take turns, so that each
// counts what is there; rmprocs takes none: what leaves is hidden at once.

import { checkLoaded, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { checkOptions, checkSeconds, startTimer } from "./options.ts";

/** More workers than this at once are refused. */
export const MAX_WORKERS = 64;

const LAUNCH_TIMEOUT_S = 60;

/** Options of `addprocs`. */
export interface AddprocsOptions {
  /** Seconds until a worker that has not come up fails the call. Default 60; Infinity: never. */
  timeout?: number;
}

/** Options of `rmprocs`, behind the pids. */
export interface RmprocsOptions {
  /**
   * Seconds to wait for the end of the processes; past them the call rejects and names their pids. Default Infinity; 0 does
   * not wait. They cannot be called from the moment of the call, and the removal goes on, whatever it says.
   */
  waitfor?: number;
}

function checkCaller(ctx: ClusterContext, name: string): void {
  if (ctx.pid !== 1) throw new Error("only process 1 can add and remove workers");
  checkLoaded(ctx, name);
}

export async function addprocs(ctx: ClusterContext, workers?: number, options?: AddprocsOptions): Promise<number[]> {
  checkCaller(ctx, "addprocs");
  if (workers !== undefined && (!Number.isInteger(workers) || workers < 0)) {
    throw new RangeError(`addprocs: wanted a number of workers, 0 or more, got ${describe(workers)}`);
  }
  const { timeout = LAUNCH_TIMEOUT_S } = checkOptions("addprocs", options, ["timeout"]);
  checkSeconds("addprocs", "timeout", timeout);
  return takeTurn(ctx, async () => {
    const present = ctx.cluster.size - 1;
    const count = workers ?? Math.min(MAX_WORKERS - present, ctx.platform.hardwareThreads);
    if (present + count > MAX_WORKERS) {
      throw new RangeError(
        `addprocs: at most ${MAX_WORKERS} workers at once; there are ${present}, so not ${count} more`,
      );
    }
    if (count === 0) return [];
    const members = await ctx.manager.launch(count, timeout);
    return members.map((member) => member.pid).sort((a, b) => a - b);
  });
}

export function rmprocs(
  ctx: ClusterContext,
  args: readonly (number | readonly number[] | RmprocsOptions)[],
): Promise<void> {
  checkCaller(ctx, "rmprocs");
  const last = args.at(-1);
  const hasOptions = typeof last === "object" && !Array.isArray(last);
  const options = hasOptions ? (last as RmprocsOptions) : undefined;
  const { waitfor = Infinity } = checkOptions("rmprocs", options, ["waitfor"]);
  checkSeconds("rmprocs", "waitfor", waitfor);
  const pids = (hasOptions ? args.slice(0, -1) : args).flat() as number[];
  for (const pid of pids) {
    if (!Number.isInteger(pid)) throw new TypeError(`rmprocs: wanted pids, got ${describe(pid)}`);
  }
  if (pids.includes(1)) ctx.warn("rmprocs: process 1 is the driver and cannot be removed");
  const leaving = pids.filter((pid) => pid !== 1 && ctx.cluster.has(pid));
  ctx.cluster.leaving(leaving);
  return leaving.length === 0 ? Promise.resolve() : remove(ctx, leaving, waitfor);
}

/** Settles with the end of the processes, or as `waitfor` says. */
function remove(ctx: ClusterContext, pids: readonly number[], waitfor: number): Promise<void> {
  const removed = ctx.manager.kill(pids);
  removed.catch(() => {}); // nobody may be waiting any more
  if (waitfor === 0) return Promise.resolve();
  const late = () => new Error(`rmprocs: not ended within ${waitfor} s: ${pids.join(", ")}; the removal goes on`);
  return new Promise((resolve, reject) => {
    const timer = startTimer(ctx.platform, waitfor, () => reject(late()));
    removed.finally(() => timer.cancel()).then(resolve, reject);
  });
}

function takeTurn<T>(ctx: ClusterContext, work: () => Promise<T>): Promise<T> {
  const mine = ctx.membershipTurn.then(work, work);
  ctx.membershipTurn = mine.catch(() => {});
  return mine;
}
