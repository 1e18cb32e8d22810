// The text of a module under construction: pieces copied from the source, pieces of our own, open specifiers. It
// remembers what was copied from where; offsets count strings only, as compiled.ts says.
import type { Segment, Specifier } from "../compiled.ts";

export class Output {
  readonly parts: (string | Specifier)[] = [];
  readonly segments: Segment[] = [];
  #length = 0;

  /** Adds text of our own. */
  write(...pieces: readonly (string | Specifier)[]): void {
    for (const piece of pieces) {
      if (typeof piece !== "string") this.parts.push(piece);
      else this.#add(piece);
    }
  }

  /** Copies [start, end) of the source. */
  copy(source: string, start: number, end: number): void {
    if (end <= start) return;
    this.segments.push([this.#length, start, end - start]);
    this.#add(source.slice(start, end));
  }

  /** What is written next stands for what is at this offset of the source. */
  standFor(source: number): void {
    this.segments.push([this.#length, source, 0]);
  }

  #add(text: string): void {
    const last = this.parts.length - 1;
    const before = this.parts[last];
    if (typeof before === "string") this.parts[last] = before + text;
    else this.parts.push(text);
    this.#length += text.length;
  }
}
