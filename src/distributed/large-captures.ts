// A large value that a function captures is copied with every call that sends the function. Once per worker is what it takes;
// the same value to the same worker again is told, with what to do instead: a hint, not an error, once a variable's value.
// `pmap` and `distributed` send a function once to each worker, so what they send is not counted.
import { roughSizeOf } from "./cluster-serialize/size-of.ts";
import type { Here } from "./context.ts";

/**
 * Bytes from which on a capture is counted. To copy so much takes some milliseconds on both sides together, where a call takes
 * a tenth of one; below, the copy is hardly noticed.
 */
const LARGE_BYTES = 4 * 2 ** 20;

/** Sendings in all before anything is said: a program may well need a second one. */
const FEWEST = 3;

interface Sendings {
  times: number;
  readonly pids: Set<number>;
  told: boolean;
}

export class LargeCaptures {
  readonly #sendings = new WeakMap<object, Sendings>();
  readonly #warn: (text: string) => void;
  readonly #here: () => Here;
  /** What is to be told once the call is encoded: in the encoder the program's own place is too far up for a stack. */
  #due: string[] = [];

  constructor({ warn, here }: { warn: (text: string) => void; here: () => Here }) {
    this.#warn = warn;
    this.#here = here;
  }

  /** To be told each value that goes to that process with a call that the program is making now. */
  towards(pid: number): (variable: string, value: object) => void {
    return (variable, value) => this.#sent(variable, value, pid);
  }

  /** Says what there is to say, with the place of the call. */
  tell(): void {
    if (this.#due.length === 0) return;
    const position = this.#here().position();
    for (const text of this.#due) this.#warn(position === "" ? text : `${position}: ${text}`);
    this.#due = [];
  }

  #sent(variable: string, value: object, pid: number): void {
    const bytes = roughSizeOf(value);
    if (bytes < LARGE_BYTES) return;
    const before = this.#sendings.get(value) ?? { times: 0, pids: new Set<number>(), told: false };
    const isAgain = before.pids.has(pid);
    before.times += 1;
    before.pids.add(pid);
    this.#sendings.set(value, before);
    if (!isAgain || before.told || before.times < FEWEST) return;
    before.told = true;
    this.#due.push(
      `\`${variable}\` (${(bytes / 2 ** 20).toFixed(0)} MB) has been copied ${before.times} times by now with functions ` +
        `that capture it, and to worker ${pid} again. pmap and distributed send it once to each worker; or keep it there: ` +
        "as a variable of functions.ts, or on globalThis by everywhere(…).",
    );
  }
}
