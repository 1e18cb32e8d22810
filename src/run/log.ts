// The console's lines of one run: appended at the end, cut at the beginning. Appending grows one array in place where the
// log is the newest made from it, so a line costs a push and not a copy; an older log still sees its own lines only if it
// is appended to (it is copied then), which a fold never does.
import type { Level, Notice } from "../supervisor/api.ts";

export interface ConsoleLine {
  /** Position in the run, from 0; grows by one a line. */
  readonly seq: number;
  readonly atMs: number;
  /** 0 for a notice. */
  readonly pid: number;
  readonly level: Level | "notice";
  /** Exactly what was printed, a worker's prefix included; "" for a notice, whose words the face chooses; an error of the page's own has both. */
  readonly text: string;
  readonly notice?: Notice;
  readonly repl?: ReplPart;
}

/** A line of a cell as it was entered, or of what it gave: its value, its error, or why it does not compile. */
export interface ReplPart {
  readonly part: "input" | "result";
  /** "REPL[3]" */
  readonly cell: string;
}

/**
 * The last LINES_KEPT lines, in order; when older ones went, a notice of how many stands before them. One array that grows
 * and is replaced when it is cut; `total` tells of change.
 */
export interface ConsoleLog {
  readonly lines: readonly ConsoleLine[];
  readonly total: number;
  readonly dropped: number;
  /** Length of all texts in it. */
  readonly characters: number;
}

export const LINES_KEPT = 100_000;

/** Text a log may hold. Lines of up to 1,280 characters are kept to the full number. */
export const CHARACTERS_KEPT = 128_000_000;

export const EMPTY_LOG: ConsoleLog = { lines: [], total: 0, dropped: 0, characters: 0 };

export type NewLine = Omit<ConsoleLine, "seq">;

export function appendLines(log: ConsoleLog, added: readonly NewLine[]): ConsoleLog {
  if (added.length === 0) return log;
  const lines = ownLines(log);
  let { total, characters } = log;
  for (const line of added) {
    lines.push({ ...line, seq: total++ });
    characters += line.text.length;
  }
  return cut({ lines, total, dropped: log.dropped, characters });
}

/** The log's own array where nothing was appended to it since, else a copy of its part. */
function ownLines(log: ConsoleLog): ConsoleLine[] {
  const last = log.lines.at(-1);
  const newest = last !== undefined && last.seq === log.total - 1;
  return newest ? (log.lines as ConsoleLine[]) : log.lines.filter(({ seq }) => seq < log.total);
}

function cut(log: ConsoleLog): ConsoleLog {
  const noticeLines = log.dropped > 0 ? 1 : 0;
  let first = Math.max(noticeLines, log.lines.length - LINES_KEPT);
  let { characters, dropped } = log;
  for (let i = noticeLines; i < first; i++) characters -= log.lines[i]!.text.length;
  while (characters > CHARACTERS_KEPT && first < log.lines.length - 1) characters -= log.lines[first++]!.text.length;
  if (first === noticeLines) return log;
  for (let i = noticeLines; i < first; i++) dropped += linesBehind(log.lines[i]!);
  const gone = log.lines[first - 1]!;
  const notice: ConsoleLine = {
    seq: gone.seq,
    atMs: gone.atMs,
    pid: 0,
    level: "notice",
    text: "",
    notice: { code: "linesDropped", count: dropped },
  };
  return { ...log, lines: [notice, ...log.lines.slice(first)], dropped, characters };
}

/** How many lines of the program go with it: a notice is none, but that of lines dropped on the way stands for them. */
const linesBehind = ({ notice }: ConsoleLine): number =>
  notice === undefined ? 1 : notice.code === "linesDropped" ? notice.count : 0;
