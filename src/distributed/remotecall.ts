// Calls (Julia: remotecall.jl): one small function for "here", one for "elsewhere". Arguments and captured variables are
// copied when the call is made; calls to one's own pid do not copy.
import { deferred } from "../base/deferred.ts";
import { queueMicrotask } from "../base/kept.ts";
import { CallFuture } from "./call-future.ts";
import { keptClone } from "./cluster-serialize/intrinsics.ts";
import type { Callable } from "./cluster-serialize/known.ts";
import { sizeOf } from "./cluster-serialize/size-of.ts";
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import type { Pending, When } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException, RemoteException } from "./errors.ts";
import type { Graph } from "./messages.ts";
import { execute, unheard } from "./process-messages.ts";
import type { Future } from "./remoteref.ts";
import { calledHere } from "./reply.ts";
import type { Operation, OperationKind } from "./telemetry.ts";

export type { Callable };

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

/** What is called. */
export interface Call {
  readonly f: Callable;
  readonly args: unknown[];
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
  if (pid === ctx.pid) callHere(ctx, { f, args }, { resolve, reject });
  else {
    try {
      send(ctx, ["call", "callGraph"], { f, args }, pid, { resolve, reject, operation, isCall: true });
    } catch (error) {
      reject(error);
    }
  }
  return promise;
}

/** Starts in a later microtask, as a call elsewhere would. */
function callHere(ctx: ClusterContext, { f, args }: Call, pending: Pending): void {
  ctx.callsHere++;
  queueMicrotask(() =>
    execute(ctx, () => [f, args], {
      value(result) {
        ctx.callsHere--;
        pending.resolve(result);
      },
      error(thrown) {
        ctx.callsHere--;
        pending.reject(new RemoteException(ctx.pid, thrown, ctx.pid));
      },
    }),
  );
}

/** Throws, at the call, for a process that cannot be called and for what cannot travel. */
export function send(
  ctx: ClusterContext,
  [plainType, graphType]: readonly ["call", "callGraph"] | readonly ["keep", "keepGraph"],
  call: Call,
  pid: number,
  pending: Pending,
  id = ctx.nextId(),
): void {
  const connection = ctx.cluster.connectionTo(pid);
  const plain = plainCall(ctx, call);
  const { graph, when } = plain ? PLAIN : encodeCall(ctx, pid, call);
  const bytes = sizeOf(plain ? call.args : graph);
  connection.request(id, plain ? [plainType, id, ...plain] : [graphType, id, graph], bytes, when, pending);
  pending.operation?.moved(1, bytes);
}

/** What has been copied may wait. */
const PLAIN = { graph: undefined, when: "batch" } as const;

/** A call that may wait for the batch: a function without captures, and arguments that the walk has copied. */
function plainCall(ctx: ClusterContext, { f, args }: Call): [key: string, args: unknown[]] | undefined {
  const key = ctx.codec.keyOf(f);
  const plain = key === undefined ? NOT_SMALL : snapshot(args);
  return plain === NOT_SMALL ? undefined : [key!, plain as unknown[]];
}

/**
 * The call as it is now: what the program changes afterwards does not change it. Marked values are moved into the copy, and
 * move on with it. Throws for what cannot travel.
 */
export function copyOf(ctx: ClusterContext, call: Call): Call {
  const plain = plainCall(ctx, call);
  if (plain) return { f: call.f, args: plain[1] };
  const { graph, when } = encodeCall(ctx, ctx.pid, call);
  const [copy, moved] = cloneOf(ctx, graph, when);
  const [f, args] = ctx.codec.decode(copy) as [Callable, unknown[]];
  if (moved.length > 0) ctx.codec.mark(args, moved);
  return { f, args };
}

/** The graph and what it moves. What the platform cannot copy, a Proxy say, is read by the codec. */
export function cloneOf(
  { codec }: ClusterContext,
  graph: Graph,
  when: When = "now",
): [graph: Graph, moved: readonly object[]] {
  const moving = typeof when === "object" ? when : { list: [], done() {} };
  const clone = (value: Graph) => keptClone([value, moving.list] as const, { transfer: moving.list as never[] });
  let copy: ReturnType<typeof clone>;
  try {
    copy = clone(graph);
  } catch {
    copy = clone(codec.readThrough(graph));
  }
  moving.done();
  return [...copy];
}

function encodeCall(ctx: ClusterContext, pid: number, { f, args }: Call): { graph: Graph; when: When } {
  // What the library calls (a chunk, a batch) brings the program's function once to each worker.
  const captured = ctx.internal.has(f) ? undefined : ctx.largeCaptures.towards(pid);
  const move = ctx.codec.move();
  const encode = () => ctx.codec.encode([f, args], { isCall: true, move, ...(captured && { captured }) });
  const graph = calledHere(ctx, () => ctx.refTravel.encodeFor(pid, encode));
  ctx.largeCaptures.tell();
  return { graph, when: move.isEmpty ? "now" : move };
}

/**
 * Makes the call; nobody hears of its end, and a failure is printed on `pid` with the place that started it. Throws for a
 * process that cannot be called and for what cannot travel.
 */
export function callDo(ctx: ClusterContext, call: Call, pid: number, operation: Operation, startedAt: string): void {
  if (pid === ctx.pid) queueMicrotask(() => execute(ctx, () => [call.f, call.args], unheard(ctx, startedAt)));
  else {
    const connection = ctx.cluster.connectionTo(pid);
    const plain = plainCall(ctx, call);
    const { graph, when } = plain ? PLAIN : encodeCall(ctx, pid, call);
    const bytes = sizeOf(plain ? call.args : graph);
    connection.send(plain ? ["do", ...plain, startedAt] : ["doGraph", graph, startedAt], bytes, when);
    operation.moved(1, bytes);
  }
  operation.begins();
  operation.answered(true);
}

/** Throws for a pid that never existed; one that has ended makes the call fail. */
export function checkExists(ctx: ClusterContext, pid: number): void {
  const missing = missingOf(ctx, pid);
  if (missing && !(missing instanceof ProcessExitedException)) throw missing;
}

const missingOf = (ctx: ClusterContext, pid: number) =>
  pid === ctx.pid || ctx.cluster.has(pid) ? undefined : ctx.cluster.missing(pid);

/** The process is done with a call, or has ended; `ok`: it gave a value. */
export type Ended = (ok: boolean) => void;

/** A call whose result stays where it was made, under a ref: made now, or when a worker has been found for it. */
export interface KeptCall {
  readonly future: Future;
  /** Settles when the result is there; rejects with what the call threw. */
  readonly settled: Promise<void>;
  /** Makes the call; `ended` hears when it is over, also when nobody waits for it any longer. Throws for what cannot travel. */
  start(pid: number, call: Call, ended?: Ended): void;
  /** It could not be made, and nobody has been given its ref. */
  drop(): void;
  /** Nobody waits for it any longer: the ref fails with the reason. A call that was made goes on. */
  stop(reason: unknown): void;
}

/** @param pid where it will be made; undefined while that is not known. */
export function keptCall(ctx: ClusterContext, f: Callable, pid: number | undefined, kind: OperationKind): KeptCall {
  const operation = ctx.operations.calls(kind, f, ctx.codec.nameOf);
  const own = new CallFuture(ctx, pid, operation);
  const settled = deferred<void>();
  settled.promise.catch(() => {});
  let isOver = false;
  const end = (ok: boolean): boolean => {
    if (isOver) return false;
    isOver = true;
    operation.answered(ok);
    return true;
  };
  let whenEnded: Ended | undefined;
  const pending: Pending = {
    operation,
    isCall: true,
    resolve() {
      whenEnded?.(true);
      if (!end(true)) return;
      own.settled();
      settled.resolve();
    },
    reject(reason) {
      whenEnded?.(false);
      if (!(reason instanceof RemoteException)) own.unmade(); // it has not come to its owner
      fail(reason);
    },
  };
  const fail = (reason: unknown) => {
    if (!end(false)) return;
    own.failed(reason);
    settled.reject(reason);
  };
  operation.begins();
  return {
    future: own.future,
    settled: settled.promise,
    start(on, call, ended) {
      whenEnded = ended;
      if (pid === undefined) own.place(on);
      const missing = missingOf(ctx, on);
      if (missing) pending.reject(missing);
      else if (on === ctx.pid) keepHere(ctx, call, own.future, pending);
      else sendKept(ctx, call, on, pending, own);
    },
    drop() {
      if (end(false)) own.settled();
    },
    stop: fail,
  };
}

function sendKept(ctx: ClusterContext, call: Call, pid: number, pending: Pending, own: CallFuture): void {
  try {
    send(ctx, ["keep", "keepGraph"], call, pid, pending, own.future.id);
  } catch (error) {
    own.unmade();
    throw error;
  }
}

function keepHere(ctx: ClusterContext, call: Call, future: Future, pending: Pending): void {
  const kept = ctx.keptValues.keep([future.whence, future.id]);
  callHere(ctx, call, {
    resolve(result) {
      kept.set(result);
      pending.resolve(undefined);
    },
    reject(reason) {
      kept.fail((reason as RemoteException).captured);
      pending.reject(reason);
    },
  });
}
