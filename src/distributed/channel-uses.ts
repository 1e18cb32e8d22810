// How a RemoteChannel is used where one holds its handle (Julia: remotecall.jl, take!, put!, isready, close of a RemoteChannel).
// Here or at its owner is decided here; the messages are those of `ask.ts`, the rules of the channel in `channel-core.ts`.
// Invariant: each wait ends when its handle is finalized.
import { ask, putThere } from "./ask.ts";
import type { ChannelCore } from "./channel-core.ts";
import type { ClusterContext } from "./context.ts";
import type { Limits } from "./limits.ts";
import type { UseName } from "./messages.ts";
import { type RemoteChannel, refIdOf } from "./remoteref.ts";
import { onCore } from "./uses.ts";
import { type Stop, waitFor } from "./waiter.ts";

/** What `name` does with the channel. Rejects with RemoteException when the owner refuses. */
export function onRemoteChannel<T>(
  ctx: ClusterContext,
  channel: RemoteChannel,
  name: UseName,
  limits: Limits,
): Promise<T> {
  const stops = stopsOf(ctx, channel);
  if (channel.where !== ctx.pid) return ask(ctx, name, channel, { limits, stops });
  return onCore(ctx, name, coreHere(ctx, channel), limits, stops) as Promise<T>;
}

/** Settles when the item is in. */
export async function putIntoRemoteChannel(
  ctx: ClusterContext,
  channel: RemoteChannel,
  item: unknown,
  limits: Limits,
): Promise<void> {
  const stops = stopsOf(ctx, channel);
  if (channel.where !== ctx.pid) await putThere(ctx, channel, item, { limits, stops });
  else await waitFor<void>(ctx, "put", limits, (putter) => coreHere(ctx, channel).put(item, putter), stops);
}

/** Of its waits. Throws when the channel has gone with its owner. */
function stopsOf(ctx: ClusterContext, channel: RemoteChannel): Set<Stop> {
  const held = ctx.handles.heldOf(channel);
  ctx.handles.checkOwner(channel, held);
  return held.stops;
}

const coreHere = (ctx: ClusterContext, channel: RemoteChannel): ChannelCore =>
  ctx.keptValues.assignmentOf(refIdOf(channel)).value as ChannelCore;
