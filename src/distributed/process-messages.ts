// The receiver's side of the protocol (Julia: process_messages.jl): run a call, settle what waits, take a list. Nothing
// here throws into the pump: whatever goes wrong with one message is that message's answer.
import { assertUnreachable } from "../base/assert.ts";
import { promiseOf } from "../base/kept.ts";
import type { Callable } from "./cluster-serialize/known.ts";
import type { Connection, Pending } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { headline, InterruptException, RemoteException } from "./errors.ts";
import { isThenable } from "./loop.ts";
import type { CallMessage, Graph, Message } from "./messages.ts";
import { packError, type Reply, replyTo } from "./reply.ts";
import { answerPut, answerUse } from "./uses.ts";

type Call = [f: Callable, args: unknown[]];

/** Handles one message; a promise means that the connection's next message must wait for it. */
export function handleMessage(
  ctx: ClusterContext,
  connection: Connection,
  message: Message,
): Promise<void> | undefined {
  switch (message[0]) {
    case "call":
    case "keep": {
      const [, , key, args] = message;
      if (ctx.interrupts.meant(connection)) return void refuseCall(ctx, connection, message, new InterruptException());
      return void answer(ctx, connection, message, () => [ctx.codec.byKey(key) as Callable, args]);
    }
    case "callGraph":
    case "keepGraph": {
      if (ctx.interrupts.meant(connection)) return void refuseCall(ctx, connection, message, new InterruptException());
      const decode = () => ctx.codec.decode(message[2]) as Call;
      return whenPrepared(ctx, message[2], (failed) => answer(ctx, connection, message, failed ?? decode));
    }
    case "do": {
      const [, key, args, startedAt] = message;
      if (ctx.interrupts.meant(connection)) return void ctx.printFailure(new InterruptException(), startedAt);
      return void execute(ctx, () => [ctx.codec.byKey(key) as Callable, args], unheard(ctx, startedAt));
    }
    case "doGraph": {
      const [, graph, startedAt] = message;
      const decode = () => ctx.codec.decode(graph) as Call;
      if (ctx.interrupts.meant(connection)) {
        ctx.printFailure(new InterruptException(), startedAt);
        return whenPrepared(ctx, graph, (failed) => discard(failed ?? decode));
      }
      return whenPrepared(ctx, graph, (failed) => execute(ctx, failed ?? decode, unheard(ctx, startedAt)));
    }
    case "result":
      return void settle(connection.take(message[1]), message[3], () => message[2]);
    case "resultGraph": {
      const waiting = connection.take(message[1]);
      const decode = () => ctx.codec.decode(message[2]);
      return whenPrepared(ctx, message[2], (failed) => settle(waiting, message[3], failed ?? decode));
    }
    case "error":
    case "settledError": {
      const waiting = connection.take(message[1]);
      waiting?.operation?.moved(1, 0);
      return whenPrepared(ctx, message[2], () => waiting?.reject(unpackError(ctx, connection, message[2])));
    }
    case "settled":
      return void settle(connection.take(message[1]), 0, () => undefined);
    case "use":
      return void answerUse(ctx, connection, message);
    case "put":
      return void answerPut(ctx, connection, message, () => message[2]);
    case "putGraph": {
      const decode = () => ctx.codec.decode(message[2]);
      return whenPrepared(ctx, message[2], (failed) => answerPut(ctx, connection, message, failed ?? decode));
    }
    case "heard":
      return void connection.uses.delete(message[1]);
    case "cancel":
      return void connection.undo(message[1]);
    case "hold":
      return void ctx.keptValues.heardOf(message[1], message[2], connection.peer.pid);
    case "drop":
      return void ctx.keptValues.release(message[1], connection.peer.pid);
    case "forget":
      return void ctx.keptFunctions.delete(message[1]);
    case "module":
      return ctx.modules.add(message[1]);
    case "mark":
      return void ctx.interrupts.reach(message[1]);
    case "members":
      return void ctx.cluster.heard(connection, message[1], message[2]);
    default:
      return assertUnreachable(message);
  }
}

/** Imports what the graph needs, then goes on; `failed` throws why that was not possible. */
function whenPrepared(
  ctx: ClusterContext,
  graph: Graph,
  go: (failed?: () => never) => void,
): Promise<void> | undefined {
  let needed: Promise<void> | undefined;
  try {
    needed = ctx.codec.prepare(graph);
  } catch (error) {
    needed = Promise.reject(error);
  }
  if (!needed) return void go();
  return needed.then(
    () => go(),
    (error: unknown) =>
      go(() => {
        throw error;
      }),
  );
}

/** The call has been taken from its table already: a decoder that throws rejects it. */
function settle(waiting: Pending | undefined, bytes: number, decode: () => unknown): void {
  if (!waiting) return discard(decode);
  waiting.operation?.moved(1, bytes);
  try {
    waiting.resolve(decode());
  } catch (error) {
    waiting.reject(error);
  }
}

/** Nobody waits for the answer any more. It is read all the same: refs in it are counted for this process. */
function discard(decode: () => unknown): void {
  try {
    decode();
  } catch {
    // nor for what is wrong with it
  }
}

/** Answers a call without running it. It is read all the same, as an answer is for which nobody waits. */
export function refuseCall(ctx: ClusterContext, connection: Connection, message: CallMessage, reason: unknown): void {
  const [type, , graph] = message;
  if (type === "callGraph" || type === "keepGraph") {
    void whenPrepared(ctx, graph, (failed) => discard(failed ?? (() => ctx.codec.decode(graph))));
  }
  answer(ctx, connection, message, () => {
    throw reason;
  });
}

function answer(ctx: ClusterContext, connection: Connection, message: CallMessage, decode: () => Call): void {
  const [type, id] = message;
  if (type === "call" || type === "callGraph") return execute(ctx, decode, replyTo(ctx, connection, id));
  const { pid } = connection.peer;
  const kept = ctx.keptValues.keep([pid, id]);
  execute(ctx, decode, {
    value(result) {
      kept.set(result);
      connection.send(["settled", id], 0, "batch");
    },
    error(thrown) {
      kept.fail(thrown);
      connection.send(["settledError", id, packError(ctx, thrown, pid)], 0, "now");
    },
  });
}

/** For a call whose end nobody hears of: its value goes, its failure is printed. */
export const unheard = (ctx: ClusterContext, startedAt: string): Reply => ({
  value() {},
  error: (thrown) => ctx.printFailure(thrown, startedAt),
});

/** Runs user code and counts it. The state is written before the code is entered: it may never come back. */
export function execute(ctx: ClusterContext, decode: () => Call, reply: Reply): void {
  let entered: number | undefined;
  const finish = (failed: boolean, go: () => void) => {
    if (entered !== undefined) {
      ctx.registers.count(failed ? 0 : 1, failed ? 1 : 0);
      ctx.registers.leave(entered);
    }
    go();
  };
  try {
    const [f, args] = decode();
    const internal = ctx.internal.get(f);
    if (internal === undefined) entered = ctx.registers.enter(ctx.codec.nameOf(f));
    const result = f(...args);
    if (!isThenable(result)) return finish(false, () => reply.value(result));
    const fail = (thrown: unknown) => finish(true, () => reply.error(thrown));
    const running = internal === "upkeep" ? undefined : fail;
    if (running) ctx.interrupts.running.add(running);
    const stillRuns = () => running === undefined || ctx.interrupts.running.delete(running);
    // By way of a promise of the platform: a thenable may call back twice, or give a promise.
    promiseOf(result).then(
      (value) => void (stillRuns() && finish(false, () => reply.value(value))),
      (thrown) => void (stillRuns() && fail(thrown)),
    );
  } catch (thrown) {
    finish(true, () => reply.error(thrown));
  }
}

function unpackError(ctx: ClusterContext, connection: Connection, graph: Graph): RemoteException {
  let captured: unknown;
  try {
    captured = ctx.codec.decode(graph);
  } catch (error) {
    captured = error;
  }
  return new RemoteException(connection.peer.pid, captured, ctx.pid);
}

/** The same message with its graph read by the codec instead of the platform. Throws what can't travel. */
export function readThrough(ctx: ClusterContext, connection: Connection, message: Message): Message {
  const again = (graph: Graph) => ctx.refTravel.encodeAgainFor(connection.peer.pid, () => ctx.codec.readThrough(graph));
  switch (message[0]) {
    case "callGraph":
    case "keepGraph":
    case "error":
    case "settledError":
      return [message[0], message[1], again(message[2])];
    case "resultGraph":
      return [message[0], message[1], again(message[2]), message[3]];
    case "putGraph":
      return [message[0], message[1], again(message[2]), message[3], message[4]];
    case "doGraph":
      return ["doGraph", again(message[1]), message[2]];
    default:
      return message;
  }
}

/** A reply that could not be posted: the caller hears why instead. */
export function replyFailed(ctx: ClusterContext, connection: Connection, message: Message, reason: unknown): void {
  switch (message[0]) {
    case "resultGraph": {
      const instead = ctx.insteadOf.get(message[2] as object);
      if (instead) return void replyTo(ctx, connection, message[1]).value(instead());
      return refuse(ctx, connection, message[1], reason);
    }
    case "result":
    case "error":
      return refuse(ctx, connection, message[1], reason);
    case "settledError":
      return connection.send(["settledError", message[1], packError(ctx, reason, connection.peer.pid)], 0, "now");
    case "do":
      return ctx.printFailure(reason, message[3]);
    case "doGraph":
      return ctx.printFailure(reason, message[2]);
    default:
      ctx.warn(`a message could not be sent: ${headline(reason)}`);
  }
}

function refuse(ctx: ClusterContext, connection: Connection, id: number, reason: unknown): void {
  connection.undo(id, "refused");
  connection.send(["error", id, packError(ctx, reason, connection.peer.pid)], 0, "now");
}
