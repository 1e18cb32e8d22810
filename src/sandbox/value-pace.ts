// How fast a process may show values. Each costs the page far more than a line does: it is checked, kept and perhaps drawn. So
// after a burst a process that shows values without end stands still in `display`, for as long as the page needs for them.
import { bytesOf, type Shown } from "../supervisor/shown.ts";

/** A shown value counts as so many lines, and as one more for so many bytes: the largest image as four thousand. */
const LINES_A_VALUE = 10;
const BYTES_A_LINE = 4096;

const LINES_A_SECOND = 4000;
/** What may be shown at once: 400 small values, more than are kept, or the largest image. */
const BURST_MS = 1000;

/** How many lines a shown value counts as. */
export const linesOf = (shown: Shown): number => LINES_A_VALUE + Math.floor(bytesOf(shown) / BYTES_A_LINE);

/** `sleepUntil` stands still until that time. Gives what is to be called after each value. */
export function createValuePace(nowMs: () => number, sleepUntil: (untilMs: number) => void): (lines: number) => void {
  let paidMs = Number.NEGATIVE_INFINITY;
  return (lines) => {
    const now = nowMs();
    paidMs = Math.max(paidMs, now) + (lines * 1000) / LINES_A_SECOND;
    if (paidMs > now + BURST_MS) sleepUntil(paidMs - BURST_MS);
  };
}
