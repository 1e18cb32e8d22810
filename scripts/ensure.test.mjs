// @ts-check
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ensureBuild, ensurePackages, fingerprint } from "./ensure.mjs";

/** @param {string} root @param {string} path @param {string} text */
function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const say = () => {};

/** @type {string[]} */
const folders = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** An empty folder, until the test ends. */
function emptyFolder() {
  const folder = mkdtempSync(join(tmpdir(), "panal-ensure-"));
  folders.push(folder);
  return folder;
}

/** A small project in a folder of its own. */
function project() {
  const root = emptyFolder();
  write(root, "package-lock.json", "{}");
  write(root, "vite.config.ts", "export default {}");
  write(root, "src/page/main.ts", "console.log(1)");
  write(root, "src/page/main.test.ts", "test");
  return root;
}

/** @type {Record<string, string>} */
const MADE = { "vite.config.ts": "dist/site/index.html", "vite.node.config.ts": "dist/node/panal.js" };

/**
 * Stands for npm and Vite: leaves what they would leave, unless it is told to fail.
 * @param {string} root
 */
function runner(root) {
  const state = { commands: /** @type {string[]} */ ([]), code: 0 };
  /** @type {import("./command.mjs").Run} */
  const run = async (command, args, options) => {
    state.commands.push([command, ...args].join(" "));
    expect(options?.env).not.toHaveProperty("NODE_ENV");
    if (state.code === 0) write(root, MADE[args.at(-1) ?? ""] ?? "node_modules/vite/package.json", "");
    return { code: state.code, output: "" };
  };
  return { run, state };
}

test("fingerprint() is of contents: neither time nor place changes it", () => {
  const root = project();
  const first = fingerprint(root, ["src"]);
  utimesSync(join(root, "src/page/main.ts"), 0, 0);
  expect(fingerprint(root, ["src"])).toBe(first);
  const copy = join(emptyFolder(), "copy");
  cpSync(root, copy, { recursive: true });
  expect(fingerprint(copy, ["src"])).toBe(first);
});

test("fingerprint() changes with a content, a name and a new file, not with a test", () => {
  const root = project();
  const seen = [fingerprint(root, ["src"])];
  write(root, "src/page/main.test.ts", "another test");
  expect(fingerprint(root, ["src"])).toBe(seen[0]);
  write(root, "src/page/main.ts", "console.log(2)");
  seen.push(fingerprint(root, ["src"]));
  renameSync(join(root, "src/page/main.ts"), join(root, "src/page/other.ts"));
  seen.push(fingerprint(root, ["src"]));
  write(root, "src/empty.ts", "");
  seen.push(fingerprint(root, ["src"]));
  expect(new Set(seen).size).toBe(4);
});

test("ensurePackages() installs once, and again when the lock file has changed", async () => {
  const root = project();
  const { run, state } = runner(root);
  expect(await ensurePackages({ root, run, say })).toBe(true);
  expect(await ensurePackages({ root, run, say })).toBe(false);
  expect(state.commands).toEqual([expect.stringMatching(/npm.* ci --include=dev$/)]);
  write(root, "package-lock.json", "{ }");
  expect(await ensurePackages({ root, run, say })).toBe(true);
});

test("ensurePackages() repeats an installation that failed", async () => {
  const root = project();
  const { run, state } = runner(root);
  state.code = 1;
  await expect(ensurePackages({ root, run, say })).rejects.toThrow("npm ci ended with code 1");
  state.code = 127;
  await expect(ensurePackages({ root, run, say })).rejects.toThrow("Panal needs npm");
  state.code = 0;
  expect(await ensurePackages({ root, run, say })).toBe(true);
});

test("ensureBuild() makes both builds once, and again when a source has changed", async () => {
  const root = project();
  const { run, state } = runner(root);
  expect(await ensureBuild({ root, run, say })).toBe(true);
  expect(await ensureBuild({ root, run, say })).toBe(false);
  write(root, "src/page/main.ts", "console.log(2)");
  expect(await ensureBuild({ root, run, say })).toBe(true);
  const configs = state.commands.map((command) => command.split(" ").at(-1));
  expect(configs).toEqual([...Object.keys(MADE), ...Object.keys(MADE)]);
});

test.each(Object.values(MADE))("ensureBuild() builds again when %s has gone", async (path) => {
  const root = project();
  const { run } = runner(root);
  await ensureBuild({ root, run, say });
  rmSync(join(root, path));
  expect(await ensureBuild({ root, run, say })).toBe(true);
});

test("ensureBuild() leaves no stamp when a build fails over an earlier one", async () => {
  const root = project();
  const { run, state } = runner(root);
  await ensureBuild({ root, run, say });
  state.code = 1;
  await expect(ensureBuild({ root, run, say, always: true })).rejects.toThrow("vite build --config vite.config.ts");
  expect(existsSync(join(root, "dist/.stamp"))).toBe(false);
});
