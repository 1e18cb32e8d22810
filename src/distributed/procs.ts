// addprocs and rmprocs: only pid 1 adds and removes processes, and does so one call at a time (Julia: cluster.jl).
import type { ClusterContext } from "./context.ts";
import { checkOptions } from "./options.ts";
import { describe } from "./remotecall.ts";

/** More workers than this at once are refused. */
export const MAX_WORKERS = 64;

const LAUNCH_TIMEOUT_S = 60;

export interface AddprocsOptions {
  /** Seconds until a worker that has not come up fails the call. Default 60. */
  timeout?: number;
}

export interface RmprocsOptions {
  /** Seconds to wait for the end of the processes. They cannot be called from the moment of the call, whatever it says. */
  waitfor?: number;
}

function onlyDriver(ctx: ClusterContext): void {
  if (ctx.pid !== 1) throw new Error("only process 1 can add and remove workers");
}

export async function addprocs(ctx: ClusterContext, workers?: number, options?: AddprocsOptions): Promise<number[]> {
  onlyDriver(ctx);
  const count = workers ?? ctx.platform.hardwareThreads;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0) {
    throw new RangeError(`addprocs: wanted a number of workers, 0 or more, got ${describe(count)}`);
  }
  const { timeout = LAUNCH_TIMEOUT_S } = checkOptions("addprocs", options, ["timeout"]);
  return takeTurn(ctx, async () => {
    const present = ctx.cluster.size - 1;
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
  onlyDriver(ctx);
  const last = args.at(-1);
  const hasOptions = typeof last === "object" && !Array.isArray(last);
  checkOptions("rmprocs", hasOptions ? (last as RmprocsOptions) : undefined, ["waitfor"]);
  const pids = (hasOptions ? args.slice(0, -1) : args).flat() as number[];
  for (const pid of pids) {
    if (!Number.isInteger(pid)) throw new TypeError(`rmprocs: wanted pids, got ${describe(pid)}`);
  }
  if (pids.includes(1)) ctx.warn("rmprocs: process 1 is the driver and cannot be removed");
  const leaving = pids.filter((pid) => pid !== 1 && ctx.cluster.has(pid));
  ctx.cluster.leaving(leaving);
  return leaving.length === 0 ? Promise.resolve() : ctx.manager.kill(leaving);
}

function takeTurn<T>(ctx: ClusterContext, work: () => Promise<T>): Promise<T> {
  const mine = ctx.membershipTurn.then(work, work);
  ctx.membershipTurn = mine.catch(() => {});
  return mine;
}
