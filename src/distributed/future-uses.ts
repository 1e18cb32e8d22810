// How a Future is used where one holds its handle (Julia: remotecall.jl, fetch, wait, put!, isready). Here or at its owner is
// decided here; the messages are those of `ask.ts`.
// Invariants: the first success is cached, and the owner may forget it; whoever waits for a value holds it.
import { ask, putThere } from "./ask.ts";
import { SET_ONCE } from "./assignment.ts";
import type { ClusterContext } from "./context.ts";
import { RemoteException, TimeoutError } from "./errors.ts";
import type { Held } from "./held.ts";
import { type Limits, withinLimits } from "./limits.ts";
import { type Future, refIdOf } from "./remoteref.ts";
import { type Stop, type Undo, type Waiter, waitFor } from "./waiter.ts";

/** An owner that has not answered by then is busy. Shorter where the owner tells by itself that a value is there. */
const BUSY_S = { told: 0.03, untold: 0.25 } as const;

/** Settles with the value, or throws what the call threw. */
export function fetchFuture(ctx: ClusterContext, future: Future, limits: Limits = {}): Promise<unknown> {
  const held = ctx.handles.heldOf(future);
  if (held.cached) return Promise.resolve(held.value);
  held.outcome?.promise.catch(() => {}); // somebody asks
  return withinLimits(ctx.platform, "fetch", limits, () => bringOnce(ctx, future, held));
}

/** Brings the value here; one request serves all who want it at the same time. */
export function bringOnce(ctx: ClusterContext, future: Future, held: Held): Promise<unknown> {
  if (held.failure) return Promise.reject(held.failure.reason);
  held.fetching ??= bring(ctx, future, held).finally(() => {
    held.fetching = undefined;
  });
  return held.fetching;
}

async function bring(ctx: ClusterContext, future: Future, held: Held): Promise<unknown> {
  if (held.placed) await untilPlaced(ctx, held.placed.promise, held.stops);
  const value = await ownersAnswer(ctx, future, "fetch", held);
  ctx.handles.cache(future, held, value);
  return value;
}

function untilPlaced(ctx: ClusterContext, placed: Promise<void>, stops: Set<Stop>): Promise<void> {
  const start = ({ give }: Waiter<void>): Undo => {
    void placed.then(give);
    return () => {};
  };
  return waitFor(ctx, "fetch", {}, start, stops);
}

/** Settles when the value is there, without moving it; throws what the call threw. */
export function waitForFuture(ctx: ClusterContext, future: Future, limits: Limits = {}): Promise<unknown> {
  const held = ctx.handles.heldOf(future);
  if (held.cached) return Promise.resolve();
  held.waiting ??=
    held.outcome?.promise ??
    ownersAnswer(ctx, future, "wait", held).finally(() => {
      held.waiting = undefined;
    });
  const { waiting } = held;
  return withinLimits(ctx.platform, "wait", limits, () => waiting);
}

function ownersAnswer(ctx: ClusterContext, future: Future, name: "fetch" | "wait", held: Held): Promise<unknown> {
  const { stops, operation } = held;
  ctx.handles.checkOwner(future, held);
  if (future.where !== ctx.pid) return ask(ctx, name, future, { stops, operation });
  const start = (waiter: Waiter): Undo =>
    ctx.keptValues.assignmentOf(refIdOf(future)).when({
      give: (value) => waiter.give(name === "wait" ? undefined : value),
      fail: (thrown) => waiter.fail(new RemoteException(ctx.pid, thrown, ctx.pid)),
    });
  return waitFor(ctx, name, {}, start, stops);
}

/** Sets the value; where it was set from it is cached, unless it was moved. Throws when it is set already. */
export async function putIntoFuture(
  ctx: ClusterContext,
  future: Future,
  value: unknown,
  limits: Limits = {},
): Promise<void> {
  const held = ctx.handles.heldOf(future);
  if (held.cached || held.placed) throw new Error(SET_ONCE);
  if (limits.signal?.aborted) throw limits.signal.reason;
  ctx.handles.checkOwner(future, held);
  let isMoved = false;
  if (future.where === ctx.pid) ctx.keptValues.assignmentOf(refIdOf(future)).put(value);
  else isMoved = await putThere(ctx, future, value, { limits, stops: held.stops });
  if (!isMoved) ctx.handles.cache(future, held, value);
}

/** Whether the value is there: as this process knows it, or as the owner says, unless it is too busy to. */
export async function isFutureReady(ctx: ClusterContext, future: Future): Promise<boolean> {
  const held = ctx.handles.heldOf(future);
  if (held.cached) return true;
  if (held.placed) return held.isThere;
  ctx.handles.checkOwner(future, held);
  if (future.where === ctx.pid) return ctx.keptValues.assignmentOf(refIdOf(future)).isSettled;
  if (held.isThere) return true;
  const limits = { timeout: held.outcome ? BUSY_S.told : BUSY_S.untold };
  return ask<boolean>(ctx, "isready", future, { limits, stops: held.stops }).catch((error: unknown) => {
    if (error instanceof TimeoutError) return held.cached || held.isThere;
    throw error;
  });
}
