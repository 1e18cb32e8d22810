// What a process knows about one handle that it holds: which life of its owner it hangs on, what it has fetched, who waits for
// it. The handles themselves are in `handles.ts`.
// Invariants: what failed throws at each fetch and is never cached; a handle that has its value, or no place yet, is counted by
// no owner.
import type { Deferred } from "../base/deferred.ts";
import type { Handout } from "./promises.ts";
import type { Operation } from "./telemetry.ts";
import type { Stop } from "./waiter.ts";

export class Held {
  /** Of the owner; see RefIdentity. */
  life: number;
  cached = false;
  value: unknown = undefined;
  isFinalized = false;
  /** One request serves all who fetch at the same time; another all who wait. */
  fetching: Promise<unknown> | undefined = undefined;
  waiting: Promise<unknown> | undefined = undefined;
  /** Settles when the owner says that the value is there or has failed; only where the call was made. */
  readonly outcome: Handout<void> | undefined;
  /** The owner has said so. */
  isThere = false;
  /** Why there will be no value here, once that is known where the call was made. */
  failure: { readonly reason: unknown } | undefined = undefined;
  /** Settles when the process that makes the value has been found; undefined once it has. */
  placed: Deferred<void> | undefined = undefined;
  readonly operation: Operation | undefined;
  #stops: Set<Stop> | undefined = undefined;

  /** A handle that has fetched nothing yet. `outcome` and `operation`: of the call that makes its value. */
  constructor(life: number, outcome?: Handout<void>, operation?: Operation) {
    this.life = life;
    this.outcome = outcome;
    this.operation = operation;
  }

  /** Whether the owner counts this handle. */
  get isCounted(): boolean {
    return !this.cached && !this.placed;
  }

  /** Each ends a wait of this handle. */
  get stops(): Set<Stop> {
    this.#stops ??= new Set();
    return this.#stops;
  }

  /** Ends its waits. */
  stop(reason: unknown): void {
    for (const stop of [...this.stops]) stop(reason);
  }
}
