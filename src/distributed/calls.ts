// The calls of the API, each in a few lines: what the program asked for is checked and counted here, made in remotecall.ts.
// One that names a pid goes the short way; any other target is found by target.ts, within the limits of the wait.
// Invariant: `remotecallFetch` and `remotecallWait` hold the run until they settle; a ref and `remoteDo` do not.
import { deferred } from "../base/deferred.ts";
import { checkCall, checkFunction, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { waitForFuture } from "./future-uses.ts";
import { type Ended, type KeptCall, keptCall } from "./kept-call.ts";
import { hasLimits, type Limits, watchLimits } from "./limits.ts";
import type { Handout } from "./promises.ts";
import { type Call, type Callable, callDo, callFetch } from "./remotecall.ts";
import type { Future } from "./remoteref.ts";
import { aimOf, placeFor, startCall, type Target } from "./target.ts";
import type { Operation, OperationKind } from "./telemetry.ts";
import { WorkerPool } from "./workerpool.ts";

/** What an async function or a plain one gives in the end. */
type Value<R> = Promise<Awaited<R>>;

/** A call as the program made it: `name` is what it called, `kind` the calls it is counted with. */
export interface Asked {
  readonly name: string;
  readonly kind: OperationKind;
  readonly target: Target;
  readonly call: Call;
}

export function createCalls(ctx: ClusterContext) {
  const keep = (kind: OperationKind, f: Callable, target: Target, args: unknown[], name: string = kind): KeptCall =>
    keepCall(ctx, { name, kind, target, call: { f, args } });
  const call = <R>(kind: OperationKind, f: Callable, target: Target, args: unknown[], name: string = kind) =>
    fetchCall(ctx, { name, kind, target, call: { f, args } }) as Promise<R>;

  return {
    remotecall: <A extends unknown[], R>(f: (...args: A) => R, target: Target, ...args: A) =>
      keep("remotecall", f, target, args).future as Future<Awaited<R>>,
    remotecallFetch: <A extends unknown[], R>(f: (...args: A) => R, target: Target, ...args: A): Value<R> =>
      call("remotecallFetch", f, target, args),
    remotecallWait: <A extends unknown[], R>(f: (...args: A) => R, target: Target, ...args: A) =>
      ctx.promises.track(async () => {
        const { future, settled } = keep("remotecallWait", f, target, args);
        waitForFuture(ctx, future).catch(() => {}); // its failure is told by this promise
        await settled;
        return future as Future<Awaited<R>>;
      }),
    remoteDo: <A extends unknown[]>(f: (...args: A) => unknown, target: Target, ...args: A): void =>
      doCall(ctx, { name: "remoteDo", kind: "remoteDo", target, call: { f, args } }),

    remote: (...args: [Callable] | [WorkerPool, Callable]) => {
      const [pool, f] = args.length === 1 ? [ctx.pools.default(), args[0]] : args;
      checkFunction("remote", f);
      if (!(pool instanceof WorkerPool)) throw new TypeError(`remote: wanted a pool, got ${describe(pool)}`);
      return (...rest: unknown[]) => call("remotecallFetch", f, pool, rest, "remote");
    },

    spawnat: <R>(target: Target, f: () => R) => keep("spawnat", f, target, []).future as Future<Awaited<R>>,
    spawn: <R>(f: () => R) => keep("spawnat", f, "any", [], "spawn").future as Future<Awaited<R>>,
    fetchfrom: <R>(target: Target, f: () => R): Value<R> => call("remotecallFetch", f, target, [], "fetchfrom"),
    fetchany: <R>(f: () => R): Value<R> => call("remotecallFetch", f, "any", [], "fetchany"),
  };
}

/** `remotecall` and its like: the ref fails as the call does. Throws for what cannot be called and for what cannot travel. */
function keepCall(ctx: ClusterContext, { name, kind, target, call }: Asked): KeptCall {
  checkCall(ctx, name, call.f);
  const aim = aimOf(name, target);
  const place = placeFor(ctx, aim.on);
  const kept = keptCall(ctx, call.f, typeof place === "number" ? place : undefined, kind);
  const stop = (reason: unknown) => {
    // The program itself gave it up: that is no failure which it has to be told of.
    if (aim.signal?.aborted) waitForFuture(ctx, kept.future).catch(() => {});
    kept.stop(reason);
  };
  if (aim.signal?.aborted) {
    stop(aim.signal.reason);
    return kept;
  }
  try {
    const withdraw = startCall(ctx, place, call, { start: kept.start, fail: kept.stop });
    limit(ctx, name, aim, kept.settled, withdraw, stop);
  } catch (error) {
    kept.drop();
    throw error;
  }
  return kept;
}

/** `remotecallFetch` and its like. Whatever is wrong is told by the promise. */
export function fetchCall(ctx: ClusterContext, { name, kind, target, call }: Asked): Promise<unknown> {
  const out = ctx.promises.handout<unknown>();
  try {
    checkCall(ctx, name, call.f);
    const aim = aimOf(name, target);
    if (aim.signal?.aborted) throw aim.signal.reason;
    const place = placeFor(ctx, aim.on);
    const operation = ctx.operations.calls(kind, call.f, ctx.codec.nameOf);
    operation.begins();
    const settle = answerOnce(operation, out);
    const start = (pid: number, { f, args }: Call, ended?: Ended) =>
      void callFetch(ctx, f, pid, args, operation).then(
        (value) => {
          ended?.(true);
          settle.resolve(value);
        },
        (reason: unknown) => {
          ended?.(false);
          settle.reject(reason);
        },
      );
    const withdraw = startCall(ctx, place, call, { start, fail: settle.reject });
    limit(ctx, name, aim, out.promise, withdraw, settle.reject);
  } catch (error) {
    out.reject(error);
  }
  return out.promise;
}

/** The first of a result, a failure and a limit settles the promise and counts as the answer. */
function answerOnce(operation: Operation, out: Handout<unknown>): Pick<Handout<unknown>, "resolve" | "reject"> {
  let isOver = false;
  const first = (ok: boolean) => {
    if (isOver) return false;
    isOver = true;
    operation.answered(ok);
    return true;
  };
  return {
    resolve: (value) => void (first(true) && out.resolve(value)),
    reject: (reason) => void (first(false) && out.reject(reason)),
  };
}

/** Once a limit is reached the call is withdrawn and `stop` hears why; nothing is left when `settled` comes first. */
function limit(
  ctx: ClusterContext,
  name: string,
  limits: Limits,
  settled: Promise<unknown>,
  withdraw: () => void,
  stop: (reason: unknown) => void,
): void {
  if (!hasLimits(limits)) return;
  const release = watchLimits(ctx.platform, name, limits, (reason) => {
    withdraw();
    stop(reason);
  });
  settled.then(release, release);
}

/** `remoteDo`. Throws for what cannot be called and for what cannot travel; a limit ends no more than the wait for a place. */
function doCall(ctx: ClusterContext, { name, kind, target, call }: Asked): void {
  checkCall(ctx, name, call.f);
  const aim = aimOf(name, target);
  if (aim.signal?.aborted) return;
  const startedAt = ctx.here().position();
  const operation = ctx.operations.calls(kind, call.f, ctx.codec.nameOf);
  const placed = deferred<void>();
  const start = (pid: number, made: Call, ended?: Ended) => {
    callDo(ctx, made, pid, operation, startedAt);
    ended?.(false); // it may still run: its worker is not waited for
    placed.resolve();
  };
  const fail = (reason: unknown) => {
    if (!aim.signal?.aborted) ctx.printFailure(reason, startedAt);
    placed.resolve();
  };
  const withdraw = startCall(ctx, placeFor(ctx, aim.on), call, { start, fail });
  limit(ctx, name, aim, placed.promise, withdraw, fail);
}
