// sync (Julia: @sync of Base): what is started inside is waited for, all of it, whatever fails. A JavaScript block cannot see
// what runs inside it, so what shall be waited for is started by way of the block's own functions.

import { checkFunction } from "./checks.ts";
import { CompositeException } from "./errors.ts";
import type { distributed } from "./index.ts";
import type { Future } from "./remoteref.ts";
import type { Target } from "./target.ts";

/** What `sync` gives its block: the functions of the same names, whose work it waits for. */
export interface SyncBlock {
  spawnat<R>(target: Target, f: () => R): Future<Awaited<R>>;
  spawn<R>(f: () => R): Future<Awaited<R>>;
  remotecall<A extends unknown[], R>(f: (...args: A) => R, target: Target, ...args: A): Future<Awaited<R>>;
  readonly distributed: typeof distributed;
}

/** The functions that start work, and what waits for a ref without moving its value. */
export interface Starters extends Pick<SyncBlock, "spawnat" | "spawn" | "remotecall"> {
  distributed(...args: unknown[]): Promise<unknown>;
  settled(ref: Future): Promise<unknown>;
}

/** Settles with the block's value once it and all that it started has ended; rejects with every failure, in start order. */
export async function sync<R>(start: Starters, block: (s: SyncBlock) => R): Promise<Awaited<R>> {
  checkFunction("sync", block);
  const outcomes: Promise<Outcome>[] = [];
  let isOver = false;
  const check = () => {
    if (isOver) throw new Error("sync: the block is over: nobody would wait for what it starts now; await inside it");
  };
  const ref = <T>(future: Future<T>): Future<T> => {
    outcomes.push(outcomeOf(start.settled(future)));
    return future;
  };
  const own = new Promise<Awaited<R>>((resolve) => {
    const loop = (done: Promise<unknown>) => void outcomes.push(outcomeOf(done));
    resolve(block(blockOf(start, check, ref, loop)) as Awaited<R>);
  });
  outcomes.unshift(outcomeOf(own));
  const failures: unknown[] = [];
  // It grows while it is waited for.
  for (let i = 0; i < outcomes.length; i++) {
    const { failure } = await outcomes[i]!;
    if (failure) failures.push(failure.reason);
  }
  isOver = true;
  if (failures.length === 0) return own;
  // A block that waited for what it had started failed of the same.
  throw new CompositeException(failures.filter((reason, i) => i > 0 || !failures.includes(reason, 1)));
}

interface Outcome {
  readonly failure?: { readonly reason: unknown };
}

/** Handled at once, however long others take. */
const outcomeOf = (work: Promise<unknown>): Promise<Outcome> =>
  work.then(
    () => ({}),
    (reason: unknown) => ({ failure: { reason } }),
  );

function blockOf(
  start: Starters,
  check: () => void,
  ref: <T>(future: Future<T>) => Future<T>,
  loop: (done: Promise<unknown>) => void,
): SyncBlock {
  return {
    spawnat(target, f) {
      check();
      return ref(start.spawnat(target, f));
    },
    spawn(f) {
      check();
      return ref(start.spawn(f));
    },
    remotecall(f, target, ...args) {
      check();
      return ref(start.remotecall(f, target, ...args));
    },
    // biome-ignore lint/suspicious/noExplicitAny: as `distributed` itself
    distributed(...args: unknown[]): Promise<any> {
      check();
      const done = start.distributed(...args);
      loop(done);
      return done;
    },
  };
}
