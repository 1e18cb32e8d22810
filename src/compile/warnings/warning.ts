// What one warning is: a range of a file, a message, and where there is one a change of the text that is right for sure.
import type { At } from "../parse/ast.ts";

export interface Warning {
  readonly at: At;
  readonly message: string;
  readonly fix?: Fix;
}

export interface Fix {
  /** What it does, as a menu names it: "Wrap in fetch(…)". */
  readonly title: string;
  /** Replacements of pieces of the file's text that do not overlap. */
  readonly edits: readonly Replacement[];
}

export interface Replacement extends At {
  readonly text: string;
}

export const insertion = (offset: number, text: string): Replacement => ({ start: offset, end: offset, text });
