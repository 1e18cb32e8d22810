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
  /** Values that are kept for those who hold a reference to them. */
  Kept: 15,
} as const;

export const STATES = ["starting", "idle", "busy"] as const;

/** A counter of two words as a number. */
export const readWide = (words: Int32Array, at: number): number =>
  (words[at]! >>> 0) + (words[at + 1]! >>> 0) * 2 ** 32;

export function writeWide(words: Int32Array, at: number, value: number): void {
  words[at] = value | 0;
  words[at + 1] = Math.floor(value / 2 ** 32) | 0;
}

/** A process's time: the host's shared clock, and the run's zero on it, which a new run moves. */
export interface Clock {
  readonly nowMs: () => number;
  epochMs: number;
}

/** What a process writes into its block. Every method costs some nanoseconds: they stand around every call. */
export class Registers {
  readonly #words: Int32Array;
  readonly #clock: Clock;
  readonly #announce: (id: number, name: string) => void;
  readonly #changed: (() => void) | undefined;
  readonly #ids = new Map<string, number>();
  /** Numbers of the functions that run, the newest last. */
  readonly #running: number[] = [];
  #busySinceMs = 0;

  /**
   * @param announce tells a function's number once; the block then holds the number only.
   * @param changed called when the process became busy or idle: where the block is not shared, it is posted.
   */
  constructor(words: Int32Array, clock: Clock, announce: (id: number, name: string) => void, changed?: () => void) {
    this.#words = words;
    this.#clock = clock;
    this.#announce = announce;
    this.#changed = changed;
  }

  /** The process has started and waits. */
  idle(): void {
    this.#words[Word.State] = 1;
    this.#changed?.();
  }

  /** Before user code named `name` runs, also when other calls are already under way here. Give the number to `leave`. */
  enter(name: string): number {
    const id = this.#idOf(name);
    this.#words[Word.Function] = id;
    if (this.#running.push(id) > 1) return id;
    this.#busySinceMs = this.#clock.nowMs();
    this.#words[Word.BusySinceMs] = this.#busySinceMs - this.#clock.epochMs;
    this.#words[Word.State] = 2;
    this.#changed?.();
    return id;
  }

  /** The newest function that still runs is shown. */
  leave(id: number): void {
    this.#running.splice(this.#running.lastIndexOf(id), 1);
    const newest = this.#running.at(-1);
    if (newest !== undefined) {
      this.#words[Word.Function] = newest;
      return;
    }
    this.#words[Word.BusyTenthsMs]! += Math.round((this.#clock.nowMs() - this.#busySinceMs) * 10);
    this.#words[Word.State] = 1;
    this.#words[Word.Function] = 0;
    this.#changed?.();
  }

  /** Tasks that ended well, and those that did not. */
  count(done: number, failed: number): void {
    this.#words[Word.Done]! += done;
    this.#words[Word.Failed]! += failed;
  }

  /** How many values are kept for holders anywhere. */
  kept(values: number): void {
    this.#words[Word.Kept] = values;
  }

  moved(direction: "in" | "out", messages: number, bytes: number): void {
    const [messagesAt, bytesAt] =
      direction === "in" ? [Word.MessagesIn, Word.BytesIn] : ([Word.MessagesOut, Word.BytesOut] as const);
    this.#words[messagesAt]! += messages;
    if (bytes > 0) writeWide(this.#words, bytesAt, readWide(this.#words, bytesAt) + bytes);
  }

  /** How far a chunk of a loop is; `operation` as in Word.Operation. Of several loops at once the newest word stands. */
  loopAt(operation: number, iterations: number): void {
    this.#words[Word.Operation] = 0;
    writeWide(this.#words, Word.Iterations, iterations);
    this.#words[Word.Operation] = operation;
  }

  loopEnds(): void {
    this.#words[Word.Operation] = 0;
    writeWide(this.#words, Word.Iterations, 0);
  }

  #idOf(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(name, id);
      this.#announce(id, name);
    }
    return id;
  }
}
