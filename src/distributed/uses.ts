// How a process lets others use what it keeps for them; the asking side is `ask.ts`, what is kept is in `kept-values.ts`.
// Invariant: on the connection stands what a peer waits for here, and what it has been given until it says that it has it: what
// is cancelled, or a peer that ends, leaves no mark.
import { Assignment } from "./assignment.ts";
import { ChannelCore } from "./channel-core.ts";
import type { Connection } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import type { Limits } from "./limits.ts";
import type { Message, RefId, UseName } from "./messages.ts";
import { replyTo } from "./reply.ts";
import { type Stop, type Undo, type Waiter, waitFor } from "./waiter.ts";

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
          moves: () => name === "fetch" && until === undefined && ctx.keptValues.isHeldOnlyBy(ref, connection.peer.pid),
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
  const assignment = ctx.keptValues.assignmentOf(ref);
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
