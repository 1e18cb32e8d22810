// End-to-end tests: the built page in Chromium, served by `vite preview` on a port of this run's own, so that several runs
// may go on in one tree. Chromium is PANAL_CHROMIUM (`npm test` sets it), else Debian's, else Playwright's own.
// No test is retried; e2e/fixtures.ts writes what consoles showed to test-results/consoles.txt.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { defineConfig } from "@playwright/test";

const DEBIAN = "/usr/bin/chromium";
const executablePath = process.env.PANAL_CHROMIUM ?? (existsSync(DEBIAN) ? DEBIAN : undefined);

/**
 * Features that Chromium goes without. Its address bar, which no test sees, would start a process and two pages of its own for
 * each context: 0.8 of the 1.1 CPU seconds that an empty one costs. The switch replaces Playwright's: the others are from its list.
 */
const DISABLED_FEATURES = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "BlockOriginHeaderModificationOnRedirect",
  "DestroyProfileOnBrowserClose",
  "GlobalMediaControls",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "Translate",
];

// Workers of the runner read this file too: they get the port by the environment.
process.env.PANAL_PORT ??= String(await freePort());
const port = process.env.PANAL_PORT;
const baseURL = `http://localhost:${port}/`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/playwright",
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Limits that a machine with both cores busy elsewhere still keeps; no test waits on them when all is well.
  timeout: 60_000,
  expect: { timeout: 20_000 },
  globalTimeout: 20 * 60_000,
  use: {
    baseURL,
    browserName: "chromium",
    locale: "en-US",
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        `--disable-features=${DISABLED_FEATURES.join()}`,
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    // Vite itself, not npx: that would leave the server behind.
    command: `"${process.execPath}" node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "localhost", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
