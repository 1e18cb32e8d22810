// Where a call goes, and how long its caller waits: a pid, the next worker in turn, the one with the fewest calls, a pool,
// or options that hold one of these and the limits of the wait.
import type { ClusterContext } from "./context.ts";
import { checkLimits, LIMIT_NAMES, type Limits } from "./limits.ts";
import { checkOptions } from "./options.ts";
import { type Call, checkExists, describe } from "./remotecall.ts";

/**
 * A pid; "any": the next worker in turn, busy or not, as in Julia; "free": the worker with the fewest calls not yet answered
 * that this process knows of.
 */
export type Where = number | "any" | "free";

/** Options of a call; they stand where a pid stands. */
export interface CallOptions extends Limits {
  /** Where the call goes. */
  on: Where;
}

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

const isWhere = (value: unknown): value is Where => Number.isInteger(value) || value === "any" || value === "free";

const wanted = (name: string, got: unknown) =>
  new TypeError(`${name}: wanted a pid (a whole number such as workers()[0]), "any" or "free", got ${describe(got)}`);

/** The process that is meant now: "any" and "free" choose. Throws for a pid that never existed. */
export function placeFor(ctx: ClusterContext, on: Where): number {
  if (on === "any") return ctx.nextWorker();
  if (on === "free") return ctx.freeWorker();
  checkExists(ctx, on);
  return on;
}

/** Makes a call where it shall go. */
export interface Caller {
  /** Makes it there; throws for what cannot travel. */
  start(pid: number, call: Call): void;
  /** There is nowhere to make it. */
  fail(reason: unknown): void;
}

/** Starts the call in its place. Gives what withdraws it while it waits for one; throws what `start` throws at once. */
export function startCall(_ctx: ClusterContext, place: number, call: Call, caller: Caller): () => void {
  caller.start(place, call);
  return NOTHING;
}

const NOTHING = () => {};
