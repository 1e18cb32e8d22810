// Offsets <-> lines and columns, which count from 1. A line ends where a JavaScript engine ends it, since its stacks
// are what gets mapped.
import type { SourcePoint } from "../../distributed/cluster-serialize/registration.ts";

const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/** Offset of the first character of each line, ascending, beginning with 0. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(LINE_END)) starts.push(end.index + end[0].length);
  return starts;
}

/** Of `length` ascending entries, the index of the last that is not above `value`; 0 when all are. */
export function lastNotAbove(length: number, entry: (index: number) => number, value: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (entry(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function pointAt(starts: readonly number[], offset: number): SourcePoint {
  const line = lastNotAbove(starts.length, (i) => starts[i]!, offset);
  return [line + 1, offset - starts[line]! + 1];
}
