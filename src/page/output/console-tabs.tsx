// The head of the console: its name alone, and once a program has displayed something the tabs Console and Output. A value never
// brings its tab to the front; it only counts there.
import { type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { useLang, usePage, useRun } from "../page.tsx";
import { walkTabs } from "../tabs.ts";
import { formatCount } from "../units.ts";
import type { View } from "../view.ts";
import { useOutputInFront } from "./front.ts";

export function ConsoleTabs() {
  const t = useTranslations();
  const lang = useLang();
  const list = useRef<HTMLDivElement>(null);
  const values = useRun((state) => state.output.values.length);
  const outputInFront = useOutputInFront();
  if (values === 0) return <h2 className="ctitle">{t("console.name")}</h2>;
  return (
    <div
      className="ctabs"
      role="tablist"
      aria-label={t("output.tabs")}
      ref={list}
      onKeyDown={(event) => walkTabs(event, list.current)}
    >
      <Tab front="console" selected={!outputInFront}>
        {t("console.name")}
      </Tab>
      <Tab front="output" selected={outputInFront}>
        {t("output.name")} <b className="count">{formatCount(lang, values)}</b>
      </Tab>
    </div>
  );
}

interface TabProps {
  readonly front: View["front"];
  readonly selected: boolean;
  readonly children: ReactNode;
}

function Tab({ front, selected, children }: TabProps) {
  const { view } = usePage();
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      onClick={() => view.setState({ front })}
    >
      {children}
    </button>
  );
}
