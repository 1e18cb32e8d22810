// Functions that are sent to a worker once and then called by name: by the items of a pmap, and by the calls on a CachingPool
// (Julia: exec_from_cache of workerpool.jl). A function without captures is only a key anyway, and the own process copies
// nothing: those go as they are. A worker keeps the function as it was first sent, until `clear` or the end of its owner.
import type { Connection } from "./connection.ts";
import type { ClusterContext } from "./context.ts";
import { type Callable, copyOf } from "./remotecall.ts";
import { asTask } from "./task.ts";

interface Entry {
  /** Unique in the cluster; begins with the owner's pid. */
  readonly name: string;
  /** What every worker gets. */
  readonly f: Callable;
  /** Workers that have it: a connection is one life of one. */
  readonly served: WeakSet<Connection>;
}

export class FunctionCache {
  readonly #ctx: ClusterContext;
  readonly #copies: boolean;
  readonly #entries = new Map<Callable, Entry>();
  readonly #workers = new Set<number>();

  /** @param copies whether it outlives the call that a function comes with, which may change what that captures. */
  constructor(ctx: ClusterContext, copies: boolean) {
    this.#ctx = ctx;
    this.#copies = copies;
  }

  /** Functions that are kept under a name. */
  get size(): number {
    return this.#entries.size;
  }

  /** Keeps the function, as it is now if this makes copies. Throws then for what cannot travel. */
  keep(f: Callable): void {
    if (this.#ctx.codec.keyOf(f) !== undefined || this.#entries.has(f)) return;
    const name = `${this.#ctx.pid}:${this.#ctx.nextId()}`;
    const kept = this.#copies ? copyOf(this.#ctx, { f, args: [] }).f : f;
    this.#entries.set(f, { name, f: kept, served: new WeakSet() });
  }

  /** What to send there: the function's name, and the function itself unless that worker has it. */
  toSend(pid: number, f: Callable): [name: string, f: Callable | null] {
    const entry = this.#entries.get(f);
    if (!entry || pid === this.#ctx.pid) return ["", f];
    this.#workers.add(pid);
    return [entry.name, entry.served.has(this.#ctx.cluster.connectionTo(pid)) ? null : entry.f];
  }

  /** That worker has answered a call of it, so it has the function. */
  served(pid: number, f: Callable): void {
    const entry = this.#entries.get(f);
    if (entry && pid !== this.#ctx.pid && this.#ctx.cluster.has(pid)) {
      entry.served.add(this.#ctx.cluster.connectionTo(pid));
    }
  }

  /** Forgets all functions, here and on the workers. */
  clear(): void {
    for (const pid of this.#workers) {
      if (!this.#ctx.cluster.has(pid)) continue;
      const connection = this.#ctx.cluster.connectionTo(pid);
      for (const { name } of this.#entries.values()) connection.send(["forget", name], 0, "batch");
    }
    this.#workers.clear();
    this.#entries.clear();
  }
}

/** The worker's side: the function of that name, which stays as it came first. */
export function keptFunction(ctx: ClusterContext, name: string, sent: Callable | null): Callable {
  if (name === "") return sent!;
  const kept = ctx.keptFunctions.get(name) as Callable | undefined;
  if (kept) return kept;
  if (!sent) throw new Error("the function of this call is no longer kept: its pool was cleared");
  ctx.keptFunctions.set(name, sent);
  return sent;
}

/** A call on a CachingPool as it runs on a worker, and counts there. Exposed to every process under one name. */
export function createCachedFunction(ctx: ClusterContext) {
  return async function $cached(name: string, sent: Callable | null, args: unknown[]): Promise<unknown> {
    const f = keptFunction(ctx, name, sent);
    return asTask(ctx, f, async () => f(...args));
  };
}
