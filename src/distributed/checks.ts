// What the API's functions refuse before they do anything (wrong arguments, a process that was never there, a program that is still
// loading), in the caller's own words. Options have checks of their own: `options.ts`, `limits.ts`.
// Invariant: a check changes nothing; an argument of the wrong kind is a TypeError.
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException } from "./errors.ts";

/** Refuses what is no call, in the caller's own words. */
export function checkCall(ctx: ClusterContext, name: string, f: unknown): void {
  checkFunction(name, f);
  checkLoaded(ctx, name);
}

export function checkFunction(name: string, f: unknown): void {
  if (typeof f !== "function") throw new TypeError(`${name}: wanted a function, got ${describe(f)}`);
}

export function checkPid(name: string, pid: unknown): asserts pid is number {
  if (typeof pid !== "number" || !Number.isInteger(pid)) {
    throw new TypeError(`${name}: wanted a pid (a whole number such as workers()[0]), got ${describe(pid)}`);
  }
}

export function checkLoaded(ctx: ClusterContext, name: string): void {
  if (!ctx.loading) return;
  throw new Error(`${name}: still loading; calls can be made once functions.ts has been evaluated`);
}

/** What an argument was, for an error's text. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return `the function ${value.name || "(unnamed)"}`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Throws for a pid that never existed; one that has ended makes the call fail. */
export function checkExists(ctx: ClusterContext, pid: number): void {
  const missing = missingOf(ctx, pid);
  if (missing && !(missing instanceof ProcessExitedException)) throw missing;
}

/** Why that pid cannot be called; undefined when it can. */
export const missingOf = (ctx: ClusterContext, pid: number) =>
  pid === ctx.pid || ctx.cluster.has(pid) ? undefined : ctx.cluster.missing(pid);
