// The mappings of a source map (tc39.es/ecma426) that was made of one file: which place of the made text came from which
// place of the file, as offsets.
import { lineStarts } from "../parse/lines.ts";

export interface Mapping {
  /** Offset in the made text. */
  readonly made: number;
  /** Offset in the file. */
  readonly source: number;
}

/** `sourceMap` is the JSON of a map with one source. Ascending by `made`, each offset once; places that lie outside the texts are left out. */
export function mappingsOf(sourceMap: string, made: string, source: string): Mapping[] {
  const { mappings } = JSON.parse(sourceMap) as { readonly mappings: string };
  const offsetInMade = offsetsOf(made);
  const offsetInSource = offsetsOf(source);
  const found: Mapping[] = [];
  let sourceLine = 0;
  let sourceColumn = 0;
  for (const [line, group] of mappings.split(";").entries()) {
    let column = 0;
    for (const segment of group.split(",").filter(Boolean)) {
      const [columns = 0, , lines, sourceColumns] = decodeVlq(segment);
      column += columns;
      if (lines === undefined || sourceColumns === undefined) continue; // made text that came from nowhere
      sourceLine += lines;
      sourceColumn += sourceColumns;
      const at = { made: offsetInMade(line, column), source: offsetInSource(sourceLine, sourceColumn) };
      const isLater = found.length === 0 || at.made > found.at(-1)!.made;
      if (isLater && at.made <= made.length && at.source <= source.length) found.push(at);
    }
  }
  return found;
}

function offsetsOf(text: string): (line: number, column: number) => number {
  const starts = lineStarts(text);
  return (line, column) => (starts[line] ?? text.length + 1) + column;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Numbers in base 64: five bits a digit, the lowest first, a sixth says that more follow; the lowest bit of all is the sign. */
function decodeVlq(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
