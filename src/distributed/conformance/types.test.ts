// The programs are what a person would leave in the editor: without a red line. Each stands in a folder of its own and is
// checked as the examples are (tsconfig.examples.json), against the library's own source.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { compile } from "../../compile/compile.ts";
import { AREAS } from "./areas.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "panal-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writePrograms(): void {
  for (const { id, functions = "", driver } of Object.values(AREAS).flat()) {
    const files = { "functions.ts": functions, "driver.ts": driver };
    if (compile({ files, assets: {} }).program === undefined) continue; // it is about a fault of the program
    mkdirSync(join(folder, id));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, id, name), text);
  }
  const tsconfig = {
    extends: join(ROOT, "tsconfig.examples.json"),
    compilerOptions: { paths: { distributed: [join(ROOT, "src/distributed/index.ts")] } },
    include: [join(folder, "*/*.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
}

test("every program type checks against the library", { timeout: 120_000 }, () => {
  writePrograms();
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder], { cwd: folder, encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
