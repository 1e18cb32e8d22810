// @ts-check
// Finds a Chromium for tests and benchmarks, or installs one. In this order: PANAL_CHROMIUM, Playwright's own, those in the
// PATH, Playwright's download, and on Debian as root apt-get. Whoever starts tests hands the result on as PANAL_CHROMIUM,
// the one variable that Playwright's configuration reads.
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run as runProgram, Trouble } from "./command.mjs";
import { ROOT } from "./ensure.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLAYWRIGHT_CLI = join(ROOT, "node_modules/playwright/cli.js");

/**
 * @typedef {object} Surroundings what the search looks at; tests give their own
 * @property {NodeJS.ProcessEnv} env
 * @property {import("./command.mjs").Run} run
 * @property {() => Promise<string>} ownPath where Playwright's own Chromium would be
 * @property {boolean} isRoot
 * @property {(sentence: string) => void} say
 */

/** @type {Surroundings} */
const HERE = {
  env: process.env,
  run: runProgram,
  ownPath: async () => (await import("playwright")).chromium.executablePath(),
  isRoot: process.getuid?.() === 0,
  say: console.log,
};

/**
 * @param {Partial<Surroundings>} [given]
 * @returns {Promise<string>} the path of a Chromium that starts
 * @throws {Trouble} when there is none and none can be installed
 */
export async function findChromium(given = {}) {
  const here = { ...HERE, ...given };
  const named = here.env.PANAL_CHROMIUM;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Trouble(`PANAL_CHROMIUM names ${named}, which is no file that can be started.`);
  }
  const path = (await present(here)) ?? (await downloaded(here)) ?? (await fromDebian(here));
  if (path) return path;
  throw new Trouble("No Chromium was found, and none could be installed: set PANAL_CHROMIUM to the path of one.");
}

/** @param {Surroundings} here */
async function present(here) {
  const inPath = NAMES.map((name) => findInPath(name, here.env)).filter((path) => path !== undefined);
  for (const path of [await here.ownPath(), ...inPath]) if (await starts(path, here)) return path;
  return undefined;
}

/** @param {Surroundings} here */
async function downloaded(here) {
  here.say("There is no Chromium here: asking Playwright for its own …");
  await here.run(process.execPath, [PLAYWRIGHT_CLI, "install", "chromium"], { env: here.env, limitS: 300 });
  const path = await here.ownPath();
  return (await starts(path, here)) ? path : undefined;
}

/** @param {Surroundings} here */
async function fromDebian(here) {
  if (!here.isRoot || !findInPath("apt-get", here.env)) return undefined;
  here.say("Installing Debian's chromium …");
  const env = { ...here.env, DEBIAN_FRONTEND: "noninteractive" };
  await here.run("apt-get", ["update"], { env, limitS: 120 });
  await here.run("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], { env, limitS: 300 });
  return present(here);
}

/**
 * A browser without its libraries is a file, but does not start. Windows has no `--version`: it would open a window.
 * @param {string} path
 * @param {Surroundings} here
 */
async function starts(path, here) {
  if (!isExecutable(path)) return false;
  if (process.platform === "win32") return true;
  return (await here.run(path, ["--version"], { env: here.env, quiet: true, limitS: 30 })).code === 0;
}

/** @param {string} name @param {NodeJS.ProcessEnv} env */
const findInPath = (name, env) =>
  (env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);

/** @param {string} path */
function isExecutable(path) {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
