// What compiled modules have said of their function literals, and how a function is recognised: by the mark that compile
// writes as first token inside each literal (`/*@driver.ts#12*/`), which Function.prototype.toString gives back. Nothing
// happens when a function is created, but for the thunk of one that captures local variables.
// A module registers in parts (its text in this process, the lifted text, the bodies of classes with private names).
import {
  assign,
  create,
  defineProperty,
  execute,
  freeze,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  KeptMap,
  KeptReferenceError,
  KeptWeakMap,
  keptJsonParse,
  ownKeys,
  slice,
  sourceText,
} from "./intrinsics.ts";
import type { Factory, FunctionMeta, ModulePart, Registrar, Thunk } from "./registration.ts";
import { stamp, stampNew, thunkOf } from "./thunk.ts";

/** A function literal of a registered module. */
export interface Identity {
  readonly module: LoadedModule;
  readonly id: number;
  readonly meta: FunctionMeta;
  /** "driver.ts#12" for a literal every process can make; undefined for one that captures, or is made anew each time. */
  readonly key: string | undefined;
}

export interface PrivateAccess {
  readonly read: (o: object) => unknown[];
  readonly write: (o: object, values: unknown[]) => void;
}

const globals = globalThis as unknown as Record<string, unknown>;

function globalBox(name: string) {
  const check = () => {
    if (!(name in globals)) throw new KeptReferenceError(`${name} is not defined`);
  };
  return {
    get v() {
      check();
      return globals[name];
    },
    set v(value) {
      check();
      globals[name] = value;
    },
    peek: () => globals[name],
  };
}

/** The mark comes before the body; a method with a computed key may have anything in the key. */
const MARK = /^(?:(?:\s|\*|(?:async|get|set|static)\b)*\[[\s\S]*?|[^{]*?)\/\*@([^*#]+)#(\d+)\*\//;
/** How much of a function's text is looked at. */
const MARK_WITHIN = 4_000;

/** What is no part of the text of a class's member: what stands for its modifiers, and `static`. */
const BEFORE_MEMBER = /^[\s;]*(?:static\s+(?![\s(=]))?/;

const markOf = (f: object) => execute(MARK, slice(sourceText(f), 0, MARK_WITHIN));

export class Registry {
  readonly modules = new KeptMap<string, LoadedModule>();
  readonly privates = new KeptWeakMap<object, PrivateAccess>();
  /** Of static private fields. */
  readonly statics = new KeptWeakMap<object, PrivateAccess>();
  /** Methods and accessors of a class as its text has made them: a program may put others in their place. */
  readonly #members = new KeptWeakMap<object, readonly object[]>();
  /** Factories that stand in the body of a class. */
  readonly #hosted = new KeptWeakMap<object, Readonly<Record<number, Factory>>>();
  /** A module's text has accessors in object literals, so plain objects are looked at by property descriptors. */
  hasAccessors = false;
  /** Counts registrations, for whoever keeps an index of them. */
  version = 0;
  readonly registrar: Registrar;
  #restoring = false;
  // An ordinary function, since only those can be `new.target` with a prototype of our choice.
  readonly #restoreTarget: { prototype: object } & object = function restoreTarget() {};

  constructor() {
    this.registrar = freeze({
      module: (key: string, meta: string, flags: number, part: ModulePart) => this.#register(key, meta, flags, part),
      capture: <F extends object>(literal: F, thunk: Thunk): F => {
        stampNew(literal, thunk);
        return literal;
      },
      accessor: <O extends object>(object: O, name: string, kind: "get" | "set", thunk: Thunk): O => {
        const accessor = getOwnPropertyDescriptor(object, name)?.[kind];
        if (accessor) stamp(accessor, thunk);
        return object;
      },
      named: <O extends object>(key: unknown, make: (key: unknown) => O, thunk: Thunk): O => {
        const object = make(key);
        stamp(getOwnPropertyDescriptor(object, ownKeys(object)[0]!)!.value, thunk);
        return object;
      },
      marked: <O extends object>(object: O, id: number, thunk: Thunk): O => {
        const made = this.#madeBy(id, object);
        if (made) stamp(made, thunk);
        return object;
      },
      home: <O extends object>(make: (home: { o?: O }) => O): O => {
        const home: { o?: O } = {};
        home.o = make(home);
        return home.o;
      },
      prototypeOf: (home: object): unknown => getPrototypeOf(home),
      name: (theClass: object, name: string) =>
        void defineProperty(theClass, "name", { value: name, configurable: true }),
      members: (theClass: object) => this.#stampMembers(theClass as Class),
      decorated: (theClass: object) => void this.#members.set(theClass, membersOf(theClass as Class)),
      hosts: (theClass: object, factories: Readonly<Record<number, Factory>>) =>
        void this.#hosted.set(theClass, factories),
      statics: (theClass: object, read: PrivateAccess["read"], write: PrivateAccess["write"]) =>
        void this.statics.set(theClass, { read, write }),
      privates: (theClass: object, read: PrivateAccess["read"], write: PrivateAccess["write"]) =>
        void this.privates.set(theClass, { read, write }),
      restoring: () => this.#restoring,
      restoreTarget: this.#restoreTarget,
      globalBox,
    });
  }

  /** The member of that literal as the text made it, of a class made at run time or decorated; undefined for others. */
  memberOf(theClass: object, id: number): object | undefined {
    const members = this.#members.get(theClass) ?? [];
    for (let i = 0; i < members.length; i++) if (this.idOf(members[i]!) === id) return members[i];
    return undefined;
  }

  /** The method, getter or setter of the literal that has no thunk yet: a spread may have brought an older one of it. */
  #madeBy(id: number, object: object): object | undefined {
    const keys = ownKeys(object);
    for (let i = keys.length - 1; i >= 0; i--) {
      const { value, get, set } = getOwnPropertyDescriptor(object, keys[i]!)!;
      const parts = [value, get, set];
      for (let j = 0; j < parts.length; j++) {
        const part: unknown = parts[j];
        if (typeof part === "function" && this.idOf(part) === id && !thunkOf(part)) return part;
      }
    }
    return undefined;
  }

  #stampMembers(theClass: Class): void {
    const thunk = () => theClass;
    const members = membersOf(theClass);
    for (let i = 0; i < members.length; i++) stamp(members[i]!, thunk);
    this.#members.set(theClass, members);
  }

  /** The factory of a literal whose text stands in the body of that class. */
  hostedFactory(theClass: object, id: number): Factory {
    const factory = this.#hosted.get(theClass)?.[id];
    if (!factory) throw new Error(`a class has no code for its literal ${id} in this process`);
    return factory;
  }

  #register(key: string, meta: string, flags: number, part: ModulePart): void {
    let module = this.modules.get(key);
    if (!module) {
      module = new LoadedModule(key);
      this.modules.set(key, module);
    }
    module.add(meta, part);
    if ((flags & 1) !== 0) this.hasAccessors = true;
    this.version++;
  }

  /**
   * The literal that made this function or class; undefined for one that no registered module holds. Asks the text each
   * time: that is quicker (150 ns) than a table of functions, most of which are asked for once.
   */
  identify(f: object): Identity | undefined {
    const mark = markOf(f);
    return mark ? this.modules.get(mark[1]!)?.literal(Number(mark[2])) : undefined;
  }

  /** The number of the function's literal, whichever its module is. */
  idOf(f: object): number | undefined {
    const mark = markOf(f);
    return mark ? Number(mark[2]) : undefined;
  }

  /** The module of that key; throws when this process has not loaded it. */
  module(key: string): LoadedModule {
    const module = this.modules.get(key);
    if (!module) throw new Error(`the code of ${fileOf(key)} that this needs is not loaded in this process`);
    return module;
  }

  /** Runs `make`, in which constructors only install private names. */
  restore(theClass: { prototype: object }, make: (target: object) => object): object {
    const outer = this.#restoring;
    this.#restoring = true;
    this.#restoreTarget.prototype = theClass.prototype;
    try {
      return make(this.#restoreTarget);
    } finally {
      this.#restoring = outer;
    }
  }
}

type Class = { readonly prototype: object };

/** The methods and accessors of a class, static ones too. */
function membersOf(theClass: Class): object[] {
  const members: object[] = [];
  for (const holder of [theClass, theClass.prototype]) {
    const keys = ownKeys(holder);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === "constructor" || keys[i] === "prototype") continue;
      const { value, get, set } = getOwnPropertyDescriptor(holder, keys[i]!)!;
      if (typeof value === "function") members[members.length] = value;
      if (get) members[members.length] = get;
      if (set) members[members.length] = set;
    }
  }
  return members;
}

/** "driver.ts" for the key "driver.ts~1x8k3p2". */
function fileOf(key: string): string {
  const cut = key.lastIndexOf("~");
  return cut < 0 ? key : key.slice(0, cut);
}

/** One module of the program, as far as this process has loaded it. */
export class LoadedModule {
  readonly imports: (readonly [url: string, names: Readonly<Record<string, () => unknown>>])[] = [];
  readonly #metaTexts: string[] = [];
  readonly #meta: { [id: number]: FunctionMeta; source?: string } = create(null);
  readonly #literals: Identity[] = [];
  readonly #parts: Part[] = [];

  readonly key: string;
  /** The user's file, for messages. */
  readonly file: string;

  constructor(key: string) {
    this.key = key;
    this.file = fileOf(key);
  }

  add(meta: string, part: ModulePart): void {
    if (meta !== "{}" && meta !== this.#metaTexts[this.#metaTexts.length - 1])
      this.#metaTexts[this.#metaTexts.length] = meta;
    this.#parts[this.#parts.length] = new Part(part);
    const imports = part.imports ?? [];
    for (let i = 0; i < imports.length; i++) this.imports[this.imports.length] = imports[i]!;
  }

  /** Every process evaluates it (the driver's own text runs in one): what its functions own is each process's. */
  get isEverywhere(): boolean {
    for (let i = 0; i < this.#parts.length; i++) if (this.#parts[i]!.thunks || this.#parts[i]!.lazy) return false;
    return true;
  }

  /** This process runs the module's own text: what its functions own is here already. */
  get isHome(): boolean {
    return this.isEverywhere || this.#last((part) => part.thunks) !== undefined;
  }

  literal(id: number): Identity | undefined {
    const meta = this.meta(id);
    if (!meta) return undefined;
    this.#literals[id] ??= { module: this, id, meta, key: keyOfLiteral(this, id, meta) };
    return this.#literals[id];
  }

  /** Parsed when it is first asked for: most programs send few of their functions. */
  meta(id: number): FunctionMeta | undefined {
    for (let i = 0; i < this.#metaTexts.length; i++) assign(this.#meta, keptJsonParse(this.#metaTexts[i]!));
    this.#metaTexts.length = 0;
    return this.#meta[id];
  }

  /** The literal as it stands in the program; undefined where that is not known. */
  textOf({ text, kind }: FunctionMeta): string | undefined {
    const { source } = this.#meta;
    if (!text || source === undefined) return undefined;
    const own = slice(source, text[0], text[1]);
    const skipped = kind === "member" ? execute(BEFORE_MEMBER, own)![0].length : 0;
    return slice(own, skipped);
  }

  /** Reads the captured variables of a function: its own thunk, or the module's for literals that need none of their own. */
  thunk(f: object, id: number, meta: FunctionMeta): Thunk | undefined {
    const own = thunkOf(f);
    if (own || meta.perInstance) return own;
    return this.#last((part) => part.thunks?.[id]);
  }

  /** Makes the function again. The newest part comes first: in the driver's process its own bindings, then the lifted text. */
  factory(id: number): Factory {
    const factory = this.#last((part) => part.factories?.[id]);
    if (!factory) throw new Error(`there is no code for ${this.file}#${id} in this process`);
    return factory;
  }

  lazyImport(url: string): (() => Promise<object>) | undefined {
    return this.#last((part) => part.lazy?.[url]);
  }

  #last<T>(find: (part: Part) => T | undefined): T | undefined {
    for (let i = this.#parts.length - 1; i >= 0; i--) {
      const found = find(this.#parts[i]!);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function keyOfLiteral(module: LoadedModule, id: number, meta: FunctionMeta): string | undefined {
  if (meta.refused) return undefined;
  const isKnown =
    meta.kind === "member"
      ? !meta.isPrivate && module.meta(meta.owner!)?.singleton === true
      : meta.singleton === true || (!meta.captures && meta.kind !== "class");
  return isKnown ? `${module.key}#${id}` : undefined;
}

/** A part of a module; factories that come as a function are made at first use. */
class Part {
  readonly thunks: ModulePart["thunks"];
  readonly lazy: ModulePart["lazy"];
  #make: ModulePart["make"];

  constructor(part: ModulePart) {
    this.thunks = part.thunks;
    this.lazy = part.lazy;
    this.#make = part.make;
  }

  get factories(): Readonly<Record<number, Factory>> | undefined {
    const make = this.#make;
    if (typeof make === "function") this.#make = make(); // not as a method: an arrow of the module's top sees its `this`
    return this.#make as Exclude<typeof make, () => unknown>;
  }
}
