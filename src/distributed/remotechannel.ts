// How a RemoteChannel is made (Julia: RemoteChannel(f, pid)): the function runs on the owner, and the channel it returns stays
// there under the handle's name. Its handle is in `remoteref.ts`, its use in `channel-uses.ts`.
import { deferred } from "../base/deferred.ts";
import { Channel, coreOf } from "./channel.ts";
import { ChannelCore } from "./channel-core.ts";
import { checkCall, checkExists, checkPid, describe } from "./checks.ts";
import type { ClusterContext } from "./context.ts";
import { RemoteException } from "./errors.ts";
import { Held } from "./held.ts";
import { type Callable, send } from "./remotecall.ts";
import { type RefIdentity, RemoteChannel, refAt } from "./remoteref.ts";
import { asTask } from "./task.ts";

/** What runs on the owner. Exposed to every process under one name; counts as one task there, under the name of `f`. */
export function createChannelFunction(ctx: ClusterContext) {
  return async function $channel(f: Callable | null): Promise<ChannelCore> {
    if (f === null) return new ChannelCore(1);
    return asTask(ctx, f, async () => {
      const made: unknown = await f();
      if (made instanceof Channel) return coreOf(made);
      throw new TypeError(`remoteChannel: the function must return a Channel, it gave ${describe(made)}`);
    });
  };
}

/** Settles with the handle when the channel is there; rejects as a call does. */
export async function makeRemoteChannel<T>(
  ctx: ClusterContext,
  channelFunction: Callable,
  f: Callable | undefined,
  pid = ctx.pid,
): Promise<RemoteChannel<T>> {
  checkCall(ctx, "remoteChannel", f ?? channelFunction);
  checkPid("remoteChannel", pid);
  checkExists(ctx, pid);
  const identity = ctx.handles.identity(pid, ctx.nextId());
  if (pid === ctx.pid) await makeHere(ctx, channelFunction, f, identity);
  else await makeThere(ctx, channelFunction, f, identity);
  const channel = refAt<RemoteChannel<T>>(RemoteChannel, identity);
  ctx.handles.add(channel, new Held(identity.life));
  return channel;
}

async function makeHere(
  ctx: ClusterContext,
  channelFunction: Callable,
  f: Callable | undefined,
  { whence, id }: RefIdentity,
): Promise<void> {
  try {
    const core: unknown = await channelFunction(f ?? null);
    ctx.keptValues.keep([whence, id]).set(core);
  } catch (thrown) {
    throw new RemoteException(ctx.pid, thrown, ctx.pid);
  }
}

async function makeThere(
  ctx: ClusterContext,
  channelFunction: Callable,
  f: Callable | undefined,
  identity: RefIdentity,
): Promise<void> {
  const { promise, resolve, reject } = deferred<unknown>();
  const call = { f: channelFunction, args: [f ?? null] };
  send(ctx, ["keep", "keepGraph"], call, identity.where, { resolve, reject, isCall: true }, identity.id);
  try {
    await promise;
  } catch (error) {
    ctx.handles.drop(identity); // what is kept there is the failure
    throw error;
  }
}
