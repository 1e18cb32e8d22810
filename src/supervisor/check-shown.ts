// The one check of a shown value: the sandbox makes it of what a process says, the page of what the sandbox says. The value is
// made anew from the fields it should have; what has another shape or passes the limits is none. `data` has come by structured
// clone, so that reading it runs no code.
import {
  CHARTS,
  SHOWN,
  type Shown,
  type ShownChart,
  type ShownColumn,
  type ShownImage,
  type ShownTable,
} from "./shown.ts";

type Fields<T> = { readonly [K in keyof T]?: unknown };

export function checkShown(data: unknown): Shown | undefined {
  if (typeof data !== "object" || data === null || !("kind" in data)) return undefined;
  switch (data.kind) {
    case "text": {
      const { text } = data as { text?: unknown };
      return isText(text, SHOWN.characters) ? { kind: "text", text } : undefined;
    }
    case "table":
      return checkTable(data);
    case "image":
      return checkImage(data);
    case "chart":
      return checkChart(data);
    default:
      return undefined;
  }
}

function checkTable({ columns, rows, total }: Fields<ShownTable>): ShownTable | undefined {
  if (!isList(columns, SHOWN.columns) || !columns.every(isColumn)) return undefined;
  const isRow = (row: unknown): row is string[] => isTexts(row, SHOWN.columns) && row.length === columns.length;
  if (!isList(rows, SHOWN.rows) || !rows.every(isRow) || !isCount(total) || total < rows.length) return undefined;
  if (columns.length * rows.length > SHOWN.cells) return undefined;
  const own = columns.map(({ name, numeric }): ShownColumn => ({ name, numeric }));
  return { kind: "table", columns: own, rows, total };
}

function checkImage({ width, height, data }: Fields<ShownImage>): ShownImage | undefined {
  if (!isCount(width) || !isCount(height) || width * height > SHOWN.pixels) return undefined;
  if (!isPixels(data) || data.length !== 4 * width * height || data.length === 0) return undefined;
  return { kind: "image", width, height, data };
}

function checkChart({ chart, title, x, y, total }: Fields<ShownChart>): ShownChart | undefined {
  const kind = CHARTS.find((one) => one === chart);
  if (!kind || !isText(title, SHOWN.cellCharacters) || !isFloats(y)) return undefined;
  if (!isFloats(x) && !isTexts(x, SHOWN.points)) return undefined;
  if (x.length !== y.length || !isCount(total) || total < y.length) return undefined;
  return { kind: "chart", chart: kind, title, x, y, total };
}

function isColumn(column: unknown): column is ShownColumn {
  if (typeof column !== "object" || column === null) return false;
  const { name, numeric } = column as Fields<ShownColumn>;
  return isText(name, SHOWN.cellCharacters) && typeof numeric === "boolean";
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown, most: number): value is string => typeof value === "string" && value.length <= most;
const isList = (value: unknown, most: number): value is unknown[] => Array.isArray(value) && value.length <= most;
const isTexts = (value: unknown, most: number): value is string[] =>
  isList(value, most) && value.every((text) => isText(text, SHOWN.cellCharacters));

const isPixels = (value: unknown): value is Uint8ClampedArray<ArrayBuffer> =>
  value instanceof Uint8ClampedArray && isWhole(value);

const isFloats = (value: unknown): value is Float64Array<ArrayBuffer> =>
  value instanceof Float64Array && value.length <= SHOWN.points && isWhole(value);

/** A view of a part would bring all of its buffer along, and shared memory could change while it is drawn. */
const isWhole = ({ buffer, byteLength }: Uint8ClampedArray | Float64Array): boolean =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
