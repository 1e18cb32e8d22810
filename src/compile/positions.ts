// From a place in a module's final text to the user's file. Everything copied maps exactly; what the compile step wrote
// itself maps to the end of the copied piece before it.
import type { CompiledModule, PositionTable, Segment } from "./compiled.ts";
import { lastNotAbove, lineStarts, pointAt } from "./parse/lines.ts";

export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A part of a module's text: its own, or the one a specifier was filled with. */
export type FilledPart =
  | { readonly text: string; readonly filled?: never }
  | { readonly filled: string; readonly text?: never };

/** The table of a resolved module; `text` is all of `parts`. */
export function positionTable(
  { file, segments, sourceLines }: CompiledModule,
  parts: readonly FilledPart[],
  text: string,
  url: string,
): PositionTable {
  return { url, file, outputLines: lineStarts(text), sourceLines, segments: shifted(segments, parts) };
}

/**
 * The user's position for `line` and `column` (from 1) of the module; undefined before the first copied piece and past
 * the end of the text.
 */
export function originalPosition(table: PositionTable, line: number, column: number): Position | undefined {
  const lineStart = table.outputLines[line - 1];
  if (lineStart === undefined) return undefined;
  const offset = lineStart + column - 1;
  const segment = table.segments[lastNotAbove(table.segments.length, (i) => table.segments[i]![0], offset)];
  if (segment === undefined || segment[0] > offset) return undefined;
  const [output, source, length] = segment;
  const [sourceLine, sourceColumn] = pointAt(table.sourceLines, source + Math.min(offset - output, length));
  return { file: table.file, line: sourceLine, column: sourceColumn };
}

/** Segments count the module's own text only; each moves behind the specifiers that were filled before it. */
function shifted(segments: readonly Segment[], parts: readonly FilledPart[]): Segment[] {
  const moved: Segment[] = [];
  let own = 0;
  let filled = 0;
  let next = 0;
  for (const part of parts) {
    if (part.filled !== undefined) filled += part.filled.length;
    else own += part.text.length;
    for (; next < segments.length && segments[next]![0] < own; next += 1) {
      const [output, source, length] = segments[next]!;
      moved.push([output + filled, source, length]);
    }
  }
  return moved;
}
