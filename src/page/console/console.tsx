// The console: what every process printed and the cells of the REPL, in order, with what can be done with it as a whole, and
// the line in which cells are written.
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConsoleLine } from "../../run/state.ts";
import { lazily } from "../lazily.ts";
import { ConsoleTabs } from "../output/console-tabs.tsx";
import { useOutputInFront } from "../output/front.ts";
import { LazyOutput } from "../output/lazy-output.tsx";
import { usePage, useRun } from "../page.tsx";
import { Repl } from "../repl/repl.tsx";
import { SpeedUp } from "../speed-up/speed-up.tsx";
import { useWhenIdle } from "../use-when-idle.ts";
import { isContinued, Line } from "./line.tsx";
import { type TextOf, useTextOf } from "./notices.ts";

export function Console() {
  const t = useTranslations("console");
  const textOf = useTextOf();
  const outputInFront = useOutputInFront();
  return (
    <section className="console" aria-label={t("name")}>
      <header className="head">
        <ConsoleTabs />
        <span className="grow" />
        {!outputInFront && <CopyAll textOf={textOf} />}
        <Clear />
      </header>
      {outputInFront ? <LazyOutput /> : <Log textOf={textOf} />}
      <SpeedUp />
      <Repl />
    </section>
  );
}

export interface LogProps {
  readonly name: string;
  readonly lines: readonly ConsoleLine[];
  /** Lines printed so far; tells of change. */
  readonly total: number;
  readonly textOf: TextOf;
}

const loadVirtualLog = lazily(async () => (await import("./virtual-log.tsx")).default);

function Log({ textOf }: { textOf: TextOf }) {
  const t = useTranslations("console");
  const log = useRun((state) => state.log);
  const VirtualLog = useWhenIdle(loadVirtualLog);
  if (log.lines.length === 0) {
    return (
      <div className="log nothing" role="log" aria-label={t("name")}>
        <p>{t("empty")}</p>
      </div>
    );
  }
  const Lines = VirtualLog ?? ShortLog;
  // The log's array grows in place: a new one for each change is what React and the list compare.
  return <Lines name={t("name")} lines={log.lines.slice()} total={log.total} textOf={textOf} />;
}

const LINES_SHOWN = 50;

/** The last lines, for the moment before the list that draws them all is there. */
function ShortLog({ name, lines, textOf }: LogProps) {
  const shown = lines.slice(-LINES_SHOWN);
  return (
    <div className="log" role="log" aria-label={name}>
      {shown.map((line, index) => (
        <Line key={line.seq} line={line} text={textOf(line)} continued={isContinued(line, shown[index - 1])} />
      ))}
    </div>
  );
}

type Copying = "ready" | "copied" | "refused";

function CopyAll({ textOf }: { textOf: TextOf }) {
  const t = useTranslations("console");
  const { runner } = usePage().session;
  const [copying, setCopying] = useState<Copying>("ready");
  useEffect(() => {
    if (copying === "ready") return;
    const timer = setTimeout(setCopying, 2000, "ready");
    return () => clearTimeout(timer);
  }, [copying]);
  const copy = (): void => {
    const text = runner.getState().log.lines.map(textOf).join("\n");
    navigator.clipboard.writeText(text).then(
      () => setCopying("copied"),
      () => setCopying("refused"),
    );
  };
  return (
    <>
      <span className="note" aria-live="polite">
        {copying === "copied" && t("copied")}
        {copying === "refused" && t("copyRefused")}
      </span>
      <button type="button" className="btn quiet sm" onClick={copy}>
        {t("copy")}
      </button>
    </>
  );
}

/** Empties what is in front. */
function Clear() {
  const t = useTranslations("console");
  const { runner } = usePage().session;
  const outputInFront = useOutputInFront();
  const clear = (): void => (outputInFront ? runner.clearOutput() : runner.clear());
  return (
    <button type="button" className="btn quiet sm" onClick={clear}>
      {t("clear")}
    </button>
  );
}
