// The Future of a call, where the call is made (Julia: remotecall.jl): it may be given out before a process has been found for the
// call, and hears how the call has ended. What makes the call is in `kept-call.ts`.
// Invariant: its failure is reported unless somebody asks for it.
import { deferred } from "../base/deferred.ts";
import type { ClusterContext } from "./context.ts";
import { Held } from "./held.ts";
import { Future, refAt } from "./remoteref.ts";
import type { Operation } from "./telemetry.ts";

/** The life of no process. */
const NO_LIFE = -1;

export class CallFuture {
  readonly future: Future;
  readonly #ctx: ClusterContext;
  readonly #held: Held;

  /** @param where undefined when its process has not been found yet: until `place` this process stands in for it. */
  constructor(ctx: ClusterContext, where: number | undefined, operation: Operation) {
    const identity = ctx.handles.identity(where ?? ctx.pid, ctx.nextId());
    this.#ctx = ctx;
    this.future = refAt<Future>(Future, identity);
    this.#held = new Held(identity.life, ctx.promises.outcome<void>(ctx.here()), operation);
    if (where === undefined) this.#held.placed = deferred<void>();
    ctx.handles.add(this.future, this.#held);
  }

  /** The process that makes the value has been found. Numbered anew: an owner takes what it is to keep to come in order. */
  place(where: number): void {
    const { handles } = this.#ctx;
    const identity = handles.identity(where, this.#ctx.nextId());
    Object.assign(this.future, { where, id: identity.id });
    this.#held.life = identity.life;
    if (this.#held.isFinalized) handles.drop(identity);
    else handles.count(this.future, this.#held);
    this.#held.placed?.resolve();
    this.#held.placed = undefined;
  }

  /** The call has not come to its owner, which counts nothing for it. */
  unmade(): void {
    this.#ctx.handles.uncount(this.future);
    this.#held.life = NO_LIFE;
  }

  /** The value is there. */
  settled(): void {
    this.#held.isThere = true;
    this.#held.outcome?.resolve();
  }

  /** There will be no value: whoever waits here hears why. */
  failed(reason: unknown): void {
    this.#held.isThere = true;
    this.#held.outcome?.reject(reason);
    this.#held.failure = { reason };
    this.#held.stop(reason);
  }
}
