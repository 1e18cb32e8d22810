// A channel of this process (Julia: Channel in Base). It never leaves it: other processes use one by way of a RemoteChannel.
// The rules are in `channel-core.ts`; the methods are the functions of the API.
import { named } from "../base/named.ts";
import { ChannelCore } from "./channel-core.ts";
import { the } from "./current.ts";
import { InvalidStateException, isA, RemoteException } from "./errors.ts";
import type { Limits } from "./limits.ts";

/** The rules behind a channel; not for programs. */
export let coreOf: <T>(channel: Channel<T>) => ChannelCore<T>;

/**
 * A queue between tasks of this process: first in, first out. `new Channel(n)` has room for `n` items: a put waits while it is
 * full, a take while it is empty. `new Channel()` has none: a put waits until its item is taken. It cannot be sent; a channel
 * for several processes is made by `remoteChannel`.
 * @example const jobs = new Channel<number>(10); await put(jobs, 1); console.log(await take(jobs)); // 1
 */
export class Channel<T = unknown> implements AsyncIterable<T> {
  /** Items that it holds while nobody takes them. */
  readonly capacity: number;
  readonly #core: ChannelCore<T>;

  static {
    named(Channel, "Channel");
    coreOf = (channel) => channel.#core;
  }

  /** @param capacity default 0; Infinity: a put never waits. A RangeError for what is no number of items. */
  constructor(capacity = 0) {
    this.#core = new ChannelCore<T>(capacity);
    this.capacity = capacity;
  }

  /** As the function `put`. */
  put(item: T, limits?: Limits): Promise<this> {
    return the().put(this, item, limits) as Promise<this>;
  }

  /** As the function `take`. */
  take(limits?: Limits): Promise<T> {
    return the().take(this, limits) as Promise<T>;
  }

  /** As the function `fetch`. */
  fetch(limits?: Limits): Promise<T> {
    return the().fetch(this, limits) as Promise<T>;
  }

  /** As the function `wait`. */
  wait(limits?: Limits): Promise<this> {
    return the().wait(this, limits) as Promise<this>;
  }

  /** As the function `isready`. */
  isready(): Promise<boolean> {
    return the().isready(this);
  }

  /** As the function `isempty`. */
  isempty(): Promise<boolean> {
    return the().isempty(this);
  }

  /** As the function `isopen`. */
  isopen(): Promise<boolean> {
    return the().isopen(this);
  }

  /** As the function `close`. */
  close(): Promise<void> {
    return the().close(this);
  }

  /** Takes item by item until the channel is closed and nothing is left in it. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    return itemsOf(() => this.take());
  }
}

/** One item is taken each time that one is asked for, none ahead. */
export async function* itemsOf<T>(take: () => Promise<T>): AsyncGenerator<T, void, void> {
  for (;;) {
    let item: T;
    try {
      item = await take();
    } catch (error) {
      const thrown: unknown = isA(error, RemoteException) ? error.captured : error;
      if (isA(thrown, InvalidStateException)) return;
      throw error;
    }
    yield item;
  }
}
