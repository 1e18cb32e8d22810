// A value that `display` shows, as the plain data that it travels as: process -> supervisor -> page. The process makes it, and
// keeps to the limits (process/display.ts); sandbox and page check every field of it, since nothing from a process is trusted.

export type Shown = ShownText | ShownTable | ShownImage | ShownChart;

export interface ShownText {
  readonly kind: "text";
  /** As `console.log` would print it. */
  readonly text: string;
}

export interface ShownTable {
  readonly kind: "table";
  readonly columns: readonly ShownColumn[];
  /** Text of the cells, "" where a row has none; as many a row as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** Rows of the value, of which the first are here. */
  readonly total: number;
}

export interface ShownColumn {
  readonly name: string;
  /** It holds numbers only. */
  readonly numeric: boolean;
}

export interface ShownImage {
  readonly kind: "image";
  /** In pixels, at least 1. */
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel, row by row from the top; a buffer of its own, not shared. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export const CHARTS = ["line", "bar", "dots"] as const;

export interface ShownChart {
  readonly kind: "chart";
  readonly chart: (typeof CHARTS)[number];
  /** "" for none. */
  readonly title: string;
  /** As many as y. */
  readonly x: Float64Array<ArrayBuffer> | readonly string[];
  /** NaN where there is no point. */
  readonly y: Float64Array<ArrayBuffer>;
  /** Points of the value, of which the first are here. */
  readonly total: number;
}

/** The most that one value has of each. */
export const SHOWN = {
  characters: 100_000,
  pixels: 4_000_000,
  rows: 1000,
  columns: 50,
  /** Of a table: what a page can draw at once. */
  cells: 20_000,
  cellCharacters: 500,
  points: 10_000,
} as const;

/** About what it weighs in memory. */
export function bytesOf(shown: Shown): number {
  switch (shown.kind) {
    case "text":
      return 2 * shown.text.length;
    case "image":
      return shown.data.length;
    case "chart":
      return 8 * shown.y.length + (shown.x instanceof Float64Array ? shown.x.byteLength : sumOf(shown.x));
    case "table":
      return shown.rows.reduce((sum, row) => sum + sumOf(row), 0);
  }
}

const CELL_BYTES = 128;
const sumOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + CELL_BYTES + 2 * text.length, 0);

/** The buffers that move with it when it is posted. */
export function buffersOf(shown: Shown): ArrayBuffer[] {
  if (shown.kind === "image") return [shown.data.buffer];
  if (shown.kind !== "chart") return [];
  return shown.x instanceof Float64Array ? [shown.x.buffer, shown.y.buffer] : [shown.y.buffer];
}
