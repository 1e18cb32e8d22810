// What the compile step says while somebody writes, and what sets it right.
import { expect, test } from "./fixtures.ts";

test("a ref that is awaited is marked before any run, and the quick fix gets its value", async ({ playground }) => {
  const { page } = playground;
  await playground.open("?p=1");
  await playground.setProgram({
    driver: 'import { spawn } from "distributed";\nconsole.log(await spawn(() => 40 + 2));\n',
  });
  await expect(playground.squiggles("driver.ts", "warning")).toHaveCount(1);
  await playground.moveCaret("driver.ts", 2, 20);
  await page.keyboard.press("ControlOrMeta+.");
  await page.getByRole("option", { name: /Wrap in fetch\(…\)/ }).click();
  await expect(playground.squiggles("driver.ts", "warning")).toHaveCount(0);
  expect(await playground.fileText("driver.ts")).toBe(
    'import { spawn, fetch } from "distributed";\nconsole.log(await fetch(spawn(() => 40 + 2)));\n',
  );
  await playground.runToEnd();
  expect(await playground.printed()).toEqual(["42"]);
});
