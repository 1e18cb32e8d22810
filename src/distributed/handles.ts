// The handles that a process holds (Julia: remotecall.jl, client_refs): it finds the one of an identity, and tells the owner when
// one is not needed any more. What it knows of each is in `held.ts`, how they are used in `future-uses.ts` and `channel-uses.ts`,
// how they travel in `ref-travel.ts`; what it keeps for others is in `kept-values.ts`.
// Invariants: there is one handle of an identity; each that its owner counts is told of once, when it goes.
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException } from "./errors.ts";
import { Held } from "./held.ts";
import { keyOf } from "./kept-values.ts";
import type { RefId } from "./messages.ts";
import { Future, RefIdentity, type RemoteRef, refAt, refIdOf } from "./remoteref.ts";

export class Handles {
  readonly #ctx: ClusterContext;
  readonly #held = new WeakMap<RemoteRef, Held>();
  /** Those that have travelled, by identity, so that a ref that comes back is the ref that went. */
  readonly #travelled = new Map<string, WeakRef<RemoteRef>>();
  readonly #collected = new FinalizationRegistry<RefIdentity>((identity) => this.drop(identity));
  readonly #forgotten = new FinalizationRegistry<string>((key) => {
    if (!this.#travelled.get(key)?.deref()) this.#travelled.delete(key); // else made again since
  });

  constructor(ctx: ClusterContext) {
    this.#ctx = ctx;
  }

  /** Identities that are known here; for tests. */
  get size(): number {
    return this.#travelled.size;
  }

  // ------------------------------------------------------------------------------------------------------ made here

  /** Of a ref that this process makes. */
  identity(where: number, id: number): RefIdentity {
    return new RefIdentity(where, this.#ctx.pid, id, this.lifeOf(where) ?? 0);
  }

  /** The identity of a Future that the program makes; its owner is told. `add` its handle then. */
  newRef(where: number): RefIdentity {
    const { pid, cluster, keptValues } = this.#ctx;
    const ref: RefId = [pid, this.#ctx.nextId()];
    if (where === pid) keptValues.make(ref);
    else cluster.connectionTo(where).send(["hold", ref, pid], 0, "batch");
    return this.identity(where, ref[1]);
  }

  /** A ref to what this process has already; it is kept while anybody holds the ref. */
  lend<T>(value: T): Future<T> {
    const identity = this.identity(this.#ctx.pid, this.#ctx.nextId());
    const future = refAt<Future<T>>(Future, identity);
    this.#ctx.keptValues.keep(refIdOf(identity)).set(value);
    this.add(future, new Held(identity.life));
    return future;
  }

  // ------------------------------------------------------------------------------------------------------ held here

  /** This process holds that new handle. */
  add(ref: RemoteRef, held: Held): void {
    this.#held.set(ref, held);
    if (held.isCounted) this.count(ref, held);
  }

  /** Throws for a handle that is not of this process, or has been finalized. */
  heldOf(ref: RemoteRef): Held {
    const held = this.#held.get(ref);
    const name = ref.constructor.name;
    if (!held) throw new TypeError(`this ${name} was not made by a call of this process, nor received from another`);
    if (held.isFinalized) throw new Error(`this ${name} was finalized: it stands for nothing any more`);
    return held;
  }

  /** The handle of an identity that has travelled; undefined when there is none here. */
  find(ref: RefId): RemoteRef | undefined {
    return this.#travelled.get(keyOf(ref))?.deref();
  }

  /** When its identity comes again it is this handle. */
  travels(ref: RemoteRef): void {
    const key = keyOf(refIdOf(ref));
    if (this.#travelled.get(key)?.deref() === ref) return;
    this.#travelled.set(key, new WeakRef(ref));
    this.#forgotten.register(ref, key);
  }

  lifeOf(pid: number): number | undefined {
    return pid === this.#ctx.pid ? this.#ctx.incarnation : this.#ctx.cluster.lifeOf(pid);
  }

  /** Throws when the owner has ended, also when there is another of its pid. */
  checkOwner({ where }: RemoteRef, held: Held): void {
    const life = this.lifeOf(where);
    if (life === held.life) return;
    throw life === undefined ? this.#ctx.cluster.missing(where) : new ProcessExitedException(where, "it was replaced");
  }

  // ------------------------------------------------------------------------------------------------------ let go here

  /** Its owner counts it: told when it is collected. */
  count(ref: RemoteRef, { life }: Held): void {
    this.#collected.register(ref, new RefIdentity(ref.where, ref.whence, ref.id, life), ref);
  }

  /** Its owner has nothing to be told of it. */
  uncount(ref: RemoteRef): void {
    this.#collected.unregister(ref);
  }

  /** This process has a handle less: its owner is told. */
  drop({ where, whence, id, life }: RefIdentity): void {
    if (this.lifeOf(where) !== life) return;
    if (where === this.#ctx.pid) this.#ctx.keptValues.release([whence, id], where);
    else this.#ctx.cluster.connectionTo(where).send(["drop", [whence, id]], 0, "batch");
  }

  /** The value is here now, and the owner need not keep it for this handle. */
  cache(future: Future, held: Held, value: unknown): void {
    if (held.cached || held.isFinalized) return;
    held.cached = true;
    held.value = value;
    this.uncount(future);
    this.drop({ ...future, life: held.life });
  }

  /** The handle stands for nothing any more: its waits end, and its owner is told. */
  finalize(ref: RemoteRef): void {
    const held = this.heldOf(ref);
    held.isFinalized = true;
    held.stop(new Error(`this ${ref.constructor.name} was finalized during the wait`));
    this.uncount(ref);
    this.#travelled.delete(keyOf(refIdOf(ref)));
    if (held.isCounted) this.drop({ ...ref, life: held.life });
    held.value = undefined;
  }
}
