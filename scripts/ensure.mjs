// @ts-check
// What must stand before anything runs: the packages and the build. Each is made when the fingerprint of what it is made
// from differs from the stamp beside it. Fingerprints are of contents, not times, so neither `touch` nor a new clone
// changes one. A stamp is written last: whatever breaks half-way is made again.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run as runProgram, Trouble } from "./command.mjs";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What decides which packages are installed. */
const PACKAGES = ["package-lock.json", ".npmrc"];

/** One build each: the page, the command line. */
const CONFIGS = ["vite.config.ts", "vite.node.config.ts"];
const MADE = ["dist/site/index.html", "dist/node/panal.js"];

/** What the builds read. Tests are not built. */
const SOURCES = [
  ...[...CONFIGS, "src", "public", "index.html"],
  ...["tsconfig.base.json", "tsconfig.core.json", "tsconfig.json", "package.json", "package-lock.json"],
];
/** Variables that vite.config.ts reads. */
const SETTINGS = ["PANAL_CDN"];
const NOT_BUILT = /\.(test|test-d)\.tsx?$/;

/**
 * SHA-256 over the platform, Node's ABI, and the names and contents of all files in `paths`, folders included whole.
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`; one that is not there counts as nothing
 */
export function fingerprint(root, paths) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const path of paths.flatMap((path) => filesIn(root, path)).sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} root @param {string} path @returns {string[]} */
function filesIn(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return NOT_BUILT.test(path) ? [] : [path];
  return readdirSync(join(root, path)).flatMap((name) => filesIn(root, `${path}/${name}`));
}

/** @param {string} file @param {string} content */
const isStamped = (file, content) => existsSync(file) && readFileSync(file, "utf8") === content;

/** @param {string} file @param {string} content */
function stamp(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The environment without NODE_ENV: npm would leave tools out, a build would take React's development half. */
function cleanEnvironment() {
  const { NODE_ENV: _, ...env } = process.env;
  return env;
}

/**
 * What a test may give in place of this checkout, our `run` and the terminal.
 * @typedef {{ root?: string, run?: import("./command.mjs").Run, say?: (sentence: string) => void }} Given
 */

/**
 * Installs the packages of the lock file when they are missing or are others.
 * @param {Given} [given]
 * @returns {Promise<boolean>} whether anything was installed
 * @throws {Trouble} when Node is too old or `npm ci` fails
 */
export async function ensurePackages({ root = ROOT, run = runProgram, say = console.log } = {}) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Trouble(`Panal needs Node 20.19 or newer; this is ${process.version}.`);
  }
  const stampFile = join(root, "node_modules/.panal/packages");
  const wanted = fingerprint(root, PACKAGES);
  if (existsSync(join(root, "node_modules/vite/package.json")) && isStamped(stampFile, wanted)) return false;

  say("Installing the packages, about half a minute …");
  // The npm that started us, if one did; Windows' own npm is a script that only a shell can start.
  const npm = process.env.npm_execpath ?? "";
  const [command, ...before] = basename(npm).startsWith("npm-cli") ? [process.execPath, npm] : ["npm"];
  const { code } = await run(command, [...before, "ci", "--include=dev"], { cwd: root, env: cleanEnvironment() });
  if (code === 127) throw new Trouble("Panal needs npm, and there is none in the PATH.");
  if (code !== 0) throw new Trouble(`The packages could not be installed: npm ci ended with code ${code}.`);
  stamp(stampFile, wanted);
  return true;
}

/**
 * Builds `dist/site` and `dist/node` when what they are made from has changed.
 * @param {Given & { always?: boolean }} [given] `always`: also when nothing has changed
 * @returns {Promise<boolean>} whether anything was built
 * @throws {Trouble} when a build fails; what it said is on the screen
 */
export async function ensureBuild({ root = ROOT, run = runProgram, say = console.log, always = false } = {}) {
  const stampFile = join(root, "dist/.stamp");
  const wanted = [fingerprint(root, SOURCES), ...SETTINGS.map((name) => process.env[name] ?? "")].join("\n");
  const stands = MADE.every((path) => existsSync(join(root, path)));
  if (!always && stands && isStamped(stampFile, wanted)) return false;

  say("Building …");
  rmSync(stampFile, { force: true });
  for (const config of CONFIGS) {
    const { code } = await run(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--config", config], {
      cwd: root,
      env: cleanEnvironment(),
    });
    if (code !== 0) throw new Trouble(`The build failed: vite build --config ${config} ended with code ${code}.`);
  }
  chmodSync(join(root, "dist/node/panal.js"), 0o755);
  stamp(stampFile, wanted);
  return true;
}
