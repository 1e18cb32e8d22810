// The handles of what lives on some process (Julia: remotecall.jl, AbstractRemoteRef): a Future's value, a RemoteChannel's
// channel. A handle is three numbers and may be sent anywhere, also inside data; what a process knows about its handles is in
// `held.ts`. Their methods are the functions of the API.
import { named } from "../base/named.ts";
import { itemsOf } from "./channel.ts";
import { the } from "./current.ts";
import type { Limits } from "./limits.ts";
import type { RefId } from "./messages.ts";

/** Names what a handle stands for everywhere. */
export class RefIdentity {
  /** pid of the process that keeps the value. */
  readonly where: number;
  /** pid of the process that made the reference; with `id` its identity. */
  readonly whence: number;
  readonly id: number;
  /** Which life of `where` keeps it: one that is replaced under its pid keeps nothing. */
  readonly life: number;

  constructor(where: number, whence: number, id: number, life: number) {
    this.where = where;
    this.whence = whence;
    this.id = id;
    this.life = life;
  }
}

/** What all references have in common. */
export abstract class RemoteRef<T = unknown> {
  /** pid of the process that keeps the value. */
  readonly where: number;
  /** pid of the process that made the reference; with `id` its identity. */
  readonly whence: number;
  readonly id: number;
  /** Only for inference: a reference carries its value's type. */
  declare readonly _type?: T;

  protected constructor({ where, whence, id }: RefIdentity) {
    this.where = where;
    this.whence = whence;
    this.id = id;
  }

  /** As the function `put`. */
  put(value: T, limits?: Limits): Promise<this> {
    return the().put(this, value, limits) as Promise<this>;
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

  /** As the function `finalize`. */
  finalize(): void {
    the().finalize(this);
  }
}

/**
 * A reference to a value that lives on process `where`: the result of a call, or what is `put` into one that the program made.
 * Not thenable: `await fetch(future)` brings the value. It may be passed to any process, also inside data; passed on after it
 * was fetched it carries its value. Source: Future in Julia's Distributed.
 * @example const answer = new Future<number>(2); await put(answer, 42); console.log(await fetch(answer)); // 42
 */
export class Future<T = unknown> extends RemoteRef<T> {
  static {
    named(Future, "Future");
  }

  /** One without a value yet, kept on process `pid` (default: this one). Throws for a process that is not there. */
  constructor(pid?: number);
  constructor(at?: number | RefIdentity) {
    const identity = at instanceof RefIdentity ? at : the().newRef(at);
    super(identity);
    if (identity !== at) the().holdRef(this, identity.life);
  }
}

/**
 * A channel on process `where` that every process with this handle can use: each operation goes to its owner. Made by
 * `await remoteChannel(() => new Channel(32), pid)`. Source: RemoteChannel in Julia's Distributed.
 * @example const ch = await remoteChannel(() => new Channel<string>(1), 2); await ch.put("a"); console.log(await ch.take()); // a
 */
export class RemoteChannel<T = unknown> extends RemoteRef<T> implements AsyncIterable<T> {
  static {
    named(RemoteChannel, "RemoteChannel");
  }

  private constructor(identity: RefIdentity) {
    if (!(identity instanceof RefIdentity)) {
      throw new TypeError("new RemoteChannel: use `await remoteChannel(() => new Channel(32), pid)`");
    }
    super(identity);
  }

  /** As the function `take`. */
  take(limits?: Limits): Promise<T> {
    return the().take(this, limits) as Promise<T>;
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

export const refIdOf = ({ whence, id }: RefIdentity | RemoteRef): RefId => [whence, id];

export type RefClass = typeof Future | typeof RemoteChannel;

/** A handle of that class for what is there already. */
export function refAt<R extends RemoteRef>(theClass: RefClass, identity: RefIdentity): R {
  return new (theClass as unknown as new (identity: RefIdentity) => R)(identity);
}
