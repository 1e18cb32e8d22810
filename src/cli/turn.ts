// One thread at a time writes: a text longer than what a pipe takes at once would be mixed with another thread's. A word of
// shared memory says whose turn it is. Nobody waits for a thread that has ended: the main thread gives its turn back.
import { threadId } from "node:worker_threads";

const FREE = 0;
/** The main thread is 0 to Node. */
const ownerOf = (thread: number) => thread + 1;

export class Turn {
  readonly #word: Int32Array<SharedArrayBuffer>;

  /** @param word shared by all threads; a new one is nobody's. */
  constructor(word = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))) {
    this.#word = word;
  }

  get word(): Int32Array<SharedArrayBuffer> {
    return this.#word;
  }

  /** Runs `work` when it is this thread's turn; the thread waits until then. Not for the main thread: see `keep`. */
  during(work: () => void): void {
    const me = ownerOf(threadId);
    for (let owner = this.#take(me); owner !== FREE; owner = this.#take(me)) Atomics.wait(this.#word, 0, owner);
    try {
      work();
    } finally {
      this.end();
    }
  }

  /** Settles when it is this thread's turn, which then is so until `end`; meanwhile the thread hears of threads that have ended. */
  async keep(): Promise<void> {
    const me = ownerOf(threadId);
    for (let owner = this.#take(me); owner !== FREE; owner = this.#take(me)) {
      await Atomics.waitAsync(this.#word, 0, owner).value;
    }
  }

  /** This thread's turn is over. */
  end(): void {
    this.endOf(threadId);
  }

  /** That thread's turn is over, if it had it. */
  endOf(thread: number): void {
    if (Atomics.compareExchange(this.#word, 0, ownerOf(thread), FREE) !== FREE) Atomics.notify(this.#word, 0);
  }

  #take(me: number): number {
    return Atomics.compareExchange(this.#word, 0, FREE, me);
  }
}
