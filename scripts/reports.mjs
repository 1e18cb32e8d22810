// @ts-check
// What the runners say in their JSON reports, as counts. A step that fails without a failed test counts one, so that no
// crash, missing report or empty suite looks like success.
import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * @param {string} file a Vitest or Playwright JSON report
 * @param {number} exitCode of the runner
 * @returns {Tally}
 */
export function tallyReport(file, exitCode) {
  const { passed, failed } = countTests(readJson(file));
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

/**
 * A flaky test is a failed one: nothing is retried.
 * @param {any} report
 * @returns {Tally}
 */
function countTests(report) {
  if (report?.stats) return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
  if (report?.testResults)
    return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles(report) };
  return { passed: 0, failed: 0 };
}

/** Files of tests that could not be loaded have no test to count. @param {any} report */
const brokenFiles = (report) =>
  report.testResults.filter((/** @type {any} */ file) => file.status === "failed" && file.assertionResults.length === 0)
    .length;

/** @param {string} file @returns {unknown} */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
