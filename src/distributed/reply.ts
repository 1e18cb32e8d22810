// How an answer leaves: a value, or what was thrown, to the process that asked. What was thrown can itself be unfit to travel;
// the asker hears of it all the same.
import { sizeOf } from "./cluster-serialize/size-of.ts";
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import { UnsendableError } from "./cluster-serialize/unsendable.ts";
import type { Connection } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { headline } from "./errors.ts";
import type { Graph } from "./messages.ts";

/** Where a call's outcome goes; exactly one of the two is called, once. */
export interface Reply {
  value(result: unknown): void;
  error(thrown: unknown): void;
}

/** `value` is false when the result could not be sent: the asker has been told why. */
export interface RemoteReply extends Reply {
  value(result: unknown): boolean;
}

/**
 * A result obeys the same rule as an argument: what the walk did not copy is posted now.
 * @param moves whether what the program has marked moves with it. Default: it does.
 */
export function replyTo(
  ctx: ClusterContext,
  connection: Connection,
  id: number,
  moves: () => boolean = () => true,
): RemoteReply {
  const error = (thrown: unknown) =>
    connection.send(["error", id, packError(ctx, thrown, connection.peer.pid)], 0, "now");
  return {
    error,
    value(result) {
      const plain = snapshot(result);
      if (plain !== NOT_SMALL) {
        const bytes = sizeOf(plain);
        connection.send(["result", id, plain, bytes], bytes, "batch");
        return true;
      }
      try {
        const move = ctx.codec.move();
        const options = { root: "the result", ...(moves() && { move }) };
        const graph = ctx.refTravel.encodeFor(connection.peer.pid, () => ctx.codec.encode(result, options));
        const instead = ctx.insteadOf.get(result as object);
        if (instead) ctx.insteadOf.set(graph as object, instead);
        const bytes = sizeOf(graph); // with what its functions capture
        connection.send(["resultGraph", id, graph, bytes], bytes, move.isEmpty ? "now" : move);
        return true;
      } catch (unsendable) {
        error(unsendable);
        return false;
      }
    },
  };
}

/** An error as it travels. Packing can itself fail (a stack that throws, a revoked proxy): the call settles all the same. */
export function packError(ctx: ClusterContext, thrown: unknown, receiver: number): Graph {
  const notes: string[] = [];
  try {
    ctx.mapStacks(thrown);
    const graph = ctx.refTravel.encodeFor(receiver, () =>
      ctx.codec.encode(thrown, { root: "the error", lenient: (note) => notes.push(note) }),
    );
    if (notes.length === 0) return graph;
    if (ctx.codec.decode(graph) === undefined)
      return ctx.codec.encode(new Error(`what was thrown is lost: ${notes[0]}`));
    ctx.warn(`an error was sent without what cannot travel: ${notes.join("; ")}`);
    return graph;
  } catch {
    return ctx.codec.encode(new Error(headline(thrown)));
  }
}

/** What the program asked to send; what cannot travel is told with the place where it asked. */
export function calledHere<T>(ctx: ClusterContext, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    throw error instanceof UnsendableError ? error.calledAt(ctx.here().position()) : error;
  }
}
