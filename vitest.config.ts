// Unit tests, in Node. End-to-end tests are Playwright's (playwright.config.ts).
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
    environment: "node",
    // Two cores are the machine we promise to be fast on; threads start quicker than processes.
    pool: "threads",
    maxWorkers: 2,
    // Limits that a machine with both cores busy elsewhere still keeps; no test waits on them when all is well.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    unstubGlobals: true,
    restoreMocks: true,
  },
});
