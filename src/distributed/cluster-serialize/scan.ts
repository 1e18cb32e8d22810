// Which containers of a graph structured clone carries whole, so that plain data pays one walk and no copy. Each object is
// walked at most twice however long a chain it is part of: a first walk, without bookkeeping, is content when nothing
// below needs the encoder; else a second sorts everything it reaches into whole and mixed.
import { isView, KeptMap, KeptSet } from "./intrinsics.ts";
import type { Move } from "./moves.ts";
import { appendParts, extentOf, isContainer, type Shape, shapeOf } from "./shape.ts";
import { MAX_NODES } from "./snapshot.ts";

export interface ScanOptions {
  /** Look at plain objects by descriptor: the program's text has accessors. */
  readonly byDescriptor: boolean;
  /** Nothing is whole: the encoder reads every container itself, and so sees through proxies. */
  readonly readThrough: boolean;
  /** Told every object of the graph. */
  readonly move?: Move | undefined;
}

export class Scan {
  readonly options: ScanOptions;
  readonly #whole = new KeptSet<object>();
  readonly #mixed = new KeptSet<object>();
  /** Some container goes by reference: a proxy in it would be refused by structured clone, unseen here. */
  trusted = false;

  constructor(options: ScanOptions) {
    this.options = options;
  }

  /** True when structured clone keeps everything in this graph. Nothing of it is read again. */
  isWholeGraph(value: object): boolean {
    if (this.options.readThrough || this.#walk(value) === undefined) return false;
    this.trusted = !isView(value);
    return true;
  }

  /**
   * True for a container in a graph that is encoded, if structured clone keeps all below it. Small ones are false: reading
   * them costs little and sees through proxies, which structured clone refuses.
   */
  isWhole(value: object): boolean {
    const isWhole = this.#whole.has(value) || (!this.options.readThrough && this.#isWholeNow(value));
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

  /** The containers that are reached and were not known, all of them now whole; undefined when a part is not whole. */
  #walk(root: object): object[] | undefined {
    const found: unknown[] = [root];
    const walked: object[] = [];
    const { move } = this.options;
    for (let i = 0; i < found.length; i++) {
      const part = found[i] as object;
      move?.meet(part);
      const shape = shapeOfPart(part);
      if (shape === "leaf" || this.#whole.has(part)) continue;
      this.#whole.add(part);
      walked[walked.length] = part;
      if (!isContainer(shape) || this.#mixed.has(part) || !this.#step(part, shape, found)) return this.#forget(walked);
    }
    return walked;
  }

  #forget(walked: readonly object[]): undefined {
    for (let i = 0; i < walked.length; i++) this.#whole.delete(walked[i]!);
  }

  /** Sorts the containers that are reached from `root`: mixed is what isn't whole, and what leads to it. */
  #sort(root: object): void {
    const found: object[] = [root];
    const at = new KeptMap<unknown, number>();
    at.set(root, 0);
    const holders = new Holders();
    const mixed: number[] = [];
    const { move } = this.options;
    for (let i = 0; i < found.length; i++) {
      const parts: unknown[] = [];
      let isWhole = this.#step(found[i]!, shapeOfPart(found[i]), parts);
      for (let j = 0; j < parts.length; j++) {
        const part = parts[j] as object;
        move?.meet(part);
        const shape = shapeOfPart(part);
        if (shape === "leaf" || this.#whole.has(part)) continue;
        if (!isContainer(shape) || this.#mixed.has(part)) {
          isWhole = false;
          continue;
        }
        let index = at.get(part);
        if (index === undefined) {
          index = found.length;
          found[index] = part;
          at.set(part, index);
        }
        holders.add(index, i);
      }
      if (!isWhole) mixed[mixed.length] = i;
    }
    const isMixed = isSmall(found) ? undefined : holders.reach(mixed, found.length);
    for (let i = 0; i < found.length; i++) (!isMixed || isMixed[i] ? this.#mixed : this.#whole).add(found[i]!);
  }

  /** False for what isn't whole by itself, and for what can't be read: the encoder says why. */
  #step(container: object, shape: Shape, into: unknown[]): boolean {
    try {
      return appendParts(container, shape, into, this.options.byDescriptor);
    } catch {
      return false;
    }
  }
}

/** "other" for functions, symbols, and what can't be read. */
function shapeOfPart(part: unknown): Shape {
  if (typeof part !== "object" || part === null) return "other";
  try {
    return shapeOf(part);
  } catch {
    return "other";
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

function isSmall(found: readonly object[]): boolean {
  if (found.length > MAX_NODES) return false;
  try {
    for (let i = 0; i < found.length; i++) if (extentOf(found[i]!, shapeOf(found[i]!)) > FEW) return false;
  } catch {
    // it can't be read: the encoder says why
  }
  return true;
}
