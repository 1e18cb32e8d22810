// What the compile step says about a program. Inside, a fault is thrown as an error that knows its range; the door
// (compile.ts) turns it into a Diagnostic of its file, so that each file reports its own.

import type { Diagnostic, TextRange } from "./compiled.ts";
import type { At } from "./parse/ast.ts";
import { pointAt } from "./parse/lines.ts";
import type { Origin } from "./typescript/origin.ts";
import type { Warning } from "./warnings/warning.ts";

/** A fault of the program at a range of one of its files. */
export class SourceError extends Error {
  readonly at: At;

  constructor(message: string, at: At) {
    super(message);
    this.name = "SourceError";
    this.at = at;
  }
}

/** TypeScript that erasure can't do: TypeScript's own emit can, and its result is compiled. */
export class NeedsFullTypeScript extends SourceError {
  /** `construct` is in the plural: "decorators". */
  constructor(construct: string, at: At) {
    super(`${construct} need TypeScript's own compiler`, at);
    this.name = "NeedsFullTypeScript";
  }
}

export interface SourceText {
  readonly file: string;
  readonly origin: Origin;
}

/** `at` is a range of the text that is compiled; the answer speaks of the user's file. */
export function diagnose(source: SourceText, severity: Diagnostic["severity"], message: string, at: At): Diagnostic {
  return { severity, message, file: source.file, ...rangeOf(source, at) };
}

/** A fix changes the user's own text; of one that TypeScript has written anew there is none. */
export function warn(source: SourceText, { message, at, fix }: Warning): Diagnostic {
  const diagnostic = diagnose(source, "warning", message, at);
  if (!fix || source.origin.isMade) return diagnostic;
  const edits = fix.edits.map((edit) => ({ ...rangeOf(source, edit), text: edit.text }));
  return { ...diagnostic, fix: { title: fix.title, edits } };
}

function rangeOf({ origin }: SourceText, at: At): TextRange {
  const { start, end } = origin.rangeOf(at);
  const [line, column] = pointAt(origin.sourceLines, start);
  const [endLine, endColumn] = pointAt(origin.sourceLines, end);
  return { line, column, endLine, endColumn };
}
