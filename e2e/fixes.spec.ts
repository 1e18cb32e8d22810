// What the compile step says while somebody writes, and what sets it right.
import { expect, test } from "./fixtures.ts";

test("a ref that is awaited is marked before any run, and the quick fix gets its value", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.setProgram({
    driver: 'import { spawn } from "distributed";\nconsole.log(await spawn(() => 40 + 2));\n',
  });
  await expect(playground.squiggles("driver.ts", "warning")).toHaveCount(1);
  await playground.quickFix("driver.ts", [2, 20], "Wrap in fetch(…)");
  await expect(playground.squiggles("driver.ts", "warning")).toHaveCount(0);
  expect(await playground.fileText("driver.ts")).toBe(
    'import { spawn, fetch } from "distributed";\nconsole.log(await fetch(spawn(() => 40 + 2)));\n',
  );
  await playground.runToEnd();
  expect(await playground.printed()).toEqual(["42"]);
});

test("a package is refused before the run, with its import marked", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.setProgram({ driver: 'console.log("never");\nimport { chunk } from "lodash";\nchunk([1]);\n' });
  expect(await playground.runToEnd("Failed")).toBe(
    'driver.ts:2:23: "lodash" can\'t be imported: this page runs programs without network until you press Allow network. ' +
      "Or put what you need of it into functions.ts, or run the program on the command line.",
  );
  await expect(playground.squiggles("driver.ts").first()).toBeVisible();
});
