// What the compile step says about a program. Inside, a fault is thrown as an error that knows its range; the door
// (compile.ts) turns it into a Diagnostic of its file, so that each file reports its own.
import type { At } from "./ast.ts";
import type { Diagnostic, TextRange } from "./compiled.ts";
import { pointAt } from "./lines.ts";
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

/** TypeScript that erasure can't do. A caller that has TypeScript's own emit can use it and compile the result. */
export class NeedsFullTypeScript extends SourceError {
  /** In the plural: "decorators". */
  readonly construct: string;

  constructor(construct: string, at: At, wayOut: string) {
    super(`${construct} are not supported yet: ${wayOut}.`, at);
    this.name = "NeedsFullTypeScript";
    this.construct = construct;
  }
}

export interface SourceText {
  readonly file: string;
  readonly lineStarts: readonly number[];
}

export function diagnose(source: SourceText, severity: Diagnostic["severity"], message: string, at: At): Diagnostic {
  return { severity, message, file: source.file, ...rangeOf(source, at) };
}

export function warn(source: SourceText, { message, at, fix }: Warning): Diagnostic {
  const diagnostic = diagnose(source, "warning", message, at);
  if (!fix) return diagnostic;
  const edits = fix.edits.map((edit) => ({ ...rangeOf(source, edit), text: edit.text }));
  return { ...diagnostic, fix: { title: fix.title, edits } };
}

function rangeOf({ lineStarts }: SourceText, { start, end }: At): TextRange {
  const [line, column] = pointAt(lineStarts, start);
  const [endLine, endColumn] = pointAt(lineStarts, end);
  return { line, column, endLine, endColumn };
}
