// Calls (Julia: remotecall.jl): one small function for "here", one for "elsewhere". Arguments and captured variables are
// copied when the call is made; calls to one's own pid do not copy. Who may call what is in `checks.ts`, a call whose result stays
// where it was made in `kept-call.ts`.
import { deferred } from "../base/deferred.ts";
import { queueMicrotask } from "../base/kept.ts";
import { keptClone } from "./cluster-serialize/intrinsics.ts";
import type { Callable } from "./cluster-serialize/known.ts";
import { sizeOf } from "./cluster-serialize/size-of.ts";
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import type { Pending, When } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { RemoteException } from "./errors.ts";
import type { Graph } from "./messages.ts";
import { execute, unheard } from "./process-messages.ts";
import { calledHere } from "./reply.ts";
import type { Operation } from "./telemetry.ts";

export type { Callable };

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
export function callHere(ctx: ClusterContext, { f, args }: Call, pending: Pending): void {
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
