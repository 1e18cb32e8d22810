// One page for a long time: what a run makes goes with it, so a page that has run 200 times holds what it held after the
// first. Counted by the browser: frames, Web Workers, and the blob URLs that nobody has revoked.
import type { Frame, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import type { Playground } from "./playground.ts";

test.use({ monaco: false, viewport: { width: 480, height: 320 } });

const RUNS = 200;

test(`${RUNS} runs in one page keep its frames, Web Workers and blob URLs constant`, async ({ playground }) => {
  test.setTimeout(180_000);
  const { page } = playground;
  await page.addInitScript(countUrls);
  await playground.open("?p=0");
  await playground.openProgram({ driver: 'console.log("ran");\n' });
  expect(await runs(playground, 1)).toEqual(["Finished"]);
  const first = await held(page);
  expect(first.workers).toBe(2); // the compile step's and one process
  expect(first.urls).toBeGreaterThan(0);
  expect(await runs(playground, RUNS - 1)).toEqual(Array(RUNS - 1).fill("Finished"));
  await expect.poll(() => held(page)).toEqual(first); // Chromium takes a moment to end a Web Worker
});

/** Presses Run as soon as it can be pressed again, `count` times; how each run ended. In the page: that is sooner than asking it. */
async function runs({ status, runButton }: Playground, count: number): Promise<string[]> {
  const run = await runButton.elementHandle();
  return await status.evaluate(
    async (status, { run, count }) => {
      const ends: string[] = [];
      for (let i = 0; i < count; i++) {
        const ended = new Promise<string>((resolve) => {
          new MutationObserver((_, observer) => {
            const end = /^(?:Finished|Failed|Stopped)/.exec(status.textContent ?? "")?.[0];
            if (!end) return;
            observer.disconnect();
            resolve(end);
          }).observe(status, { childList: true, characterData: true, subtree: true });
        });
        (run as HTMLButtonElement).click();
        ends.push(await ended);
        await new Promise(requestAnimationFrame);
      }
      return ends;
    },
    { run, count },
  );
}

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
