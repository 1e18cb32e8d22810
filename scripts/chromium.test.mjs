// @ts-check
// The search itself, on real files in folders of its own; only `run` is recorded, so that nothing is installed here.
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "./chromium.mjs";
import { run } from "./command.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "panal-chromium-"));

/** A program that answers `--version`, or fails to. @param {string} path */
function program(path, code = 0) {
  writeFileSync(path, `#!/bin/sh\nexit ${code}\n`);
  chmodSync(path, 0o755);
  return path;
}

/**
 * A machine whose PATH is one folder and whose Playwright has downloaded nothing.
 * @param {(command: string, args: readonly string[]) => void} [installs] what an installer leaves; it "fails" all the same
 */
function machine(installs = () => {}) {
  const path = folder();
  const own = join(folder(), "chrome");
  const calls = /** @type {string[]} */ ([]);
  return {
    path,
    own,
    calls,
    given: {
      env: { PATH: path },
      isRoot: true,
      say: () => {},
      ownPath: async () => own,
      /** @type {import("./command.mjs").Run} */
      run: async (command, args, options) => {
        if (args[0] === "--version") return run(command, args, options);
        calls.push([command, ...args].join(" "));
        installs(command, args);
        return { code: 1, output: "" };
      },
    },
  };
}

test("findChromium() takes PANAL_CHROMIUM before all others", async () => {
  const { given, own, path } = machine();
  program(own);
  program(join(path, "chromium"));
  const named = program(join(folder(), "mine"));
  expect(await findChromium({ ...given, env: { ...given.env, PANAL_CHROMIUM: named } })).toBe(named);
});

test("findChromium() refuses a PANAL_CHROMIUM that is no program, instead of taking another", async () => {
  const { given, own } = machine();
  program(own);
  const env = { ...given.env, PANAL_CHROMIUM: join(folder(), "none") };
  await expect(findChromium({ ...given, env })).rejects.toThrow("PANAL_CHROMIUM names");
});

test("findChromium() takes Playwright's own before those of the PATH, and asks for nothing", async () => {
  const { given, own, path, calls } = machine();
  program(join(path, "chromium"));
  program(own);
  expect(await findChromium(given)).toBe(own);
  expect(calls).toEqual([]);
});

test.each(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])(
  "findChromium() finds %s in the PATH",
  async (name) => {
    const { given, path } = machine();
    program(join(path, name));
    expect(await findChromium(given)).toBe(join(path, name));
  },
);

test("findChromium() passes over a browser that does not start", async () => {
  const { given, own, path } = machine();
  program(own, 127);
  program(join(path, "chromium"));
  expect(await findChromium(given)).toBe(join(path, "chromium"));
});

test("findChromium() asks Playwright to download when there is none", async () => {
  const { given, own, calls } = machine((_, args) => args.includes("install") && program(own));
  expect(await findChromium(given)).toBe(own);
  expect(calls).toEqual([expect.stringMatching(/playwright.cli\.js install chromium$/)]);
});

test("findChromium() updates Debian's lists and installs its chromium when the download fails", async () => {
  const { given, path, calls } = machine((command, args) => {
    if (command === "apt-get" && args[0] === "install") program(join(path, "chromium"));
  });
  program(join(path, "apt-get"));
  expect(await findChromium(given)).toBe(join(path, "chromium"));
  expect(calls.slice(1)).toEqual(["apt-get update", "apt-get install --yes --no-install-recommends chromium"]);
});

test("findChromium() says which variable to set when nothing can be installed, and never asks for apt-get in vain", async () => {
  const { given, path, calls } = machine();
  await expect(findChromium(given)).rejects.toThrow("set PANAL_CHROMIUM to the path of one");
  program(join(path, "apt-get"));
  await expect(findChromium({ ...given, isRoot: false })).rejects.toThrow("set PANAL_CHROMIUM");
  expect(calls.filter((call) => call.startsWith("apt-get"))).toEqual([]);
});
