// How the run is doing, in a word that screen readers hear and tests read, and what belongs to it: what is left while it runs,
// how long it took when it has ended.
import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import type { RunState } from "../../run/state.ts";
import { useLang, usePage, useRun } from "../page.tsx";
import { formatCount, formatLeft, formatProgress, formatSeconds, secondsLeft } from "../units.ts";

export function Status({ phone = false }: { phone?: boolean }) {
  const t = useTranslations("status");
  const status = useRun((state) => state.status);
  return (
    <span className={phone ? "runstatus rb" : "runstatus"} role="status" aria-label={t("name")}>
      {status === "idle" && (phone ? <Ready /> : t("idle"))}
      {status === "running" && (phone ? <RunningCount /> : <Running />)}
      {(status === "finished" || status === "failed" || status === "stopped") && <Ended status={status} />}
    </span>
  );
}

function Ready() {
  const t = useTranslations("status");
  const lang = useLang();
  const workers = useRun((state) => state.processes.filter(({ pid, state }) => pid > 1 && state === "idle").length);
  return (
    <>
      <span className="hidden-text">{t("idle")} · </span>
      {workers > 0 ? t("ready", { count: workers, n: formatCount(lang, workers) }) : t("idle")}
    </>
  );
}

function Running() {
  const t = useTranslations("status");
  const lang = useLang();
  const { pacer } = usePage();
  const leftMs = useSyncExternalStore(pacer.subscribe, () => leastLeft(pacer.get().operations.values()));
  return (
    <>
      {t("running")}
      {leftMs !== null && (
        // Changes each second: read, not announced.
        <span aria-hidden="true">{` · ${t("left", { count: secondsLeft(leftMs), time: formatLeft(lang, leftMs) })}`}</span>
      )}
    </>
  );
}

/** The run is not done before its slowest operation is: the longest estimate, to the second so that it ticks calmly. */
function leastLeft(estimates: Iterable<{ leftMs: number | null }>): number | null {
  const all = [...estimates].map(({ leftMs }) => leftMs).filter((leftMs) => leftMs !== null);
  return all.length === 0 ? null : Math.round(Math.max(...all) / 1000) * 1000;
}

function RunningCount() {
  const t = useTranslations("status");
  const lang = useLang();
  const operation = useRun((state) => state.operations.findLast(({ outcome }) => outcome === "running"));
  return (
    <>
      <span className="hidden-text">{t("running")} </span>
      {operation?.total != null && (
        <span aria-hidden="true">{formatProgress(lang, operation.progress, operation.total)}</span>
      )}
    </>
  );
}

function Ended({ status }: { status: "finished" | "failed" | "stopped" }) {
  const t = useTranslations("status");
  const lang = useLang();
  const ms = useRun(tookMs);
  return (
    <>
      <span className={STATUS_CLASS[status]}>
        {status === "finished" && <IconCheck className="i" stroke={1.75} aria-hidden="true" />}
        {status === "failed" && <IconAlertCircle className="i" stroke={1.75} aria-hidden="true" />}
        <span>{t(status)}</span>
      </span>{" "}
      {ms !== null && <b>{formatSeconds(lang, ms)}</b>}
    </>
  );
}

const STATUS_CLASS = { finished: "okst", failed: "failst", stopped: "stopst" } as const;

const tookMs = (state: RunState): number | null =>
  state.startedMs === null || state.endedMs === null ? null : state.endedMs - state.startedMs;
