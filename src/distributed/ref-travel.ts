// How handles travel (Julia: serialize of an AbstractRemoteRef): as their numbers, a fetched Future with its value. While a message
// is encoded its refs are noted, and their owners hear of the new holder once it is whole: what cannot be sent has none.
// Invariants: a ref that comes back is the ref that went; who passes a ref on holds it until its owner has been told.
import type { ClusterContext } from "./context.ts";
import { bringOnce } from "./future-uses.ts";
import { Held } from "./held.ts";
import { Future, type RefClass, RefIdentity, RemoteChannel, type RemoteRef, refAt, refIdOf } from "./remoteref.ts";

/** A handle as it travels; only a Future is ever cached. */
type Parts = [where: number, whence: number, id: number, life: number, cached: boolean, value: unknown];

/** A message that is being encoded: to whom, and what tells owners of the new holder. */
interface Sending {
  readonly to: number;
  readonly holds: (() => void)[];
}

export class RefTravel {
  readonly #ctx: ClusterContext;
  #sending: Sending | undefined;

  constructor(ctx: ClusterContext) {
    this.#ctx = ctx;
    for (const theClass of [Future, RemoteChannel]) {
      ctx.codec.travels(theClass as unknown as abstract new () => RemoteRef, {
        tag: theClass.name,
        pack: (ref) => this.#pack(ref),
        unpack: (parts) => this.#unpack(theClass, parts as Parts),
      });
    }
  }

  /** Refs in what `encode` makes are counted for the receiver, unless it throws. */
  encodeFor<T>(receiver: number, encode: () => T): T {
    return this.#send(receiver, ({ holds }) => {
      const graph = encode();
      for (const hold of holds) hold();
      return graph;
    });
  }

  /** The same for what was encoded before: its refs have been counted then. */
  encodeAgainFor<T>(receiver: number, encode: () => T): T {
    return this.#send(receiver, encode);
  }

  #send<T>(to: number, work: (sending: Sending) => T): T {
    const outer = this.#sending;
    const sending = { to, holds: [] };
    this.#sending = sending;
    try {
      return work(sending);
    } finally {
      this.#sending = outer;
    }
  }

  #pack(ref: RemoteRef): unknown[] {
    const held = this.#ctx.handles.heldOf(ref);
    const { where, whence, id } = ref;
    if (held.cached) return [where, whence, id, held.life, true, held.value];
    if (!this.#sending) throw new Error(`a ${ref.constructor.name} can be packed only while a message is being sent`);
    this.#ctx.handles.travels(ref);
    this.#noteHolder(ref, held, this.#sending);
    return [where, whence, id, held.life, false, undefined];
  }

  #noteHolder(ref: RemoteRef, held: Held, { to, holds }: Sending): void {
    const { pid, cluster, handles, keptValues } = this.#ctx;
    const { where } = ref;
    if (held.placed) holds.push(() => this.#standIn(ref as Future, held, to));
    else if (handles.lifeOf(where) !== held.life) {
      // Its owner has ended: whoever uses it hears of that.
    } else if (where === pid) holds.push(() => keptValues.hold(refIdOf(ref), to));
    else {
      const connection = cluster.connectionTo(where);
      holds.push(() => connection.send(["hold", refIdOf(ref), to], 0, "batch"));
    }
  }

  /** Who is given a ref without a place asks this process, which asks for the value as soon as it has a place. */
  #standIn(future: Future, held: Held, receiver: number): void {
    const { keptValues } = this.#ctx;
    const assignment = keptValues.standIn(refIdOf(future));
    keptValues.hold(refIdOf(future), receiver);
    bringOnce(this.#ctx, future, held).then(
      (value) => assignment.set(value),
      (reason: unknown) => assignment.fail(reason),
    );
  }

  #unpack(theClass: RefClass, [where, whence, id, life, cached, value]: Parts): RemoteRef {
    const { handles } = this.#ctx;
    const identity = new RefIdentity(where, whence, id, life);
    const known = handles.find([whence, id]);
    if (known) {
      if (cached) handles.cache(known as Future, handles.heldOf(known), value);
      else handles.drop(identity); // the sender counted a second handle; there is one
      return known;
    }
    const ref = refAt<RemoteRef>(theClass, identity);
    handles.add(ref, Object.assign(new Held(life), { cached, value }));
    handles.travels(ref);
    return ref;
  }
}
