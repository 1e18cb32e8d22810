// Modules that came after the program: the functions of REPL cells. Each process announces those it knows on every connection,
// in order, ahead of the next message, so that whatever a message names is there, on a worker that was added later and on the
// third process of a chain too. Invariant: a message is handled when the modules before it on its connection have loaded.
import { promiseOf } from "../base/kept.ts";
import type { Connection } from "./connection.ts";
import { headline } from "./errors.ts";
import type { AnnouncedModule, Message } from "./messages.ts";

export class Modules {
  readonly #list: AnnouncedModule[] = [];
  /** By URL; undefined when it has loaded. */
  readonly #loading = new Map<string, Promise<void> | undefined>();
  readonly #load: (module: AnnouncedModule) => Promise<void>;
  readonly #warn: (text: string) => void;

  constructor(load: (module: AnnouncedModule) => Promise<void>, warn: (text: string) => void) {
    this.#load = load;
    this.#warn = warn;
  }

  /** The next module that the connection has not carried. */
  newsFor(connection: Connection): Message | undefined {
    const module = this.#list[connection.modules];
    if (!module) return undefined;
    connection.modules += 1;
    return ["module", module];
  }

  /**
   * Loads a module, once; undefined when it is there already. One that fails to load is warned of: what names its functions
   * then fails by itself.
   */
  add(module: AnnouncedModule): Promise<void> | undefined {
    const { url } = module;
    if (this.#loading.has(url)) return this.#loading.get(url);
    this.#list.push(module);
    const loading = promiseOf(this.#load(module)).then(
      () => void this.#loading.set(url, undefined),
      (error: unknown) => {
        this.#loading.set(url, undefined);
        this.#warn(`the code of a cell could not be loaded: ${headline(error)}`);
      },
    );
    this.#loading.set(url, loading);
    return loading;
  }
}
