// Calls (Julia: remotecall.jl): one small function for "here", one for "elsewhere". Arguments and captured variables are
// copied when the call is made; calls to one's own pid do not copy.
import { deferred } from "../base/deferred.ts";
import { queueMicrotask } from "../base/kept.ts";
import { sizeOf } from "./cluster-serialize/size-of.ts";
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import { UnsendableError } from "./cluster-serialize/unsendable.ts";
import type { Pending } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException, RemoteException } from "./errors.ts";
import type { Graph } from "./messages.ts";
import { encodeFor, execute } from "./process-messages.ts";
import type { Future } from "./remoteref.ts";
import type { Operation, OperationKind } from "./telemetry.ts";

// biome-ignore lint/suspicious/noExplicitAny: any user function can be called
export type Callable = (...args: any[]) => any;

/** Refuses what is no call, in the caller's own words. */
export function checkCall(ctx: ClusterContext, name: string, f: unknown, pid: unknown): void {
  checkFunction(name, f);
  checkPid(name, pid);
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

/** Settles with what `f` returns on process `pid`; rejects as `remotecallFetch` does. Not counted as a promise of ours. */
export function callFetch(
  ctx: ClusterContext,
  f: Callable,
  pid: number,
  args: unknown[],
  operation?: Operation,
): Promise<unknown> {
  const { promise, resolve, reject } = deferred<unknown>();
  if (pid === ctx.pid) callHere(ctx, f, args, { resolve, reject, operation });
  else {
    try {
      send(ctx, ["call", "callGraph"], { f, pid, args }, { resolve, reject, operation });
    } catch (error) {
      reject(error);
    }
  }
  return promise;
}

/** Starts in a later microtask, as a call elsewhere would. */
function callHere(ctx: ClusterContext, f: Callable, args: unknown[], pending: Pending): void {
  queueMicrotask(() =>
    execute(ctx, () => [f, args], {
      value: pending.resolve,
      error: (thrown) => pending.reject(new RemoteException(ctx.pid, thrown, ctx.pid)),
    }),
  );
}

/** Throws, at the call, for a process that cannot be called and for what cannot travel. */
function send(
  ctx: ClusterContext,
  [plainType, graphType]: readonly ["call", "callGraph"] | readonly ["keep", "keepGraph"],
  { f, pid, args }: { f: Callable; pid: number; args: unknown[] },
  pending: Pending,
  id = ctx.nextId(),
): void {
  const connection = ctx.cluster.connectionTo(pid);
  const bytes = sizeOf(args);
  const key = ctx.codec.keyOf(f);
  const plain = key === undefined ? NOT_SMALL : snapshot(args);
  if (plain !== NOT_SMALL) connection.request(id, [plainType, id, key!, plain as unknown[]], bytes, "batch", pending);
  else {
    connection.request(id, [graphType, id, encodeCall(ctx, pid, f, args)], bytes, "now", pending);
  }
  pending.operation?.moved(1, bytes);
}

function encodeCall(ctx: ClusterContext, pid: number, f: Callable, args: unknown[]): Graph {
  try {
    return encodeFor(ctx, pid, () => ctx.codec.encode([f, args], { isCall: true }));
  } catch (error) {
    throw error instanceof UnsendableError ? error.calledAt(ctx.here().position()) : error;
  }
}

/**
 * Makes the call; its result stays on `pid` under the returned ref. Throws for what cannot travel and for a pid that never
 * existed; a process that has ended makes the ref fail.
 */
export function callKeep(
  ctx: ClusterContext,
  f: Callable,
  pid: number,
  args: unknown[],
  kind: OperationKind,
): KeptCall {
  const missing = pid === ctx.pid || ctx.cluster.has(pid) ? undefined : ctx.cluster.missing(pid);
  if (missing && !(missing instanceof ProcessExitedException)) throw missing;
  const operation = ctx.operations.calls(kind, f, ctx.codec.nameOf);
  const id = ctx.nextId();
  const future = ctx.refs.create(pid, id, ctx.here(), operation);
  const settled = deferred<void>();
  settled.promise.catch(() => {});
  const pending: Pending = {
    operation,
    resolve() {
      operation.answered(true);
      ctx.refs.settled(future);
      settled.resolve();
    },
    reject(reason) {
      operation.answered(false);
      ctx.refs.failed(future, reason);
      settled.reject(reason);
    },
  };
  operation.begins();
  if (missing) pending.reject(missing);
  else if (pid === ctx.pid) keepHere(ctx, f, args, future, pending);
  else sendOrEnd(ctx, { f, pid, args }, pending, future);
  return { future, settled: settled.promise };
}

/** What cannot travel throws at the call, which then is over; nobody has its ref. */
function sendOrEnd(ctx: ClusterContext, call: Parameters<typeof send>[2], pending: Pending, future: Future): void {
  try {
    send(ctx, ["keep", "keepGraph"], call, pending, future.id);
  } catch (error) {
    pending.operation?.answered(false);
    ctx.refs.settled(future);
    throw error;
  }
}

/** A call whose result stays where it was made. */
interface KeptCall {
  future: Future;
  /** Settles when the result is there; rejects with what the call threw. */
  settled: Promise<void>;
}

function keepHere(ctx: ClusterContext, f: Callable, args: unknown[], future: Future, pending: Pending): void {
  const value = new Promise<unknown>((resolve, reject) => {
    queueMicrotask(() =>
      execute(ctx, () => [f, args], {
        value(result) {
          resolve(result);
          pending.resolve(undefined);
        },
        error(thrown) {
          reject(thrown);
          pending.reject(new RemoteException(ctx.pid, thrown, ctx.pid));
        },
      }),
    );
  });
  ctx.refs.keep([future.whence, future.id], ctx.pid, value);
}
