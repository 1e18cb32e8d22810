// What the runtime uses of the platform, taken before any program runs: a program may replace these names in its realm.

const microtask = queueMicrotask;
const Decoder = TextDecoder;

/** A promise of the platform for any value: what a thenable gives in the end. */
export const promiseOf: <T>(value: T | PromiseLike<T>) => Promise<T> = Promise.resolve.bind(Promise);

export { Decoder as TextDecoder, microtask as queueMicrotask };
