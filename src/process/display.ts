// What `display` makes of a value: plain data to draw in the page, and a text form for the command line. Whatever is neither
// table, image nor chart is text, as `console.log` prints it; so is a value that throws when it is read. Everything is copied
// when it is called: what the program changes later is not shown.
import { assertUnreachable } from "../base/assert.ts";
import { CHARTS, SHOWN, type Shown, type ShownChart, type ShownColumn } from "../supervisor/shown.ts";
import { formatValues, inspectSafely } from "./console.ts";
import { drawTable } from "./console-table.ts";

export interface Described {
  readonly shown: Shown;
  /** Why what seems to be meant as an image or a chart is shown as text. */
  readonly fault?: string;
}

/** Meant as an image or a chart, but not right. */
class Misfit extends Error {}

/** Never throws. */
export function describe(value: unknown): Described {
  try {
    if (typeof value === "object" && value !== null) {
      const shown = chartOf(value) ?? imageOf(value) ?? tableOf(value);
      if (shown) return { shown };
    }
    return { shown: textOf(value) };
  } catch (error) {
    return { shown: textOf(value), ...(error instanceof Misfit && { fault: error.message }) };
  }
}

const textOf = (value: unknown): Shown => ({ kind: "text", text: cut(formatValues([value]), SHOWN.characters) });

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 50)}… (cut: it had ${text.length} characters)`;

function imageOf(value: { width?: unknown; height?: unknown; data?: unknown }): Shown | undefined {
  const { width, height, data } = value;
  if (typeof width !== "number" || typeof height !== "number") return undefined;
  if (!(data instanceof Uint8ClampedArray || data instanceof Uint8Array)) return undefined;
  if (!isCount(width) || !isCount(height)) {
    throw new Misfit(`an image is a whole number of pixels wide and high, not ${width} × ${height}`);
  }
  if (width * height > SHOWN.pixels) {
    throw new Misfit(`an image has at most ${SHOWN.pixels} pixels, and ${width} × ${height} are ${width * height}`);
  }
  if (data.length !== 4 * width * height) {
    const wanted = `an image of ${width} × ${height} has ${4 * width * height} bytes, 4 a pixel (red, green, blue, alpha)`;
    throw new Misfit(`${wanted}, not ${data.length}`);
  }
  return { kind: "image", width, height, data: new Uint8ClampedArray(data) };
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

function chartOf(value: { chart?: unknown; x?: unknown; y?: unknown; title?: unknown }): ShownChart | undefined {
  const { chart } = value;
  if (typeof chart !== "string" || !("y" in value)) return undefined;
  const kind = CHARTS.find((one) => one === chart);
  if (!kind) throw new Misfit(`a chart is ${CHARTS.map((one) => `"${one}"`).join(", ")}, not ${JSON.stringify(chart)}`);
  const y = pointsOf("y", value.y);
  const x = value.x === undefined ? undefined : pointsOf("x", value.x);
  if (x && x.total !== y.total) throw new Misfit(`a chart has as many x as y, not ${x.total} and ${y.total}`);
  if (!(y.points instanceof Float64Array)) throw new Misfit("y of a chart holds numbers");
  return {
    ...{ kind: "chart", chart: kind, title: value.title === undefined ? "" : cellOf(value.title) },
    ...{ x: x?.points ?? Float64Array.from(y.points, (_, i) => i), y: y.points, total: y.total },
  };
}

type Points = Float64Array<ArrayBuffer> | string[];

/** The first points of an array or a range; a chart cannot show more. */
function pointsOf(name: "x" | "y", values: unknown): { points: Points; total: number } {
  if (!isSequence(values)) throw new Misfit(`${name} of a chart is an array or a range`);
  const taken: unknown[] = [];
  for (const value of values) {
    if (taken.length === SHOWN.points) break;
    taken.push(value);
  }
  const total = taken.length < SHOWN.points ? taken.length : Math.max(values.length, taken.length);
  if (taken.every((value) => typeof value === "number")) return { points: Float64Array.from(taken), total };
  if (taken.every((value) => typeof value === "string")) return { points: taken.map(cellOf), total };
  throw new Misfit(`${name} of a chart holds numbers${name === "x" ? ", or strings" : ""}`);
}

const isSequence = (value: unknown): value is Iterable<unknown> & { length: number } =>
  typeof value === "object" &&
  value !== null &&
  Symbol.iterator in value &&
  Number.isSafeInteger((value as { length?: unknown }).length);

/** An array of plain objects, an array of arrays, or a Map; not when there is no row, which text tells better. */
function tableOf(value: object): Shown | undefined {
  const rows = value instanceof Map ? rowsOfMap(value) : Array.isArray(value) ? rowsOfArray(value) : [];
  const columns = columnsOf(rows);
  if (columns.length === 0) return undefined;
  const names = columns.slice(0, SHOWN.columns);
  const kept = rows.slice(0, Math.floor(SHOWN.cells / names.length));
  const heads = names.map((name): ShownColumn => {
    return { name: cellOf(name), numeric: kept.every((row) => isNumeric(row.get(name))) };
  });
  const cells = kept.map((row) => names.map((name) => cellOf(row.get(name))));
  if (columns.length > names.length) {
    heads[names.length - 1] = { name: "…", numeric: false };
    for (const row of cells) row[names.length - 1] = "…";
  }
  const total = value instanceof Map ? value.size : (value as unknown[]).length;
  return { kind: "table", columns: heads, rows: cells, total };
}

/** By column. */
type Row = ReadonlyMap<string, unknown>;

function rowsOfMap(map: ReadonlyMap<unknown, unknown>): Row[] {
  const rows: Row[] = [];
  for (const [key, value] of map) {
    if (rows.length === SHOWN.rows) break;
    rows.push(new Map(Object.entries({ key, value })));
  }
  return rows;
}

function rowsOfArray(values: readonly unknown[]): Row[] {
  const rows = values.slice(0, SHOWN.rows).map(rowOf);
  return rows.every((row) => row !== undefined) ? rows : [];
}

/** undefined for what is no row of a table. */
function rowOf(value: unknown): Row | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!isList && !isPlain(value)) return undefined;
  // One more than are shown tells that there are more.
  const names = isList
    ? indices(value as unknown[], SHOWN.columns + 1)
    : Object.keys(value).slice(0, SHOWN.columns + 1);
  return new Map(names.map((name) => [name, (value as Record<string, unknown>)[name]]));
}

const indices = ({ length }: { length: number }, most: number): string[] =>
  Array.from({ length: Math.min(length, most) }, (_, i) => String(i));

function isPlain(value: object): boolean {
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** Names in the order in which rows have them first. */
const columnsOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap((row) => [...row.keys()]))];

const isNumeric = (cell: unknown): boolean =>
  cell === undefined || typeof cell === "number" || typeof cell === "bigint";

/** One line: a string as it is, unless that has line ends or the like in it; else as inside an object. */
function cellOf(value: unknown): string {
  if (value === undefined) return "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const isLine = typeof value === "string" && !/[\u0000-\u001f\u007f\u2028\u2029]/.test(value);
  const text = isLine ? value : inspectSafely(value, { depth: 1, breakLength: Infinity }).replace(/\s*\n\s*/g, " ");
  return text.length <= SHOWN.cellCharacters ? text : `${text.slice(0, SHOWN.cellCharacters - 1)}…`;
}

/** For a console: a table as console.table draws it, of an image its size, of a chart its points. */
export function textForm(shown: Shown): string {
  switch (shown.kind) {
    case "text":
      return shown.text;
    case "image":
      return `image ${shown.width} × ${shown.height}`;
    case "table":
      return withRest(
        drawTable(
          shown.columns.map(({ name }) => name),
          shown.rows,
        ),
        shown.total - shown.rows.length,
        "row",
      );
    case "chart":
      return chartForm(shown);
    default:
      return assertUnreachable(shown);
  }
}

const POINTS_PRINTED = 20;

function chartForm({ chart, title, x, y, total }: ShownChart): string {
  const rows = Array.from(y.subarray(0, POINTS_PRINTED), (value, i) => [String(x[i]), String(value)]);
  return `${title === "" ? `${chart} chart` : title}\n${withRest(drawTable(["x", "y"], rows), total - rows.length, "point")}`;
}

const withRest = (text: string, more: number, what: string): string =>
  more > 0 ? `${text}\n… ${more} more ${what}${more === 1 ? "" : "s"}` : text;
