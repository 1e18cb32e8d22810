// How long somebody waits: the options `signal` and `timeout` of a call, and of fetch, wait, put and take. What is waited
// for goes on unharmed; only the waiting ends. Invariant: whatever ends it, no listener and no timer is left.
import { TimeoutError } from "./errors.ts";
import type { Platform } from "./managers.ts";
import { checkOptions, checkSeconds, startTimer } from "./options.ts";

/** How long a wait may take: of `fetch`, `wait`, `put` and `take`, their last argument; of a call, beside its `on`. */
export interface Limits {
  /** Ends the wait with the signal's reason; one that is aborted already starts nothing. Default: none. */
  signal?: AbortSignal;
  /** Seconds until the wait ends with a TimeoutError. Default Infinity: never. */
  timeout?: number;
}

export const LIMIT_NAMES: readonly string[] = ["signal", "timeout"];

/** Throws a TypeError that names the option which is no signal or no number of seconds. */
export function checkLimits(name: string, { signal, timeout = Infinity }: Limits): void {
  checkSeconds(name, "timeout", timeout);
  if (signal === undefined) return;
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted === "boolean" && typeof addEventListener === "function") return;
  throw new TypeError(`${name}: \`signal\` must be the signal of an AbortController, got ${typeof signal}`);
}

/** The limits that a program gave as options. Throws a TypeError that names what is wrong with them. */
export function limitsOf(name: string, options: Limits | undefined): Limits {
  const limits: Limits = checkOptions(name, options, LIMIT_NAMES);
  checkLimits(name, limits);
  return limits;
}

export const hasLimits = ({ signal, timeout = Infinity }: Limits): boolean =>
  signal !== undefined || timeout !== Infinity;

/**
 * Calls `stop` once, with the reason, when the signal aborts or the time has passed: never for a signal that was aborted
 * before. Gives what ends the watch; it may be called any number of times.
 */
export function watchLimits(
  platform: Pick<Platform, "after">,
  name: string,
  { signal, timeout = Infinity }: Limits,
  stop: (reason: unknown) => void,
): () => void {
  const timer = startTimer(platform, timeout, () => {
    signal?.removeEventListener("abort", abort);
    stop(new TimeoutError(`${name}: no answer within ${timeout} s`));
  });
  const abort = () => {
    timer.cancel();
    stop(signal?.reason);
  };
  signal?.addEventListener("abort", abort, { once: true });
  return () => {
    timer.cancel();
    signal?.removeEventListener("abort", abort);
  };
}

/** What `work` gives, unless a limit comes first. What becomes of the work then is nobody's concern any more. */
export function withinLimits<T>(
  platform: Pick<Platform, "after">,
  name: string,
  limits: Limits,
  work: () => Promise<T>,
): Promise<T> {
  if (limits.signal?.aborted) return Promise.reject(limits.signal.reason);
  if (!hasLimits(limits)) return work();
  return new Promise<T>((resolve, reject) => {
    const release = watchLimits(platform, name, limits, reject);
    work().finally(release).then(resolve, reject);
  });
}
