// What a program printed against what it must print. Pure; the runners bring the lines.
import type { ConformanceProgram, Expected } from "./program.ts";

export const matches = (expected: Expected, line: string): boolean =>
  typeof expected === "string" ? expected === line : expected.test(line);

/** Lines of a console or stream; a last line end begins no line. */
export const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

/** A report of the first difference, with all lines of both; undefined when there is none. */
export function difference(
  expected: readonly Expected[],
  lines: readonly string[],
  order: ConformanceProgram["order"] = "fixed",
): string | undefined {
  return order === "free" ? differenceInAnyOrder(expected, lines) : differenceInOrder(expected, lines);
}

function differenceInOrder(expected: readonly Expected[], lines: readonly string[]): string | undefined {
  for (let i = 0; i < Math.max(expected.length, lines.length); i++) {
    const [wanted, line] = [expected[i], lines[i]];
    if (wanted === undefined || line === undefined || !matches(wanted, line)) return report(i + 1, wanted, line, lines);
  }
  return undefined;
}

/** Exact lines take theirs first, so that a pattern never takes a line that only an exact one can have. */
function differenceInAnyOrder(expected: readonly Expected[], lines: readonly string[]): string | undefined {
  const left = [...lines];
  const exactFirst = [...expected].sort((a, b) => Number(a instanceof RegExp) - Number(b instanceof RegExp));
  for (const wanted of exactFirst) {
    const at = left.findIndex((line) => matches(wanted, line));
    if (at < 0) return report(lines.length - left.length + 1, wanted, undefined, lines);
    left.splice(at, 1);
  }
  return left.length === 0 ? undefined : report(lines.length, undefined, left[0], lines);
}

/**
 * The same for a console that shows both streams in one: every line must be the next of one of them. With the order free
 * they are one list.
 */
export function differenceOfMerged(
  { prints, complains = [], order = "fixed" }: ConformanceProgram,
  lines: readonly string[],
): string | undefined {
  if (order === "free") return differenceInAnyOrder([...prints, ...complains], lines);
  // How many of `prints` may have been seen so far; of `complains` then the rest. One entry unless both have the same lines.
  let seen = new Set([0]);
  for (const [k, line] of lines.entries()) {
    const next = new Set<number>();
    for (const i of seen) {
      const j = k - i;
      if (i < prints.length && matches(prints[i]!, line)) next.add(i + 1);
      if (j < complains.length && matches(complains[j]!, line)) next.add(i);
    }
    if (next.size === 0) {
      const [i = 0] = seen;
      return report(k + 1, prints[i] ?? complains[k - i], line, lines);
    }
    seen = next;
  }
  if (lines.length === prints.length + complains.length) return undefined;
  const [i = 0] = seen;
  return report(lines.length + 1, prints[i] ?? complains[lines.length - i], undefined, lines);
}

const SHOWN = 60;

function report(at: number, wanted: Expected | undefined, line: string | undefined, lines: readonly string[]): string {
  const shown = lines.length > SHOWN ? [...lines.slice(0, SHOWN), `… ${lines.length - SHOWN} more`] : lines;
  return [
    `line ${at}`,
    `  wanted ${wanted === undefined ? "no line" : typeof wanted === "string" ? JSON.stringify(wanted) : String(wanted)}`,
    `  got    ${line === undefined ? "no line" : JSON.stringify(line)}`,
    "of",
    ...shown.map((one) => `  ${one}`),
  ].join("\n");
}
