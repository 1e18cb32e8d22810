// Who waits for a value of a Future or of a channel, and the promise of such a wait. Invariants: a wait settles once; one that
// ends early takes back what it asked for, and leaves no listener and no timer.
import type { ClusterContext } from "./context.ts";
import { hasLimits, type Limits, watchLimits } from "./limits.ts";

/** Exactly one of the two is called, once. */
export interface Waiter<T = unknown> {
  /** False when it cannot take the value (it cannot be sent there): it has been told why and is out of the line. */
  give(value: T): boolean;
  fail(reason: unknown): void;
}

/** Takes back what was asked for: leaves the line, puts an item that was given back, removes one that was put. */
export type Undo = () => void;

/** Ends a wait with that reason. */
export type Stop = (reason: unknown) => void;

/** Settles with what the waiter is given; past its limits, or when one of `stops` is called, it undoes and rejects. */
export function waitFor<T>(
  { platform }: Pick<ClusterContext, "platform">,
  name: string,
  limits: Limits,
  start: (waiter: Waiter<T>) => Undo,
  stops?: Set<Stop>,
): Promise<T> {
  if (limits.signal?.aborted) return Promise.reject(limits.signal.reason);
  return new Promise<T>((resolve, reject) => {
    let undo: Undo | undefined;
    let isOver = false;
    const stop: Stop = (reason) => {
      if (!end()) return;
      undo?.();
      reject(reason);
    };
    const release = hasLimits(limits) ? watchLimits(platform, name, limits, stop) : undefined;
    stops?.add(stop);
    const end = () => {
      if (isOver) return false;
      isOver = true;
      release?.();
      stops?.delete(stop);
      return true;
    };
    const fail = (reason: unknown) => void (end() && reject(reason));
    const give = (value: T) => {
      if (!end()) return false;
      resolve(value);
      return true;
    };
    try {
      undo = start({ give, fail });
    } catch (error) {
      fail(error);
    }
  });
}
