// The values that programs displayed in one run, in order. The newest are kept, in number and in bytes; how many went is known.
import { bytesOf, type Shown } from "../supervisor/shown.ts";

export type { Shown, ShownChart, ShownImage, ShownTable } from "../supervisor/shown.ts";

export interface ShownValue {
  /** Position in the run, from 0. */
  readonly seq: number;
  readonly atMs: number;
  readonly pid: number;
  readonly shown: Shown;
}

export interface Output {
  readonly values: readonly ShownValue[];
  /** Values of the run, those that went included. */
  readonly total: number;
}

export const VALUES_KEPT = 200;
/** Eight of the largest images; the newest value stays, whatever it weighs. */
export const BYTES_KEPT = 128_000_000;

export const EMPTY_OUTPUT: Output = { values: [], total: 0 };

/** `skipped`: values before it that never came. */
export type NewValue = Omit<ShownValue, "seq"> & { readonly skipped: number };

export function appendValues(output: Output, added: readonly NewValue[]): Output {
  if (added.length === 0) return output;
  let { total } = output;
  const values = [...output.values];
  for (const { skipped, atMs, pid, shown } of added) {
    total += skipped;
    values.push({ seq: total++, atMs, pid, shown });
  }
  return { values: values.slice(firstKept(values)), total };
}

function firstKept(values: readonly ShownValue[]): number {
  let bytes = 0;
  const least = Math.max(0, values.length - VALUES_KEPT);
  for (let i = values.length - 1; i >= least; i--) {
    bytes += bytesOf(values[i]!.shown);
    if (bytes > BYTES_KEPT) return Math.min(i + 1, values.length - 1);
  }
  return least;
}
