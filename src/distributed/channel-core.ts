// The rules of a channel (Julia: channels.jl in Base), without promises and processes: items go out in the order they came in,
// a put waits while the channel is full, a take while it is empty, and `close` wakes all who wait. `channel.ts` and `uses.ts`
// give it to programs, here and elsewhere.
// Invariant: when a method has returned, nobody waits who could be served.
import { type Place, Queue } from "../base/queue.ts";
import { InvalidStateException } from "./errors.ts";
import type { Undo, Waiter } from "./waiter.ts";

/** A put that waits for room, or for a taker where there is none. */
interface Offer<T> {
  readonly item: T;
  readonly putter: Waiter<void>;
  /** Its place among the items, once it is one. */
  entered: Place<T> | undefined;
}

export class ChannelCore<T = unknown> {
  readonly capacity: number;
  #isOpen = true;
  #isServing = false;
  readonly #items = new Queue<T>();
  readonly #offers = new Queue<Offer<T>>();
  readonly #takers = new Queue<Waiter<T>>();
  /** Those who want to see the next item and leave it there. */
  readonly #watchers = new Queue<Waiter<T>>();

  /** @param capacity items that it holds while nobody takes them: a whole number, 0 for none, or Infinity. */
  constructor(capacity: number) {
    if (capacity !== Infinity && !(Number.isInteger(capacity) && capacity >= 0)) {
      throw new RangeError(`new Channel: wanted a number of items, 0 or more, or Infinity, got ${String(capacity)}`);
    }
    this.capacity = capacity;
  }

  /** Whether something can be put. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether there is nothing to take now. Without room there is something while a put waits. */
  get isEmpty(): boolean {
    return this.#items.size === 0 && this.#offers.size === 0;
  }

  /** Undone, the item is out again, unless somebody has taken it. */
  put(item: T, putter: Waiter<void>): Undo {
    if (!this.#isOpen) throw closed("nothing more can be put");
    const offer: Offer<T> = { item, putter, entered: undefined };
    const place = this.#offers.push(offer);
    this.#serve();
    return () => {
      if (this.#offers.remove(place) || (offer.entered && this.#items.remove(offer.entered))) this.#serve();
    };
  }

  /** Undone when an item has been given, that item is the next again. */
  take(taker: Waiter<T>): Undo {
    this.#checkNotDrained();
    let given: { item: T } | undefined;
    const place = this.#takers.push({
      give(item) {
        const isGiven = taker.give(item);
        if (isGiven) given = { item };
        return isGiven;
      },
      fail: (reason) => taker.fail(reason),
    });
    this.#serve();
    return () => {
      if (this.#takers.remove(place) || !given) return;
      this.#items.unshift(given.item);
      given = undefined;
      this.#serve();
    };
  }

  /** Gives the next item and leaves it there. */
  fetch(watcher: Waiter<T>): Undo {
    if (this.capacity > 0) return this.wait(watcher);
    throw new Error("fetch: a channel of capacity 0 holds no item that could be looked at; use take");
  }

  /** As `fetch`, for one who only wants to know that there is an item. */
  wait(watcher: Waiter<T>): Undo {
    this.#checkNotDrained();
    const place = this.#watchers.push(watcher);
    this.#serve();
    return () => void this.#watchers.remove(place);
  }

  /** What is in it can still be taken. Whoever waits for room, or for an item that will not come, is told. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (let offer = this.#offers.shift(); offer; offer = this.#offers.shift()) {
      offer.putter.fail(closed("that happened before there was room for the item"));
    }
    this.#serve();
  }

  #checkNotDrained(): void {
    if (this.isEmpty && !this.#isOpen) throw closed("all that was in it has been taken");
  }

  /** Giving an item can run code of the program, which may use this channel: then the loop that is under way goes on. */
  #serve(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    this.#fill();
    while (!this.isEmpty && (this.#watchers.size > 0 || this.#takers.size > 0)) {
      this.#serveNext();
      this.#fill();
    }
    this.#isServing = false;
    if (this.isEmpty && !this.#isOpen) this.#endWaits();
  }

  /** Shows the next item to all who watch and gives it to the first taker, who may be unable to have it. */
  #serveNext(): void {
    const item = this.#items.first;
    const offer = item ? undefined : this.#offers.first!;
    const value = item ? item.value : offer!.value.item;
    for (let watcher = this.#watchers.shift(); watcher; watcher = this.#watchers.shift()) watcher.give(value);
    if (!this.#takers.shift()?.give(value)) return;
    if (item) this.#items.remove(item);
    else if (this.#offers.remove(offer!)) offer!.value.putter.give();
  }

  /** Lets those in who wait for room. */
  #fill(): void {
    while (this.#items.size < this.capacity && this.#offers.size > 0) {
      const offer = this.#offers.shift()!;
      offer.entered = this.#items.push(offer.item);
      offer.putter.give();
    }
  }

  #endWaits(): void {
    for (const queue of [this.#takers, this.#watchers]) {
      for (let waiter = queue.shift(); waiter; waiter = queue.shift()) {
        waiter.fail(closed("that happened while this waited for an item"));
      }
    }
  }
}

const closed = (why: string) => new InvalidStateException(`the channel is closed: ${why}`);
