// What the runtime uses of the platform, taken before any program runs: a program may replace these names in its realm.

const microtask = queueMicrotask;
const Decoder = TextDecoder;

export { Decoder as TextDecoder, microtask as queueMicrotask };
