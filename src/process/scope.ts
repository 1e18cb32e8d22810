// The scope of the REPL, in process 1: the top-level names of the driver and of the cells, live. What compiled modules say
// comes by `ScopeRegistrar`; a cell reads and writes names as properties of `names`. A name that nothing has declared is the
// library's (Julia: `using Distributed`), then `ans`, the value of the last cell, then the platform's global.
import type { CellScope, ScopeRegistrar, TopLevelName } from "../distributed/cluster-serialize/registration.ts";

const globals = globalThis as unknown as Record<string, unknown>;

/** How a name is read and written now. */
interface Slot {
  get(): unknown;
  set(value: unknown): void;
}

export class Scope {
  readonly registrar: ScopeRegistrar = {
    join: (names) => this.#join(names),
    keep: (variables) => {
      for (const [name, value] of variables) this.#create(name, value);
    },
    use: (free, created) => this.#use(free, created),
  };
  /** Not Object.create(null): engines make that a dictionary, which is 40 times slower to read. */
  readonly #names: Record<string, unknown> = Object.setPrototypeOf({}, null);
  readonly #slots = new Map<string, Slot>();
  readonly #declared = new Map<string, TopLevelName>();
  /** Names that an assignment makes a variable of. */
  readonly #created = new Set<string>();
  /** What is there without a declaration. */
  readonly #given: Map<string, unknown>;

  /** @param library what the module "distributed" exports */
  constructor(library: object) {
    this.#given = new Map(Object.entries(library));
  }

  /** Evaluates a cell by `run`. What it has declared and not initialised when it throws is what it was before. */
  async evaluate<T>(run: () => Promise<T>): Promise<T> {
    const before = new Map(this.#declared);
    try {
      return await run();
    } catch (error) {
      for (const [name, joined] of this.#declared) {
        if (before.get(name) !== joined && !isInitialised(joined)) this.#restore(name, before.get(name));
      }
      throw error;
    }
  }

  /** Julia's `ans`. */
  answer(value: unknown): void {
    this.#given.set("ans", value);
    if (!this.#declared.has("ans")) this.#defineOutside("ans");
  }

  #join(names: readonly TopLevelName[]): void {
    for (const name of names) this.#define(name);
  }

  #define(joined: TopLevelName): void {
    const [name, get, set] = joined;
    this.#declared.set(name, joined);
    this.#put(name, { get, set: set ?? refuseConstant });
  }

  #restore(name: string, before: TopLevelName | undefined): void {
    if (before) return this.#define(before);
    this.#declared.delete(name);
    this.#defineOutside(name);
  }

  /** A name that no module has declared. */
  #defineOutside(name: string): void {
    this.#put(name, { get: () => this.#readOutside(name), set: (value) => this.#writeOutside(name, value) });
  }

  /** A property is defined once, since defining it again would make a dictionary of the object. */
  #put(name: string, { get, set }: Slot): void {
    const slot = this.#slots.get(name);
    if (slot) Object.assign(slot, { get, set });
    else {
      const made = { get, set };
      this.#slots.set(name, made);
      Object.defineProperty(this.#names, name, { get: () => made.get(), set: (value) => made.set(value) });
    }
  }

  #readOutside(name: string): unknown {
    if (this.#given.has(name)) return this.#given.get(name);
    if (name in globals) return globals[name];
    throw new ReferenceError(`${name} is not defined`);
  }

  #writeOutside(name: string, value: unknown): void {
    if (!this.#given.has(name) && name in globals) globals[name] = value;
    else if (this.#created.has(name)) this.#create(name, value);
    else throw new ReferenceError(`${name} is not defined`);
  }

  #create(name: string, first: unknown): void {
    let variable = first;
    this.#define([
      name,
      () => variable,
      (value) => {
        variable = value;
      },
    ]);
  }

  #use(free: readonly string[], created: readonly string[]): CellScope {
    for (const name of created) this.#created.add(name);
    for (const name of free) if (!this.#slots.has(name)) this.#defineOutside(name);
    const isVariable = (name: string) => this.#declared.has(name) || this.#given.has(name);
    return {
      names: this.#names,
      box: (name) => (isVariable(name) ? { v: this.#names[name] } : undefined),
      peek: (name) => (isVariable(name) ? this.#names[name] : globals[name]),
    };
  }
}

function isInitialised([, get]: TopLevelName): boolean {
  try {
    get();
    return true;
  } catch {
    return false;
  }
}

function refuseConstant(): never {
  throw new TypeError("Assignment to constant variable.");
}
