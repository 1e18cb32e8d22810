// Where a run failed, as its error lines say: the first position in a user's file after the newest error began.
import type { ConsoleLog } from "../../run/state.ts";
import { isCell, positionsIn } from "../console/positions.ts";
import type { Place } from "../view.ts";

export interface Fault extends Place {
  /** `seq` of the console line with the position. */
  readonly seq: number;
  /** The error's own first line, without the prefix of its process. */
  readonly message: string;
}

const LINES_SEARCHED = 200;

/** The newest failure with a position in functions.ts or driver.ts, or null. */
export function faultOf(log: ConsoleLog): Fault | null {
  const { lines } = log;
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - LINES_SEARCHED); at--) {
    const line = lines[at]!;
    if (line.level !== "error") continue;
    const first = beginning(log, at);
    for (let next = first; next <= at; next++) {
      const place = positionsIn(lines[next]!.text).find(({ place }) => !isCell(place.file))?.place;
      if (place) return { ...place, seq: lines[next]!.seq, message: messageOf(lines[first]!.text) };
    }
    at = first;
  }
  return null;
}

/** The error lines of one process that were printed at once belong together. */
function beginning(log: ConsoleLog, at: number): number {
  const { pid, level, atMs } = log.lines[at]!;
  let first = at;
  while (first > 0) {
    const before = log.lines[first - 1]!;
    if (before.pid !== pid || before.level !== level || before.atMs !== atMs) break;
    first--;
  }
  return first;
}

const MESSAGE_KEPT = 60;

/** Without the process's prefix and a position of its own, short enough to stand behind the code. */
function messageOf(text: string): string {
  const message = text
    .replace(/^(?:\s*(?:From|On) worker \d+:\s*)+/, "")
    .replace(/^\s*[\w.-]+\.ts:\d+:\d+:\s*/, "")
    .trim();
  return message.length > MESSAGE_KEPT ? `${message.slice(0, MESSAGE_KEPT - 1).trimEnd()}…` : message;
}
