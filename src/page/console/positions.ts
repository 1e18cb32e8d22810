// Positions in the user's files and in cells of the REPL inside printed text: `functions.ts:12:7`, `driver.ts:3`,
// `REPL[2]:1:5`. Pure.
import type { Place } from "../view.ts";

export interface Found {
  /** Offsets in the text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly place: Place;
}

const POSITION = /(?<![\w./-])(?:\.\/)?((?:functions|driver)\.ts|REPL\[\d+\]):(\d{1,6})(?::(\d{1,6}))?/g;

export const isCell = (file: string): boolean => file.startsWith("REPL[");

/** Every position in the text, in order. */
export function positionsIn(text: string): readonly Found[] {
  if (!text.includes(".ts:") && !text.includes("]:")) return [];
  return [...text.matchAll(POSITION)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    place: { file: match[1]!, line: Number(match[2]), column: Number(match[3] ?? 1) },
  }));
}
