// The comb: a cell for each process, and a dashed one that adds a worker to the next run. One tab stop; arrow keys walk from
// cell to cell.
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { usePage, useRun, useSettings, useView } from "../page.tsx";
import { WORKERS_MAX } from "../settings.ts";
import { Cell, haloPath } from "./cell.tsx";
import { type Center, hexagonPath, layComb, neighbour } from "./hexagons.ts";

/** Above this many workers there is no dashed cell. */
const ADDS_UP_TO = 15;
const MAX_RADIUS = { desktop: 31, phone: 37 };

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function Comb({ phone }: { phone: boolean }) {
  const t = useTranslations("dashboard");
  const { view } = usePage();
  const processes = useRun((state) => state.processes);
  const workers = useSettings((settings) => settings.workers);
  const running = useRun((state) => state.status === "running");
  const selected = useView((state) => state.selected);
  const [box, size] = useSize();
  const cells = processes.length || workers + 1;
  const adds = cells - 1 <= ADDS_UP_TO;
  const comb = layComb(cells + (adds ? 1 : 0), size.width, size.height, phone ? MAX_RADIUS.phone : MAX_RADIUS.desktop);
  const tabbable = processes.some(({ pid }) => pid === selected) ? selected : (processes[0]?.pid ?? null);
  // Drawn over all cells, since their neighbours would cover parts of it.
  const selectedCenter = comb.centers[processes.findIndex(({ pid }) => pid === selected)];
  const select = useCallback(
    (pid: number) => view.setState((state) => ({ selected: state.selected === pid ? null : pid })),
    [view],
  );
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>): void => {
    const arrow = ARROWS[event.key];
    const focused = event.target instanceof SVGElement ? event.target.dataset.pid : undefined;
    const from = processes.findIndex(({ pid }) => String(pid) === focused);
    if (!arrow || from < 0) return;
    event.preventDefault();
    const to = processes[neighbour(comb.centers.slice(0, processes.length), from, ...arrow)]!.pid;
    event.currentTarget.querySelector<SVGElement>(`[data-pid="${to}"]`)?.focus();
  };
  return (
    <div className="comb" ref={box}>
      {size.width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a group of cells, not of form fields
        <svg width={size.width} height={size.height} role="group" aria-label={t("comb")} onKeyDown={onKeyDown}>
          {processes.map((process, index) => (
            <Cell
              key={process.pid}
              process={process}
              level={running || process.state === "busy" ? process.load : 0}
              x={comb.centers[index]!.x}
              y={comb.centers[index]!.y}
              radius={comb.radius}
              selected={process.pid === selected}
              tabbable={process.pid === tabbable}
              onSelect={select}
            />
          ))}
          {selectedCenter && <path className="selection" d={haloPath(selectedCenter, comb.radius)} />}
          {processes.length === 0 &&
            comb.centers
              .slice(0, cells)
              .map((center) => <Outline key={`${center.x} ${center.y}`} center={center} radius={comb.radius} />)}
          {adds && workers < WORKERS_MAX && <Add center={comb.centers.at(-1)!} radius={comb.radius} />}
        </svg>
      )}
    </div>
  );
}

/** Where a process will be; a picture without words, so nothing of it is in the accessibility tree. */
const Outline = ({ center, radius }: { center: Center; radius: number }) => (
  <g className="cell st-none">
    <path className="ring" d={hexagonPath(center, radius - 2.6)} />
  </g>
);

function Add({ center, radius }: { center: Center; radius: number }) {
  const t = useTranslations("bar");
  const { settings } = usePage();
  const add = (): void => settings.setState(({ workers }) => ({ workers: Math.min(WORKERS_MAX, workers + 1) }));
  const { x, y } = center;
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
    <g
      className="cell add"
      role="button"
      tabIndex={0}
      aria-label={t("moreCell")}
      onClick={add}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        add();
      }}
    >
      <path d={hexagonPath(center, radius - 2.6)} />
      <path className="g" d={`M${x - 5} ${y}h10M${x} ${y - 5}v10`} />
    </g>
  );
}

/** The size of an element as it changes, at first before it is painted. */
function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, size] as const;
}
