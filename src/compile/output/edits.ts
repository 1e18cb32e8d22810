// Changes to the text of one file: a list that is made once and applied to the whole file or to any part of it, each
// time for a `View` (the driver as it runs, a literal inside its factory, …). Text is never moved: what stays is copied.

import type { Specifier } from "../compiled.ts";
import type { At } from "../parse/ast.ts";
import type { Binding, Unit } from "../scopes/bindings.ts";
import type { Output } from "./output.ts";

/** For which module a text is made. Some edits apply to, or read differently in, one view only. */
export interface View {
  readonly place: "functions" | "driver" | "lifted";
  /** The literal whose factory is being written: it is made by the factory, so it registers nothing itself. */
  readonly root?: Unit;
  /** Captured variables of the root that are boxes: read as `name.v`. */
  readonly boxes?: ReadonlySet<Binding>;
}

/**
 * Order of edits that begin at the same offset: what ends a node to the left, what begins one (the outer first), the mark
 * inside a literal, statements of ours at the start of a body, statements of the erasure, and replaced text last.
 */
export const Rank = { Close: 0, Open: 1, Mark: 2, Statement: 3, Insert: 4, Replace: 5 } as const;

export interface Edit extends At {
  readonly rank: number;
  /** Ascending order among edits of one rank at one offset. */
  readonly order: number;
  readonly text: string | Specifier | ((out: Output, view: View) => void);
  /** Absent: applies in every view. */
  readonly when?: (view: View) => boolean;
  /** The node this edit is one side of: not applied when only a part of the node is written. */
  readonly around?: At;
}

export class Edits {
  readonly text: string;
  readonly #edits: Edit[] = [];
  readonly #blankEnds = new Set<number>();
  /** How many wraps a node has, by its range. */
  readonly #wraps = new Map<string, number>();
  #sorted = true;

  constructor(text: string) {
    this.text = text;
  }

  add(edit: Edit): void {
    this.#edits.push(edit);
    this.#sorted = false;
  }

  replace(at: At, text: Edit["text"]): void {
    this.add({ start: at.start, end: at.end, rank: Rank.Replace, order: 0, text });
  }

  /** Puts a statement of the erasure at `offset`, which belongs to the node `around`. */
  insert(offset: number, text: string, around: At, order = 0): void {
    this.add({ start: offset, end: offset, rank: Rank.Insert, order, text, around });
  }

  /** Puts `open` before and `close` behind a node; of several around one node a later one stands outside. */
  wrap(node: At, open: Edit["text"], close: Edit["text"], when: (view: View) => boolean = () => true): void {
    const { start, end } = node;
    const key = `${start}-${end}`;
    const before = this.#wraps.get(key) ?? 0;
    this.#wraps.set(key, before + 1);
    const out = before / 1e6;
    this.add({ start, end: start, rank: Rank.Open, order: -end - out, text: open, when, around: node });
    this.add({ start: end, end, rank: Rank.Close, order: -start + out, text: close, when, around: node });
  }

  /** Overwrites [start, end) with spaces, after `lead` (no longer than the range); line ends stay. */
  blank(start: number, end: number, lead = ""): void {
    if (end <= start) return;
    this.replace({ start, end }, lead + blankOf(this.text.slice(start + lead.length, end)));
    this.#blankEnds.add(end);
  }

  /** Whether the character before `offset` has been blanked. */
  blanksBefore(offset: number): boolean {
    return this.#blankEnds.has(offset);
  }

  /** Writes [start, end) with the edits that lie in it and apply in `view`; `extra` come on top. */
  apply(out: Output, { start, end }: At, view: View, extra: readonly Edit[] = []): void {
    let at = start;
    for (const edit of this.#within(start, end, extra)) {
      if (edit.start < at || edit.end > end || !belongs(edit, start, end) || edit.when?.(view) === false) continue;
      out.copy(this.text, at, edit.start);
      if (typeof edit.text === "function") edit.text(out, view);
      else out.write(edit.text);
      at = edit.end;
    }
    out.copy(this.text, at, end);
  }

  #within(start: number, end: number, extra: readonly Edit[]): readonly Edit[] {
    if (!this.#sorted) this.#edits.sort(inOrder);
    this.#sorted = true;
    const from = firstFrom(this.#edits, start);
    let to = from;
    while (to < this.#edits.length && this.#edits[to]!.start <= end) to += 1;
    const within = this.#edits.slice(from, to);
    return extra.length === 0 ? within : [...within, ...extra].sort(inOrder);
  }
}

const inOrder = (a: Edit, b: Edit): number => a.start - b.start || a.rank - b.rank || a.order - b.order;

/** False for an edit that belongs to a neighbour of [start, end), or to a node that reaches out of it. */
function belongs(edit: Edit, start: number, end: number): boolean {
  if (edit.start === start && edit.rank === Rank.Close) return false;
  if (edit.start === end && edit.rank !== Rank.Close) return false;
  return edit.around === undefined || (edit.around.start >= start && edit.around.end <= end);
}

function firstFrom(edits: readonly Edit[], start: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edits[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

const blankOf = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, " ");
