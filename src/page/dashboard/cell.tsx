// A process as a cell: how full it is says how busy it was in the last second, the ring and a glyph how it is doing, the badge
// who it is. Small cells lose the glyph, then the number; the words are in its name either way.
import { memo, useId } from "react";
import { useTranslations } from "use-intl";
import type { ProcessState, ProcessView } from "../../run/state.ts";
import { colorOf, isHollow } from "../badge.tsx";
import { type Center, hexagonPath } from "./hexagons.ts";

const LOOK: Readonly<Record<ProcessState, string>> = {
  starting: "st-starting",
  idle: "st-idle",
  busy: "st-computing",
  ended: "st-dead",
  lost: "st-dead",
};

const GLYPH: Readonly<Partial<Record<ProcessState, string>>> = {
  starting: "M-4 0v.01M0 0v.01M4 0v.01",
  busy: "M-2-3.4 3.2 0-2 3.4Z",
  ended: "M-3-3 3 3M3-3-3 3",
  lost: "M-3-3 3 3M3-3-3 3",
};

/** Below these radii the glyph goes, then the number. */
const GLYPH_PX = 23;
const NUMBER_PX = 15;

interface CellProps {
  readonly process: ProcessView;
  /** How full it is drawn, 0 to 1: its load, drained once the run has ended. */
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly selected: boolean;
  readonly tabbable: boolean;
  readonly onSelect: (pid: number) => void;
}

export const Cell = memo(function Cell({ process, level, x, y, radius, selected, tabbable, onSelect }: CellProps) {
  const t = useTranslations("dashboard");
  const { pid, state } = process;
  const tiny = radius < NUMBER_PX;
  const center = { x, y };
  const inner = radius - (tiny ? 0.9 : 1.6);
  const glyph = GLYPH[state];
  const dead = state === "ended" || state === "lost";
  const showsGlyph = glyph !== undefined && (radius > GLYPH_PX || (tiny && dead));
  const who = pid === 1 ? t("driverCell", { pid: "1" }) : t("worker", { pid: String(pid) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
    <g
      className={`cell ${LOOK[state]}${tiny ? " tiny" : ""}`}
      role="button"
      tabIndex={tabbable ? 0 : -1}
      aria-pressed={selected}
      aria-label={`${t("cell", { who, state: t(`state.${state}`) })}${process.function && ` ${process.function}`}`}
      data-pid={pid}
      data-state={state}
      data-function={process.function}
      data-done={process.done}
      data-bytes-in={process.bytesIn}
      data-bytes-out={process.bytesOut}
      onClick={() => onSelect(pid)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onSelect(pid);
      }}
    >
      <path className="bg" d={hexagonPath(center, inner)} />
      <Liquid center={center} inner={inner} level={level} />
      <path className="ring" d={hexagonPath(center, inner - 1)} />
      <path className="halo" d={haloPath(center, radius)} />
      {!tiny && <PidNumber pid={pid} center={center} lifted={showsGlyph} hollow={dead} />}
      {showsGlyph && (
        <path
          className="gl"
          transform={`translate(${x} ${tiny ? y : y + 11.5}) scale(${tiny ? 0.9 : 1.2})`}
          d={glyph}
        />
      )}
    </g>
  );
});

/** The outline around a cell that has the focus or is selected. */
export const haloPath = (center: Center, radius: number): string =>
  hexagonPath(center, radius < NUMBER_PX ? radius + 1.1 : radius + 1.8);

/**
 * The liquid, with its surface line. It is always there, so that its level can ease, and never lower than the cell: what is
 * clipped would still be part of the cell's box, whose middle is where it is tapped.
 */
function Liquid({ center, inner, level }: { center: Center; inner: number; level: number }) {
  const id = useId();
  const half = (inner * Math.sqrt(3)) / 2;
  const height = 2 * half * Math.max(0, Math.min(1, level));
  const opacity = level > 0.004 ? 1 : 0;
  const [x, width] = [center.x - inner, 2 * inner];
  return (
    <>
      <clipPath id={id}>
        <path d={hexagonPath(center, inner)} />
      </clipPath>
      <g clipPath={`url(#${id})`}>
        <rect
          className="level fill"
          {...{ x, width, y: center.y - half, height: 2 * half }}
          style={{ transform: `scaleY(${(height / (2 * half)).toFixed(3)})`, opacity }}
        />
        <rect
          className="level surf"
          {...{ x, width, y: center.y + half, height: 1.5 }}
          style={{ transform: `translateY(${(-height).toFixed(1)}px)`, opacity }}
        />
      </g>
    </>
  );
}

function PidNumber({ pid, center, lifted, hollow }: { pid: number; center: Center; lifted: boolean; hollow: boolean }) {
  const y = lifted ? center.y - 6.5 : center.y;
  const outlined = hollow || isHollow(pid);
  return (
    <g className={outlined ? "badge outlined" : "badge"} style={{ "--c": colorOf(pid) } as React.CSSProperties}>
      <path className="tag" d={hexagonPath({ x: center.x, y }, 10)} />
      <text x={center.x} y={y + 3.9}>
        {pid}
      </text>
    </g>
  );
}
