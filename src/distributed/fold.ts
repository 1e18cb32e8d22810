// Folding with a reducer that may be async: a list at once (distributed), or pieces in the order of the input while they
// come in any order (pmapreduce). Invariant: the reducer's left argument always stands before the right one in the input.
import { promiseOf } from "../base/kept.ts";
import { isThenable, type Reducer } from "./loop.ts";

/** Left to right from the first value; each step is awaited when it gives a promise. `values` is not empty. */
export async function fold(red: Reducer, values: readonly unknown[]): Promise<unknown> {
  let accumulator = values[0];
  for (let i = 1; i < values.length; i++) {
    accumulator = red(accumulator, values[i]);
    if (isThenable(accumulator)) accumulator = await accumulator;
  }
  return accumulator;
}

/** Values of consecutive items, from `first` on. */
interface Piece {
  values: unknown[];
  readonly items: number;
  missing: number;
}

/**
 * Folds each piece, and what it comes to into what stands before it. Which pieces there are decides how the values are
 * grouped; who brings them, and when, does not.
 */
export class OrderedFold {
  readonly #red: Reducer;
  /** By the index of their first item. */
  readonly #pieces = new Map<number, Piece>();
  /** Where the next piece begins. */
  #at = 0;
  /** `init` and the pieces so far; empty or one value. */
  #folded: readonly unknown[];
  #folding = promiseOf<void>(undefined);

  /** @param init empty, or the value that stands before all items. */
  constructor(red: Reducer, init: readonly unknown[]) {
    this.#red = red;
    this.#folded = init;
  }

  /** Items `first` to before `first + items` are a piece. */
  expect(first: number, items: number): void {
    this.#pieces.set(first, { values: [], items, missing: items });
  }

  /** The value of an item of the piece that begins at `first`. Rejects with what the reducer throws. */
  put(first: number, index: number, value: unknown): Promise<void> | undefined {
    const piece = this.#pieces.get(first)!;
    piece.values[index - first] = value;
    piece.missing--;
    return piece.missing === 0 ? this.#goOn() : undefined;
  }

  /** What all values of a piece fold to. Rejects with what the reducer throws. */
  putFolded(first: number, value: unknown): Promise<void> {
    const piece = this.#pieces.get(first)!;
    piece.values = [value];
    piece.missing = 0;
    return this.#goOn();
  }

  /** Settles when all that was put has been folded: with nothing, or the one value. */
  async finish(): Promise<readonly unknown[]> {
    await this.#folding;
    return this.#folded;
  }

  /** Steps take turns: an async reducer may take its time. */
  #goOn(): Promise<void> {
    this.#folding = this.#folding.then(() => this.#foldReady());
    return this.#folding;
  }

  async #foldReady(): Promise<void> {
    for (let piece = this.#pieces.get(this.#at); piece?.missing === 0; piece = this.#pieces.get(this.#at)) {
      this.#pieces.delete(this.#at);
      this.#at += piece.items;
      const value = await fold(this.#red, piece.values);
      this.#folded = [await fold(this.#red, [...this.#folded, value])];
    }
  }
}
