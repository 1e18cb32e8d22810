// The console: what every process printed, in order, only what is in view drawn. It follows the end until the reader scrolls
// up, and again when the reader is back at the end.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { VList, type VListHandle } from "virtua";
import { usePage, useRun } from "../page.tsx";
import { SpeedUp } from "../speed-up/speed-up.tsx";
import { isContinued, Line } from "./line.tsx";
import { type TextOf, useTextOf } from "./notices.ts";

export function Console() {
  const t = useTranslations("console");
  const textOf = useTextOf();
  return (
    <section className="console" aria-label={t("name")}>
      <header className="head">
        <h2 className="ctitle">{t("name")}</h2>
        <span className="grow" />
        <CopyAll textOf={textOf} />
        <Clear />
      </header>
      <Log textOf={textOf} />
      <SpeedUp />
    </section>
  );
}

const ROW_PX = 22;

function Log({ textOf }: { textOf: TextOf }) {
  const t = useTranslations("console");
  const log = useRun((state) => state.log);
  const list = useRef<VListHandle>(null);
  const following = useRef(true);
  const count = log.lines.length;
  // The log's array grows in place: a new one for each change is what React and the list compare.
  const lines = log.lines.slice();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the log is what must be followed
  useLayoutEffect(() => {
    if (following.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
  }, [log.total, count]);

  if (count === 0) {
    return (
      <div className="log nothing" role="log" aria-label={t("name")}>
        <p>{t("empty")}</p>
      </div>
    );
  }
  return (
    <VList
      className="log"
      role="log"
      aria-label={t("name")}
      tabIndex={0}
      ref={list}
      data={lines}
      itemSize={ROW_PX}
      onScroll={(offset) => {
        const handle = list.current;
        if (handle) following.current = handle.scrollSize - offset - handle.viewportSize < ROW_PX;
      }}
    >
      {(line, index) => (
        <Line key={line.seq} line={line} text={textOf(line)} continued={isContinued(line, lines[index - 1])} />
      )}
    </VList>
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

function Clear() {
  const t = useTranslations("console");
  const { runner } = usePage().session;
  return (
    <button type="button" className="btn quiet sm" onClick={() => runner.clear()}>
      {t("clear")}
    </button>
  );
}
