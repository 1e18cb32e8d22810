// The table that a benchmark prints: what was measured, and the bar it should keep below.

export interface Row {
  readonly name: string;
  /** For people: "1.20 ms". */
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: number;
  readonly bar: number;
}

/** A block of lines under a heading; a row over its bar is marked. */
export function printRows(heading: string, [ours, theirs]: readonly [string, string], rows: readonly Row[]): void {
  const line = (name: string, a: string, b: string, ratio: string, bar: string, mark = "") =>
    console.log(`  ${name.padEnd(34)}${a.padStart(12)}${b.padStart(12)}${ratio.padStart(8)}${bar.padStart(7)}${mark}`);
  console.log(`\n${heading}`);
  line("", ours, theirs, "ratio", "bar");
  for (const { name, ours, theirs, ratio, bar } of rows) {
    line(name, ours, theirs, ratio.toFixed(2), `${bar}`, ratio > bar ? " MISSED" : "");
  }
}

export const ms = (value: number): string => `${value.toFixed(2)} ms`;
