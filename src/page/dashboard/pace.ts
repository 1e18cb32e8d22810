// Rates and estimates from counters, over a sliding window. Pure: the caller brings counters and times, on the run's clock.
// An estimate is remaining / rate, with the band that the middle half of the window's rates give; unknown while under five
// completions, or when nothing moves.

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

export const WINDOW_MS = 5000;
const SPACING_MS = 100;
const BUCKET_MS = 500;
const COMPLETIONS_NEEDED = 5;

/** Adds a sample to a window, oldest first: at most one each SPACING_MS, none older than `windowMs` but the one at its edge. */
export function addSample(
  window: readonly Sample[],
  atMs: number,
  value: number,
  windowMs = WINDOW_MS,
): readonly Sample[] {
  const last = window.at(-1);
  if (last && atMs - last.atMs < SPACING_MS) return window;
  const edge = window.findLastIndex((sample) => sample.atMs <= atMs - windowMs);
  return [...window.slice(Math.max(0, edge)), { atMs, value }];
}

/** Change a second over the window, or null while there are no two samples. */
export function rateOf(window: readonly Sample[]): number | null {
  const first = window[0];
  const last = window.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return null;
  return ((last.value - first.value) / (last.atMs - first.atMs)) * 1000;
}

export interface Estimate {
  readonly perSecond: number | null;
  readonly leftMs: number | null;
  /** Least and most that the middle half of the window's rates give; null when they say no more than `leftMs`. */
  readonly band: readonly [lowMs: number, highMs: number] | null;
}

export interface Counted {
  readonly startedMs: number;
  readonly progress: number;
  readonly total: number | null;
}

/** How fast an operation goes and when it will be done. */
export function estimate(window: readonly Sample[], nowMs: number, counted: Counted): Estimate {
  const { progress, total, startedMs } = counted;
  if (progress < COMPLETIONS_NEEDED || nowMs <= startedMs) return { perSecond: null, leftMs: null, band: null };
  const recent = (window.at(-1)?.value ?? 0) - (window[0]?.value ?? 0);
  const whole = (progress / (nowMs - startedMs)) * 1000;
  const perSecond = recent >= COMPLETIONS_NEEDED ? (rateOf(window) ?? whole) : whole;
  if (total === null || perSecond <= 0) return { perSecond, leftMs: null, band: null };
  const remaining = Math.max(0, total - progress);
  return { perSecond, leftMs: (remaining / perSecond) * 1000, band: bandOf(window, remaining) };
}

function bandOf(window: readonly Sample[], remaining: number): readonly [number, number] | null {
  const rates = bucketRates(window).sort((a, b) => a - b);
  const slow = rates[Math.floor((rates.length - 1) / 4)];
  const fast = rates[Math.ceil(((rates.length - 1) * 3) / 4)];
  if (rates.length < 4 || !slow || !fast || slow <= 0) return null;
  return [(remaining / fast) * 1000, (remaining / slow) * 1000];
}

function bucketRates(window: readonly Sample[]): number[] {
  const rates: number[] = [];
  let from = window[0];
  for (const sample of window) {
    if (!from || sample.atMs - from.atMs < BUCKET_MS) continue;
    rates.push(((sample.value - from.value) / (sample.atMs - from.atMs)) * 1000);
    from = sample;
  }
  return rates;
}
