// What keeps a program from running and is not the program's own fault, as an error that the page can say in the visitor's
// language: its message is the English text, its notice what the face chooses the words by.
import type { Notice } from "../supervisor/api.ts";
import type { OwnLine } from "./state.ts";

export class NoticeError extends Error {
  override readonly name = "NoticeError";
  readonly notice: Notice;

  constructor(notice: Notice, message: string) {
    super(message);
    this.notice = notice;
  }
}

/** The console's line of what kept the page from doing something. */
export function lineOf(error: unknown): OwnLine {
  const line = { level: "error", text: error instanceof Error ? error.message : String(error) } as const;
  return error instanceof NoticeError ? { ...line, notice: error.notice } : line;
}
