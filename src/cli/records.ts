// What `--json` prints: one JSON object a line, all on stdout. The shapes are those of RunEvents, so that a line is here what it
// is in the page: its text as people see it, "From worker 2:" and a tab before each of a worker's.
import type { Diagnostic } from "../compile/compiled.ts";
import type { Level, Notice, RunEvent } from "../supervisor/api.ts";
import { noticeText } from "./notices.ts";

/** `atMs`: milliseconds since the command began. A `finished` is the last one; what went wrong has been told before it. */
export type Report =
  | { type: "line"; pid: number; level: Level; text: string; atMs: number }
  /** What is wrong, or doubtful, in a file of the program, told before it runs. Lines and columns count from 1. */
  | {
      type: "diagnostic";
      severity: Diagnostic["severity"];
      file: string;
      line: number;
      column: number;
      message: string;
    }
  /** `text` is what is printed without `--json`; absent where that is nothing. */
  | { type: "notice"; notice: Notice; text?: string; atMs: number }
  | { type: "finished"; outcome: "finished" | "failed"; atMs: number };

/** The record with its line end. */
export const recordOf = (report: Report): string => `${JSON.stringify(report)}\n`;

/** A record for each line of the text; its last line end begins none. */
export function lineRecords(pid: number, level: Level, text: string, atMs: number): string {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  return lines.map((line) => recordOf({ type: "line", pid, level, text: line, atMs })).join("");
}

/** "" for what has no place among the records: they tell what is printed. */
export function recordsOf(event: RunEvent, atMs: number): string {
  switch (event.type) {
    case "line":
      return lineRecords(event.pid, event.level, event.text, atMs);
    case "notice": {
      const text = noticeText(event.notice);
      return recordOf({ ...event, ...(text === undefined ? {} : { text }), atMs });
    }
    case "finished":
      return recordOf({ ...event, atMs });
    default:
      return "";
  }
}

export function diagnosticRecord({ severity, file, line, column, message }: Diagnostic): string {
  return recordOf({ type: "diagnostic", severity, file, line, column, message });
}
