// What a process knows about the handles it holds: which there are, what they have fetched, how they travel (Julia:
// remotecall.jl, client_refs). What it keeps for others is in `kept-values.ts`, how a handle is used in `uses.ts`.
// Invariants: there is one handle of an identity; what failed throws at each fetch and is never cached; a fetched value is
// carried onward; whoever waits for a value holds it.
import { type Deferred, deferred } from "../base/deferred.ts";
import { type Assignment, SET_ONCE } from "./assignment.ts";
import type { ChannelCore } from "./channel-core.ts";
import type { ClusterContext, Here } from "./context.ts";
import { ProcessExitedException, RemoteException, TimeoutError } from "./errors.ts";
import { KeptValues, keyOf } from "./kept-values.ts";
import { type Limits, withinLimits } from "./limits.ts";
import type { RefId, UseName } from "./messages.ts";
import type { Handout } from "./promises.ts";
import { Future, type RefClass, RefIdentity, RemoteChannel, type RemoteRef, refAt } from "./remoteref.ts";
import type { Operation } from "./telemetry.ts";
import { ask, onCore, putThere, refIdOf } from "./uses.ts";
import { type Stop, type Undo, type Waiter, waitFor } from "./waiter.ts";

type Ref = RemoteRef<unknown>;

/** What this process knows about a handle it holds. */
interface Held {
  /** Of the owner; see RefIdentity. */
  life: number;
  cached: boolean;
  value: unknown;
  isFinalized: boolean;
  /** One request serves all who fetch at the same time; another all who wait. */
  fetching: Promise<unknown> | undefined;
  waiting: Promise<unknown> | undefined;
  /** Settles when the owner says that the value is there or has failed; only where the call was made. */
  readonly outcome: Handout<void> | undefined;
  /** The owner has said so. */
  isThere: boolean;
  /** Why there will be no value here, once that is known where the call was made. */
  failure: { readonly reason: unknown } | undefined;
  /** Settles when the process that makes the value has been found; undefined once it has. */
  placed: Deferred<void> | undefined;
  readonly operation: Operation | undefined;
  /** Ends the waits of this handle. */
  stops: Set<Stop> | undefined;
}

/** An owner that has not answered by then is busy. Shorter where the owner tells by itself that a value is there. */
const BUSY_S = { told: 0.03, untold: 0.25 } as const;

/** How a handle travels; only a Future is ever cached. */
type Parts = [where: number, whence: number, id: number, life: number, cached: boolean, value: unknown];

/** The life of no process. */
const NO_LIFE = -1;

export class Refs {
  readonly #ctx: ClusterContext;
  readonly #kept: KeptValues;
  readonly #held = new WeakMap<Ref, Held>();
  /** The one handle of an identity, so that a ref that comes back is the ref that went. */
  readonly #handles = new Map<string, WeakRef<Ref>>();
  readonly #collected = new FinalizationRegistry<RefIdentity>((identity) => this.drop(identity));
  readonly #known = new FinalizationRegistry<string>((key) => {
    if (!this.#handles.get(key)?.deref()) this.#handles.delete(key); // else made again since
  });
  /** While a message is encoded: to whom, and what tells owners of the new holder once the message is whole. */
  sending: { readonly to: number; readonly holds: (() => void)[] } | undefined;

  constructor(ctx: ClusterContext) {
    this.#ctx = ctx;
    this.#kept = new KeptValues(ctx.pid, ctx.cluster, ctx.registers);
    for (const theClass of [Future, RemoteChannel]) {
      ctx.codec.travels(theClass as unknown as abstract new () => Ref, {
        tag: theClass.name,
        pack: (ref) => this.#pack(ref),
        unpack: (parts) => this.#unpack(theClass, parts as Parts),
      });
    }
  }

  /** Values that are kept for holders anywhere; for tests. */
  get kept(): number {
    return this.#kept.size;
  }

  /** Identities that are known here; for tests. */
  get handles(): number {
    return this.#handles.size;
  }

  // ------------------------------------------------------------------------------------------------------ made here

  /**
   * A new handle for a call that is about to be made, `where` undefined when its process has not been found yet: until
   * `place` this process stands in for it. Its failure is reported unless somebody asks.
   */
  create<T>(where: number | undefined, id: number, origin: Here, operation: Operation): Future<T> {
    const { pid, promises } = this.#ctx;
    const identity = this.identity(where ?? pid, id);
    const future = refAt<Future<T>>(Future, identity);
    const held = unfetched(identity.life, promises.outcome<void>(origin), operation);
    if (where === undefined) held.placed = deferred<void>();
    this.#remember(future, held);
    return future;
  }

  /** The process that makes the value has been found. Numbered anew: an owner takes what it is to keep to come in order. */
  place(future: Future, where: number): void {
    const held = this.#held.get(future)!;
    const identity = this.identity(where, this.#ctx.nextId());
    Object.assign(future, { where, id: identity.id });
    held.life = identity.life;
    if (held.isFinalized) this.drop(identity);
    else this.#register(future, held);
    held.placed?.resolve();
    held.placed = undefined;
  }

  /** Its call has not come to its owner, which counts nothing for it. */
  unmade(future: Future): void {
    this.#collected.unregister(future);
    this.#held.get(future)!.life = NO_LIFE;
  }

  /** The identity of a Future that the program makes; its owner is told. `holdRef` its handle then. */
  newRef(where: number): RefIdentity {
    const { pid, cluster } = this.#ctx;
    const ref: RefId = [pid, this.#ctx.nextId()];
    if (where === pid) this.#kept.make(ref);
    else cluster.connectionTo(where).send(["hold", ref, pid], 0, "batch");
    return this.identity(where, ref[1]);
  }

  /** Of a ref that this process makes. */
  identity(where: number, id: number): RefIdentity {
    return new RefIdentity(where, this.#ctx.pid, id, this.#lifeOf(where) ?? 0);
  }

  /** A ref to what this process has already; it is kept while anybody holds the ref. */
  lend<T>(value: T): Future<T> {
    const { pid } = this.#ctx;
    const ref: RefId = [pid, this.#ctx.nextId()];
    const identity = this.identity(pid, ref[1]);
    const future = refAt<Future<T>>(Future, identity);
    this.keep(ref).set(value);
    this.holdRef(future, identity.life);
    return future;
  }

  /** This process holds that new handle. */
  holdRef(ref: Ref, life: number): void {
    this.#remember(ref, unfetched(life));
  }

  settled(future: Future): void {
    this.#told(future)?.resolve();
  }

  failed(future: Future, reason: unknown): void {
    this.#told(future)?.reject(reason);
    const held = this.#held.get(future);
    if (!held) return;
    held.failure = { reason };
    for (const stop of [...stopsOf(held)]) stop(reason);
  }

  #told(future: Future): Handout<void> | undefined {
    const held = this.#held.get(future);
    if (held) held.isThere = true;
    return held?.outcome;
  }

  // ------------------------------------------------------------------------------------------------------ used here

  /** Settles with the value, or throws what the call threw. The first success is cached and the owner may forget it. */
  fetch(future: Future, limits: Limits = {}): Promise<unknown> {
    const held = this.#heldOf(future);
    if (held.cached) return Promise.resolve(held.value);
    held.outcome?.promise.catch(() => {}); // somebody asks
    return withinLimits(this.#ctx.platform, "fetch", limits, () => this.#fetching(future, held));
  }

  #fetching(future: Future, held: Held): Promise<unknown> {
    if (held.failure) return Promise.reject(held.failure.reason);
    held.fetching ??= this.#bring(future, held).finally(() => {
      held.fetching = undefined;
    });
    return held.fetching;
  }

  async #bring(future: Future, held: Held): Promise<unknown> {
    if (held.placed) await this.#untilPlaced(held.placed.promise, stopsOf(held));
    const value = await this.#get(future, "fetch", held);
    this.#cache(future, held, value);
    return value;
  }

  #untilPlaced(placed: Promise<void>, stops: Set<Stop>): Promise<void> {
    const start = ({ give }: Waiter<void>): Undo => {
      void placed.then(give);
      return () => {};
    };
    return waitFor(this.#ctx, "fetch", {}, start, stops);
  }

  /** Settles when the value is there, without moving it; throws what the call threw. */
  wait(future: Future, limits: Limits = {}): Promise<unknown> {
    const held = this.#heldOf(future);
    if (held.cached) return Promise.resolve();
    held.waiting ??=
      held.outcome?.promise ??
      this.#get(future, "wait", held).finally(() => {
        held.waiting = undefined;
      });
    const { waiting } = held;
    return withinLimits(this.#ctx.platform, "wait", limits, () => waiting);
  }

  #get(future: Future, name: "fetch" | "wait", held: Held): Promise<unknown> {
    const { pid } = this.#ctx;
    const stops = stopsOf(held);
    this.#checkOwner(future, held);
    if (future.where !== pid) return ask(this.#ctx, name, future, { stops, operation: held.operation });
    return waitFor(
      this.#ctx,
      name,
      {},
      (waiter) =>
        this.assignmentOf(refIdOf(future)).when({
          give: (value) => waiter.give(name === "wait" ? undefined : value),
          fail: (thrown) => waiter.fail(new RemoteException(pid, thrown, pid)),
        }),
      stops,
    );
  }

  /** Sets the value; where it was set from it is cached, unless it was moved. Throws when it is set already. */
  async put(future: Future, value: unknown, limits: Limits = {}): Promise<void> {
    const held = this.#heldOf(future);
    if (held.cached || held.placed) throw new Error(SET_ONCE);
    if (limits.signal?.aborted) throw limits.signal.reason;
    this.#checkOwner(future, held);
    let isMoved = false;
    if (future.where === this.#ctx.pid) this.assignmentOf(refIdOf(future)).put(value);
    else isMoved = await putThere(this.#ctx, future, value, { limits, stops: stopsOf(held) });
    if (!isMoved) this.#cache(future, held, value);
  }

  /** Whether the value is there: as this process knows it, or as the owner says, unless it is too busy to. */
  async isready(future: Future): Promise<boolean> {
    const held = this.#heldOf(future);
    const { where } = future;
    if (held.cached) return true;
    if (held.placed) return held.isThere;
    this.#checkOwner(future, held);
    if (where === this.#ctx.pid) return this.assignmentOf(refIdOf(future)).isSettled;
    if (held.isThere) return true;
    const limits = { timeout: held.outcome ? BUSY_S.told : BUSY_S.untold };
    return ask<boolean>(this.#ctx, "isready", future, { limits, stops: stopsOf(held) }).catch((error: unknown) => {
      if (error instanceof TimeoutError) return held.cached || held.isThere;
      throw error;
    });
  }

  /** What `name` does with the channel, here or at its owner. */
  onChannel<T>(channel: RemoteChannel, name: UseName, limits: Limits = {}): Promise<T> {
    const stops = stopsOf(this.#checkOwner(channel, this.#heldOf(channel)));
    if (channel.where !== this.#ctx.pid) return ask(this.#ctx, name, channel, { limits, stops });
    return onCore(this.#ctx, name, this.#channelOf(channel), limits, stops) as Promise<T>;
  }

  async putInto(channel: RemoteChannel, item: unknown, limits: Limits = {}): Promise<void> {
    const stops = stopsOf(this.#checkOwner(channel, this.#heldOf(channel)));
    if (channel.where !== this.#ctx.pid) await putThere(this.#ctx, channel, item, { limits, stops });
    else await waitFor(this.#ctx, "put", limits, (putter) => this.#channelOf(channel).put(item, putter), stops);
  }

  /** The handle stands for nothing any more: its waits end, and its owner is told. */
  finalize(ref: Ref): void {
    const held = this.#heldOf(ref);
    held.isFinalized = true;
    for (const stop of [...stopsOf(held)])
      stop(new Error(`this ${ref.constructor.name} was finalized during the wait`));
    this.#collected.unregister(ref);
    this.#handles.delete(keyOf(refIdOf(ref)));
    if (!held.cached && !held.placed) this.drop({ ...ref, life: held.life });
    held.value = undefined;
  }

  /** The value is here now, and the owner need not keep it for this handle. */
  #cache(future: Future, held: Held, value: unknown): void {
    if (held.cached || held.isFinalized) return;
    held.cached = true;
    held.value = value;
    this.#collected.unregister(future);
    this.drop({ ...future, life: held.life });
  }

  // ------------------------------------------------------------------------------------------------------ kept here

  /** The owner's end of a call whose result stays here; whoever made the call holds it. Give it the result. */
  keep(ref: RefId): Assignment {
    const { assignment } = this.#kept.make(ref);
    assignment.isOfCall = true;
    return assignment;
  }

  /** What is or will be kept under that name. Throws when it is over. */
  assignmentOf(ref: RefId): Assignment {
    const kept = this.#kept.find(ref);
    if (kept) return kept.assignment;
    if (!this.#ctx.cluster.has(ref[0])) throw new ProcessExitedException(ref[0]);
    throw new Error(
      `the value of this reference is no longer kept on process ${this.#ctx.pid}: nobody held it any more`,
    );
  }

  #channelOf(channel: RemoteChannel): ChannelCore {
    return this.assignmentOf(refIdOf(channel)).value as ChannelCore;
  }

  /** `holder` has been given a handle, says `teller`. It may come before the ref itself, by way of a third process. */
  hold(ref: RefId, holder: number, teller: number): void {
    if (holder === teller && holder === ref[0]) this.#kept.make(ref);
    else this.#kept.hold(ref, holder);
  }

  release(ref: RefId, holder: number): void {
    this.#kept.release(ref, holder);
  }

  /** Whether nobody else has a handle: what is kept can go to `holder` for good. */
  isHeldOnlyBy(ref: RefId, holder: number): boolean {
    return this.#kept.isHeldOnlyBy(ref, holder);
  }

  /** A holder has ended: it drops all it held. */
  holderEnded(pid: number, last: number): void {
    this.#kept.holderEnded(pid, last);
  }

  #lifeOf(pid: number): number | undefined {
    return pid === this.#ctx.pid ? this.#ctx.incarnation : this.#ctx.cluster.lifeOf(pid);
  }

  /** Throws when the owner has ended, also when there is another of its pid. */
  #checkOwner({ where }: Ref, held: Held): Held {
    const life = this.#lifeOf(where);
    if (life === held.life) return held;
    throw life === undefined ? this.#ctx.cluster.missing(where) : new ProcessExitedException(where, "it was replaced");
  }

  // -------------------------------------------------------------------------------------------------------- on the way

  /** This process has a handle less. */
  drop({ where, whence, id, life }: RefIdentity): void {
    if (this.#lifeOf(where) !== life) return;
    if (where === this.#ctx.pid) this.release([whence, id], where);
    else this.#ctx.cluster.connectionTo(where).send(["drop", [whence, id]], 0, "batch");
  }

  #pack(ref: Ref): unknown[] {
    const held = this.#heldOf(ref);
    const { where, whence, id } = ref;
    if (held.cached) return [where, whence, id, held.life, true, held.value];
    if (!this.sending) throw new Error(`a ${ref.constructor.name} can be packed only while a message is being sent`);
    const { to, holds } = this.sending;
    this.#isKnown(ref);
    if (held.placed) holds.push(() => this.#standIn(ref as Future, held, to));
    else if (this.#lifeOf(where) !== held.life) {
      // Its owner has ended: whoever uses it hears of that.
    } else if (where === this.#ctx.pid) holds.push(() => this.#kept.hold([whence, id], to));
    else {
      const connection = this.#ctx.cluster.connectionTo(where);
      holds.push(() => connection.send(["hold", [whence, id], to], 0, "batch"));
    }
    return [where, whence, id, held.life, false, undefined];
  }

  /** Who is given a ref without a place asks this process, which asks for the value as soon as it has a place. */
  #standIn(future: Future, held: Held, receiver: number): void {
    const assignment = this.#kept.standIn(refIdOf(future));
    this.#kept.hold(refIdOf(future), receiver);
    this.#fetching(future, held).then(
      (value) => assignment.set(value),
      (reason: unknown) => assignment.fail(reason),
    );
  }

  #unpack(theClass: RefClass, [where, whence, id, life, cached, value]: Parts): Ref {
    const identity = new RefIdentity(where, whence, id, life);
    const known = this.#handles.get(keyOf([whence, id]))?.deref();
    if (known) {
      if (cached) this.#cache(known as Future, this.#heldOf(known), value);
      else this.drop(identity); // the sender counted a second handle; there is one
      return known;
    }
    const ref = refAt<Ref>(theClass, identity);
    this.#remember(ref, { ...unfetched(life), cached, value });
    this.#isKnown(ref);
    return ref;
  }

  /** When its identity comes again it is this handle. */
  #isKnown(ref: Ref): void {
    const key = keyOf(refIdOf(ref));
    if (this.#handles.get(key)?.deref() === ref) return;
    this.#handles.set(key, new WeakRef(ref));
    this.#known.register(ref, key);
  }

  #remember(ref: Ref, held: Held): void {
    this.#held.set(ref, held);
    // One that came with its value is counted by no owner; one without a place has none yet.
    if (!held.cached && !held.placed) this.#register(ref, held);
  }

  #register(ref: Ref, { life }: Held): void {
    this.#collected.register(ref, new RefIdentity(ref.where, ref.whence, ref.id, life), ref);
  }

  #heldOf(ref: Ref): Held {
    const held = this.#held.get(ref);
    const name = ref.constructor.name;
    if (!held) throw new TypeError(`this ${name} was not made by a call of this process, nor received from another`);
    if (held.isFinalized) throw new Error(`this ${name} was finalized: it stands for nothing any more`);
    return held;
  }
}

const unfetched = (life: number, outcome?: Handout<void>, operation?: Operation): Held => ({
  life,
  cached: false,
  value: undefined,
  isFinalized: false,
  fetching: undefined,
  waiting: undefined,
  outcome,
  isThere: false,
  failure: undefined,
  placed: undefined,
  operation,
  stops: undefined,
});

function stopsOf(held: Held): Set<Stop> {
  held.stops ??= new Set();
  return held.stops;
}
