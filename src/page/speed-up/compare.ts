// What several finished runs of the very same program say of more workers. Pure.
import type { Timing } from "../session.ts";

export interface Comparison {
  /** The run with more workers, and the one with fewer. */
  readonly more: Timing;
  readonly fewer: Timing;
  readonly verdict: "faster" | "slower" | "same";
  /** How many times faster or slower the run with more workers was, at least 1. */
  readonly ratio: number;
}

const SAME_WITHIN = 1.05;

/** The latest run with one worker (or without) against the latest with the most, or null while there are no two. */
export function compare(timings: readonly Timing[]): Comparison | null {
  const latest = new Map(timings.map((timing) => [timing.workers, timing]));
  const counts = [...latest.keys()].sort((a, b) => a - b);
  const fewer = latest.get(counts[0] ?? -1);
  const more = latest.get(counts.at(-1) ?? -1);
  if (!fewer || !more || fewer === more) return null;
  const ratio = fewer.ms / Math.max(more.ms, 0.1);
  if (ratio >= SAME_WITHIN) return { more, fewer, verdict: "faster", ratio };
  if (ratio <= 1 / SAME_WITHIN) return { more, fewer, verdict: "slower", ratio: 1 / ratio };
  return { more, fewer, verdict: "same", ratio: 1 };
}

/** How many workers to try next: one, or after a run with one the usual number. */
export const tryNext = (ranWith: number, usual: number): number => (ranWith === 1 ? Math.max(2, usual) : 1);
