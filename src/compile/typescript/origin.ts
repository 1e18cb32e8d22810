// Where the text that is compiled came from: it is the user's file itself, or what TypeScript made of that. Everything that
// is said of a program speaks of the user's file, so whatever leaves the compile step with a place goes through here.

import type { Segment } from "../compiled.ts";
import type { At } from "../parse/ast.ts";
import { lastNotAbove, lineStarts } from "../parse/lines.ts";
import { mappingsOf } from "./source-map.ts";

export interface Origin {
  /** The text is not the user's: TypeScript made it. */
  readonly isMade: boolean;
  /** Of the user's file: offset of the first character of each line. */
  readonly sourceLines: readonly number[];
  /** Whether the user's file has the name; the others are TypeScript's own. */
  hasName(name: string): boolean;
  /** The same range in the user's file. */
  rangeOf(at: At): At;
  /** Pieces of the compiled text as pieces of the user's file. */
  segmentsOf(segments: readonly Segment[]): readonly Segment[];
}

/** The text is the user's own. */
export const ownText = (text: string): Origin => ({
  isMade: false,
  sourceLines: lineStarts(text),
  hasName: () => true,
  rangeOf: (at) => at,
  segmentsOf: (segments) => segments,
});

/** `made` was made of the user's `source`, as `sourceMap` says. */
export function madeText(made: string, source: string, sourceMap: string): Origin {
  const pieces = piecesOf(made, source, sourceMap);
  const indexAt = (offset: number) => lastNotAbove(pieces.length, (i) => pieces[i]![0], offset);
  const sourceOf = (offset: number): number => {
    const piece = pieces[indexAt(offset)];
    if (!piece || piece[0] > offset) return 0;
    return piece[1] + Math.min(offset - piece[0], piece[2]);
  };
  const names = new Set(source.match(NAME));
  return {
    isMade: true,
    sourceLines: lineStarts(source),
    hasName: (name) => names.has(name),
    rangeOf({ start, end }) {
      const from = sourceOf(start);
      // The end belongs to what stands before it.
      return { start: from, end: Math.max(from, end > start ? sourceOf(end - 1) + 1 : from) };
    },
    segmentsOf: (segments) => segments.flatMap((segment) => through(segment, pieces, indexAt(segment[1]))),
  };
}

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/**
 * The made text by its mappings: [offset in it, offset in the source, length of what is the same in both]. Between the end
 * of a piece and the next one stands what was written anew.
 */
function piecesOf(made: string, source: string, sourceMap: string): Segment[] {
  const mappings = mappingsOf(sourceMap, made, source);
  const pieces: Segment[] = [];
  for (const [i, mapping] of mappings.entries()) {
    const room = (mappings[i + 1]?.made ?? made.length) - mapping.made;
    const length = sameLength(made, mapping.made, source, mapping.source, room);
    const last = pieces.at(-1);
    const isNext = last && last[0] + last[2] === mapping.made && last[1] + last[2] === mapping.source;
    if (isNext) pieces[pieces.length - 1] = [last[0], last[1], last[2] + length];
    else pieces.push([mapping.made, mapping.source, length]);
  }
  return pieces;
}

function sameLength(a: string, atA: number, b: string, atB: number, room: number): number {
  let length = 0;
  while (length < room && a[atA + length] !== undefined && a[atA + length] === b[atB + length]) length += 1;
  return length;
}

/** What of `segment`, a piece of the made text, came from the source; `from` is the piece in which it begins. */
function through([output, start, length]: Segment, pieces: readonly Segment[], from: number): Segment[] {
  const found: Segment[] = [];
  for (let i = from; i < pieces.length && pieces[i]![0] < start + length; i += 1) {
    const [made, source, same] = pieces[i]!;
    const skipped = Math.max(0, start - made);
    const kept = Math.min(Math.max(0, same - skipped), start + length - made - skipped);
    found.push([output + made + skipped - start, source + Math.min(skipped, same), kept]);
  }
  return found;
}
