// How a process uses a ref that another one keeps: it asks the owner, and waits. The owner's side is `uses.ts`. A take takes
// three messages (use, result, heard), and so does a put with limits; what cannot be undone (fetch, wait, isready…) two.
// Invariant: an asker that has stopped waiting, or that cannot read the answer, says so: then the owner undoes the use.
import { sizeOf } from "./cluster-serialize/size-of.ts";
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import type { Connection, Pending } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { hasLimits, type Limits } from "./limits.ts";
import type { UseName } from "./messages.ts";
import { type RemoteRef, refIdOf } from "./remoteref.ts";
import { calledHere } from "./reply.ts";
import type { Operation } from "./telemetry.ts";
import { type Stop, type Undo, type Waiter, waitFor } from "./waiter.ts";

/** How long an asker waits, and whose messages these are. */
interface Asking {
  readonly limits?: Limits;
  readonly stops: Set<Stop>;
  readonly operation?: Operation | undefined;
}

/** Settles with the owner's answer to a use of the ref. Rejects with RemoteException when the owner refuses. */
export function ask<T>(ctx: ClusterContext, name: UseName, ref: RemoteRef, asking: Asking): Promise<T> {
  const until = untilOf(ctx, asking.limits);
  const how = { name, isHeard: name === "take" };
  return request(ctx, ref, how, asking, (id, connection, pending) => {
    const use = ["use", id, refIdOf(ref), name] as const;
    connection.request(id, until === undefined ? use : [...use, until], 0, "batch", pending);
  });
}

/** Puts the value, as it is now; settles when it is there, with whether it was moved. Throws what cannot be sent. */
export async function putThere(ctx: ClusterContext, ref: RemoteRef, value: unknown, asking: Asking): Promise<boolean> {
  const until = untilOf(ctx, asking.limits);
  const how = { name: "put", isHeard: until !== undefined };
  const move = ctx.codec.move();
  await request(ctx, ref, how, asking, (id, connection, pending) => {
    const plain = snapshot(value);
    if (plain !== NOT_SMALL) {
      return connection.request(id, ["put", id, plain, refIdOf(ref), until], sizeOf(plain), "batch", pending);
    }
    const encode = () => ctx.codec.encode(value, { move });
    const graph = calledHere(ctx, () => ctx.refTravel.encodeFor(ref.where, encode));
    const message = ["putGraph", id, graph, refIdOf(ref), until] as const;
    connection.request(id, message, sizeOf(graph), move.isEmpty ? "now" : move, pending);
  });
  return !move.isEmpty;
}

/** When the asker stops waiting, on the clock that all share; undefined when it never will. */
const untilOf = ({ platform }: ClusterContext, limits: Limits = {}): number | undefined =>
  hasLimits(limits) ? platform.nowMs() + (limits.timeout ?? Infinity) * 1000 : undefined;

/** @param how.isHeard the owner takes the answer back unless it hears that it stands. */
function request<T>(
  ctx: ClusterContext,
  ref: RemoteRef,
  { name, isHeard }: { readonly name: string; readonly isHeard: boolean },
  { limits = {}, stops, operation }: Asking,
  post: (id: number, connection: Connection, pending: Pending) => void,
): Promise<T> {
  const start = (waiter: Waiter<T>): Undo => {
    const connection = ctx.cluster.connectionTo(ref.where);
    const id = ctx.nextId();
    let isOver = false;
    const end = (type: "heard" | "cancel", isSaid: boolean) => {
      isOver = true;
      if (isSaid) connection.send([type, id], 0, "batch");
    };
    post(id, connection, {
      operation,
      // Said before the program goes on, which may never give way again.
      resolve(value) {
        if (isOver) return;
        end("heard", isHeard);
        waiter.give(value as T);
      },
      reject(reason) {
        if (isOver) return;
        end("cancel", isHeard); // the answer may have come, and not been readable here
        waiter.fail(reason);
      },
    });
    operation?.moved(1, 0);
    return () => {
      connection.take(id);
      end("cancel", true);
    };
  };
  return waitFor(ctx, name, limits, start, stops);
}
