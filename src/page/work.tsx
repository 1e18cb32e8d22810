// Editors beside workers and console, in the layout the window has room for. On wide and narrow windows the borders between
// them can be moved by mouse and keyboard, and are remembered; a double click puts one back.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DRIVER_FILE, FUNCTIONS_FILE } from "../program/program.ts";
import { Console } from "./console/console.tsx";
import { Dashboard } from "./dashboard/dashboard.tsx";
import { EditorPane } from "./editors/editor-pane.tsx";
import { FileTabs } from "./editors/file-tabs.tsx";
import type { Look } from "./editors/monaco.ts";
import { useView } from "./page.tsx";
import { Split } from "./split.tsx";
import type { LayoutSize } from "./use-layout.ts";

const LOOKS: Readonly<Record<LayoutSize, Look>> = {
  wide: { size: "wide", gutterPx: 56 },
  narrow: { size: "narrow", gutterPx: 40 },
  phone: { size: "phone", gutterPx: 44 },
};

/** Where the columns meet, of 1440: 752 for the editors, 1 for the border, 688 for the rest. */
const COLUMNS: Readonly<Record<"wide" | "narrow", number>> = { wide: (752 / 1441) * 100, narrow: (460 / 1024) * 100 };

export function Work({ size }: { size: LayoutSize }) {
  return size === "phone" ? <PhoneWork /> : <WideWork key={size} size={size} />;
}

function WideWork({ size }: { size: "wide" | "narrow" }) {
  const t = useTranslations("editors");
  const editors = COLUMNS[size];
  return (
    <Split
      id={`columns-${size}`}
      orientation="horizontal"
      label={t("resizeColumns")}
      onShare={showSeam}
      first={{ id: "editors", size: editors, least: 280, children: size === "wide" ? <BothEditors /> : <OneEditor /> }}
      second={{ id: "side", size: 100 - editors, least: 380, children: <Side /> }}
    />
  );
}

/** The toolbar follows the border between the columns. */
const showSeam = (percent: number): void =>
  document.documentElement.style.setProperty("--seam", `${percent.toFixed(3)}%`);

function BothEditors() {
  const t = useTranslations("editors");
  const pane = (file: string): ReactNode => <EditorPane file={file} look={LOOKS.wide} />;
  return (
    <Split
      id="editors"
      orientation="vertical"
      label={t("resizeEditors")}
      first={{ id: "functions", size: 50, least: 80, children: pane(FUNCTIONS_FILE) }}
      second={{ id: "driver", size: 50, least: 80, children: pane(DRIVER_FILE) }}
    />
  );
}

function OneEditor() {
  const file = useView((view) => view.file);
  return (
    <div className="editors one">
      <FileTabs />
      <EditorPane key={file} file={file} look={LOOKS.narrow} />
    </div>
  );
}

function Side() {
  const t = useTranslations("editors");
  return (
    <Split
      id="side"
      orientation="vertical"
      label={t("resizeConsole")}
      // Head, border and comb of the workers.
      first={{ id: "workers", size: "215px", least: 140, children: <Dashboard phone={false} /> }}
      second={{ id: "console", least: 120, children: <Console /> }}
    />
  );
}

function PhoneWork() {
  const panel = useView((view) => view.panel);
  switch (panel) {
    case "functions":
      return <EditorPane key={FUNCTIONS_FILE} file={FUNCTIONS_FILE} look={LOOKS.phone} />;
    case "driver":
      return <EditorPane key={DRIVER_FILE} file={DRIVER_FILE} look={LOOKS.phone} />;
    case "workers":
      return <Dashboard phone />;
    case "console":
      return <Console />;
  }
}
