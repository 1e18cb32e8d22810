// Refs and channels as the API has them (Julia: fetch, wait, isready, put!, take!, close): arguments are checked here, and
// whether the promise holds the run: those of a Future do, those of channels and of `isready` do not.
import { Channel, coreOf } from "./channel.ts";
import { onRemoteChannel, putIntoRemoteChannel } from "./channel-uses.ts";
import { checkLoaded, checkPid, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { fetchFuture, isFutureReady, putIntoFuture, waitForFuture } from "./future-uses.ts";
import { Held } from "./held.ts";
import { type Limits, limitsOf } from "./limits.ts";
import type { UseName } from "./messages.ts";
import { createChannelFunction, makeRemoteChannel } from "./remotechannel.ts";
import { Future, RemoteChannel, RemoteRef } from "./remoteref.ts";
import { onCore } from "./uses.ts";
import { waitFor } from "./waiter.ts";
import { WorkerPool } from "./workerpool.ts";

/** What `put`, `take`, `wait` and `isready` do with a pool. */
export interface PoolUses {
  putWorker(pool: WorkerPool, pid: number): Promise<WorkerPool>;
  takeWorker(pool: WorkerPool, limits?: Limits): Promise<number>;
  waitForPool(pool: WorkerPool, limits?: Limits): Promise<WorkerPool>;
  isPoolReady(pool: WorkerPool): Promise<boolean>;
}

export function createReferences(ctx: ClusterContext, pools: PoolUses) {
  const channelFunction = createChannelFunction(ctx);
  ctx.internal.set(channelFunction, "work");
  ctx.codec.expose({ $channel: channelFunction });
  ctx.codec.stays(
    Channel,
    "it is a Channel, which belongs to this process: `remoteChannel` makes one that all can use",
  );

  const track = <T>(work: () => Promise<T>) => ctx.promises.track(work);
  const aside = <T>(work: () => Promise<T>) => ctx.promises.aside(work);

  const onChannel = <T>(name: UseName, channel: unknown, options?: Limits): Promise<T> =>
    aside(async () => {
      const limits = limitsOf(name, options);
      if (channel instanceof RemoteChannel) return onRemoteChannel<T>(ctx, channel, name, limits);
      if (channel instanceof Channel) return onCore(ctx, name, coreOf(channel), limits) as Promise<T>;
      throw new TypeError(`${name}: wanted a Channel or a RemoteChannel, got ${describe(channel)}`);
    });

  const fetchOne = (ref: unknown, options?: Limits): Promise<unknown> =>
    ref instanceof Future ? fetchFuture(ctx, ref, options) : onChannel("fetch", ref, options);

  const fetchAll = (refs: readonly unknown[], options?: Limits): Promise<unknown[]> => {
    for (const [i, ref] of refs.entries()) {
      if (ref instanceof RemoteRef) continue;
      throw new TypeError(`fetch: wanted refs in the array, got ${describe(ref)} at ${i}`);
    }
    return Promise.all(refs.map((ref) => fetchOne(ref, options)));
  };

  return {
    fetch: (what: unknown, options?: Limits): Promise<unknown> =>
      what instanceof Future || Array.isArray(what)
        ? track(async () => {
            const limits = limitsOf("fetch", options);
            return Array.isArray(what) ? fetchAll(what, limits) : fetchOne(what, limits);
          })
        : onChannel("fetch", what, options),

    wait: (what: unknown, options?: Limits): Promise<unknown> => {
      if (what instanceof WorkerPool) return pools.waitForPool(what, options);
      if (!(what instanceof Future)) return aside(() => onChannel("wait", what, options).then(() => what));
      return track(async () => {
        await waitForFuture(ctx, what, limitsOf("wait", options));
        return what;
      });
    },

    put: (into: unknown, value: unknown, options?: Limits): Promise<unknown> => {
      if (into instanceof WorkerPool) return pools.putWorker(into, value as number);
      if (into instanceof Future) {
        return track(async () => {
          await putIntoFuture(ctx, into, value, limitsOf("put", options));
          return into;
        });
      }
      return aside(async () => {
        const limits = limitsOf("put", options);
        if (into instanceof RemoteChannel) await putIntoRemoteChannel(ctx, into, value, limits);
        else if (into instanceof Channel) await waitFor(ctx, "put", limits, (w) => coreOf(into).put(value, w));
        else throw new TypeError(`put: wanted a Future, a Channel or a RemoteChannel, got ${describe(into)}`);
        return into;
      });
    },

    take: (from: unknown, options?: Limits): Promise<unknown> => {
      if (from instanceof WorkerPool) return pools.takeWorker(from, options);
      if (from instanceof Future) throw new TypeError("take: a Future keeps its value; use fetch");
      return onChannel("take", from, options);
    },

    isready: (what: unknown): Promise<boolean> => {
      if (what instanceof WorkerPool) return pools.isPoolReady(what);
      return what instanceof Future ? aside(() => isFutureReady(ctx, what)) : onChannel("isready", what);
    },
    isempty: (channel: unknown) => onChannel<boolean>("isempty", channel),
    isopen: (channel: unknown) => onChannel<boolean>("isopen", channel),
    close: (channel: unknown) => onChannel<void>("close", channel),

    remoteChannel: <T>(f?: (() => unknown) | number, pid?: number): Promise<RemoteChannel<T>> =>
      track(async () =>
        typeof f === "number"
          ? makeRemoteChannel<T>(ctx, channelFunction, undefined, f)
          : makeRemoteChannel<T>(ctx, channelFunction, f, pid),
      ),

    finalize: (ref: unknown): void => {
      if (ref instanceof RemoteRef) return ctx.handles.finalize(ref);
      throw new TypeError(`finalize: wanted a Future or a RemoteChannel, got ${describe(ref)}`);
    },

    /** For `new Future(pid)`: its identity, and that its handle is there. */
    newRef: (pid: number = ctx.pid) => {
      checkPid("new Future", pid);
      if (pid !== ctx.pid) checkLoaded(ctx, "new Future");
      return ctx.handles.newRef(pid);
    },
    holdRef: (ref: RemoteRef, life: number) => ctx.handles.add(ref, new Held(life)),
  };
}
