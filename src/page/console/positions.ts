// Positions in the user's files inside printed text: `functions.ts:12:7`, `driver.ts:3`. Pure.
import type { Place } from "../view.ts";

export interface Found {
  /** Offsets in the text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly place: Place;
}

const POSITION = /(?<![\w./-])(?:\.\/)?((?:functions|driver)\.ts):(\d{1,6})(?::(\d{1,6}))?/g;

/** Every position in the text, in order. */
export function positionsIn(text: string): readonly Found[] {
  if (!text.includes(".ts:")) return [];
  return [...text.matchAll(POSITION)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    place: { file: match[1]!, line: Number(match[2]), column: Number(match[3] ?? 1) },
  }));
}
