// One panel at a time on a phone. A run brings the workers to the front, its end the console; the console's tab counts the
// lines that have not been seen.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { usePage, useRun, useView } from "./page.tsx";
import { walkTabs } from "./tabs.ts";
import { type Panel, panelOf } from "./view.ts";

const PANELS: readonly Panel[] = ["functions", "driver", "workers", "console"];

export function PhoneTabs() {
  const t = useTranslations("phone");
  const { view } = usePage();
  const current = useView((state) => state.panel);
  const list = useRef<HTMLDivElement>(null);
  const unseen = useUnseenLines(current);
  useRunInFront();
  const onKeyDown = (event: KeyboardEvent): void => walkTabs(event, list.current);
  const show = (panel: Panel): void => {
    const file = (["functions.ts", "driver.ts"] as const).find((name) => panelOf(name) === panel);
    view.setState(file ? { panel, file } : { panel });
  };
  return (
    <nav aria-label={t("panels")}>
      <div className="ptabs" role="tablist" aria-label={t("panels")} ref={list} onKeyDown={onKeyDown}>
        {PANELS.map((panel) => (
          <button
            type="button"
            role="tab"
            key={panel}
            aria-selected={panel === current}
            tabIndex={panel === current ? 0 : -1}
            onClick={() => show(panel)}
          >
            {t(panel)}
            {panel === "console" && unseen > 0 && <b className="count">{unseen > 99 ? "99+" : unseen}</b>}
          </button>
        ))}
      </div>
    </nav>
  );
}

/** Brings what happens to the front: the workers while a run goes on, then the console. */
function useRunInFront(): void {
  const { view } = usePage();
  const status = useRun((state) => state.status);
  const before = useRef(status);
  useEffect(() => {
    if (before.current === status) return;
    before.current = status;
    if (status !== "idle") view.setState({ panel: status === "running" ? "workers" : "console" });
  }, [status, view]);
}

function useUnseenLines(panel: Panel): number {
  const count = useRun((state) => state.log.lines.length);
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (panel === "console" || count < seen) setSeen(count);
  }, [panel, count, seen]);
  return panel === "console" ? 0 : Math.max(0, count - seen);
}
