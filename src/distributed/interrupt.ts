// Interrupts (Julia: interrupt, as Ctrl-C on a worker). The order goes by the control channel and overtakes the calls it is
// meant for, so the caller leaves a MARK behind its calls on the connection: what lies before it is meant, what lies behind
// is not, and a worker that reaches it has given way. Nothing here runs often: calls only join and leave a set.
// Invariants: a call that is interrupted is answered once; what its function still gives is dropped.

import { checkPid } from "./checks.ts";
import type { Connection } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { InterruptException } from "./errors.ts";
import type { CallMessage, Message } from "./messages.ts";

/** Fails a call that runs. */
export type Abort = (reason: InterruptException) => void;

export class Interrupts {
  /** Calls that run here and have not settled. */
  readonly running = new Set<Abort>();
  /** Marks that were reached before the order came, with what ran then. */
  readonly #reached = new Map<number, readonly Abort[]>();
  /** Orders that came before their marks. */
  readonly #ordered = new Set<number>();
  readonly #yielded: (mark: number) => void;
  readonly #refuse: (connection: Connection, call: CallMessage) => void;

  /**
   * @param yielded tells the supervisor that this process has given way
   * @param refuse answers a call that has not been started
   */
  constructor(yielded: (mark: number) => void, refuse: (connection: Connection, call: CallMessage) => void) {
    this.#yielded = yielded;
    this.#refuse = refuse;
  }

  /** The supervisor's word. */
  order(mark: number, connections: Iterable<Connection>): void {
    const meant = this.#reached.get(mark);
    this.#reached.delete(mark);
    if (meant) this.#yielded(mark);
    else {
      this.#ordered.add(mark);
      for (const connection of connections) this.#refuseWaiting(connection);
    }
    this.#abort(meant ?? [...this.running]);
  }

  /** The caller's mark: whatever it sent before has been started or refused. */
  reach(mark: number): void {
    if (this.#ordered.delete(mark)) this.#yielded(mark);
    else this.#reached.set(mark, [...this.running]);
  }

  /** Whether calls that come now still belong to what an order was meant for: only pid 1 orders. */
  meant(connection: Connection): boolean {
    return this.#ordered.size > 0 && connection.peer.pid === 1;
  }

  #abort(calls: readonly Abort[]): void {
    for (const abort of calls) if (this.running.delete(abort)) abort(new InterruptException());
  }

  /** Calls of others that wait in the inbox are in flight, too; what belongs to the order's caller ends at its mark. */
  #refuseWaiting(connection: Connection): void {
    if (connection.peer.pid === 1) return;
    for (const call of connection.takeWaiting(isCall)) this.#refuse(connection, call);
  }
}

const CALLS = new Set<string>(["call", "callGraph", "keep", "keepGraph"]);
const isCall = (message: Message): message is CallMessage => CALLS.has(message[0]);

/** Only on pid 1. Settles when every worker has given way, or has been replaced. */
export async function interrupt(ctx: ClusterContext, pids: readonly number[]): Promise<void> {
  if (ctx.pid !== 1) throw new Error("only process 1 can interrupt workers");
  for (const pid of pids) {
    checkPid("interrupt", pid);
    if (pid === 1) throw new Error("interrupt: process 1 is the driver; only workers can be interrupted");
    if (!ctx.cluster.has(pid)) throw ctx.cluster.missing(pid);
  }
  const meant = pids.length > 0 ? [...new Set(pids)] : ctx.cluster.workers().filter((pid) => pid !== 1);
  if (meant.length === 0) return;
  const mark = ctx.nextId();
  for (const pid of meant) ctx.cluster.connectionTo(pid).send(["mark", mark], 0, "now");
  await ctx.manager.interrupt(meant, mark);
}
