// How refs are used from another process: the asking side, and the owner's. The owner keeps on the connection what a peer waits
// for here, and what it has been given until it says that it has it: what is cancelled, or a peer that ends, leaves no mark.
// A take takes three messages (use, result, heard); what cannot be undone (fetch, wait, isready…) two.
import { Assignment } from "./assignment.ts";
import { ChannelCore } from "./channel-core.ts";
import { sizeOf } from "./cluster-serialize/size-of.ts";
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import type { Connection, Pending } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { hasLimits, type Limits } from "./limits.ts";
import type { Message, RefId, UseName } from "./messages.ts";
import type { RefIdentity, RemoteRef } from "./remoteref.ts";
import { calledHere, encodeFor, replyTo } from "./reply.ts";
import type { Operation } from "./telemetry.ts";
import { type Stop, type Undo, type Waiter, waitFor } from "./waiter.ts";

type Ref = RemoteRef<unknown>;

/** How long an asker waits, and whose messages these are. */
interface Asking {
  readonly limits?: Limits;
  readonly stops: Set<Stop>;
  readonly operation?: Operation | undefined;
}

// ---------------------------------------------------------------------------------------------------------- asking side

/** Settles with the owner's answer to a use of the ref. Rejects with RemoteException when the owner refuses. */
export function ask<T>(ctx: ClusterContext, name: UseName, ref: Ref, asking: Asking): Promise<T> {
  const until = untilOf(ctx, asking.limits);
  const how = { name, isHeard: name === "take" };
  return request(ctx, ref, how, asking, (id, connection, pending) => {
    const use = ["use", id, refIdOf(ref), name] as const;
    connection.request(id, until === undefined ? use : [...use, until], 0, "batch", pending);
  });
}

/** Puts the value, as it is now; settles when it is there, with whether it was moved. Throws what cannot be sent. */
export async function putThere(ctx: ClusterContext, ref: Ref, value: unknown, asking: Asking): Promise<boolean> {
  const until = untilOf(ctx, asking.limits);
  const how = { name: "put", isHeard: until !== undefined };
  const move = ctx.codec.move();
  await request(ctx, ref, how, asking, (id, connection, pending) => {
    const plain = snapshot(value);
    if (plain !== NOT_SMALL) {
      return connection.request(id, ["put", id, plain, refIdOf(ref), until], sizeOf(plain), "batch", pending);
    }
    const encode = () => ctx.codec.encode(value, { move });
    const graph = calledHere(ctx, () => encodeFor(ctx, ref.where, encode));
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
  ref: Ref,
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

// --------------------------------------------------------------------------------------------------------- owner's side

/** What a peer asked of this process that can still be taken back. */
export interface Use {
  undo: Undo;
  /** A put that has arrived was made, also if its process ends. */
  readonly isPut: boolean;
  /** The answer could not be posted. */
  isRefused: boolean;
}

export function answerUse(
  ctx: ClusterContext,
  connection: Connection,
  [, id, ref, name, until]: Extract<Message, readonly ["use", ...unknown[]]>,
): void {
  if (isPast(ctx, until)) return;
  const reply = replyTo(ctx, connection, id);
  try {
    const store = storeOf(ctx, ref);
    if (isWait(name))
      begin(
        ctx,
        connection,
        {
          ...{ id, name, isHeard: name === "take" },
          // What is taken may come back, and what others hold is still theirs: a copy goes.
          moves: () => name === "fetch" && until === undefined && ctx.refs.isHeldOnlyBy(ref, connection.peer.pid),
        },
        (waiter) => join(store, name, waiter),
      );
    else reply.value(answerAtOnce(store, name));
  } catch (error) {
    reply.error(error);
  }
}

export function answerPut(
  ctx: ClusterContext,
  connection: Connection,
  [, id, , ref, until]: Extract<Message, readonly ["put" | "putGraph", ...unknown[]]>,
  decode: () => unknown,
): void {
  if (isPast(ctx, until)) return;
  const isHeard = until !== undefined;
  begin(ctx, connection, { id, name: "put", isHeard }, (putter: Waiter<void>) => {
    const store = storeOf(ctx, ref);
    const value = decode();
    if (store instanceof ChannelCore) return store.put(value, putter);
    store.put(value);
    putter.give();
    return () => {};
  });
}

/** The asker has stopped waiting: nothing shall happen any more. */
const isPast = ({ platform }: ClusterContext, until: number | undefined) =>
  until !== undefined && platform.nowMs() > until;

interface Begun {
  readonly id: number;
  readonly name: UseName | "put";
  readonly isHeard: boolean;
  /** See replyTo. */
  readonly moves?: () => boolean;
}

function begin<T>(
  ctx: ClusterContext,
  connection: Connection,
  { id, name, isHeard, moves }: Begun,
  start: (waiter: Waiter<T>) => Undo,
): void {
  const reply = replyTo(ctx, connection, id, moves);
  const use: Use = { undo: () => {}, isPut: name === "put", isRefused: false };
  const fail = (reason: unknown) => {
    connection.uses.delete(id);
    reply.error(reason);
  };
  const give = (value: T) => {
    if (name === "take" && ctx.cluster.hasLeft(connection.peer.pid)) return false; // what it waits for ends with it
    const isGiven = reply.value(value) && !use.isRefused;
    if (!isGiven || !isHeard) connection.uses.delete(id);
    return isGiven;
  };
  connection.uses.set(id, use);
  try {
    use.undo = start({ give, fail });
  } catch (error) {
    fail(error);
  }
}

type WaitName = "fetch" | "wait" | "take";
const isWait = (name: UseName): name is WaitName => name === "fetch" || name === "wait" || name === "take";

type Store = Assignment | ChannelCore;

/** What a ref stands for here: a channel, or a value that is or will be. */
function storeOf(ctx: ClusterContext, ref: RefId): Store {
  const assignment = ctx.refs.assignmentOf(ref);
  return assignment.value instanceof ChannelCore ? assignment.value : assignment;
}

function join(store: Store, name: WaitName, waiter: Waiter<unknown>): Undo {
  const told = name === "wait" ? { ...waiter, give: () => waiter.give(undefined) } : waiter;
  if (store instanceof ChannelCore) return store[name](told);
  if (name === "take") throw new TypeError("take: a Future keeps its value; use fetch");
  return store.when(told);
}

function answerAtOnce(store: Store, name: Exclude<UseName, WaitName>): unknown {
  if (store instanceof Assignment) return store.isSettled;
  switch (name) {
    case "isready":
      return !store.isEmpty;
    case "isempty":
      return store.isEmpty;
    case "isopen":
      return store.isOpen;
    case "close":
      return store.close();
  }
}

/** The same with a channel of this process. */
export function onCore(
  ctx: ClusterContext,
  name: UseName,
  core: ChannelCore,
  limits: Limits = {},
  stops?: Set<Stop>,
): Promise<unknown> {
  if (isWait(name)) return waitFor(ctx, name, limits, (waiter) => join(core, name, waiter), stops);
  return Promise.resolve(answerAtOnce(core, name));
}

export const refIdOf = ({ whence, id }: RefIdentity | Ref): RefId => [whence, id];
