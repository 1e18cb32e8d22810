// What a codec knows, shared by its encoder and its decoder. All of it belongs to one process.
import type { Builtins } from "./builtins.ts";
import type { Imports } from "./imports.ts";
import { getPrototypeOf, KeptMap, KeptWeakMap, KeptWeakRef } from "./intrinsics.ts";
import type { Known } from "./known.ts";
import type { Marks } from "./moves.ts";
import type { Registry } from "./registry.ts";

export interface CodecState {
  readonly registry: Registry;
  readonly builtins: Builtins;
  readonly imports: Imports;
  readonly known: Known;
  readonly types: Types;
  readonly classes: Classes;
  readonly marks: Marks;
  /** The captures of functions that were made by decoding; a captured variable that closures write as its `Box`. */
  readonly remade: KeptWeakMap<object, readonly unknown[]>;
}

/** A captured variable that closures write, as the remade text of a function reads it. */
export interface Box {
  v: unknown;
}

/** Takes captured variables of a function or class that exists already. */
export interface LateSetter {
  s?: (index: number, value: unknown) => void;
}

/** How a type of the library travels. */
export interface HowItTravels {
  readonly tag: string;
  pack(value: object): unknown[];
  unpack(parts: unknown[]): object;
}

/** Types of the library, by prototype and by tag. */
export class Types {
  readonly #byPrototype = new KeptMap<object, HowItTravels>();
  readonly #byTag = new KeptMap<string, HowItTravels>();
  readonly #staying = new KeptMap<object, string>();

  add(prototype: object, how: HowItTravels): void {
    if (this.#byTag.has(how.tag)) throw new Error(`two types travel as "${how.tag}"`);
    this.#byPrototype.set(prototype, how);
    this.#byTag.set(how.tag, how);
  }

  /** Instances never travel; `why` says so. */
  stays(prototype: object, why: string): void {
    this.#staying.set(prototype, why);
  }

  whyItStays(value: object): string | undefined {
    return this.#staying.get(getPrototypeOf(value));
  }

  of(value: object): HowItTravels | undefined {
    return this.#byPrototype.get(getPrototypeOf(value));
  }

  at(tag: string): HowItTravels {
    const how = this.#byTag.get(tag);
    if (!how) throw new Error(`this process knows no type "${tag}"`);
    return how;
  }
}

/** Sweeping starts at this many entries, and again when they have doubled. */
const SWEEP_FROM = 1_000;

/** Classes made at run time: a class keeps its identity over messages, for as long as somebody holds it. */
export class Classes {
  readonly #uids = new KeptWeakMap<object, string>();
  readonly #byUid = new KeptMap<string, WeakRef<object>>();
  readonly #setters = new KeptWeakMap<object, LateSetter>();
  readonly #prefix: () => string;
  #last = 0;
  #sweepAt = SWEEP_FROM;

  /** @param prefix tells this process from every other of the run, also from earlier ones of the same pid. */
  constructor(prefix: () => string) {
    this.#prefix = prefix;
  }

  uidOf(theClass: object): string {
    let uid = this.#uids.get(theClass);
    if (uid === undefined) {
      uid = `${this.#prefix()}:${++this.#last}`;
      this.add(uid, theClass);
    }
    return uid;
  }

  add(uid: string, theClass: object): void {
    this.#uids.set(theClass, uid);
    this.#byUid.set(uid, new KeptWeakRef(theClass));
    if (this.#byUid.size >= this.#sweepAt) this.#sweep();
  }

  /** Whether this process was the first to have the class. */
  isOwn(uid: string): boolean {
    return uid.startsWith(`${this.#prefix()}:`);
  }

  keepSetter(theClass: object, setter: LateSetter): void {
    this.#setters.set(theClass, setter);
  }

  /** What renews the captured variables of a class that was made again here. */
  setterOf(theClass: object): LateSetter | undefined {
    return this.#setters.get(theClass);
  }

  at(uid: string): object | undefined {
    return this.#byUid.get(uid)?.deref();
  }

  #sweep(): void {
    this.#byUid.forEach((ref, uid) => {
      if (ref.deref() === undefined) this.#byUid.delete(uid);
    });
    this.#sweepAt = Math.max(SWEEP_FROM, 2 * this.#byUid.size);
  }
}
