// @ts-check
// `npm test`: everything that can fail, in one go, on a machine with nothing but Node and npm. Prints the seconds of each
// part and, last, `N passed, M failed`. Every part runs even when an earlier one failed. `npm test -- types unit` runs
// just those parts.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { main, run, Trouble } from "./command.mjs";
import { badConsoleLines } from "./consoles.mjs";
import { ensureBuild, ensurePackages, ROOT } from "./ensure.mjs";
import { tallyReport } from "./reports.mjs";

const PROGRAMS = ["core", "process", "worker", "page", "node", "examples"].map((host) => `tsconfig.${host}.json`);
const RESULTS = join(ROOT, "test-results");
const UNIT_REPORT = join(RESULTS, "unit.json");
const E2E_REPORT = join(RESULTS, "e2e.json");
const CONSOLES = join(RESULTS, "consoles.txt");

/** @typedef {import("./reports.mjs").Tally} Tally */
const NONE = { passed: 0, failed: 0 };
const PASSED = { passed: 1, failed: 0 };
const FAILED = { passed: 0, failed: 1 };

const total = { ...NONE };
/** @type {string[]} */
const times = [];

/** @param {string} script @param {string[]} args @param {number} limitS */
const node = (script, args, limitS) =>
  run(process.execPath, [join(ROOT, "node_modules", script), ...args], { cwd: ROOT, limitS });

/** Each narrow program, then everything with the tests; one test. @returns {Promise<Tally>} */
async function types() {
  let tally = PASSED;
  for (const program of [...PROGRAMS, "tsconfig.json"]) {
    if ((await node("typescript/bin/tsc", ["-p", program], 120)).code !== 0) tally = FAILED;
  }
  return tally;
}

/** @returns {Promise<Tally>} */
async function lint() {
  const { code } = await node("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"], 120);
  return code === 0 ? PASSED : FAILED;
}

/** @returns {Promise<Tally>} */
async function unit() {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${UNIT_REPORT}`];
  const { code } = await node("vitest/vitest.mjs", ["run", ...reporters], 600);
  return tallyReport(UNIT_REPORT, code);
}

/** The tests in a browser, and one test more over what their consoles showed. @returns {Promise<Tally>} */
async function e2e() {
  const { code } = await node("@playwright/test/cli.js", ["test"], 1200);
  const { passed, failed } = tallyReport(E2E_REPORT, code);
  // No console at all would mean that this check looks at nothing.
  const bad = existsSync(CONSOLES) ? badConsoleLines(readFileSync(CONSOLES, "utf8")) : ["no console was written down"];
  for (const line of bad) console.error(`A console showed what no program wrote: ${line}`);
  return bad.length === 0 ? { passed: passed + 1, failed } : { passed, failed: failed + 1 };
}

/** What must stand first; it counts only when it fails. */
const PREPARATIONS = {
  packages: () => ensurePackages(),
  chromium: async () => (process.env.PANAL_CHROMIUM = await findChromium()),
  build: () => ensureBuild(),
};

/** The parts in their order, each with what it cannot do without. Unit tests of the command line use the build. */
const PARTS = {
  types: { part: types, needs: [] },
  lint: { part: lint, needs: [] },
  unit: { part: unit, needs: ["build"] },
  e2e: { part: e2e, needs: ["chromium", "build"] },
};

await main(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) throw new Trouble(`npm test has no part ${unknown}: ${Object.keys(PARTS).join(", ")}.`, 2);
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });

  const parts = Object.entries(PARTS).filter(([name]) => names.length === 0 || names.includes(name));
  const broken = await prepare(new Set(["packages", ...parts.flatMap(([, { needs }]) => needs)]));
  for (const [name, { part, needs }] of broken.has("packages") ? [] : parts) {
    const missing = needs.filter((need) => broken.has(need));
    if (name === "e2e" && missing.length > 0) console.error(`\n── e2e\nNot run, for want of: ${missing.join(", ")}.`);
    else await timed(name, part);
  }
  console.log(`\n${times.join(" · ")}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

/** @param {Set<string>} wanted @returns {Promise<Set<string>>} those that could not be had */
async function prepare(wanted) {
  const broken = new Set();
  for (const [name, prepareIt] of Object.entries(PREPARATIONS)) {
    // Neither a search by Playwright nor a build can do without the packages.
    if (!wanted.has(name) || broken.has("packages")) continue;
    if (!(await timed(name, () => prepareIt().then(() => NONE)))) broken.add(name);
  }
  return broken;
}

/**
 * Runs a part, adds it up and notes its seconds. A part that cannot run has failed, and says why.
 * @param {string} name
 * @param {() => Promise<Tally>} part
 * @returns {Promise<boolean>} whether nothing in it failed
 */
async function timed(name, part) {
  console.log(`\n── ${name}`);
  const startMs = performance.now();
  const { passed, failed } = await part().catch((error) => {
    console.error(error instanceof Trouble ? error.message : error);
    return FAILED;
  });
  times.push(`${name} ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  total.passed += passed;
  total.failed += failed;
  return failed === 0;
}
