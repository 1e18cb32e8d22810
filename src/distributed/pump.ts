// What has arrived is run here, message by message, round robin over the connections. ONE pump a process: a budget per
// connection would let eight busy peers hold a ninth back for eight budgets. Invariant: order within a connection is never
// changed, also not while one of its messages waits for an import().
import type { Connection } from "./connection.ts";
import type { Platform } from "./managers.ts";
import type { Message } from "./messages.ts";

/** Results leave when this long has passed since the last flush. */
const FLUSH_MS = 4;
/** Then one turn of the event loop is let through, so that control messages arrive. */
const YIELD_MS = 8;

/** Runs one message; a promise means: nothing more of this connection until it settles. It never rejects. */
export type HandleMessage = (connection: Connection, message: Message) => Promise<void> | undefined;

export class Pump {
  readonly #ready: Connection[] = [];
  readonly #queued = new Set<Connection>();
  #running = false;
  /** Requests to a process that still loads its files wait. */
  #held = true;
  readonly #platform: Platform;
  readonly #handle: HandleMessage;
  readonly #flush: () => void;

  constructor(platform: Platform, handle: HandleMessage, flush: () => void) {
    this.#platform = platform;
    this.#handle = handle;
    this.#flush = flush;
  }

  release(): void {
    this.#held = false;
    this.#run();
  }

  add(connection: Connection): void {
    if (this.#queued.has(connection)) return;
    this.#queued.add(connection);
    this.#ready.push(connection);
    if (!this.#running) this.#run();
  }

  #run(): void {
    if (this.#held) return;
    this.#running = true;
    // The clock is read only when there is more than one message to run: a lone call shall not pay for it.
    let startedMs = 0;
    let flushedMs = 0;
    for (let connection = this.#ready.shift(); connection; connection = this.#ready.shift()) {
      this.#runNext(connection);
      if (this.#ready.length === 0) break;
      if (startedMs === 0) {
        startedMs = this.#platform.nowMs();
        flushedMs = startedMs;
      }
      const nowMs = this.#platform.nowMs();
      if (nowMs - flushedMs > FLUSH_MS) {
        this.#flush();
        flushedMs = nowMs;
      }
      if (nowMs - startedMs > YIELD_MS) {
        this.#flush();
        this.#platform.yieldTurn(() => this.#run());
        return;
      }
    }
    this.#running = false;
  }

  #runNext(connection: Connection): void {
    const waits = this.#handleNext(connection);
    if (waits !== undefined) void waits.then(() => this.#again(connection));
    else this.#again(connection);
  }

  #handleNext(connection: Connection): Promise<void> | undefined {
    const head = connection.inbox[0];
    if (!head) return undefined;
    const message = head.batch[head.next++] as Message;
    if (head.next >= head.batch.length) connection.inbox.shift();
    return this.#handle(connection, message);
  }

  #again(connection: Connection): void {
    if (connection.inbox.length === 0) {
      this.#queued.delete(connection);
      return;
    }
    this.#ready.push(connection);
    if (!this.#running) this.#run();
  }
}
