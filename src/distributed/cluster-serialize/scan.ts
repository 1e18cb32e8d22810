// Which containers of a graph structured clone carries whole, so that plain data pays one walk and no copy. Each object is
// walked at most twice however long a chain it is part of: a first walk, without bookkeeping, is content when nothing
// below needs the encoder; else a second sorts everything it reaches into whole and mixed.
import { isView, KeptMap, KeptSet } from "./intrinsics.ts";
import { appendParts, extentOf, shapeOf } from "./shape.ts";
import { MAX_NODES } from "./snapshot.ts";

export interface ScanOptions {
  /** Look at plain objects by descriptor: the program's text has accessors. */
  readonly byDescriptor: boolean;
  /** Nothing is whole: the encoder reads every container itself, and so sees through proxies. */
  readonly readThrough: boolean;
}

export class Scan {
  readonly #options: ScanOptions;
  readonly #whole = new KeptSet<unknown>();
  readonly #mixed = new KeptSet<unknown>();
  /** Some container goes by reference: a proxy in it would be refused by structured clone, unseen here. */
  trusted = false;

  constructor(options: ScanOptions) {
    this.#options = options;
  }

  /** True when structured clone keeps everything in this graph. Nothing of it is read again. */
  isWholeGraph(value: object): boolean {
    if (this.#options.readThrough || this.#walk(value) === undefined) return false;
    this.trusted = !isView(value);
    return true;
  }

  /**
   * True for a container in a graph that is encoded, if structured clone keeps all below it. Small ones are false: reading
   * them costs little and sees through proxies, which structured clone refuses.
   */
  isWhole(value: object): boolean {
    const isWhole = this.#whole.has(value) || (!this.#options.readThrough && this.#isWholeNow(value));
    if (isWhole) this.trusted = true;
    return isWhole;
  }

  /** Makes data that no program holds go by reference, even if it is small: it is whole as soon as it is decoded. */
  keepWhole(value: unknown): void {
    if (typeof value !== "object" || value === null || this.#whole.has(value) || this.#mixed.has(value)) return;
    this.#walk(value);
  }

  #isWholeNow(value: object): boolean {
    if (this.#mixed.has(value)) return false;
    const walked = this.#walk(value);
    if (walked === undefined) {
      this.#sort(value);
      return this.#whole.has(value);
    }
    if (!isSmall(walked)) return true;
    for (let i = 0; i < walked.length; i++) {
      this.#whole.delete(walked[i]!);
      this.#mixed.add(walked[i]!);
    }
    return false;
  }

  /** What is reached and was not known, all of it now whole; undefined (and nothing noted) when a part is not whole. */
  #walk(root: object): unknown[] | undefined {
    const found: unknown[] = [root];
    const walked: unknown[] = [];
    for (let i = 0; i < found.length; i++) {
      const part = found[i];
      if (this.#whole.has(part)) continue;
      this.#whole.add(part);
      walked[walked.length] = part;
      if (!this.#step(part, found)) return this.#forget(walked);
    }
    return walked;
  }

  #forget(walked: readonly unknown[]): undefined {
    for (let i = 0; i < walked.length; i++) this.#whole.delete(walked[i]!);
  }

  /** Sorts all that is reached from `root` by containers: mixed is what isn't whole, and what leads to it. */
  #sort(root: object): void {
    const found: unknown[] = [root];
    const at = new KeptMap<unknown, number>();
    at.set(root, 0);
    const holders = new Holders();
    const mixed: number[] = [];
    for (let i = 0; i < found.length; i++) {
      const parts: unknown[] = [];
      if (!this.#step(found[i]!, parts)) mixed[mixed.length] = i;
      for (let j = 0; j < parts.length; j++) {
        const part = parts[j];
        if (this.#whole.has(part)) continue;
        let index = at.get(part);
        if (index === undefined) {
          index = found.length;
          found[index] = part;
          at.set(part, index);
        }
        holders.add(index, i);
      }
    }
    const isMixed = isSmall(found) ? undefined : holders.reach(mixed, found.length);
    for (let i = 0; i < found.length; i++) (!isMixed || isMixed[i] ? this.#mixed : this.#whole).add(found[i]!);
  }

  /** False for what isn't whole by itself, and for what can't be read: the encoder says why. */
  #step(value: unknown, into: unknown[]): boolean {
    if (typeof value !== "object" || value === null || this.#mixed.has(value)) return false;
    try {
      return appendParts(value, shapeOf(value), into, this.#options.byDescriptor);
    } catch {
      return false;
    }
  }
}

/** Who holds whom, backwards, as linked lists in three arrays. */
class Holders {
  readonly #first: number[] = [];
  readonly #holder: number[] = [];
  readonly #next: number[] = [];

  add(part: number, holder: number): void {
    const link = this.#holder.length;
    this.#holder[link] = holder;
    this.#next[link] = this.#first[part] ?? -1;
    while (this.#first.length < part) this.#first[this.#first.length] = -1;
    this.#first[part] = link;
  }

  /** Marks the given indices and all that hold them, directly or not. Uses up `from`. */
  reach(from: number[], count: number): Uint8Array {
    const reached = new Uint8Array(count);
    while (from.length > 0) {
      const part = from[from.length - 1]!;
      from.length--;
      if (reached[part]) continue;
      reached[part] = 1;
      for (let link = this.#first[part] ?? -1; link >= 0; link = this.#next[link]!) {
        if (!reached[this.#holder[link]!]) from[from.length] = this.#holder[link]!;
      }
    }
    return reached;
  }
}

/** Elements or entries that a container of a small group may have. */
const FEW = 256;

function isSmall(found: readonly unknown[]): boolean {
  if (found.length > MAX_NODES) return false;
  for (let i = 0; i < found.length; i++) {
    if (extent(found[i]) > FEW) return false;
  }
  return true;
}

function extent(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  try {
    return extentOf(value, shapeOf(value));
  } catch {
    return 0; // it can't be read; the encoder says why
  }
}
