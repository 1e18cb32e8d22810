// The promises that our API hands out in this process: how many are unsettled (a run is finished when pid 1 has none left),
// and which of the rejected ones are ours (a failure of ours that nobody asks for is printed, but does not fail the run).
import { deferred } from "../base/deferred.ts";
import type { Here } from "./context.ts";

/** A promise for the caller, and its ends. */
export interface Handout<T> {
  readonly promise: Promise<T>;
  resolve(value: T | PromiseLike<T>): void;
  reject(reason: unknown): void;
}

export class Promises {
  #unsettled = 0;
  #openOutcomes = 0;
  readonly #outcomesWaited: (() => void)[] = [];
  /** Ours that were rejected, with the place that started them where it is known. */
  readonly #rejected = new WeakMap<object, Here | null>();
  /** Called each time the last unsettled promise has settled. */
  whenIdle: (() => void) | undefined;

  get unsettled(): number {
    return this.#unsettled;
  }

  /** A promise that holds the run until it settles. */
  handout<T>(origin: Here | null = null): Handout<T> {
    const { promise, resolve, reject } = deferred<T>();
    this.#unsettled++;
    return {
      promise,
      resolve: (value) => {
        this.#settled();
        resolve(value);
      },
      reject: (reason) => {
        this.#rejected.set(promise, origin);
        this.#settled();
        reject(reason);
      },
    };
  }

  /** The same for work that is written as an async function. */
  track<T>(work: () => Promise<T>, origin: Here | null = null): Promise<T> {
    const out = this.handout<T>(origin);
    // Also what `work` throws before its first await is this promise's failure.
    new Promise<T>((begin) => begin(work())).then(out.resolve, out.reject);
    return out.promise;
  }

  /** The same for work that does not hold the run: of channels and pools, and `isready`. */
  aside<T>(work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = deferred<T>();
    new Promise<T>((begin) => begin(work())).then(resolve, (reason: unknown) => {
      this.#rejected.set(promise, null);
      reject(reason);
    });
    return promise;
  }

  /** A promise that does not hold the run, but whose rejection is ours: what becomes of a ref. */
  outcome<T>(origin: Here | null): Handout<T> {
    const { promise, resolve, reject } = deferred<T>();
    this.#openOutcomes++;
    const settled = () => {
      if (--this.#openOutcomes === 0) for (const tell of this.#outcomesWaited.splice(0)) tell();
    };
    return {
      promise,
      resolve: (value) => {
        resolve(value);
        settled();
      },
      reject: (reason) => {
        this.#rejected.set(promise, origin);
        reject(reason);
        settled();
      },
    };
  }

  /** Settles when every outcome has. It takes hold of none: one that nobody asks for stays unhandled. */
  outcomes(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#openOutcomes === 0) resolve();
      else this.#outcomesWaited.push(resolve);
    });
  }

  /** Where a rejected promise of ours was started ("" when unknown); undefined for a promise that is not ours. */
  originOf(promise: object): string | undefined {
    const origin = this.#rejected.get(promise);
    return origin === undefined ? undefined : (origin?.position() ?? "");
  }

  #settled(): void {
    if (--this.#unsettled === 0) this.whenIdle?.();
  }
}
