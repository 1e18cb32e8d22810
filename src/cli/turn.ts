// One thread at a time writes: a text longer than what a pipe takes at once would be mixed with another's. Words of shared
// memory say whose turn it is. Nobody waits for a thread that has ended: the main thread gives its turn back. The main thread
// is next whenever it asks, also among threads that print without end.
import { threadId } from "node:worker_threads";

/** Words: the thread that has the turn, and whether the main thread asks for it or has it. */
const OWNER = 0;
const MAIN = 1;

const FREE = 0;
/** The main thread is 0 to Node. */
const ownerOf = (thread: number) => thread + 1;

export class Turn {
  /** Shared by all threads. */
  readonly words: Int32Array<SharedArrayBuffer>;

  /** @param words of another thread's Turn. Default: new ones, nobody's turn. */
  constructor(words = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))) {
    this.words = words;
  }

  /** Runs `work` when it is this thread's turn; the thread waits until then. Not for the main thread. */
  during(work: () => void): void {
    while (Atomics.load(this.words, MAIN) !== FREE) Atomics.wait(this.words, MAIN, 1);
    for (let owner = this.#take(); owner !== FREE; owner = this.#take()) Atomics.wait(this.words, OWNER, owner);
    try {
      work();
    } finally {
      this.endOf(threadId);
    }
  }

  /** Settles when it is the main thread's turn, which then is so until `giveBack`; meanwhile it hears of threads that have ended. */
  async keep(): Promise<void> {
    Atomics.store(this.words, MAIN, 1);
    for (let owner = this.#take(); owner !== FREE; owner = this.#take()) {
      await Atomics.waitAsync(this.words, OWNER, owner).value;
    }
  }

  /** The main thread's turn is over. */
  giveBack(): void {
    this.endOf(threadId);
    Atomics.store(this.words, MAIN, FREE);
    Atomics.notify(this.words, MAIN);
  }

  /** That thread's turn is over, if it had it. */
  endOf(thread: number): void {
    if (Atomics.compareExchange(this.words, OWNER, ownerOf(thread), FREE) !== FREE) Atomics.notify(this.words, OWNER);
  }

  /** Who has it; FREE: this thread has taken it. */
  #take(): number {
    return Atomics.compareExchange(this.words, OWNER, FREE, ownerOf(threadId));
  }
}
