// What the compile step says about a program. Inside, a fault is thrown as an error that knows its range; the door
// (compile.ts) turns it into a Diagnostic of its file, so that each file reports its own.
import type { At } from "./ast.ts";
import type { Diagnostic } from "./compiled.ts";
import { pointAt } from "./lines.ts";

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
  const [line, column] = pointAt(source.lineStarts, at.start);
  const [endLine, endColumn] = pointAt(source.lineStarts, at.end);
  return { severity, message, file: source.file, line, column, endLine, endColumn };
}
