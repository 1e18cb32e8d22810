// A pool of another process (Julia: the ref of a WorkerPool). Everything is asked of the process that made it, by calls of the
// library's own; that process remembers which workers it has given to whom, so that one that ends gives them all back.
import type { ClusterContext } from "./context.ts";
import type { Taker } from "./pool-core.ts";
import type { Pool } from "./pools.ts";
import { type Callable, callFetch } from "./remotecall.ts";
import type { Future } from "./remoteref.ts";

/** What can be asked of a pool. */
export type PoolRequest = "take" | "wait" | "put" | "push" | "isready";

/** Names a pool everywhere: who made it, and its number there. */
export type PoolId = readonly [owner: number, id: number];

export class PoolElsewhere implements Pool {
  readonly cache = undefined;
  readonly id: PoolId;
  /** Keeps the pool at its owner; the default pool needs none. */
  readonly ref: Future | null;
  readonly #ctx: ClusterContext;
  readonly #serve: Callable;
  readonly #members: Set<number>;

  /** @param members as they were when the handle was sent. */
  constructor(ctx: ClusterContext, serve: Callable, id: PoolId, members: readonly number[], ref: Future | null) {
    this.#ctx = ctx;
    this.#serve = serve;
    this.id = id;
    this.#members = new Set(members);
    this.ref = ref;
  }

  get members(): number[] {
    return [...this.#members].filter(this.#ctx.pools.isThere);
  }

  get length() {
    return this.members.length;
  }

  take(taker: Taker) {
    return this.#await("take", taker, (pid) => void this.put(pid).catch(() => {}));
  }

  watch(watcher: Taker) {
    return this.#await("wait", watcher, () => {});
  }

  async put(pid: number) {
    await this.#ask("put", pid);
  }

  async push(pid: number) {
    await this.#ask("push", pid);
    this.#members.add(pid);
  }

  isready() {
    return this.#ask("isready") as Promise<boolean>;
  }

  /** What comes for one who waits no longer goes to `unwanted`. */
  #await(request: PoolRequest, { give, fail }: Taker, unwanted: (pid: number) => void): () => void {
    let isWanted = true;
    this.#ask(request).then(
      (pid) => (isWanted ? give : unwanted)(pid as number),
      (reason: unknown) => {
        if (isWanted) fail(reason);
      },
    );
    return () => {
      isWanted = false;
    };
  }

  #ask(request: PoolRequest, pid?: number): Promise<unknown> {
    const [owner, id] = this.id;
    return callFetch(this.#ctx, this.#serve, owner, [this.#ctx.pid, id, request, pid]);
  }
}

/** The owner's side: what other processes wait for at pools of this one, and the workers they have. */
export class PoolLoans {
  /** By process. */
  readonly #waits = new Map<number, Set<() => void>>();
  readonly #loans = new Map<number, { readonly pool: Pool; readonly pid: number }[]>();

  /** Processes that wait or have workers; for tests. */
  get size(): number {
    return this.#waits.size + this.#loans.size;
  }

  serve(holder: number, pool: Pool, request: PoolRequest, pid: number): Promise<unknown> | unknown {
    switch (request) {
      case "take":
        return this.#wait(holder, (taker) =>
          pool.take({
            give: (worker) => {
              listIn(this.#loans, holder, () => []).push({ pool, pid: worker });
              taker.give(worker);
            },
            fail: taker.fail,
          }),
        );
      case "wait":
        return this.#wait(holder, (watcher) => pool.watch(watcher));
      case "put":
        this.#returned(holder, pool, pid);
        return pool.put(pid);
      case "push":
        return pool.push(pid);
      case "isready":
        return pool.isready();
    }
  }

  /** It waits for nothing any more, and what it had is free. */
  ended(holder: number): void {
    for (const leave of this.#waits.get(holder) ?? []) leave();
    this.#waits.delete(holder);
    const loans = this.#loans.get(holder) ?? [];
    this.#loans.delete(holder);
    for (const { pool, pid } of loans) pool.put(pid).catch(() => {}); // no member any more
  }

  #wait(holder: number, join: (taker: Taker) => () => void): Promise<number> {
    return new Promise((resolve, reject) => {
      let leave: (() => void) | undefined;
      let isOver = false;
      const over = () => {
        isOver = true;
        const waits = this.#waits.get(holder);
        if (leave) waits?.delete(leave);
        if (waits?.size === 0) this.#waits.delete(holder);
      };
      leave = join({
        give(pid) {
          over();
          resolve(pid);
        },
        fail(reason) {
          over();
          reject(reason);
        },
      });
      if (!isOver) listIn(this.#waits, holder, () => new Set<() => void>()).add(leave);
    });
  }

  #returned(holder: number, pool: Pool, pid: number): void {
    const loans = this.#loans.get(holder) ?? [];
    const at = loans.findIndex((loan) => loan.pool === pool && loan.pid === pid);
    if (at >= 0) loans.splice(at, 1);
    if (loans.length === 0) this.#loans.delete(holder);
  }
}

function listIn<L>(lists: Map<number, L>, key: number, make: () => L): L {
  const list = lists.get(key) ?? make();
  lists.set(key, list);
  return list;
}
