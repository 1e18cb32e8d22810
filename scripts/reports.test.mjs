// @ts-check
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tallyReport } from "./reports.mjs";

/** @param {unknown} report */
function written(report) {
  const file = join(mkdtempSync(join(tmpdir(), "panal-reports-")), "report.json");
  writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
  return file;
}

const vitest = (/** @type {object[]} */ testResults) => ({ numPassedTests: 5, numFailedTests: 1, testResults });
const ranFile = { status: "failed", assertionResults: [{ status: "failed" }] };

test("tallyReport() reads Vitest's counts", () => {
  expect(tallyReport(written(vitest([ranFile])), 1)).toEqual({ passed: 5, failed: 1 });
});

test("tallyReport() counts a test file that did not load", () => {
  expect(tallyReport(written(vitest([ranFile, { status: "failed", assertionResults: [] }])), 1).failed).toBe(2);
});

test("tallyReport() reads Playwright's counts, a flaky test as failed", () => {
  const report = { stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 4 } };
  expect(tallyReport(written(report), 1)).toEqual({ passed: 7, failed: 3 });
});

test("tallyReport() counts one failure when the runner fails without a failed test", () => {
  expect(tallyReport(written({ stats: { expected: 7, unexpected: 0, flaky: 0 } }), 1)).toEqual({
    passed: 7,
    failed: 1,
  });
});

test.each(["", "{}"])("tallyReport() counts one failure for a report that holds %j", (text) => {
  expect(tallyReport(written(text), 0)).toEqual({ passed: 0, failed: 1 });
});

test("tallyReport() counts one failure for a report that is missing, or has no test", () => {
  expect(tallyReport(join(tmpdir(), "panal-no-report.json"), 0).failed).toBe(1);
  expect(tallyReport(written({ stats: { expected: 0, unexpected: 0, flaky: 0 } }), 0).failed).toBe(1);
});
