// A call whose result stays where it was made (Julia: remotecall.jl, remotecall and remotecall_wait): its Future is given out at
// once, the call is made then or when a worker has been found. The Future is in `call-future.ts`, its use in `future-uses.ts`.
// Invariant: it ends once, by its answer or by whoever gives it up; the process that runs it goes on in either case.
import { deferred } from "../base/deferred.ts";
import { CallFuture } from "./call-future.ts";
import { missingOf } from "./checks.ts";
import type { Pending } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { RemoteException } from "./errors.ts";
import { type Call, type Callable, callHere, send } from "./remotecall.ts";
import type { Future } from "./remoteref.ts";
import type { OperationKind } from "./telemetry.ts";

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
