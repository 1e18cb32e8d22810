// Values that are moved instead of copied: which ones the program has marked for their next sending, and what one message moves.
// A mark is held by its value alone, so it ends with that; it is used up once the message is posted, and never before: what
// could not go out leaves its buffers where they are.
import { KeptSet, KeptWeakMap } from "./intrinsics.ts";

export class Marks {
  readonly #buffersOf = new KeptWeakMap<object, readonly object[]>();
  /** Values marked and not sent yet, those that have been collected included. */
  #count = 0;

  /** Whether it is worth looking for marks in a message. */
  get any(): boolean {
    return this.#count > 0;
  }

  add(value: object, buffers: readonly object[]): void {
    if (!this.#buffersOf.has(value)) this.#count++;
    this.#buffersOf.set(value, buffers);
  }

  buffersOf(value: object): readonly object[] | undefined {
    return this.#buffersOf.get(value);
  }

  delete(value: object): void {
    if (this.#buffersOf.delete(value)) this.#count--;
  }
}

/** What one message moves: filled while it is encoded, handed to the platform when it is posted. */
export class Move {
  readonly #marks: Marks;
  readonly #values = new KeptSet<object>();
  readonly #buffers = new KeptSet<object>();

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** The message holds this value: if it is marked, its buffers go along. */
  meet(value: object): void {
    const buffers = this.#marks.buffersOf(value);
    if (!buffers) return;
    this.#values.add(value);
    for (let i = 0; i < buffers.length; i++) this.#buffers.add(buffers[i]!);
  }

  /** Whether that buffer (or object of the platform) goes along. */
  has(buffer: object): boolean {
    return this.#buffers.has(buffer);
  }

  get isEmpty(): boolean {
    return this.#buffers.size === 0;
  }

  /** What the platform is to move. */
  get list(): readonly object[] {
    const list: object[] = [];
    this.#buffers.forEach((buffer) => {
      list[list.length] = buffer;
    });
    return list;
  }

  /** It has been posted. */
  done(): void {
    this.#values.forEach((value) => {
      this.#marks.delete(value);
    });
  }
}
