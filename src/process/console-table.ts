// console.table as Node draws it: an index column, one column a key, values of rows that are no objects under "Values".

type Show = (value: unknown) => string;

const INDEX = "(index)";
const ITERATION_INDEX = "(iteration index)";
const VALUES = "Values";

/** undefined for what is no table: it is then logged. */
export function formatTable(data: unknown, only: readonly string[] | undefined, show: Show): string | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const rows = rowsOf(data);
  const columns = new Map<string, string[]>();
  const values: string[] = [];
  rows.forEach(([, row], i) => {
    if (typeof row !== "object" || row === null) {
      values[i] = show(row);
      return;
    }
    for (const key of only ?? Object.keys(row)) {
      const column = columns.get(key) ?? [];
      columns.set(key, column);
      if (Object.hasOwn(row, key)) column[i] = show((row as Record<string, unknown>)[key]);
    }
  });
  const head = [data instanceof Map || data instanceof Set ? ITERATION_INDEX : INDEX, ...columns.keys()];
  const body = [rows.map(([index]) => index), ...columns.values()];
  if (values.length > 0) {
    head.push(VALUES);
    body.push(values);
  }
  return draw(head, body, rows.length);
}

/** A table of finished texts, by rows, without an index. */
export const drawTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  draw(
    head,
    head.map((_, c) => rows.map((row) => row[c])),
    rows.length,
  );

function rowsOf(data: object): [string, unknown][] {
  if (data instanceof Map) return [...data].map(([Key, Values], i) => [String(i), { Key, Values }]);
  if (data instanceof Set) return [...data].map((value, i) => [String(i), value]);
  return Object.entries(data);
}

function draw(head: readonly string[], columns: readonly (readonly (string | undefined)[])[], height: number): string {
  const widths = head.map(
    (title, c) => Math.max(title.length, ...(columns[c] ?? []).map((cell) => cell?.length ?? 0)) + 2,
  );
  const line = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const row = (cells: readonly string[]) => `│${cells.map((cell, c) => ` ${cell}`.padEnd(widths[c]!)).join("│")}│`;
  const body = Array.from({ length: height }, (_, r) => row(columns.map((column) => column[r] ?? "")));
  return [line("┌", "┬", "┐"), row(head), line("├", "┼", "┤"), ...body, line("└", "┴", "┘")].join("\n");
}
