// What this process keeps for holders anywhere, under [whence, id], until none holds it any more. News of a ref comes on
// several connections, so its use or a new holder may be heard of before the ref is made: who made it numbers what it makes on
// a connection, in order, and that tells what is still to come from what is over.
// Invariant: who passes a ref on holds it until the owner has heard of the new holder, so a value with no holder counted above
// zero is needed by nobody.
import { Assignment } from "./assignment.ts";
import type { Cluster } from "./cluster.ts";
import { ProcessExitedException } from "./errors.ts";
import type { RefId } from "./messages.ts";
import type { Registers } from "./registers.ts";

export interface Kept {
  readonly whence: number;
  readonly assignment: Assignment;
  /** How many handles each process has; below zero when it has dropped one of which nobody has told yet. */
  readonly holders: Map<number, number>;
  /** Whoever made the ref has said so. */
  isMade: boolean;
}

export class KeptValues {
  readonly #pid: number;
  readonly #cluster: Pick<Cluster, "has">;
  readonly #registers: Pick<Registers, "kept">;
  readonly #kept = new Map<string, Kept>();
  /** By pid: the number of the newest ref that it has made here. */
  readonly #newest = new Map<number, number>();

  constructor(pid: number, cluster: Pick<Cluster, "has">, registers: Pick<Registers, "kept">) {
    this.#pid = pid;
    this.#cluster = cluster;
    this.#registers = registers;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The ref's maker has a handle; its value is to come. */
  make(ref: RefId): Kept {
    const [whence, id] = ref;
    const kept = this.#kept.get(keyOf(ref)) ?? this.#add(ref);
    kept.isMade = true;
    this.#newest.set(whence, Math.max(id, this.#newest.get(whence) ?? 0));
    this.#count(ref, kept, whence, 1);
    return kept;
  }

  /** The owner's end of a call whose result stays here; whoever made the call holds it. Give it the result. */
  keep(ref: RefId): Assignment {
    const { assignment } = this.make(ref);
    assignment.isOfCall = true;
    return assignment;
  }

  /** For a ref that has no place yet: this process will know its value. */
  standIn(ref: RefId): Assignment {
    const kept = this.#kept.get(keyOf(ref)) ?? this.#add(ref);
    kept.isMade = true;
    return kept.assignment;
  }

  /** What is kept or will be; undefined when it is over: nobody held it any more. */
  find(ref: RefId): Kept | undefined {
    const kept = this.#kept.get(keyOf(ref));
    return kept || this.#isOver(ref) ? kept : this.#add(ref);
  }

  /** The value that is kept under that name or will be. Throws when it is over. */
  assignmentOf(ref: RefId): Assignment {
    const kept = this.find(ref);
    if (kept) return kept.assignment;
    if (!this.#cluster.has(ref[0])) throw new ProcessExitedException(ref[0]);
    throw new Error(`the value of this reference is no longer kept on process ${this.#pid}: nobody held it any more`);
  }

  /** `teller` says that `holder` has been given a handle. It may come before the ref itself, by way of a third process. */
  heardOf(ref: RefId, holder: number, teller: number): void {
    if (holder === teller && holder === ref[0]) this.make(ref);
    else this.hold(ref, holder);
  }

  /** `holder` has been given a handle. */
  hold(ref: RefId, holder: number): void {
    if (!this.#isThere(holder)) return;
    const kept = this.find(ref);
    if (kept) this.#count(ref, kept, holder, 1);
  }

  /** Whether nobody else has a handle: what is kept can go to `holder` for good. */
  isHeldOnlyBy(ref: RefId, holder: number): boolean {
    const kept = this.#kept.get(keyOf(ref));
    return kept?.holders.size === 1 && kept.holders.get(holder) === 1;
  }

  /** `holder` has a handle less. */
  release(ref: RefId, holder: number): void {
    const kept = this.find(ref);
    if (kept) this.#count(ref, kept, holder, -1);
  }

  /** It drops all that it held. What it was about to make, up to the number `last`, will never have a value. */
  holderEnded(pid: number, last: number): void {
    this.#newest.set(pid, last);
    for (const [key, kept] of this.#kept) {
      if (kept.whence === pid && !kept.isMade) {
        kept.isMade = true;
        kept.assignment.fail(new ProcessExitedException(pid));
      }
      kept.holders.delete(pid);
      this.#forgetUnheld(key, kept);
    }
  }

  #isThere(pid: number): boolean {
    return pid === this.#pid || this.#cluster.has(pid);
  }

  #isOver([whence, id]: RefId): boolean {
    return whence === this.#pid || !this.#cluster.has(whence) || id <= (this.#newest.get(whence) ?? 0);
  }

  #add(ref: RefId): Kept {
    const kept: Kept = { whence: ref[0], assignment: new Assignment(), holders: new Map(), isMade: false };
    this.#kept.set(keyOf(ref), kept);
    this.#registers.kept(this.#kept.size);
    return kept;
  }

  #count(ref: RefId, kept: Kept, pid: number, more: 1 | -1): void {
    const handles = (kept.holders.get(pid) ?? 0) + more;
    if (handles === 0) kept.holders.delete(pid);
    else kept.holders.set(pid, handles);
    if (handles <= 0) this.#forgetUnheld(keyOf(ref), kept);
  }

  #forgetUnheld(key: string, kept: Kept): void {
    if (!kept.isMade || [...kept.holders.values()].some((handles) => handles > 0)) return;
    this.#kept.delete(key);
    this.#registers.kept(this.#kept.size);
  }
}

export const keyOf = ([whence, id]: RefId) => `${whence}:${id}`;
