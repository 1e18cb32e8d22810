import { expect, test } from "vitest";
import * as library from "../../distributed/index.ts";
import { compile } from "../compile.ts";
import { LIBRARY_NAMES } from "./library.ts";

const faultsOf = (driver: string) =>
  compile({ files: { "driver.ts": driver, "functions.ts": "" }, assets: {} }).diagnostics.filter(
    ({ severity }) => severity === "error",
  );

test("LIBRARY_NAMES are the values that the library exports", () => {
  expect([...LIBRARY_NAMES].sort()).toEqual(Object.keys(library).sort());
});

test.each([
  ['import { nothing } from "distributed";\nnothing();', '"distributed" has no value `nothing`.'],
  [
    'import { remotecall_fetch as r } from "distributed";\nr();',
    '"distributed" has no value `remotecall_fetch`; did you mean `remotecallFetch`?',
  ],
  ['import d from "distributed";\nd();', '"distributed" has no default export: import its names in braces.'],
  ['export { nothing } from "distributed";', '"distributed" has no value `nothing`.'],
  ['import { PmapOptions } from "distributed";\nPmapOptions();', '"distributed" has no value `PmapOptions`.'],
])("compile() says where %j takes what the library has not", (driver, message) => {
  expect(faultsOf(driver)).toMatchObject([{ message, file: "driver.ts", line: 1 }]);
});

test.each([
  'import { type NumberRange, range } from "distributed";\nconst r: NumberRange = range(1, 2);\nr;',
  'import { NumberRange, range } from "distributed";\nconst r: NumberRange = range(1, 2);\nr;',
  'import { PmapOptions } from "distributed";\nconst o: PmapOptions<number> = {};\no;',
  'import type { Sequence } from "distributed";\nexport type { PmapOptions } from "distributed";\nlet s: Sequence<number>;',
  'import { unused } from "distributed";',
  'import * as d from "distributed";\nd.myid();',
  'import "distributed";\nexport * from "distributed";\nexport { myid as default } from "distributed";',
])("compile() lets %j take from the library what it has, and types", (driver) => {
  expect(faultsOf(driver)).toEqual([]);
});
