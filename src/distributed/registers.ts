// The register block: 16 words of (where the host has it) shared memory per process, which the supervisor reads while the
// process spins. Words, in order: see `Word`. A lone writer, so nothing is locked; a process writes BEFORE it enters user
// code. Counters of bytes are two words, low and high.

export const WORDS = 16;

export const Word = {
  /** Index into STATES. */
  State: 0,
  /** Number of the running function, announced once by name; 0 when idle. */
  Function: 1,
  /** Tasks done: calls answered, pmap items, distributed chunks. */
  Done: 2,
  Failed: 3,
  MessagesIn: 4,
  MessagesOut: 5,
  BytesIn: 6,
  BytesOut: 8,
  /** Milliseconds since the process's epoch at which it last became busy. */
  BusySinceMs: 10,
  /** Busy time before that, in tenths of a millisecond. */
  BusyTenthsMs: 11,
  /** The loop that runs here: pid of its owner * 2^20 + its number; 0 for none. */
  Operation: 12,
  /** Iterations of the running chunk, low and high word. */
  Iterations: 13,
} as const;

export const STATES = ["starting", "idle", "busy"] as const;

/** A counter of two words as a number. */
export const readWide = (words: Int32Array, at: number): number =>
  (words[at]! >>> 0) + (words[at + 1]! >>> 0) * 2 ** 32;

export function writeWide(words: Int32Array, at: number, value: number): void {
  words[at] = value | 0;
  words[at + 1] = Math.floor(value / 2 ** 32) | 0;
}
