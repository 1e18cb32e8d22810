// The API bound to one process: checks arguments, counts the promises it hands out, and calls the files that do the work.
// `index.ts` makes the process's one; tests make several.
import { TextDecoder } from "../base/kept.ts";
import type { ClusterContext, Here } from "./context.ts";
import {
  CompositeException,
  InvalidStateException,
  ProcessExitedException,
  RemoteException,
  TimeoutError,
} from "./errors.ts";
import type { Body, Reducer } from "./loop.ts";
import {
  createChunkFunction,
  type DistributedOptions,
  distributedEach,
  distributedReduce,
  everywhere as everywhereOn,
  resolveWhere,
  type Sequence,
  type Where,
} from "./macros.ts";
import { type PmapOptions, pmap as pmapOver } from "./pmap.ts";
import { createBatchFunction } from "./pmap-batch.ts";
import {
  type AddprocsOptions,
  addprocs as addWorkers,
  type RmprocsOptions,
  rmprocs as removeWorkers,
} from "./procs.ts";
import { PLAIN, Range, range, rangeOf } from "./range.ts";
import { type Callable, callFetch, callKeep, checkCall, checkFunction, checkPid, describe } from "./remotecall.ts";
import { Future } from "./remoteref.ts";
import type { OperationKind } from "./telemetry.ts";

/** What an async function or a plain one gives in the end. */
type Value<R> = Promise<Awaited<R>>;

export function createDistributed(ctx: ClusterContext) {
  const chunk = createChunkFunction(ctx);
  const batch = createBatchFunction(ctx);
  ctx.internal.add(chunk).add(batch);
  registerTypes(ctx);

  const track = <T>(work: () => Promise<T>, origin?: Here) => ctx.promises.track(work, origin);

  // `name` is what the program called; an operation is counted with those of its kind.
  const keep = (kind: OperationKind, f: Callable, pid: number, args: unknown[], name: string = kind) => {
    checkCall(ctx, name, f, pid);
    return callKeep(ctx, f, pid, args, kind);
  };

  const call = <R>(kind: OperationKind, f: Callable, pid: number, args: unknown[], name: string = kind): Promise<R> => {
    const out = ctx.promises.handout<R>();
    try {
      checkCall(ctx, name, f, pid);
      const operation = ctx.operations.calls(kind, f, ctx.codec.nameOf);
      operation.begins();
      callFetch(ctx, f, pid, args, operation).then(
        (value) => {
          operation.answered(true);
          out.resolve(value as R);
        },
        (error: unknown) => {
          operation.answered(false);
          out.reject(error);
        },
      );
    } catch (error) {
      out.reject(error);
    }
    return out.promise;
  };

  const fetchRef = (ref: Future): Promise<unknown> => ctx.refs.fetch(ref);

  const api = {
    myid: (): number => ctx.pid,
    procs: (): number[] => ctx.cluster.procs(),
    workers: (): number[] => ctx.cluster.workers(),
    nprocs: (): number => ctx.cluster.size,
    nworkers: (): number => ctx.cluster.workers().length,
    addprocs: (workers?: number, options?: AddprocsOptions) => track(() => addWorkers(ctx, workers, options)),
    rmprocs: (...pids: (number | readonly number[] | RmprocsOptions)[]) => track(async () => removeWorkers(ctx, pids)),
    range,

    remotecall: <A extends unknown[], R>(f: (...args: A) => R, pid: number, ...args: A) =>
      keep("remotecall", f, pid, args).future as Future<Awaited<R>>,
    remotecallFetch: <A extends unknown[], R>(f: (...args: A) => R, pid: number, ...args: A): Value<R> =>
      call("remotecallFetch", f, pid, args),
    remotecallWait: <A extends unknown[], R>(f: (...args: A) => R, pid: number, ...args: A) =>
      track(async () => {
        const { future, settled } = keep("remotecallWait", f, pid, args);
        ctx.refs.wait(future).catch(() => {}); // its failure is told by this promise
        await settled;
        return future as Future<Awaited<R>>;
      }),

    spawnat: <R>(where: Where, f: () => R) => {
      checkFunction("spawnat", f);
      return keep("spawnat", f, resolveWhere(ctx, "spawnat", where), []).future as Future<Awaited<R>>;
    },
    spawn: <R>(f: () => R) => {
      checkFunction("spawn", f);
      return keep("spawnat", f, ctx.nextWorker(), [], "spawn").future as Future<Awaited<R>>;
    },
    fetchfrom: <R>(pid: number, f: () => R): Value<R> => call("remotecallFetch", f, pid, [], "fetchfrom"),
    fetchany: <R>(f: () => R): Value<R> => call("remotecallFetch", f, ctx.nextWorker(), [], "fetchany"),

    fetch: (what: Future | readonly Future[]): Promise<unknown> =>
      track(async () => {
        if (what instanceof Future) return fetchRef(what);
        for (const [i, ref] of what.entries()) {
          if (!(ref instanceof Future))
            throw new TypeError(`fetch: wanted refs in the array, got ${describe(ref)} at ${i}`);
        }
        return Promise.all(what.map(fetchRef));
      }),

    everywhere: (...args: [Callable] | [number | readonly number[], Callable]): Promise<unknown> => {
      const origin = ctx.here();
      return track(async () => {
        const [on, f] = args.length === 1 ? [ctx.cluster.procs(), args[0]] : args;
        if (Array.isArray(on)) return everywhereOn(ctx, on, f, origin);
        checkPid("everywhere", on);
        checkCall(ctx, "everywhere", f, on);
        return call("everywhere", f, on, []);
      }, origin);
    },

    distributed: (...args: unknown[]): Promise<unknown> => {
      const origin = ctx.here();
      if (typeof args[0] !== "function") {
        const [items, body] = args as [Sequence<unknown>, Body];
        return track(() => distributedEach(ctx, chunk, { items, body, origin }), origin);
      }
      const [red, items, body, options] = args as [Reducer, Sequence<unknown>, Body, DistributedOptions<unknown>?];
      return track(() => distributedReduce(ctx, chunk, { red, items, body, options, origin }), origin);
    },

    pmap: (f: Callable, ...rest: unknown[]): Promise<unknown[]> => {
      const origin = ctx.here();
      return track(() => {
        while (rest.length > 1 && rest.at(-1) === undefined) rest.pop(); // options that a wrapper left out
        const last = rest.at(-1);
        const hasOptions = rest.length > 1 && isOptions(last);
        const collections = hasOptions ? rest.slice(0, -1) : rest;
        return pmapOver(ctx, batch, {
          f,
          collections,
          options: hasOptions ? (last as PmapOptions<unknown>) : undefined,
          origin,
        });
      }, origin);
    },

    readBytes: (name: string) => track(() => ctx.manager.readAsset(name)),
    readText: (name: string) => track(async () => new TextDecoder().decode(await ctx.manager.readAsset(name))),
  };
  ctx.codec.expose({
    ...api,
    $chunk: chunk,
    $batch: batch,
    Future,
    RemoteException,
    ProcessExitedException,
    CompositeException,
    InvalidStateException,
    TimeoutError,
  });
  return api;
}

export type Distributed = ReturnType<typeof createDistributed>;

/** Options are a plain object that is no collection. */
function isOptions(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Symbol.iterator in value || Symbol.asyncIterator in value)
    return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** How the library's own objects travel. */
function registerTypes({ codec }: ClusterContext): void {
  codec.travels(Range, {
    tag: "Range",
    pack: (value) => {
      const { first, step, length } = PLAIN.get(value) ?? value;
      return [first, step, length];
    },
    unpack: ([first, step, length]) => rangeOf(new Range(first as number, step as number, length as number)),
  });
  codec.travels(RemoteException, {
    tag: "RemoteException",
    pack: (error) => [error.pid, error.captured, error.message, error.stack],
    unpack: ([where, captured, message, stack]) =>
      RemoteException.again(where as number, captured, message as string, stack as string),
  });
  codec.travels(ProcessExitedException, {
    tag: "ProcessExitedException",
    pack: (error) => [error.pid, error.message, error.stack],
    unpack: ([where, message, stack]) => {
      const error = new ProcessExitedException(where as number);
      return Object.assign(error, { message, stack });
    },
  });
  codec.travels(InvalidStateException, {
    tag: "InvalidStateException",
    pack: (error) => [error.message, error.stack],
    unpack: ([message, stack]) => Object.assign(new InvalidStateException(message as string), { stack }),
  });
  codec.travels(TimeoutError, {
    tag: "TimeoutError",
    pack: (error) => [error.message, error.stack],
    unpack: ([message, stack]) => Object.assign(new TimeoutError(message as string), { stack }),
  });
  codec.travels(CompositeException, {
    tag: "CompositeException",
    pack: (error) => [[...error.exceptions], error.message, error.stack],
    unpack: ([exceptions, message, stack]) =>
      CompositeException.again(exceptions as unknown[], message as string, stack as string),
  });
}
