import { expect, test } from "vitest";
import { addSample, estimate, rateOf, type Sample, WINDOW_MS } from "./pace.ts";

/** A window fed every 100 ms from 0 to `untilMs`. */
function feed(untilMs: number, valueAt: (ms: number) => number): readonly Sample[] {
  let window: readonly Sample[] = [];
  for (let ms = 0; ms <= untilMs; ms += 100) window = addSample(window, ms, valueAt(ms));
  return window;
}

test("addSample() keeps the window's length and drops what is older", () => {
  const window = feed(20_000, (ms) => ms);
  expect(window.at(-1)!.atMs - window[0]!.atMs).toBe(WINDOW_MS);
});

test("addSample() passes over samples that come too fast", () => {
  const window = addSample([], 0, 1);
  expect(addSample(window, 50, 2)).toBe(window);
});

test("rateOf() is the change a second over the window, not since the start", () => {
  expect(rateOf(feed(20_000, (ms) => (ms < 10_000 ? 0 : (ms - 10_000) / 10)))).toBeCloseTo(100);
  expect(rateOf([])).toBeNull();
});

test("estimate() is unknown under five completions", () => {
  const window = feed(2000, (ms) => Math.floor(ms / 500));
  expect(estimate(window, 2000, { startedMs: 0, progress: 4, total: 100 })).toEqual({
    perSecond: null,
    leftMs: null,
    band: null,
  });
});

test("estimate() divides what remains by the rate", () => {
  const window = feed(10_000, (ms) => ms / 20);
  const { perSecond, leftMs, band } = estimate(window, 10_000, { startedMs: 0, progress: 500, total: 1000 });
  expect(perSecond).toBeCloseTo(50);
  expect(leftMs).toBeCloseTo(10_000);
  expect(band?.[0]).toBeCloseTo(10_000);
});

test("estimate() gives a band around an uneven rate", () => {
  const window = feed(5000, (ms) => ms / 10 + 40 * Math.sin(ms / 300));
  const { leftMs, band } = estimate(window, 5000, { startedMs: 0, progress: 500, total: 2000 });
  expect(band![0]).toBeLessThan(leftMs!);
  expect(band![1]).toBeGreaterThan(leftMs!);
});

test("estimate() counts from the start where completions are further apart than the window", () => {
  const window = feed(60_000, (ms) => Math.floor(ms / 6000));
  expect(estimate(window, 60_000, { startedMs: 0, progress: 10, total: 20 }).leftMs).toBeCloseTo(60_000);
});

test("estimate() knows a rate but no end while the length of an iterator is unknown", () => {
  const window = feed(2000, (ms) => ms / 20);
  expect(estimate(window, 2000, { startedMs: 0, progress: 100, total: null })).toMatchObject({
    leftMs: null,
    band: null,
  });
});
