// The share of the last second in which a process was busy, from readings of how long it had been busy in all.

/** How long a process had been busy in all, at a time. */
export interface BusySample {
  readonly atMs: number;
  readonly busyMs: number;
}

const WINDOW_MS = 1000;

/**
 * The samples that the next reading may still need: those of the last second, and the newest before it. One that is not
 * later than those before it begins anew: the clock has been set back, as it is for each run.
 */
export function addSample(samples: readonly BusySample[], sample: BusySample): readonly BusySample[] {
  const last = samples.at(-1);
  if (last && last.atMs >= sample.atMs) return [sample];
  const sinceMs = sample.atMs - WINDOW_MS;
  const firstInside = samples.findIndex(({ atMs }) => atMs > sinceMs);
  const kept = firstInside < 0 ? samples.slice(-1) : samples.slice(Math.max(0, firstInside - 1));
  return [...kept, sample];
}

/** 0 to 1. Between two samples the busy time is taken to have grown evenly. */
export function busyShare(samples: readonly BusySample[]): number {
  const last = samples.at(-1);
  const first = samples[0];
  if (!last || !first || last.atMs <= first.atMs) return 0;
  const sinceMs = Math.max(first.atMs, last.atMs - WINDOW_MS);
  const share = (last.busyMs - busyAt(samples, sinceMs)) / (last.atMs - sinceMs);
  return Math.min(1, Math.max(0, share));
}

function busyAt(samples: readonly BusySample[], atMs: number): number {
  const after = samples.findIndex((sample) => sample.atMs > atMs);
  const a = samples[Math.max(0, after - 1)]!;
  const b = samples[after]!;
  const part = b.atMs > a.atMs ? (atMs - a.atMs) / (b.atMs - a.atMs) : 0;
  return a.busyMs + part * (b.busyMs - a.busyMs);
}
