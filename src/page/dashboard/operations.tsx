// What the program is doing, operation by operation, the newest first: name, count, bar, rate and estimate while it runs; time,
// messages and bytes when it is done. The bytes of values other than buffers are estimates, which is why they are round.
import { IconAlertCircle, IconCheck, IconRotateClockwise } from "@tabler/icons-react";
import { memo, type ReactNode, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import type { OperationView } from "../../run/state.ts";
import { useBench, useLang, usePage, useRun } from "../page.tsx";
import { Position } from "../position.tsx";
import { formatBytes, formatCount, formatLeft, formatRate, formatSeconds, secondsLeft } from "../units.ts";
import type { Estimate } from "./pace.ts";
import { keyOf } from "./pacer.ts";

export function Operations() {
  const t = useTranslations("dashboard");
  const operations = useRun((state) => state.operations);
  const running = useRun((state) => state.status === "running");
  const { pacer } = usePage();
  const pace = useSyncExternalStore(pacer.subscribe, pacer.get);
  if (operations.length === 0) return <Empty />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <ol className="oplist" aria-label={t("operations")} tabIndex={0}>
      {operations.toReversed().map((operation) => (
        <Operation
          key={keyOf(operation)}
          operation={operation}
          live={running && operation.outcome === "running"}
          pace={pace.operations.get(keyOf(operation))}
        />
      ))}
    </ol>
  );
}

function Empty(): ReactNode {
  const t = useTranslations("dashboard");
  const linked = useBench((bench) => bench.origin.kind === "link");
  const idle = useRun((state) => state.status === "idle");
  return (
    <div className="empty">
      <p>{linked && idle ? t("nothingRun") : t("noOperations")}</p>
    </div>
  );
}

interface OperationProps {
  readonly operation: OperationView;
  /** It goes on: not so when the run was stopped in the middle of it. */
  readonly live: boolean;
  readonly pace: Estimate | undefined;
}

const Operation = memo(function Operation({ operation, live, pace }: OperationProps) {
  const { outcome } = operation;
  return (
    <li className={live ? "op" : "op fin"} data-operation={operation.kind} data-outcome={outcome}>
      <div className="r1">
        <Title operation={operation} />
        <span className="sum">
          <Count operation={operation} live={live} />
          {outcome !== "running" && <Outcome operation={operation} />}
        </span>
      </div>
      {live && operation.total !== null && <Track operation={operation} />}
      <Facts operation={operation} pace={pace} />
    </li>
  );
});

function Title({ operation }: { operation: OperationView }): ReactNode {
  const { kind, name, position } = operation;
  const [file, line, column] = position.split(":");
  return (
    <code>
      <b>{kind}</b> {name}
      {file && line && !name.startsWith(`${file}:${line}`) && (
        <Position place={{ file, line: Number(line), column: Number(column ?? 1) }} className="position at">
          {`${file}:${line}`}
        </Position>
      )}
    </code>
  );
}

function Count({ operation, live }: { operation: OperationView; live: boolean }): ReactNode {
  const lang = useLang();
  const { progress, total } = operation;
  const done = formatCount(lang, progress);
  return (
    <span className="num">
      {live ? <b>{done}</b> : done}
      {total !== null && ` / ${formatCount(lang, total)}`}
    </span>
  );
}

function Outcome({ operation }: { operation: OperationView }): ReactNode {
  const t = useTranslations("dashboard");
  const lang = useLang();
  const { outcome, startedMs, endedMs, failed, total } = operation;
  const time = endedMs === null ? "" : formatSeconds(lang, endedMs - startedMs);
  // Also calls that have all failed: there is nothing to put a tick behind.
  if (outcome === "failed" || (failed > 0 && failed === total))
    return (
      <span className="failmark">
        <IconAlertCircle className="i" stroke={1.75} aria-hidden="true" />
        <span>{t("failedOperation")}</span>
      </span>
    );
  return (
    <span className="okmark">
      <IconCheck className="i" stroke={1.75} aria-hidden="true" />
      <span>{time}</span>
    </span>
  );
}

function Track({ operation }: { operation: OperationView }): ReactNode {
  const { progress, total, kind, name } = operation;
  const percent = total ? (progress / total) * 100 : 0;
  return (
    <div
      className="track"
      role="progressbar"
      aria-label={`${kind} ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
    >
      <i className="done" style={{ width: `${percent.toFixed(2)}%` }} />
    </div>
  );
}

function Facts({ operation, pace }: Omit<OperationProps, "live">): ReactNode {
  const t = useTranslations("dashboard");
  const lang = useLang();
  const { messages, bytes, retried, failed } = operation;
  return (
    <div className="r3">
      {pace?.perSecond != null && <span>{t("perSecond", { rate: formatRate(lang, pace.perSecond) })}</span>}
      {pace?.leftMs != null && <Left pace={pace} leftMs={pace.leftMs} />}
      {messages > 0 && <span>{t("messages", { count: messages, n: formatCount(lang, messages) })}</span>}
      {messages > 0 && <span>{formatBytes(lang, bytes)}</span>}
      {retried > 0 && (
        <span className="ember">
          <IconRotateClockwise className="i" stroke={1.75} aria-hidden="true" />
          {t("retried", { n: formatCount(lang, retried) })}
        </span>
      )}
      {failed > 0 && <span className="failed">{t("failedItems", { n: formatCount(lang, failed) })}</span>}
    </div>
  );
}

/** The estimate, with its band where that says more. */
function Left({ pace, leftMs }: { pace: Estimate; leftMs: number }): ReactNode {
  const t = useTranslations("dashboard");
  const lang = useLang();
  const left = { count: secondsLeft(leftMs), time: formatLeft(lang, leftMs) };
  const [low, high] = (pace.band ?? [leftMs, leftMs]).map((ms) => formatLeft(lang, ms)) as [string, string];
  if (low === high || low.split(" ")[1] !== high.split(" ")[1]) return <span>{t("left", left)}</span>;
  return <span>{t("leftBand", { ...left, low: low.split(" ")[0]!, high: high.split(" ")[0]! })}</span>;
}
