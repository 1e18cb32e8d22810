// The words of what the page and the supervisor say themselves, in the visitor's language.
import { useTranslations } from "use-intl";
import { assertUnreachable } from "../../base/assert.ts";
import type { ConsoleLine } from "../../run/state.ts";
import { useLang } from "../page.tsx";
import { formatCount, formatSeconds, formatShortTime } from "../units.ts";

type Notice = NonNullable<ConsoleLine["notice"]>;

/** Turns a line into its text: what was printed, exactly, or the words of a notice. */
export type TextOf = (line: ConsoleLine) => string;

export function useTextOf(): TextOf {
  const t = useTranslations("notice");
  const lang = useLang();
  const wordsOf = (notice: Notice): string => {
    const counted = (count: number) => ({ count, n: formatCount(lang, count) });
    switch (notice.code) {
      case "ready":
        return t("ready", { ...counted(notice.workers), time: formatShortTime(lang, notice.ms) });
      case "finished":
        return t("finished", { ...counted(notice.workers), time: formatSeconds(lang, notice.ms) });
      case "stopped":
        return t("stopped", { time: formatSeconds(lang, notice.ms) });
      case "workerGone":
        return t("workerGone", { pid: String(notice.pid) });
      case "workerReplaced":
        return t("workerReplaced", { pid: String(notice.pid) });
      case "linesDropped":
        return t("linesDropped", counted(notice.count));
      case "sandboxLost":
        return t("sandboxLost");
      case "sandboxUnusable":
        return t("sandboxUnusable", { why: notice.why });
      case "assetUnreadable":
        return t("assetUnreadable", { name: notice.name, why: notice.why });
      case "compilerStopped":
        return t("compilerStopped", { why: notice.why });
      case "compilerSlow":
        return t("compilerSlow", { n: formatCount(lang, notice.seconds) });
      case "newProcesses":
        return t("newProcesses");
      case "text":
        return notice.text;
      default:
        return assertUnreachable(notice);
    }
  };
  return (line) => (line.notice ? wordsOf(line.notice) : line.text);
}
