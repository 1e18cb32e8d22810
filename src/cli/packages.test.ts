// Packages in a folder of their own, found as Node finds them; what a program does with one is panal.test.ts's.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPackages, type Packages } from "./packages.ts";

const FILES = {
  "node_modules/both/package.json": '{ "exports": { "import": "./m.js", "require": "./c.cjs" } }',
  "node_modules/both/m.js": "export default 1;",
  "node_modules/both/c.cjs": "module.exports = 2;",
  "node_modules/@scope/old/package.json": '{ "main": "lib/main.js" }',
  "node_modules/@scope/old/lib/main.js": "module.exports = 3;",
  "program/node_modules/near/package.json": '{ "exports": "./index.js" }',
  "program/node_modules/near/index.js": "export default 4;",
};

let folder: string;
let packages: Packages;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "panal-packages-")));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  packages = createPackages(join(folder, "program"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["both", "node_modules/both/m.js"],
  ["@scope/old", "node_modules/@scope/old/lib/main.js"],
  ["near", "program/node_modules/near/index.js"],
])("Packages.urlOf() finds %s from the program's folder upwards, as an import does", (specifier, file) => {
  expect(packages.urlOf(specifier)).toBe(pathToFileURL(join(folder, file)).href);
  expect(packages.whyNot(specifier)).toBeUndefined();
});

test("Packages.urlOf() knows Node's own modules with and without node:", () => {
  expect(packages.urlOf("fs")).toBe("node:fs");
  expect(packages.whyNot("fs/promises")).toBeUndefined();
  expect(packages.whyNot("node:fs")).toBeUndefined();
});

test.each([
  ["missing", 'There is no package "missing" beside the driver. Install it there: npm install <name>.'],
  ["both/deep", /^Package subpath '\.\/deep' is not defined by "exports" in .*both.package\.json/],
  ["node:nothing", 'Node has no module "node:nothing".'],
  ["https://example.org/a.js", /^Node imports nothing from the network/],
])("Packages.whyNot() says why %s can't be imported, and what to do", (specifier, why) => {
  expect(packages.whyNot(specifier)).toMatch(why);
});

test("Packages.urlOf() throws the same", () => {
  expect(() => packages.urlOf("missing")).toThrow('There is no package "missing"');
});
