// A line in which places can be given up: first in, first out, and every operation takes the same short time however long it
// is. (An array moves all that stand behind.)

/** A place in a queue. */
export interface Place<T> {
  readonly value: T;
  next: Place<T> | undefined;
  previous: Place<T> | undefined;
  /** The queue it stands in; undefined once it has left. */
  queue: Queue<T> | undefined;
}

export class Queue<T> {
  #first: Place<T> | undefined;
  #last: Place<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The one whose turn is next; undefined when nobody waits. */
  get first(): Place<T> | undefined {
    return this.#first;
  }

  /** Adds it behind all others. */
  push(value: T): Place<T> {
    const place: Place<T> = { value, next: undefined, previous: this.#last, queue: this };
    if (this.#last) this.#last.next = place;
    else this.#first = place;
    this.#last = place;
    this.#size++;
    return place;
  }

  /** Puts it before all others. */
  unshift(value: T): Place<T> {
    const place: Place<T> = { value, next: this.#first, previous: undefined, queue: this };
    if (this.#first) this.#first.previous = place;
    else this.#last = place;
    this.#first = place;
    this.#size++;
    return place;
  }

  /** Takes the first out; undefined when there is none. */
  shift(): T | undefined {
    const first = this.#first;
    if (first) this.remove(first);
    return first?.value;
  }

  /** Takes it out; whether it stood in this queue. */
  remove(place: Place<T>): boolean {
    if (place.queue !== this) return false;
    place.queue = undefined;
    if (place.previous) place.previous.next = place.next;
    else this.#first = place.next;
    if (place.next) place.next.previous = place.previous;
    else this.#last = place.previous;
    this.#size--;
    return true;
  }
}
