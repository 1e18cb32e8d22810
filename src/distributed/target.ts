// Where a call goes, and how long its caller waits: a pid, the next worker in turn, the one with the fewest calls, a pool,
// or options that hold one of these and the limits of the wait.

import { checkExists, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import type { Ended } from "./kept-call.ts";
import { checkLimits, LIMIT_NAMES, type Limits } from "./limits.ts";
import { checkOptions } from "./options.ts";
import type { Call } from "./remotecall.ts";
import { WorkerPool } from "./workerpool.ts";

/**
 * A pid; a pool, whose call waits until a worker is free; "any": the next worker in turn, busy or not, as in Julia; "free": the
 * worker with the fewest calls not yet answered that this process knows of.
 */
export type Where = number | "any" | "free" | WorkerPool;

/** Options of a call; they stand where a pid stands. */
export interface CallOptions extends Limits {
  /** Where the call goes. */
  on: Where;
}

/** Where a call goes, with or without limits of the wait. */
export type Target = Where | CallOptions;

const OPTION_NAMES = ["on", ...LIMIT_NAMES];

/** The options that a target means. Throws a TypeError for what is none, in the caller's own words. */
export function aimOf(name: string, target: Target): CallOptions {
  if (isWhere(target)) return { on: target };
  if (typeof target !== "object" || target === null || Array.isArray(target)) throw wanted(name, target);
  const { on, ...limits } = checkOptions(name, target, OPTION_NAMES);
  if (!isWhere(on)) throw wanted(`${name}: \`on\``, on);
  checkLimits(name, limits);
  return { on, ...limits };
}

const isWhere = (value: unknown): value is Where =>
  Number.isInteger(value) || value === "any" || value === "free" || value instanceof WorkerPool;

const wanted = (name: string, got: unknown) =>
  new TypeError(
    `${name}: wanted a pid (a whole number such as workers()[0]), a pool, "any" or "free", got ${describe(got)}`,
  );

/** The process that is meant now ("any" and "free" choose), or the pool. Throws for a pid that never existed. */
export function placeFor(ctx: ClusterContext, on: Where): number | WorkerPool {
  if (on === "any") return ctx.nextWorker();
  if (on === "free") return ctx.freeWorker();
  if (typeof on === "number") checkExists(ctx, on);
  return on;
}

/** Makes a call where it shall go. */
export interface Caller {
  /** Makes it there; `ended` hears when the process is done with it. Throws for what cannot travel. */
  start(pid: number, call: Call, ended?: Ended): void;
  /** There is nowhere to make it. */
  fail(reason: unknown): void;
}

/** Starts the call in its place. Gives what withdraws it while it waits for one; throws what `start` throws at once. */
export function startCall(ctx: ClusterContext, place: number | WorkerPool, call: Call, caller: Caller): () => void {
  if (typeof place !== "number") return startOnPool(ctx, place, call, caller);
  caller.start(place, call);
  return () => {};
}

/**
 * The call goes to a free worker of the pool, which is given back when it has ended, also when nobody waits for it any longer.
 * While it waits it is kept as it was when it was made; on the own process nothing is copied. Throws for a pool without members.
 */
function startOnPool(ctx: ClusterContext, handle: WorkerPool, call: Call, caller: Caller): () => void {
  const pool = ctx.pools.of(handle);
  pool.cache?.keep(call.f);
  let copy: Call | undefined;
  let isPlaced = false;
  const start = (pid: number) => {
    isPlaced = true;
    const ended = (ok: boolean) => {
      if (ok) pool.cache?.served(pid, call.f);
      pool.put(pid).catch(() => {}); // the process of the pool has ended
    };
    try {
      caller.start(pid, ctx.pools.callOn(pool, pid, pid === ctx.pid ? call : (copy ?? call)), ended);
    } catch (reason) {
      ended(false);
      if (!copy) throw reason; // the program is still at its call
      caller.fail(reason);
    }
  };
  const leave = pool.take({ give: start, fail: caller.fail });
  try {
    if (!isPlaced) copy = ctx.pools.waitingCall(pool, call);
  } catch (reason) {
    leave();
    throw reason;
  }
  return leave;
}
