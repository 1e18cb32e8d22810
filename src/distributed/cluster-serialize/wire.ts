// How a value looks while it travels: a graph is a table of nodes that refer to each other by index, so that sharing,
// cycles and functions survive structured clone. Everything is an array whose meaning lies in its position: nothing here
// is a key that a program's data could have.
//
//   a primitive           itself
//   [value]               data that structured clone carries whole, by reference
//   [root, nodes]         a slot, and the nodes it leads to
//   [root, nodes, true]   the same, with nodes that name imports: `prepare` comes before `decode`

/** A primitive is itself; anything else is [index of its node]. */
export type Slot = unknown;

export type EncodedGraph = readonly [root: Slot, nodes: readonly Node[], imports?: true];

/** Own properties. Plain ones are key, slot, key, slot; when one is not, all are in `rich`, in their order. */
export type Props =
  | readonly [plain: readonly Slot[]]
  | readonly [plain: readonly Slot[], integrity: Integrity, rich: readonly RichProp[]];

/** The key is a slot, since it may be a symbol. `value` is the getter and `set` the setter if Flag.Accessor is set. */
export type RichProp = readonly [key: Slot, flags: number, value: Slot, set?: Slot];

export const Flag = { Enumerable: 1, Configurable: 2, Writable: 4, Accessor: 8 } as const;

export const Integrity = { Open: 0, NotExtensible: 1, Sealed: 2, Frozen: 3 } as const;
export type Integrity = (typeof Integrity)[keyof typeof Integrity];

/**
 * What a function has beside its code: own properties, those of its `prototype`, and what that inherits from; or the object
 * that was put in the place of its `prototype`.
 */
export type Extra = readonly [own: Props | 0, prototype: Props | 0, inherits: Slot, replaced?: Slot];

/** The part of an instance that lives in the engine's own slots, for classes that extend built-in ones. */
export type Base =
  | 0
  | readonly [base: "Map", keysAndValues: readonly Slot[]]
  | readonly [base: "Set", items: readonly Slot[]]
  | readonly [base: "Array", elements: readonly Slot[], length: number]
  | readonly [base: "Error", stack: string]
  /** A view like this one, of the same buffer. */
  | readonly [base: "view", like: Slot]
  /** Made by `new <constructor>(...args)`; the args are data. */
  | readonly [base: "made", constructor: string, args: readonly unknown[]];

export type Node =
  /** Structured clone carries it whole. */
  | readonly [type: "raw", value: unknown]
  /** What could not travel, under `lenient`. */
  | readonly [type: "nothing"]
  | readonly [type: "object", props: Props]
  /** Its prototype is null. */
  | readonly [type: "bare", props: Props]
  /** Made by `Object.create(prototype)`. */
  | readonly [type: "derived", prototype: Slot, props: Props]
  /** Holes stay holes. The elements of a sparse array are among its props. */
  | readonly [type: "array", elements: readonly Slot[], props?: Props, length?: number]
  /** The `arguments` that an arrow captures: whole when it is made. */
  | readonly [type: "arguments", list: readonly Slot[]]
  | readonly [type: "map", keysAndValues: readonly Slot[], props?: Props]
  | readonly [type: "set", items: readonly Slot[], props?: Props]
  /** A view of part of a large buffer; several share the piece that travels. */
  | readonly [type: "view", constructor: string, piece: Slot, offset: number, length: number]
  | readonly [type: "error", constructor: string, stack: string, props: Props]
  | readonly [type: "domException", message: string, name: string, stack: string, props: Props]
  | readonly [type: "instance", theClass: Slot, props: Props, base: Base, privates: readonly Privates[]]
  /** A type of the library: `unpack(parts)`. */
  | readonly [type: "travels", tag: string, parts: readonly Slot[]]
  | readonly [type: "symbol", registered: boolean, name: string]
  /** A built-in of every realm, "Math.max". */
  | readonly [type: "builtin", path: string]
  /** A value that the module of that key imports, and the way from it to the value. */
  | readonly [type: "import", moduleKey: string, url: string, name: string, member?: string]
  /** A function or class that every process has; `Codec.byKey`. */
  | readonly [type: "known", key: string, extra?: Extra]
  | readonly [type: "function", moduleKey: string, id: number, captures: readonly Slot[], extra?: Extra]
  /** A class made at run time: once per process and uid, brought up to date by each message. */
  | readonly [type: "class", moduleKey: string, id: number, captures: readonly Slot[], uid: string, state?: ClassState]
  /** A method, getter or setter of such a class. */
  | readonly [type: "member", theClass: Slot, moduleKey: string, id: number]
  /** The object that a class or constructor function holds as `prototype`. */
  | readonly [type: "prototype", of: Slot]
  /** A captured variable that closures write, or try to write though it is a constant. */
  | readonly [type: "box", value: Slot, isConstant?: 1];

/** What a class has beside its code: own properties, those added to its `prototype`, and static private fields. */
export type ClassState = readonly [own: Props, prototype: Props | 0, privates: readonly Slot[]];

export type Privates = readonly [theClass: Slot, values: readonly Slot[]];
