// What was written is never lost: not by a reload, not by a crash of the tab, not by opening something else.
import { expect, test } from "./fixtures.ts";

test.describe("without Monaco", () => {
  test.use({ monaco: false });

  test("a first visit shows the starter, with the real number of workers in its hint; a draft has none", async ({
    playground,
  }) => {
    await playground.open("?p=3");
    expect(await playground.plainText("driver.ts")).toContain("primes below ten million");
    await expect(playground.page.getByText("Count primes on 3 workers. Press Run.")).toBeVisible();
    await playground.setWorkers(1);
    await expect(playground.page.getByText("Count primes on 1 worker. Press Run.")).toBeVisible();
    const pane = playground.page.getByRole("region", { name: "driver.ts" });
    await pane.getByRole("button", { name: "Edit as plain text" }).click();
    await playground.editor("driver.ts").fill("1;");
    await playground.page.reload();
    await expect.poll(() => playground.plainText("driver.ts")).toBe("1;");
    await expect(playground.page.getByText("Press Run.")).toBeHidden();
  });
});

test("what was typed last survives a crash of the tab, and a reload", async ({ playground, watch }) => {
  const { page } = playground;
  await playground.open("?p=1");
  await playground.setProgram({ functions: "export const kept = 1;\n", driver: 'console.log("written");\n' });
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("// typed just before the crash");
  const crashed = page.waitForEvent("crash");
  const devtools = await page.context().newCDPSession(page);
  devtools.send("Page.crash").catch(() => {}); // nobody is left to answer
  await crashed;

  const again = watch.playground(await page.context().newPage());
  const files = {
    "functions.ts": "export const kept = 1;\n",
    "driver.ts": 'console.log("written");\n// typed just before the crash',
  };
  await again.open("?p=1");
  expect(await again.files()).toEqual(files);
  expect(await again.fileText("driver.ts")).toBe(files["driver.ts"]);
  await again.page.reload();
  expect(await again.files()).toEqual(files);
  await again.runToEnd();
  expect(await again.printed()).toEqual(["written"]);
});

test("edits of a linked program survive a reload and the way back, ends of lines included, apart from the draft", async ({
  playground,
}) => {
  const linked = 'console.log("from a link");\r\n\r\n';
  await playground.open(`?p=1#functions=&driver=${encodeURIComponent(linked)}`);
  await playground.editor("driver.ts").focus();
  await playground.page.keyboard.press("ControlOrMeta+End");
  await playground.page.keyboard.type('console.log("and mine");');
  await playground.page.reload();
  const edited = { "functions.ts": "", "driver.ts": `${linked}console.log("and mine");` };
  expect(await playground.files()).toEqual(edited);
  await playground.followLink("#ex/pi");
  await expect(playground.editor("driver.ts")).toBeAttached();
  expect(await playground.fileText("driver.ts")).toContain("hits");
  await playground.page.goBack();
  await expect.poll(() => playground.files()).toEqual(edited);
  await playground.runToEnd();
  expect(await playground.printed()).toEqual(["from a link", "and mine"]);
  await playground.banner.getByRole("button", { name: "Go back to my draft" }).click();
  expect(await playground.fileText("driver.ts")).toContain("primes below ten million");
});
