// What the command line says itself, on stderr.
import type { Notice } from "../supervisor/api.ts";

/** undefined: not for the command line. */
export function noticeText(notice: Notice): string | undefined {
  switch (notice.code) {
    case "workerGone":
      return `Worker ${notice.pid} is gone. What waited on it has failed.`;
    case "workerReplaced":
      return `Worker ${notice.pid} was replaced. Its state is reset.`;
    case "text":
      return notice.text;
    default:
      return undefined;
  }
}
