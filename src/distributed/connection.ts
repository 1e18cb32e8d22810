// One connection: this process's end of the talk with one incarnation of another (Julia: Worker). Outgoing batches and the
// table of calls that wait for an answer live here; incoming batches wait here until the pump takes them.
// Invariants: FIFO in both directions; every entry of `pending` settles, at the latest when the peer has ended.
import { queueMicrotask } from "../base/kept.ts";
import { ProcessExitedException } from "./errors.ts";
import type { Port } from "./managers.ts";
import type { Batch, Member, Message } from "./messages.ts";
import type { Operation } from "./telemetry.ts";
import type { Use } from "./uses.ts";

/** A huge burst leaves in several posts, so that the receiver starts while the sender still encodes. */
export const MAX_BATCH = 2_000;

/** What waits for an answer. Exactly one of the two is called, once. */
export interface Pending {
  resolve(value: unknown): void;
  /** What was thrown there, or that the peer has ended, or that the message could not be posted. */
  reject(reason: unknown): void;
  /** Whose messages these are. */
  readonly operation?: Operation | undefined;
  /** It waits for a call to end: counted in `calls`. */
  readonly isCall?: boolean;
}

/** Objects that a message takes along; see cluster-serialize/moves.ts. */
export interface Moving {
  readonly list: readonly object[];
  /** They are on their way. */
  done(): void;
}

/** "now" is for what has not been copied yet: posting copies it, in order, before the caller can change it. */
export type When = "batch" | "now" | Moving;

export interface ConnectionOwner {
  /** Other processes can be called than before. */
  membersChanged(): void;
  /** Goes ahead of the next message: something that the peer has not heard on this connection. undefined: nothing more. */
  newsFor(connection: Connection): Message | undefined;
  received(connection: Connection): void;
  counted(direction: "in" | "out", messages: number, bytes: number): void;
  /** The message again for one that the platform could not copy (a Proxy in it, say); throws what can't travel at all. */
  readThrough(connection: Connection, message: Message): Message;
  /** A reply to the peer could not be posted. */
  replyFailed(connection: Connection, message: Message, reason: unknown): void;
}

export class Connection {
  readonly pending = new Map<number, Pending>();
  /** What the peer waits for here, or has been given and not said to have, by the number of its request. */
  readonly uses = new Map<number, Use>();
  readonly inbox: { batch: Batch; next: number }[] = [];
  /** The newest list of members that this connection has carried, either way. */
  version = 0;
  /** How many of the announced modules it has carried. */
  modules = 0;
  /** The list of members in which the peer was last looked up. */
  checkedFor: readonly Member[] | undefined;
  /** Calls made on this connection that are not answered yet. */
  calls = 0;
  /** Posts so far, for tests: 1,000 calls of one turn are one. */
  posts = 0;
  #outbox: Batch = [0];
  #scheduled = false;
  readonly #ports: Port[] = [];
  #closed: ProcessExitedException | undefined;
  readonly peer: Member;
  readonly #owner: ConnectionOwner;

  constructor(peer: Member, owner: ConnectionOwner) {
    this.peer = peer;
    this.#owner = owner;
  }

  /** Both ends may open at once: then each sends on the first port it had, and hears both. */
  attach(port: Port): void {
    this.#ports.push(port);
    port.onmessage = ({ data }) => {
      if (this.#closed) return; // a host may still deliver what was on its way
      this.#owner.counted("in", data.length - 1, data[0]);
      this.inbox.push({ batch: data, next: 1 });
      this.#owner.received(this);
    };
  }

  /** Sends a request under the id that its message carries; `pending` hears of its answer. `now`: see `send`. */
  request(id: number, message: Message, bytes: number, when: When, pending: Pending): void {
    if (this.#closed) return pending.reject(this.#closed);
    this.pending.set(id, pending);
    if (pending.isCall) this.calls++;
    this.send(message, bytes, when);
  }

  /** What takes objects along is posted alone, behind the batch so far. */
  send(message: Message, bytes: number, when: When): void {
    if (this.#closed) return;
    for (let news = this.#owner.newsFor(this); news; news = this.#owner.newsFor(this)) this.#outbox.push(news);
    const moving = typeof when === "object" ? when : undefined;
    if (moving) this.flush();
    this.#outbox.push(message);
    this.#outbox[0] += bytes;
    if (when !== "batch" || this.#outbox.length > MAX_BATCH) this.flush(moving);
    else if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(this.#flushLater);
    }
  }

  flush(moving?: Moving): void {
    this.#scheduled = false;
    const batch = this.#outbox;
    const port = this.#ports[0];
    if (batch.length === 1 || !port) return;
    this.#outbox = [0];
    this.#owner.counted("out", batch.length - 1, batch[0]);
    try {
      this.posts++;
      post(port, batch, moving);
    } catch {
      // Only the culprit shall fail: the others go one by one.
      const [bytes, ...messages] = batch;
      messages.forEach((message, i) => void this.#postAlone(port, message, i === 0 ? bytes : 0, moving));
    }
  }

  readonly #flushLater = () => this.flush();

  /** `bytes`: the batch's, with its first message, so that both ends count the same. */
  #postAlone(port: Port, message: Message, bytes: number, moving?: Moving): void {
    try {
      this.posts++;
      post(port, [bytes, message], moving);
    } catch {
      this.#postReadThrough(port, message, bytes, moving);
    }
  }

  #postReadThrough(port: Port, message: Message, bytes: number, moving?: Moving): void {
    try {
      post(port, [bytes, this.#owner.readThrough(this, message)], moving);
    } catch (reason) {
      const waiting = isRequest(message) ? this.take(message[1]) : undefined;
      if (waiting) waiting.reject(reason);
      else this.#owner.replyFailed(this, message, reason);
    }
  }

  /** Takes the messages of a kind that have arrived and have not been run. */
  takeWaiting<T extends Message>(isOne: (message: Message) => message is T): T[] {
    const taken: T[] = [];
    for (const { batch, next } of this.inbox) {
      const waiting = batch.splice(next) as Message[];
      for (const message of waiting) void (isOne(message) ? taken : batch).push(message as never);
    }
    this.inbox.splice(0, Infinity, ...this.inbox.filter(({ batch, next }) => next < batch.length));
    return taken;
  }

  /** Takes what waits under the id: whoever settles it must have taken it first. */
  take(id: number): Pending | undefined {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    if (waiting?.isCall) this.calls--;
    return waiting;
  }

  /** Takes back what the peer asked for under that number, if that can be done. */
  undo(id: number, why?: "refused"): void {
    const use = this.uses.get(id);
    if (!use) return;
    this.uses.delete(id);
    use.isRefused = why === "refused";
    use.undo();
  }

  /** The peer has ended: what waits on it fails with `reason`, at once; whether anything did. What it still sent is not read. */
  close(why: string, reason: unknown = new ProcessExitedException(this.peer.pid, why)): boolean {
    if (this.#closed) return false;
    this.#closed = new ProcessExitedException(this.peer.pid, why);
    for (const port of this.#ports) port.close();
    this.inbox.length = 0;
    this.#outbox = [0];
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const one of waiting) one.reject(reason);
    for (const [id, use] of [...this.uses]) {
      if (use.isPut) this.uses.delete(id);
      else this.undo(id);
    }
    return waiting.length > 0;
  }
}

function post(port: Port, batch: Batch, moving: Moving | undefined): void {
  if (!moving) return port.postMessage(batch);
  port.postMessage(batch, moving.list);
  moving.done();
}

type Request = Extract<
  Message,
  readonly ["call" | "callGraph" | "keep" | "keepGraph" | "use" | "put" | "putGraph", ...unknown[]]
>;
const REQUESTS = new Set<string>(["call", "callGraph", "keep", "keepGraph", "use", "put", "putGraph"]);
const isRequest = (message: Message): message is Request => REQUESTS.has(message[0]);
