// The value of a Future where it is kept: set once, by its call or by `put`, and then given to all who wait (Julia: the
// RemoteValue behind a Future, a channel that is put to once).
import { Queue } from "../base/queue.ts";
import type { Undo, Waiter } from "./waiter.ts";

export const SET_ONCE = "Future can be set only once";

export class Assignment {
  /** A call gives the value: nobody else may. */
  isOfCall = false;
  #state: "unset" | "set" | "failed" = "unset";
  #content: unknown;
  readonly #waiters = new Queue<Waiter>();

  /** It is there, or the call has failed. */
  get isSettled(): boolean {
    return this.#state !== "unset";
  }

  /** The value, once it is there. */
  get value(): unknown {
    return this.#state === "set" ? this.#content : undefined;
  }

  /** Sets the value by hand. Throws when it is set already, or a call will set it. */
  put(value: unknown): void {
    if (this.isOfCall) throw new Error(`${SET_ONCE}: its call does`);
    if (this.isSettled) throw new Error(SET_ONCE);
    this.set(value);
  }

  set(value: unknown): void {
    this.#settle("set", value, (waiter) => waiter.give(value));
  }

  fail(reason: unknown): void {
    this.#settle("failed", reason, (waiter) => waiter.fail(reason));
  }

  /** Gives the value, now or when it comes. */
  when(waiter: Waiter): Undo {
    if (this.#state === "set") waiter.give(this.#content);
    else if (this.#state === "failed") waiter.fail(this.#content);
    else {
      const place = this.#waiters.push(waiter);
      return () => void this.#waiters.remove(place);
    }
    return () => {};
  }

  #settle(state: "set" | "failed", content: unknown, tell: (waiter: Waiter) => void): void {
    if (this.isSettled) return;
    this.#state = state;
    this.#content = content;
    for (let waiter = this.#waiters.shift(); waiter; waiter = this.#waiters.shift()) tell(waiter);
  }
}
