// Editors beside workers and console, in the layout the window has room for. On wide and narrow windows the borders between
// them can be moved by mouse and keyboard, and are remembered; a double click puts one back.
import type { CSSProperties, ReactNode } from "react";
import { Group, type Layout, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { useTranslations } from "use-intl";
import { DRIVER_FILE, FUNCTIONS_FILE } from "../program/program.ts";
import { Console } from "./console/console.tsx";
import { Dashboard } from "./dashboard/dashboard.tsx";
import { EditorPane } from "./editors/editor-pane.tsx";
import { FileTabs } from "./editors/file-tabs.tsx";
import type { Look } from "./editors/monaco.ts";
import { useView } from "./page.tsx";
import { readLocal, writeLocal } from "./settings.ts";
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
    <Split id={`columns-${size}`} orientation="horizontal" panels={["editors", "side"]} onLayout={showSeam}>
      <Panel id="editors" defaultSize={editors} minSize={280}>
        {size === "wide" ? <BothEditors /> : <OneEditor />}
      </Panel>
      <Separator className="split v" aria-label={t("resizeColumns")} />
      <Panel id="side" defaultSize={100 - editors} minSize={380}>
        <Side />
      </Panel>
    </Split>
  );
}

/** The toolbar follows the border between the columns. */
const showSeam = (layout: Layout): void =>
  document.documentElement.style.setProperty("--seam", `${layout.editors?.toFixed(3)}%`);

function BothEditors() {
  const t = useTranslations("editors");
  return (
    <Split id="editors" orientation="vertical" panels={["functions", "driver"]} className="editors">
      <Panel id="functions" defaultSize={50} minSize={80}>
        <EditorPane file={FUNCTIONS_FILE} look={LOOKS.wide} />
      </Panel>
      <Separator className="split h" aria-label={t("resizeEditors")} />
      <Panel id="driver" defaultSize={50} minSize={80}>
        <EditorPane file={DRIVER_FILE} look={LOOKS.wide} />
      </Panel>
    </Split>
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

/** Head, border and comb of the workers. */
const DASHBOARD_PX = 215;

function Side() {
  const t = useTranslations("editors");
  return (
    <Split id="side" orientation="vertical" panels={["workers", "console"]}>
      <Panel id="workers" defaultSize={DASHBOARD_PX} minSize={140} groupResizeBehavior="preserve-pixel-size">
        <Dashboard phone={false} />
      </Panel>
      <Separator className="split h" aria-label={t("resizeConsole")} />
      <Panel id="console" minSize={120}>
        <Console />
      </Panel>
    </Split>
  );
}

interface SplitProps {
  readonly id: string;
  readonly orientation: "horizontal" | "vertical";
  readonly panels: string[];
  readonly className?: string;
  readonly onLayout?: (layout: Layout) => void;
  readonly children: ReactNode;
}

/** The panels take their whole height; what scrolls is inside. */
const CLIPPED: CSSProperties = { overflow: "hidden" };

function Split({ id, orientation, panels, className = "", onLayout, children }: SplitProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `panal.${id}`,
    panelIds: panels,
    storage: { getItem: readLocal, setItem: (key, value) => void writeLocal(key, value) },
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group
      className={className}
      style={CLIPPED}
      orientation={orientation}
      defaultLayout={defaultLayout}
      {...(onLayout && { onLayoutChange: onLayout })}
      onLayoutChanged={onLayoutChanged}
    >
      {children}
    </Group>
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
