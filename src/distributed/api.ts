// The API bound to one process: checks arguments, counts the promises it hands out, and calls the files that do the work.
// `index.ts` makes the process's one; tests make several.
import { TextDecoder } from "../base/kept.ts";
import { createCalls, fetchCall } from "./calls.ts";
import { Channel } from "./channel.ts";
import type { ClusterContext, Here } from "./context.ts";
import {
  CompositeException,
  InterruptException,
  InvalidStateException,
  ProcessExitedException,
  RemoteException,
  TimeoutError,
} from "./errors.ts";
import { waitForFuture } from "./future-uses.ts";
import { interrupt as interruptWorkers } from "./interrupt.ts";
import { withinLimits } from "./limits.ts";
import type { Body, Reducer } from "./loop.ts";
import {
  createChunkFunction,
  type DistributedOptions,
  distributedEach,
  distributedReduce,
  type EverywhereTarget,
  everywhere as everywhereOn,
  everywhereOptions,
  type Sequence,
} from "./macros.ts";
import { pmap as pmapOver, pmapreduce as pmapreduceOver } from "./pmap.ts";
import { createBatchFunction } from "./pmap-batch.ts";
import type { PmapOptions, PmapreduceOptions } from "./pmap-options.ts";
import { createPoolUses } from "./pool-uses.ts";
import {
  type AddprocsOptions,
  addprocs as addWorkers,
  type RmprocsOptions,
  rmprocs as removeWorkers,
} from "./procs.ts";
import { PLAIN, Range, range, rangeOf } from "./range.ts";
import { createReferences } from "./references.ts";
import type { Callable } from "./remotecall.ts";
import { Future, RemoteChannel } from "./remoteref.ts";
import { ExponentialBackOff, exponentialBackOff } from "./retry-delays.ts";
import { createSharedArray, localindices, SharedArray } from "./shared-array.ts";
import { type SyncBlock, sync } from "./sync.ts";
import { checkTransfer, type Movable } from "./transfer.ts";
import { CachingPool, WorkerPool } from "./workerpool.ts";

export function createDistributed(ctx: ClusterContext) {
  const chunk = createChunkFunction(ctx);
  const batch = createBatchFunction(ctx);
  ctx.internal.set(chunk, "work").set(batch, "work").set(ctx.pools.cached, "work").set(ctx.pools.serve, "upkeep");
  registerTypes(ctx);

  const track = <T>(work: () => Promise<T>, origin?: Here) => ctx.promises.track(work, origin);

  const calls = createCalls(ctx);
  const pools = createPoolUses(ctx);
  const references = createReferences(ctx, pools);

  const api = {
    myid: (): number => ctx.pid,
    procs: (): number[] => ctx.cluster.procs(),
    workers: (): number[] => ctx.cluster.workers(),
    nprocs: (): number => ctx.cluster.size,
    nworkers: (): number => ctx.cluster.workers().length,
    addprocs: (workers?: number, options?: AddprocsOptions) => track(() => addWorkers(ctx, workers, options)),
    rmprocs: (...pids: (number | readonly number[] | RmprocsOptions)[]) => track(async () => removeWorkers(ctx, pids)),
    interrupt: (...pids: (number | readonly number[])[]) => track(() => interruptWorkers(ctx, pids.flat())),
    range,

    ...calls,

    ...references,

    everywhere: (...args: [Callable] | [EverywhereTarget, Callable]): Promise<unknown> => {
      const origin = ctx.here();
      return track(async () => {
        const [target, f] = args.length === 1 ? [{}, args[0]] : args;
        const { on = ctx.cluster.procs(), ...limits } = everywhereOptions(target);
        if (typeof on !== "number") {
          return withinLimits(ctx.platform, "everywhere", limits, () => everywhereOn(ctx, on, f, origin));
        }
        return fetchCall(ctx, {
          ...{ name: "everywhere", kind: "everywhere", target: { on, ...limits } },
          call: { f, args: [] },
        });
      }, origin);
    },

    distributed: (...args: unknown[]): Promise<unknown> => {
      const origin = ctx.here();
      if (typeof args[0] !== "function") {
        const [items, body, options] = args as [Sequence<unknown>, Body, undefined];
        return track(() => distributedEach(ctx, chunk, { items, body, options, origin }), origin);
      }
      const [red, items, body, options] = args as [Reducer, Sequence<unknown>, Body, DistributedOptions<unknown>?];
      return track(() => distributedReduce(ctx, chunk, { red, items, body, options, origin }), origin);
    },

    pmap: (f: Callable, ...rest: unknown[]): Promise<unknown[]> => {
      const origin = ctx.here();
      return track(() => pmapOver(ctx, batch, { f, ...splitOptions<PmapOptions<unknown>>(rest), origin }), origin);
    },

    pmapreduce: (red: Reducer, f: Callable, ...rest: unknown[]): Promise<unknown> => {
      const origin = ctx.here();
      const work = () =>
        pmapreduceOver(ctx, batch, { red, f, ...splitOptions<PmapreduceOptions<unknown>>(rest), origin });
      return track(work, origin);
    },
    exponentialBackOff,

    ...pools,

    sync: <R>(block: (s: SyncBlock) => R) => {
      const { spawnat, spawn, remotecall, distributed } = api;
      const settled = (ref: Future) => waitForFuture(ctx, ref);
      return track(() => sync({ spawnat, spawn, remotecall, distributed, settled }, block), ctx.here());
    },

    transfer: <T extends object>(value: T, buffers: readonly Movable[]): T => {
      checkTransfer(value, buffers);
      ctx.codec.mark(value, [...buffers]);
      return value;
    },

    sharedArray: (kind: unknown, length: unknown) => createSharedArray(ctx.platform.isolated, kind, length),
    localindices: (array: unknown) => localindices(ctx, array),

    display: (value: unknown): void => ctx.display(value),

    readBytes: (name: string) => track(() => ctx.manager.readAsset(name)),
    readText: (name: string) => track(async () => new TextDecoder().decode(await ctx.manager.readAsset(name))),
  };
  ctx.codec.expose({
    ...api,
    $chunk: chunk,
    $batch: batch,
    $cached: ctx.pools.cached,
    $pool: ctx.pools.serve,
    WorkerPool,
    CachingPool,
    Channel,
    SharedArray,
    Future,
    RemoteChannel,
    RemoteException,
    ProcessExitedException,
    CompositeException,
    InterruptException,
    InvalidStateException,
    TimeoutError,
  });
  return api;
}

export type Distributed = ReturnType<typeof createDistributed>;

/** What follows the functions of a pmap: collections, and then perhaps options. */
function splitOptions<O>(rest: readonly unknown[]): { collections: readonly unknown[]; options: O | undefined } {
  let end = rest.length;
  while (end > 1 && rest[end - 1] === undefined) end--; // options that a wrapper left out
  const last = rest[end - 1];
  if (end < 2 || !isOptions(last)) return { collections: rest.slice(0, end), options: undefined };
  return { collections: rest.slice(0, end - 1), options: last as O };
}

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
  codec.travels(ExponentialBackOff, {
    tag: "ExponentialBackOff",
    pack: ({ options }) => [options],
    unpack: ([options]) => new ExponentialBackOff(options as ExponentialBackOff["options"]),
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
  codec.travels(InterruptException, {
    tag: "InterruptException",
    pack: (error) => [error.message, error.stack],
    unpack: ([message, stack]) => Object.assign(new InterruptException(message as string), { stack }),
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
