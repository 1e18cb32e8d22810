// The table of values that one decode makes. A node is made when something needs it and filled afterwards from a queue, so
// that cycles close and nothing recurses. Only a node that can't exist without another (`deps`) waits for that one.
import { isArray } from "./intrinsics.ts";
import type { CodecState } from "./state.ts";
import type { Node, Slot } from "./wire.ts";

const UNMADE = 0;
const MAKING = 1;
const MADE = 2;

/** Thrown by a task that is tried early and needs a node which is being made. */
const NOT_YET = Symbol("not yet");

export interface Maker {
  /** Slots of nodes that must exist before this one is made. */
  deps(d: Decoding, node: Node): readonly Slot[];
  make(d: Decoding, node: Node): unknown;
}

export class Decoding {
  readonly state: CodecState;
  readonly #nodes: readonly Node[];
  readonly #maker: Maker;
  readonly #values: unknown[];
  readonly #status: Uint8Array;
  readonly #fills: (() => void)[] = [];
  /** Of each of them: the node that it fills. */
  readonly #owners: number[] = [];
  /** How many of them have been run. */
  #filled = 0;
  /** The node that is being made. */
  #made = 0;
  /** How many classes wait for tasks that are tried early. */
  #early = 0;
  /** Of each node that a task is filling now: `#early` when that began, and one; else 0. */
  readonly #filling: Uint32Array;
  readonly #seals: (() => void)[] = [];

  constructor(state: CodecState, nodes: readonly Node[], maker: Maker) {
    this.state = state;
    this.#nodes = nodes;
    this.#maker = maker;
    this.#values = new Array<unknown>(nodes.length);
    this.#status = new Uint8Array(nodes.length);
    this.#filling = new Uint32Array(nodes.length);
  }

  /** True when asking for the slot's value makes nothing. */
  has(slot: Slot): boolean {
    return !isArray(slot) || this.#status[slot[0] as number] === MADE;
  }

  /** The value of a slot, made if need be; it may not be filled yet. */
  value(slot: Slot): unknown {
    if (!isArray(slot)) return slot;
    const index = slot[0] as number;
    if (this.#early > 0 && this.#status[index] === MAKING) throw NOT_YET;
    if (this.#status[index] !== MADE) this.#make(index);
    return this.#values[index];
  }

  /** A task for when values can be filled: in the order of asking. */
  fill(task: () => void): void {
    this.#enqueue(task, this.#made);
  }

  #enqueue(task: () => void, owner: number): void {
    this.#owners[this.#fills.length] = owner;
    this.#fills[this.#fills.length] = task;
  }

  /** A task for when everything is filled. */
  seal(task: () => void): void {
    this.#seals[this.#seals.length] = task;
  }

  /**
   * Fills what can be filled now: the code of a class reads its captures as soon as it is made (`extends bases.Base`). A task
   * that needs what is being made comes again later, so tasks may run twice.
   */
  fillEarly(): void {
    const postponed: number[] = [];
    this.#early += 1;
    while (this.#filled < this.#fills.length) {
      const i = this.#filled++;
      try {
        this.#run(i);
      } catch (error) {
        if (error !== NOT_YET) throw error;
        postponed[postponed.length] = i;
      }
    }
    this.#early -= 1;
    for (let i = 0; i < postponed.length; i++) {
      this.#enqueue(this.#fills[postponed[i]!]!, this.#owners[postponed[i]!]!);
    }
  }

  finish(): void {
    while (this.#filled < this.#fills.length) this.#run(this.#filled++);
    for (let i = 0; i < this.#seals.length; i++) this.#seals[i]!();
  }

  #run(i: number): void {
    const owner = this.#owners[i]!;
    const outer = this.#filling[owner]!;
    this.#filling[owner] = this.#early + 1;
    try {
      this.#fills[i]!();
    } finally {
      this.#filling[owner] = outer;
    }
  }

  #make(root: number): void {
    const stack = [root];
    const outer = this.#made;
    try {
      this.#makeWith(stack);
    } catch (error) {
      if (error === NOT_YET) this.#forget(stack);
      throw error;
    } finally {
      this.#made = outer;
    }
  }

  #forget(nodes: readonly number[]): void {
    for (let i = 0; i < nodes.length; i++) {
      if (this.#status[nodes[i]!] === MAKING) this.#status[nodes[i]!] = UNMADE;
    }
  }

  /** Makes what is on the stack, which grows by what that needs. */
  #makeWith(stack: number[]): void {
    while (stack.length > 0) {
      const index = stack[stack.length - 1]!;
      const node = this.#nodes[index]!;
      if (this.#status[index] === UNMADE) {
        this.#status[index] = MAKING;
        const deps = this.#maker.deps(this, node);
        if (node[0] === "class") this.#checkFilled(deps);
        if (this.#pushDeps(deps, stack)) continue;
      }
      if (this.#status[index] === MAKING) {
        this.#made = index;
        this.#values[index] = this.#maker.make(this, node);
        this.#status[index] = MADE;
      }
      stack.length--;
    }
  }

  /** A class reads its captures when it is made: it can't be made early inside the task that fills one of them. */
  #checkFilled(deps: readonly Slot[]): void {
    for (let i = 0; i < deps.length; i++) {
      const dep = deps[i];
      const filling = isArray(dep) ? this.#filling[dep[0] as number]! : 0;
      if (filling > 0 && filling <= this.#early) throw NOT_YET;
    }
  }

  #pushDeps(deps: readonly Slot[], stack: number[]): boolean {
    const { length } = stack;
    for (let i = 0; i < deps.length; i++) {
      const dep = deps[i];
      if (!isArray(dep) || this.#status[dep[0] as number] === MADE) continue;
      if (this.#status[dep[0] as number] === MAKING) {
        if (this.#early > 0) throw NOT_YET;
        throw new Error("a graph goes round through captures that cannot change");
      }
      stack[stack.length] = dep[0] as number;
    }
    return stack.length > length;
  }
}
