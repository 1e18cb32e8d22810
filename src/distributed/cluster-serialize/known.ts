// Functions and classes that every process has, and their keys: "driver.ts#12" for a literal that captures nothing,
// "distributed#myid" for what the library exposes, "globalThis#Math.max" for built-ins. They travel as the key, and are
// made (or found) once per process.
import type { Builtins } from "./builtins.ts";
import {
  FunctionPrototype,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  KeptMap,
  keys,
  ObjectPrototype,
  ownKeys,
} from "./intrinsics.ts";
import type { FunctionMeta } from "./registration.ts";
import type { Identity, Registry } from "./registry.ts";

// biome-ignore lint/suspicious/noExplicitAny: user functions
export type Callable = (...args: any[]) => any;

export class Known {
  readonly #registry: Registry;
  readonly #builtins: Builtins;
  readonly #names = new KeptMap<unknown, string>();
  readonly #made = new KeptMap<string, object>();

  constructor(registry: Registry, builtins: Builtins) {
    this.#registry = registry;
    this.#builtins = builtins;
  }

  expose(names: Readonly<Record<string, unknown>>): void {
    const list = keys(names);
    for (let i = 0; i < list.length; i++) {
      const value = names[list[i]!];
      if ((typeof value !== "object" || value === null) && typeof value !== "function") continue;
      const key = `distributed#${list[i]}`;
      this.#names.set(value, key);
      this.#made.set(key, value);
    }
  }

  exposedKeyOf(value: object): string | undefined {
    return this.#names.get(value);
  }

  keyOf(f: unknown): string | undefined {
    if (typeof f !== "function") return undefined;
    const identity = this.#registry.identify(f);
    if (!identity) return this.#names.get(f) ?? this.#builtinKeyOf(f);
    return travelsWithProperties(identity) && ownsSomething(f, identity.meta) ? undefined : identity.key;
  }

  #builtinKeyOf(f: object): string | undefined {
    const path = this.#builtins.pathOf(f) ?? this.#builtins.platformPathOf(f);
    return path === undefined ? undefined : `globalThis#${path}`;
  }

  byKey(key: string): Callable {
    let made = this.#made.get(key);
    if (made === undefined) {
      made = this.#make(key);
      this.#made.set(key, made);
    }
    return made as Callable;
  }

  #make(key: string): object {
    const cut = key.lastIndexOf("#");
    const moduleKey = key.slice(0, cut);
    const name = key.slice(cut + 1);
    if (moduleKey === "globalThis") return this.#builtins.at(name) as object;
    if (moduleKey === "distributed") throw new Error(`"distributed" has no function ${name} in this process`);
    const module = this.#registry.module(moduleKey);
    const id = Number(name);
    const meta = module.meta(id);
    if (!meta) throw new Error(`there is no function ${key} in this process`);
    if (meta.kind !== "member") return module.factory(id)();
    return this.memberOf(this.byKey(`${moduleKey}#${meta.owner}`), id, meta);
  }

  /** The method or accessor of the class, as it was before a decorator replaced it. */
  memberOf(theClass: Callable, id: number, meta: FunctionMeta): object {
    const made = this.#registry.memberOf(theClass, id);
    if (made) return made;
    const holder: object = meta.isStatic ? theClass : theClass.prototype;
    const names = meta.computed ? ownKeys(holder) : [meta.name];
    for (let i = 0; i < names.length; i++) {
      const own = getOwnPropertyDescriptor(holder, names[i]!);
      const method: unknown = meta.accessor ? own?.[meta.accessor] : own?.value;
      if (typeof method !== "function") continue;
      if (!meta.computed || this.#registry.idOf(method) === id) return method;
    }
    throw new Error(`${meta.name || "[…]"} is no method of ${theClass.name} in this process`);
  }
}

/**
 * Classes keep their static fields to each process. So do the functions of a module that every process evaluates; what a
 * function of the driver owns is the driver's, and travels.
 */
export const travelsWithProperties = ({ module, meta }: Identity) =>
  meta.kind !== "class" && meta.kind !== "member" && !(meta.singleton && module.isEverywhere);

/** Own keys that each function has by itself. */
export const isStandardKey = (key: PropertyKey): boolean =>
  key === "length" || key === "name" || key === "prototype" || key === "arguments" || key === "caller";

/** Whether the program has set its name, as TypeScript does for a decorated class: the text gives another. */
export function isRenamed(f: object, { kind, name }: FunctionMeta): boolean {
  const own: unknown = getOwnPropertyDescriptor(f, "name")?.value;
  return kind !== "get" && kind !== "set" && typeof own === "string" && own !== name;
}

/** True when properties were added to the function, or to the `prototype` of one that may be a constructor. */
export function ownsSomething(f: object, meta: FunctionMeta): boolean {
  const { kind, computed } = meta;
  if (computed || isRenamed(f, meta)) return true; // its name
  const own = ownKeys(f);
  for (let i = 0; i < own.length; i++) if (!isStandardKey(own[i]!)) return true;
  const prototype = kind === "function" ? getOwnPropertyDescriptor(f, "prototype")?.value : undefined;
  return typeof prototype === "object" && prototype !== null && (isChanged(prototype) || isReplaced(prototype, f));
}

/** An object of the program in the place of the one that the engine made: `F.prototype = { … }`. */
export const isReplaced = (prototype: object, f: object): boolean =>
  getPrototypeOf(f) === FunctionPrototype && getOwnPropertyDescriptor(prototype, "constructor")?.value !== f;

/** A generator's `prototype` has no constructor and inherits from the engine's. */
const isChanged = (prototype: object) =>
  ownKeys(prototype).length > 1 || (hasOwn(prototype, "constructor") && getPrototypeOf(prototype) !== ObjectPrototype);
