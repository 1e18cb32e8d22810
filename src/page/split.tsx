// Two panes and the border between them, which mouse and keyboard can move; where it was left is remembered, a double click
// puts it back. The library for that comes after the first paint (`load`); until then a grid of the same sizes stands there,
// so that nothing moves when it comes.
import type { CSSProperties, ReactNode } from "react";
import type { Layout } from "react-resizable-panels";
import { lazily } from "./lazily.ts";
import { readLocal, writeLocal } from "./settings.ts";
import { useWhenIdle } from "./use-when-idle.ts";

export interface Pane {
  readonly id: string;
  /** Share of the whole in per cent, or pixels that stay when the window changes (`"215px"`); default is what is left. */
  readonly size?: number | `${number}px`;
  /** In pixels. */
  readonly least: number;
  readonly children: ReactNode;
}

interface SplitProps {
  readonly id: string;
  readonly orientation: "horizontal" | "vertical";
  /** Accessible name of the border. */
  readonly label: string;
  readonly first: Pane;
  readonly second: Pane;
  /** Called with the first pane's share in per cent, at first and whenever it changes. */
  readonly onShare?: ((percent: number) => void) | undefined;
}

export function Split(props: SplitProps) {
  const panels = useWhenIdle(loadPanels);
  const stored = storedLayout(props);
  return panels ? (
    <MovableSplit {...props} panels={panels} stored={stored} />
  ) : (
    <FixedSplit {...props} stored={stored} />
  );
}

function FixedSplit({ orientation, first, second, stored }: SplitProps & { stored: Layout | undefined }) {
  const share = (pane: Pane): string => {
    const size = stored?.[pane.id] ?? pane.size;
    return typeof size === "string" ? size : `minmax(0, ${size ?? 1}fr)`;
  };
  const tracks = `${share(first)} 1px ${share(second)}`;
  const style: CSSProperties =
    orientation === "horizontal"
      ? { gridTemplateColumns: tracks, gridTemplateRows: "minmax(0, 1fr)" }
      : { gridTemplateRows: tracks, gridTemplateColumns: "minmax(0, 1fr)" };
  return (
    <div className="fixed-split" style={style}>
      {first.children}
      <div className="split" />
      {second.children}
    </div>
  );
}

/** Panes take their whole room; what scrolls is inside. */
const CLIPPED: CSSProperties = { overflow: "hidden" };

function MovableSplit(props: SplitProps & { panels: Panels; stored: Layout | undefined }) {
  const { id, orientation, label, first, second, onShare, panels, stored } = props;
  const { Group, Panel, Separator } = panels;
  const panel = ({ id: paneId, size, least, children }: Pane): ReactNode => (
    <Panel
      id={paneId}
      {...(size !== undefined && { defaultSize: typeof size === "number" ? `${size}%` : size })}
      minSize={least}
      groupResizeBehavior={typeof size === "string" ? "preserve-pixel-size" : "preserve-relative-size"}
    >
      {children}
    </Panel>
  );
  return (
    <Group
      style={CLIPPED}
      orientation={orientation}
      defaultLayout={stored}
      onLayoutChange={(layout) => onShare?.(layout[first.id]!)}
      onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && store(id, layout)}
    >
      {panel(first)}
      <Separator className={orientation === "horizontal" ? "split v" : "split h"} aria-label={label} />
      {panel(second)}
    </Group>
  );
}

/** The library once it is there. One that does not come leaves the borders where they are. */
const loadPanels = lazily(async () => {
  const { Group, Panel, Separator } = await import("react-resizable-panels");
  return { Group, Panel, Separator };
});

type Panels = NonNullable<(typeof loadPanels)["now"]>;

const keyOf = (id: string): string => `panal.layout.${id}`;

const store = (id: string, layout: Layout): void => void writeLocal(keyOf(id), JSON.stringify(layout));

function storedLayout({ id, first, second }: SplitProps): Layout | undefined {
  try {
    const layout: unknown = JSON.parse(readLocal(keyOf(id)) ?? "");
    const [a, b] = [first.id, second.id].map((pane) => (layout as Layout)[pane]);
    const sane = typeof a === "number" && typeof b === "number" && a > 0 && b > 0 && Math.abs(a + b - 100) < 1;
    return sane ? { [first.id]: a, [second.id]: b } : undefined;
  } catch {
    return undefined;
  }
}
