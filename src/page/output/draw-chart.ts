// A chart as SVG, by Observable Plot; whoever imports this file loads it. The chart is ink, as all is that is not work in flight,
// and all of it is drawn from numbers and texts: nothing of them is taken for HTML.
import { barY, dot, line, type Markish, plot, ruleY } from "@observablehq/plot";
import type { ShownChart } from "../../run/state.ts";
import { formatTick, type Lang } from "../units.ts";

const HEIGHT_PX = 220;
const LEFT_PX = 52;
const RIGHT_PX = 16;
const INSET_PX = 6;
/** About what a character of a label takes, and the room between two labels. */
const CHARACTER_PX = 6.5;
const GAP_PX = 12;

export interface Drawing {
  readonly widthPx: number;
  readonly lang: Lang;
  /** What the picture is, for who cannot see it. */
  readonly label: string;
}

export function drawChart({ chart, x, y }: ShownChart, { widthPx, lang, label }: Drawing): Element {
  const tickFormat = (value: unknown) => (typeof value === "number" ? formatTick(lang, value) : String(value));
  const names = chart === "bar" || !(x instanceof Float64Array) ? [...new Set<number | string>(x)] : undefined;
  const drawn = plot({
    width: widthPx,
    height: HEIGHT_PX,
    marginLeft: LEFT_PX,
    marginRight: RIGHT_PX,
    ariaLabel: label,
    x: { label: null, tickFormat, ...(names && { domain: names, ticks: labelled(names, tickFormat, widthPx) }) },
    y: { label: null, tickFormat, grid: true, nice: true, ticks: 5 },
    // A dot at the border of the chart is whole, and on no tick.
    inset: chart === "dots" ? INSET_PX : 0,
    marks: chart === "bar" ? [barsOf(x, y), ruleY([0])] : [markOf(chart, x, y)],
  });
  drawn.setAttribute("role", "img");
  // It is one picture with one name; Plot names its parts too, which have no role that could have a name.
  for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return drawn;
}

const INK = "currentColor";

const barsOf = (x: ShownChart["x"], y: Float64Array): Markish => barY({ length: y.length }, { x, y, fill: INK });

function markOf(chart: "line" | "dots", x: ShownChart["x"], y: Float64Array): Markish {
  const channels = { x, y, stroke: INK };
  return chart === "line" ? line({ length: y.length }, channels) : dot({ length: y.length }, { ...channels, r: 2.5 });
}

/** Of names that would run into each other, every second, third or so. */
function labelled<T>(names: readonly T[], textOf: (name: T) => string, widthPx: number): T[] {
  const longest = Math.max(0, ...names.map((name) => textOf(name).length));
  const fit = Math.max(1, Math.floor((widthPx - LEFT_PX - RIGHT_PX) / (longest * CHARACTER_PX + GAP_PX)));
  const step = Math.ceil(names.length / fit);
  return names.filter((_, i) => i % step === 0);
}
