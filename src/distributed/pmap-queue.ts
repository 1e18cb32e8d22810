// The items of a pmap that wait for a worker: the input, drawn batch by batch as workers become free, and failed items that are
// tried again, one by one and first.
// Invariants: at most one batch has been drawn that nobody has taken; whoever takes waits while an item is open, since it may
// come back; once closed nothing is drawn or given.
import { isThenable } from "./loop.ts";
import type { Plan } from "./pmap-plan.ts";
import type { Delays } from "./retry-delays.ts";

/** An item on its way: its place in the result, the batch it was drawn with, its arguments, its next delay's index. */
export interface Item {
  readonly index: number;
  readonly batch: number;
  readonly args: unknown[];
  delay: number;
  delays: Delays | undefined;
}

/** What is drawn from, how much at once, and who hears of it. */
type Drawn = Pick<Plan<unknown>, "source" | "size" | "results">;

/** Who hears of the queue. */
interface Listener {
  /** All items have settled; it may be said more than once. */
  done(): void;
  /** The input has thrown. */
  failed(reason: unknown): void;
}

export class PmapQueue {
  readonly #plan: Drawn;
  readonly #listener: Listener;
  readonly #retries: Item[] = [];
  readonly #batches: Item[][] = [];
  /** Items drawn and not yet settled, waiting retries included. */
  #open = 0;
  #drawn = 0;
  /** Drawing is one at a time: an async input may take its time. */
  #isDrawing = false;
  #exhausted = false;
  #isClosed = false;
  /** Takers with nothing to do while other items are open; each is woken when that changes. */
  readonly #sleepers: (() => void)[] = [];

  constructor(plan: Drawn, listener: Listener) {
    this.#plan = plan;
    this.#listener = listener;
  }

  /** Items drawn so far. */
  get drawn(): number {
    return this.#drawn;
  }

  /** Whether an item that was drawn has not settled. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The next items for a free worker; waits while others may still fail; undefined when all is done, or it was closed. */
  async take(): Promise<Item[] | undefined> {
    while (!this.#isClosed) {
      const batch = this.#next();
      if (batch) return batch;
      if (this.#exhausted && this.#open === 0) {
        this.#listener.done();
        return undefined;
      }
      await new Promise<void>((resolve) => this.#sleepers.push(resolve));
    }
    return undefined;
  }

  /** These are to be tried again, each alone. */
  putBack(items: readonly Item[]): void {
    for (const item of items) this.#retries.push(item);
    this.#wake();
  }

  /** So many more have their value. */
  settled(items: number): void {
    this.#open -= items;
    if (this.#open === 0) this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** What there is for a worker now. An item that waits for another attempt does not wait for a slow input. */
  #next(): Item[] | undefined {
    const retry = this.#retries.shift();
    if (retry) return [retry];
    if (this.#batches.length === 0 && !this.#exhausted && !this.#isDrawing) this.#draw().catch(this.#listener.failed);
    return this.#batches.shift();
  }

  /** At once from plain collections: a million plain items shall not cost a million promises. */
  async #draw(): Promise<void> {
    const { results, size, source } = this.#plan;
    this.#isDrawing = true;
    const first = this.#drawn;
    const wanted = size.next(first);
    const batch: Item[] = [];
    while (batch.length < wanted && !this.#exhausted && !this.#isClosed) {
      const drawn = source.next();
      const args = isThenable(drawn) ? await drawn : drawn;
      if (args === undefined) this.#exhausted = true;
      else batch.push({ index: this.#drawn++, batch: first, args, delay: 0, delays: undefined });
    }
    this.#isDrawing = false;
    if (batch.length > 0) {
      this.#open += batch.length;
      results.expect(first, batch.length);
      this.#batches.push(batch);
    }
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#sleepers.splice(0)) wake();
  }
}
