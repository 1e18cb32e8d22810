// The contract between a compiled module and the process that loads it: what the module says of its function literals.
// `compile` writes calls of `Registrar` into the module's text; `cluster-serialize` keeps what they say. A compiled module
// reaches the registrar by `import { $panal } from "distributed"`, a name no program would import.
// Columns and lines count from 1, in the user's file.

export type SourcePoint = readonly [line: number, column: number];

/** One captured variable of a function literal, in the order of the literal's thunk and factory parameters. */
export interface CaptureMeta {
  readonly name: string;
  /** First use inside the literal. */
  readonly use: SourcePoint;
  /** Where it is declared; absent for `this`, `arguments`, `super`, `new.target`. */
  readonly declared?: SourcePoint;
  /** Written by a closure: travels as a box and the factory's text reads `name.v`. */
  readonly boxed?: true;
  /** A name of a REPL cell that may be a global: its thunk gives a box, which travels as one, or undefined for a global. */
  readonly maybe?: true;
  /** Initialised after the literal may run (forward or reassigned binding): only these can close a cycle. */
  readonly late?: true;
  readonly pseudo?: true;
}

export interface FunctionMeta {
  readonly kind: "function" | "arrow" | "class" | "method" | "get" | "set" | "member";
  readonly name: string;
  readonly at: SourcePoint;
  readonly captures?: readonly CaptureMeta[];
  /** Each function made from the literal carries a thunk of its own (else one thunk serves, in the module's table). */
  readonly perInstance?: true;
  /** A module-level binding that every process has: travels by key and is never made again. */
  readonly singleton?: true;
  /** Why it can't travel, and where: "a direct eval". */
  readonly refused?: readonly [what: string, at: SourcePoint];
  /** Its factory belongs to a class, which this captured variable brings. */
  readonly host?: number;
  /** kind "member": the class literal's id, and how to find the method on it. */
  readonly owner?: number;
  readonly isStatic?: true;
  readonly accessor?: "get" | "set";
  /** The name is an expression in brackets. */
  readonly computed?: true;
  readonly isPrivate?: true;
  /** Where its text is in the module's `source`. */
  readonly text?: readonly [start: number, end: number];
}

/** What a module says of its literals, by their ids; `source` is its text without what compiling has added. */
export interface ModuleMeta extends Readonly<Record<number, FunctionMeta>> {
  readonly source?: string;
}

/**
 * Reads captured variable `index` at the time of sending. For a boxed one, `write` true assigns `value` to it first: that
 * is how the encoder sees whether two closures share it.
 */
export type Thunk = (index: number, write?: boolean, value?: unknown) => unknown;

/** Makes the function again from its captures; the last argument, where a capture is late, takes a setter `s(index, value)`. */
// biome-ignore lint/suspicious/noExplicitAny: user functions and user values
export type Factory = (...captures: any[]) => any;

export interface ModulePart {
  /** Thunks of literals that capture module-level bindings only, by literal id. */
  readonly thunks?: Readonly<Record<number, Thunk>>;
  /** Factories by literal id, or a function that makes them at first use. */
  readonly make?: Readonly<Record<number, Factory>> | (() => Readonly<Record<number, Factory>>);
  /**
   * What the module imports: specifier URL and, by imported name, a reader of the live binding. By the URL "" what a module
   * that every process evaluates holds itself.
   */
  readonly imports?: readonly (readonly [url: string, names: Readonly<Record<string, () => unknown>>])[];
  /** Imports that only a decoded function may need, by URL. */
  readonly lazy?: Readonly<Record<string, () => Promise<object>>>;
}

/** What compiled modules call: `$panal` of the module "distributed". */
export interface Registrar {
  /**
   * Registers a module, or adds a part to it. `key` is the user's file name and a hash of what was compiled, as in the marks
   * `/*@driver.ts~1x8k3p2#12*\/` that stand as first inner token of each literal. `meta` is JSON of a ModuleMeta. Flag 1: the text has accessors in
   * object literals, so the encoder looks at property descriptors.
   */
  module(key: string, meta: string, flags: number, part: ModulePart): void;
  /** Attaches the thunk to a function or class that was made just now, and returns it. A second time is a TypeError. */
  capture<F extends object>(literal: F, thunk: Thunk): F;
  /** Attaches the thunk to a getter or setter of an object literal; returns the object. */
  accessor<O extends object>(object: O, name: string, kind: "get" | "set", thunk: Thunk): O;
  /** Makes an object with one method whose name is computed, and attaches the method's thunk; returns the object. */
  named<O extends object>(key: unknown, make: (key: unknown) => O, thunk: Thunk): O;
  /** Attaches the thunk to the method, getter or setter that the literal of that id has just made of the object. */
  marked<O extends object>(object: O, id: number, thunk: Thunk): O;
  /** Makes an object whose methods name it, as `o` of the argument. */
  home<O extends object>(make: (home: { o?: O }) => O): O;
  /** Where `super` looks, for a home. */
  prototypeOf(home: object): unknown;
  /** Gives a class that has got a name of ours the one it would have. */
  name(theClass: object, name: string): void;
  /** Attaches to each method and accessor of a class a thunk that reads the class. */
  members(theClass: object): void;
  /** Keeps the methods and accessors of a class before decorators replace some of them. */
  decorated(theClass: object): void;
  /** Factories by literal id that stand in the body of this very class. */
  hosts(theClass: object, factories: Readonly<Record<number, Factory>>): void;
  /** The same as `privates` for static private fields: the object is the class. */
  statics(theClass: object, read: (o: object) => unknown[], write: (o: object, values: unknown[]) => void): void;
  /** A class with private names gives access to them, as a list of values in the order of declaration. */
  privates(theClass: object, read: (o: object) => unknown[], write: (o: object, values: unknown[]) => void): void;
  /** True while an instance is made again: initialisers with effects are skipped. */
  restoring(): boolean;
  /** `new.target` of a constructor that shall only install private names. */
  readonly restoreTarget: object;
  /**
   * For a name of a REPL cell that was no variable when its function was sent: this process's global, read and written by `v`
   * (a ReferenceError where there is none), and read by `peek` as `typeof` reads it.
   */
  globalBox(name: string): { v: unknown; peek(): unknown };
}

/** A top-level name of a module that process 1 runs; without a setter it is a constant. */
export type TopLevelName = readonly [name: string, get: () => unknown, set?: (value: unknown) => void];

/** The scope of the REPL, as the driver's module and cells call it: `$panal.scope`, in process 1 (process/scope.ts). */
export interface ScopeRegistrar {
  /** The names join the scope, in place of those of the same name. The getters may still throw: nothing has run yet. */
  join(names: readonly TopLevelName[]): void;
  /** Variables that nothing else holds any more: the scope has them from now on. */
  keep(variables: readonly (readonly [name: string, value: unknown])[]): void;
  /** What a cell needs for its free names. Those in `created` become variables when they are assigned and nothing has them. */
  use(free: readonly string[], created: readonly string[]): CellScope;
}

export interface CellScope {
  /** The scope's names as properties, live. Reading one that nothing has throws a ReferenceError. */
  readonly names: object;
  /** For a function that is sent: the value of a variable in a box, undefined for what is none. */
  box(name: string): { v: unknown } | undefined;
  /** The value as `typeof` reads it. */
  peek(name: string): unknown;
}
