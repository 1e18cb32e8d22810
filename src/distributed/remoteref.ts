// References to results that stay where they were made (Julia: remotecall.jl, AbstractRemoteRef). The owner keeps the value
// under [whence, id] until every holder has fetched or dropped it; a handle caches what it has fetched.
// Invariants: a failed ref throws at each fetch and is never cached; whoever waits for a value holds it.
import { type Deferred, deferred } from "../base/deferred.ts";
import { named } from "../base/named.ts";
import type { ClusterContext, Here } from "./context.ts";
import { RemoteException } from "./errors.ts";
import type { RefId } from "./messages.ts";
import type { Handout } from "./promises.ts";
import type { Operation } from "./telemetry.ts";

/**
 * A reference to the result of a call, which lives on process `where`. Not thenable: `await fetch(future)` brings the value.
 * It may be passed to any process, also inside data. Source: Future in Julia's Distributed.
 */
export class Future<T = unknown> {
  static {
    named(Future, "Future");
  }

  /** pid of the process that keeps the value. */
  readonly where: number;
  /** pid of the process that made the reference; with `id` its identity. */
  readonly whence: number;
  readonly id: number;
  /** Only for inference: a Future carries its value's type. */
  declare readonly _type?: T;

  constructor(where: number, whence: number, id: number) {
    this.where = where;
    this.whence = whence;
    this.id = id;
  }
}

/** What this process knows about a handle it holds. */
interface Held {
  cached: boolean;
  value: unknown;
  /** One request serves all who fetch at the same time. */
  fetching: Promise<unknown> | undefined;
  /** Settles when the owner says the value is there or has failed; only at the process that made the ref. */
  outcome: Handout<void> | undefined;
  /** Settles when the process that makes the value has been found; undefined once it has. */
  placed: Deferred<void> | undefined;
  /** Why there will be no value here, once that is known at the process that made the ref. */
  failure: { readonly reason: unknown } | undefined;
  /** Ends a fetch that is under way, since the ref has failed. */
  stopFetch: ((reason: unknown) => void) | undefined;
  operation: Operation | undefined;
}

/** What this process keeps as an owner. */
interface Kept {
  readonly value: Promise<unknown>;
  /** How many handles each process has. */
  readonly holders: Map<number, number>;
}

export class Refs {
  readonly #ctx: ClusterContext;
  readonly #kept = new Map<string, Kept>();
  /** Holders that were announced before the call that makes the value came. */
  readonly #earlyHolds = new Map<string, number[]>();
  readonly #ended = new Set<number>();
  readonly #held = new WeakMap<Future, Held>();
  /** The one handle of an identity, so that a ref that comes back is the ref that went. */
  readonly #handles = new Map<string, WeakRef<Future>>();
  readonly #collected: FinalizationRegistry<{ where: number; ref: RefId }>;
  /** While a message is encoded: to whom, and what tells owners of the new holder once the message is whole. */
  sending: { readonly to: number; readonly holds: (() => void)[] } | undefined;

  constructor(ctx: ClusterContext) {
    this.#ctx = ctx;
    this.#collected = new FinalizationRegistry(({ where, ref }) => {
      const key = keyOf(ref);
      if (this.#handles.get(key)?.deref()) return; // made again since
      this.#handles.delete(key);
      this.#drop(where, ref);
    });
    ctx.codec.travels(Future, {
      tag: "Future",
      pack: (future) => this.#pack(future),
      unpack: (parts) => this.#unpack(parts as [number, number, number, boolean, unknown]),
    });
  }

  /** Values that are kept for holders anywhere; for tests and telemetry. */
  get kept(): number {
    return this.#kept.size;
  }

  /**
   * A new handle for a call that is about to be made, `where` undefined when its process has not been found yet: until
   * `place` this process stands in for it. Its failure is reported unless somebody asks.
   */
  create<T>(where: number | undefined, id: number, origin: Here, operation: Operation): Future<T> {
    const future = new Future<T>(where ?? this.#ctx.pid, this.#ctx.pid, id);
    const outcome = this.#ctx.promises.outcome<void>(origin);
    const placed = where === undefined ? deferred<void>() : undefined;
    this.#remember(future, { ...NOTHING_YET, outcome, placed, operation });
    return future;
  }

  /** A ref to what this process has already; it is kept while anybody holds the ref. */
  lend<T>(value: T): Future<T> {
    const { pid } = this.#ctx;
    const future = new Future<T>(pid, pid, this.#ctx.nextId());
    this.#remember(future, { ...NOTHING_YET });
    this.keep([pid, future.id], pid, Promise.resolve(value));
    return future;
  }

  /** The process that makes the value has been found. */
  place(future: Future, where: number): void {
    const held = this.#heldOf(future);
    (future as { where: number }).where = where;
    this.#register(future);
    held.placed?.resolve();
    held.placed = undefined;
  }

  /** The owner's end: `holder` has a handle; the value comes with `value`. */
  keep(ref: RefId, holder: number, value: Promise<unknown>): void {
    value.catch(() => {}); // its holders hear of it by `settledError` and by fetch
    const early = this.#earlyHolds.get(keyOf(ref)) ?? [];
    this.#earlyHolds.delete(keyOf(ref));
    const holders = [holder, ...early].filter((pid) => !this.#ended.has(pid));
    if (holders.length === 0) return;
    // There is one already when this process stood in for the ref before it was placed here.
    const kept: Kept = { value, holders: this.#kept.get(keyOf(ref))?.holders ?? new Map() };
    for (const pid of holders) count(kept, pid, 1);
    this.#kept.set(keyOf(ref), kept);
  }

  settled(future: Future): void {
    this.#held.get(future)?.outcome?.resolve();
  }

  failed(future: Future, reason: unknown): void {
    const held = this.#held.get(future);
    if (!held) return;
    held.failure = { reason };
    held.outcome?.reject(reason);
    held.stopFetch?.(reason);
  }

  /** Settles with the value, or throws what the call threw. The first success is cached and the owner may forget it. */
  fetch(future: Future): Promise<unknown> {
    const held = this.#heldOf(future);
    if (held.cached) return Promise.resolve(held.value);
    held.outcome?.promise.catch(() => {}); // somebody asks
    return this.#fetching(future, held);
  }

  #fetching(future: Future, held: Held): Promise<unknown> {
    if (held.failure) return Promise.reject(held.failure.reason);
    held.fetching ??= new Promise<unknown>((resolve, reject) => {
      held.stopFetch = reject;
      this.#bring(future, held).then(resolve, reject);
    }).finally(() => {
      held.fetching = undefined;
      held.stopFetch = undefined;
    });
    return held.fetching;
  }

  /** Settles when the value is there, without moving it; throws what the call threw. */
  async wait(future: Future): Promise<void> {
    const held = this.#heldOf(future);
    if (held.cached) return;
    if (held.outcome) await held.outcome.promise;
    else await this.fetch(future);
  }

  async #bring(future: Future, held: Held): Promise<unknown> {
    if (held.placed) await held.placed.promise;
    const ref: RefId = [future.whence, future.id];
    const value = future.where === this.#ctx.pid ? await this.#fetchHere(ref) : await this.#fetchThere(future, held);
    held.cached = true;
    held.value = value;
    this.#collected.unregister(future); // the owner has let go already
    return value;
  }

  async #fetchHere(ref: RefId): Promise<unknown> {
    const kept = this.#kept.get(keyOf(ref));
    if (!kept) throw new Error(`the value of this reference is no longer kept on process ${this.#ctx.pid}`);
    try {
      const value = await kept.value;
      this.release(ref, this.#ctx.pid);
      return value;
    } catch (thrown) {
      throw new RemoteException(this.#ctx.pid, thrown, this.#ctx.pid);
    }
  }

  #fetchThere({ where, whence, id: refId }: Future, { operation }: Held): Promise<unknown> {
    const { promise, resolve, reject } = deferred<unknown>();
    const id = this.#ctx.nextId();
    const connection = this.#ctx.cluster.connectionTo(where);
    connection.request(id, ["fetch", id, [whence, refId]], 0, "batch", { resolve, reject, operation });
    operation?.moved(1, 0);
    return promise;
  }

  /** The owner's side of `fetch`: the value, and the holder is done with it. */
  async give(ref: RefId, holder: number): Promise<unknown> {
    const kept = this.#kept.get(keyOf(ref));
    if (!kept) throw new Error("the value of this reference is no longer kept: it was fetched by all who held it");
    const value = await kept.value;
    this.release(ref, holder);
    return value;
  }

  /** `holder` has been given a handle. It may come before the call itself, by way of a third process. */
  hold(ref: RefId, holder: number): void {
    if (this.#ended.has(holder)) return;
    const kept = this.#kept.get(keyOf(ref));
    if (kept) count(kept, holder, 1);
    else this.#earlyHolds.set(keyOf(ref), [...(this.#earlyHolds.get(keyOf(ref)) ?? []), holder]);
  }

  release(ref: RefId, holder: number): void {
    const kept = this.#kept.get(keyOf(ref));
    if (!kept) return;
    count(kept, holder, -1);
    if (kept.holders.size === 0) this.#kept.delete(keyOf(ref));
  }

  /** A holder has ended: it drops all it held, and takes nothing more. */
  holderEnded(pid: number): void {
    this.#ended.add(pid);
    for (const [key, holders] of this.#earlyHolds) {
      if (holders.every((holder) => this.#ended.has(holder))) this.#earlyHolds.delete(key);
    }
    for (const [key, kept] of this.#kept) {
      kept.holders.delete(pid);
      if (kept.holders.size === 0) this.#kept.delete(key);
    }
  }

  #drop(where: number, ref: RefId): void {
    if (where === this.#ctx.pid) return this.release(ref, where);
    if (this.#ctx.cluster.has(where)) this.#ctx.cluster.connectionTo(where).send(["drop", ref], 0, "batch");
  }

  #pack(future: Future): unknown[] {
    const held = this.#heldOf(future);
    const { where, whence, id } = future;
    if (held.cached) return [where, whence, id, true, held.value];
    if (!this.sending) throw new Error("a Future can be packed only while a message is being sent");
    const { to, holds } = this.sending;
    const ref: RefId = [whence, id];
    this.#handles.set(keyOf(ref), new WeakRef(future));
    const fetching = held.placed ? this.#fetching(future, held) : held.fetching;
    fetching?.catch(() => {}); // told to whoever asks for it
    if (where === this.#ctx.pid && !held.placed) holds.push(() => this.hold(ref, to));
    else if (fetching !== undefined) {
      holds.push(() => this.#standIn(ref, fetching, to));
      return [this.#ctx.pid, whence, id, false, undefined];
    } else {
      const connection = this.#ctx.cluster.connectionTo(where);
      holds.push(() => connection.send(["hold", ref, to], 0, "batch"));
    }
    return [where, whence, id, false, undefined];
  }

  /**
   * A fetch on its way may be the last one that the owner waits for: it would let the value go before it hears of another
   * holder. So the receiver is told to ask this process, which will have the value.
   */
  #standIn(ref: RefId, fetching: Promise<unknown>, receiver: number): void {
    if (this.#kept.has(keyOf(ref))) this.hold(ref, receiver);
    else this.keep(ref, receiver, fetching);
  }

  #unpack([where, whence, id, cached, value]: [number, number, number, boolean, unknown]): Future {
    const known = this.#handles.get(keyOf([whence, id]))?.deref();
    if (known) {
      const held = this.#heldOf(known);
      if (cached && !held.cached) Object.assign(held, { cached, value });
      if (!cached) this.#drop(where, [whence, id]); // the sender counted a second handle; there is one
      return known;
    }
    const future = new Future(where, whence, id);
    this.#remember(future, { ...NOTHING_YET, cached, value });
    this.#handles.set(keyOf([whence, id]), new WeakRef(future));
    return future;
  }

  #remember(future: Future, held: Held): void {
    this.#held.set(future, held);
    // One that came with its value is counted by no owner; one without a place has none yet.
    if (!held.cached && !held.placed) this.#register(future);
  }

  #register(future: Future): void {
    this.#collected.register(future, { where: future.where, ref: [future.whence, future.id] }, future);
  }

  #heldOf(future: Future): Held {
    const held = this.#held.get(future);
    if (held) return held;
    throw new TypeError("this Future was not made by a call of this process, nor received from another");
  }
}

function count({ holders }: Kept, pid: number, more: 1 | -1): void {
  const handles = (holders.get(pid) ?? 0) + more;
  if (handles > 0) holders.set(pid, handles);
  else holders.delete(pid);
}

const NOTHING_YET: Held = {
  ...{ cached: false, value: undefined, fetching: undefined, outcome: undefined },
  ...{ placed: undefined, failure: undefined, stopFetch: undefined, operation: undefined },
};

const keyOf = ([whence, id]: RefId) => `${whence}:${id}`;
