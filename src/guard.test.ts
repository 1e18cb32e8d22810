// Breaks the rules of the layout on purpose, in a copy of the sources, and sees each break refused: imports that climb,
// rings and foreign packages by the linter; names of a host in code that has none by the programs `core` and `process`.
// A guard that nobody has seen refuse may have gone: one included type file can bring the whole DOM back.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = ["tsconfig.core.json", "tsconfig.process.json"];
const COPIED = ["src", "package.json", "biome.json", ".gitignore", "tsconfig.base.json", ...PROGRAMS];
const BIOME = "node_modules/@biomejs/biome/bin/biome";
const TSC = "node_modules/typescript/bin/tsc";

/** What is planted, and by which name it is refused; undefined where it is allowed, so that not everything is refused. */
const PLANTED: Record<string, [text: string, refusal: string | undefined]> = {
  "src/distributed/planted-climb.ts": ['export * from "../page/planted.ts";', "noRestrictedImports"],
  "src/distributed/planted-deep/climb.ts": ['export * from "../../page/planted.ts";', "noRestrictedImports"],
  "src/distributed/planted-type.ts": ['export type { X } from "../page/planted.ts";', "noRestrictedImports"],
  "src/distributed/planted-lazy.ts": ['export const x = await import("../page/planted.ts");', "noRestrictedImports"],
  "src/distributed/planted-package.ts": ['export * from "react";', "noRestrictedImports"],
  "src/program/planted-scope.ts": ['export * from "@babel/parser";', "noRestrictedImports"],
  "src/base/planted-node.ts": ['export * from "node:fs";', "noRestrictedImports"],
  "src/process/planted-sideways.ts": ['export * from "../compile/resolve.ts";', "noRestrictedImports"],
  "src/page/planted-unknown.ts": ['export * from "left-pad";', "noUndeclaredDependencies"],
  "src/base/planted-ring-1.ts": ['export { b as a } from "./planted-ring-2.ts";', "noImportCycles"],
  "src/base/planted-ring-2.ts": ['export { a as b } from "./planted-ring-1.ts";', "noImportCycles"],
  "src/base/planted-floating.ts": ["const f = async () => 1;\nf();", "noFloatingPromises"],

  "src/distributed/planted-document.ts": ["export const d = document;", "Cannot find name 'document'"],
  "src/compile/planted-self.ts": ["export const s = self;", "Cannot find name 'self'"],
  "src/supervisor/planted-process.ts": ["export const p = process;", "Cannot find name 'process'"],
  "src/process/planted-post.ts": ["export const p = postMessage;", "Cannot find name 'postMessage'"],
  "src/base/planted-buffer.ts": ["export const b = Buffer;", "Cannot find name 'Buffer'"],

  "src/distributed/planted-down.ts": ['export { deferred } from "../base/deferred.ts";', undefined],
  "src/distributed/planted-clone.ts": ["export const c = structuredClone([1]);", undefined],
  "src/process/planted-console.ts": ["export const c = console;", undefined],
  "src/compile/planted-parser.ts": ['export { parse } from "@babel/parser";', undefined],
};

let copy = "";
let lint = "";
let types = "";

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "panal-guard-"));
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  for (const [path, [text]] of Object.entries(PLANTED)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${text}\n`);
  }
  const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" }).stdout;
  lint = run(BIOME, "lint", "--reporter=github", "--max-diagnostics=none", ...Object.keys(PLANTED));
  types = PROGRAMS.map((program) => run(TSC, "-p", program)).join("\n");
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What linter and compiler say of one planted file. */
const saidOf = (path: string) => `${lint}\n${types}`.split("\n").filter((line) => line.includes(path));

describe("a break of the layout", () => {
  const broken = Object.entries(PLANTED).flatMap(([path, [text, refusal]]) =>
    refusal ? [{ path, text, refusal }] : [],
  );
  test.each(broken)("$path is refused: $text", ({ path, refusal }) => {
    expect(saidOf(path).join("\n")).toContain(refusal);
  });

  const allowed = Object.entries(PLANTED).flatMap(([path, [text, refusal]]) => (refusal ? [] : [{ path, text }]));
  test.each(allowed)("$path is none: $text", ({ path }) => {
    expect(saidOf(path)).toEqual([]);
  });
});

test("files are named in imports: only distributed/index.ts is a door", () => {
  const doors = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /(^|\/)index\.tsx?$/.test(path));
  expect(doors.filter((path) => path !== "distributed/index.ts")).toEqual([]);
});
