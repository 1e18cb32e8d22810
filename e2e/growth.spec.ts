// One page for a long time: what a run makes goes with it, so a page that has run 200 times holds what it held after the
// first. Counted by the browser: frames, Web Workers, and the blob URLs that nobody has revoked.
import type { Frame, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

const RUNS = 200;

test(`${RUNS} runs in one page keep its frames, Web Workers and blob URLs constant`, async ({ playground }) => {
  test.setTimeout(180_000); // 75 s on two cores that eight others share
  const { page } = playground;
  await page.addInitScript(countUrls);
  await playground.open("?p=2");
  await playground.openProgram({ driver: 'console.log("ran");\n' });
  const run = async () => {
    await playground.runButton.click();
    await playground.waitForEnd("Finished");
  };
  await run();
  const first = await held(page);
  expect(first.workers).toBe(4); // the compile step's and three processes
  expect(first.urls).toBeGreaterThan(0);
  for (let i = 1; i < RUNS; i++) await run();
  await expect.poll(() => held(page)).toEqual(first); // Chromium takes a moment to end a Web Worker
});

/** Runs in every frame before its scripts. */
function countUrls(): void {
  const live = new Set<string>();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object);
    live.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    live.delete(url);
    revokeObjectURL.call(URL, url);
  };
  Object.assign(globalThis, { liveUrls: live });
}

const urlsIn = (frame: Frame): Promise<number> =>
  frame.evaluate(() => (globalThis as unknown as { liveUrls: Set<string> }).liveUrls.size);

async function held(page: Page): Promise<{ frames: number; workers: number; urls: number }> {
  const urls = await Promise.all(page.frames().map(urlsIn));
  return {
    frames: page.frames().length,
    workers: page.workers().length,
    urls: urls.reduce((sum, count) => sum + count, 0),
  };
}
