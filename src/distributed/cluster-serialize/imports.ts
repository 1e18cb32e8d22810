// Values that came into a program by its imports (npm modules above all): they travel as "what that module imports by that
// name", and the receiver imports the module itself when it has not yet.
import { getOwnPropertyDescriptor, getOwnPropertyNames, KeptMap, keys } from "./intrinsics.ts";
import type { LoadedModule, Registry } from "./registry.ts";

/** The module that imports it, the URL and the imported name ("*" for all of it), and a member's name. */
export type ImportPath = readonly [moduleKey: string, url: string, name: string, member?: string];

/** Members of one imported object that are indexed. */
const MEMBERS = 2_000;

export class Imports {
  readonly #registry: Registry;
  readonly #loaded = new KeptMap<string, object>();
  readonly #loading = new KeptMap<string, Promise<void>>();
  #index = new KeptMap<unknown, ImportPath>();
  #indexed = -1;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** How other processes find this value, when it was imported by a module of the program. */
  pathOf(value: object): ImportPath | undefined {
    if (this.#indexed !== this.#registry.version) {
      this.#index = new KeptMap();
      this.#indexed = this.#registry.version;
      this.#registry.modules.forEach((module) => {
        this.#indexModule(module);
      });
    }
    return this.#index.get(value);
  }

  #indexModule(module: LoadedModule): void {
    for (let i = 0; i < module.imports.length; i++) {
      const [url, table] = module.imports[i]!;
      const names = keys(table);
      for (let j = 0; j < names.length; j++) this.#indexName([module.key, url, names[j]!], table[names[j]!]!);
    }
  }

  #indexName(path: ImportPath, read: () => unknown): void {
    try {
      const value = read();
      if (!isReference(value)) return;
      // Of what a module holds itself only classes keep their identity by it.
      if (path[1] !== "" || typeof value === "function") this.#put(value, path);
      this.#indexMembers(path, value);
    } catch {
      this.#indexed = -1; // a module that is still being evaluated: the next look-up tries again
    }
  }

  #indexMembers([moduleKey, url, name]: ImportPath, value: object): void {
    const members = getOwnPropertyNames(value);
    for (let i = 0; i < members.length && i < MEMBERS; i++) {
      const member = members[i]!;
      const own = getOwnPropertyDescriptor(value, member)?.value;
      if (typeof own === "function" && member !== "constructor") this.#put(own, [moduleKey, url, name, member]);
    }
  }

  #put(value: object, path: ImportPath): void {
    if (!this.#index.has(value)) this.#index.set(value, path);
  }

  /** Imports what the paths need and is not here; undefined when nothing is missing. */
  prepare(paths: readonly ImportPath[]): Promise<void> | undefined {
    const missing: Promise<void>[] = [];
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i]!;
      if (!this.#find(path)) missing[missing.length] = this.#load(path);
    }
    return missing.length === 0 ? undefined : Promise.all(missing).then(() => {});
  }

  /** One import of a module for all that wait for it; a failed one is tried again by the next message. */
  #load([moduleKey, url]: ImportPath): Promise<void> {
    let loading = this.#loading.get(url);
    if (!loading) {
      loading = this.#import(moduleKey, url).finally(() => this.#loading.delete(url));
      this.#loading.set(url, loading);
    }
    return loading;
  }

  async #import(moduleKey: string, url: string): Promise<void> {
    const load = this.#registry.module(moduleKey).lazyImport(url);
    if (!load) throw new Error(`${moduleKey} imports no module ${url} in this process`);
    this.#loaded.set(url, await load());
  }

  /** The value; throws when its module has not been imported here. */
  at(path: ImportPath): unknown {
    const found = this.#find(path);
    if (!found) throw new Error(`${path[1]}, which ${path[0]} imports, is not loaded in this process`);
    return path[3] === undefined ? found.value : (found.value as Record<string, unknown>)[path[3]];
  }

  #find([moduleKey, url, name]: ImportPath): { value: unknown } | undefined {
    const loaded = this.#loaded.get(url) as Record<string, unknown> | undefined;
    if (loaded) return { value: name === "*" ? loaded : loaded[name] };
    const imports = this.#registry.modules.get(moduleKey)?.imports ?? [];
    for (let i = 0; i < imports.length; i++) {
      const read = imports[i]![0] === url ? imports[i]![1][name] : undefined;
      if (read) return { value: read() };
    }
    return undefined;
  }
}

const isReference = (value: unknown): value is object =>
  typeof value === "function" || (typeof value === "object" && value !== null);
