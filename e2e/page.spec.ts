// The page itself: themes, accessibility, a phone, and what is left of it without its editor.
import axe from "axe-core";
import { expect, test } from "./fixtures.ts";
import type { Playground } from "./playground.ts";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const PROGRAM = `import { distributed, pmap, range } from "distributed";
console.warn("squares", await pmap((n) => n * n, range(1, 3)));
await distributed(range(1, 10), (i) => { if (i === 7) throw new Error("seven"); });
`;

for (const viewport of [WIDE, PHONE]) {
  test.describe(`at ${viewport.width} px`, () => {
    test.use({ viewport });

    test("axe finds nothing, in either theme, at rest and after a run", async ({ playground }) => {
      const inBothThemes = async () => {
        const found = await violations(playground);
        await playground.switchTheme();
        return [...found, ...(await violations(playground))];
      };
      await playground.open("?p=2&theme=light");
      if (viewport === WIDE) await expect(playground.token("driver.ts", "import")).toBeVisible();
      expect(await inBothThemes()).toEqual([]);
      await playground.openProgram({ driver: PROGRAM });
      await playground.runThisProgramButton.click();
      await playground.waitForEnd("Failed");
      expect(await inBothThemes()).toEqual([]);
      await expect(playground.page.locator("html")).toHaveAttribute("data-theme", "light");
    });

    test.describe("without its editor", () => {
      test.use({ monaco: false });

      test("the program can be read, edited and run", async ({ playground }) => {
        const { page } = playground;
        await playground.open(`?p=2${linkOf('console.log("as it came");')}`);
        expect(await playground.plainText("driver.ts")).toBe('console.log("as it came");');
        const code = page.getByRole("group", { name: "driver.ts" });
        await expect(code.getByText('"as it came"')).toHaveCSS("color", await tokenColor(playground, "--code-string"));
        await playground.runToEnd();
        expect(await playground.printed()).toEqual(["as it came"]);

        if (viewport === PHONE) {
          await page.getByRole("tab", { name: "Driver" }).click();
          await code.click();
        }
        const refused = page.getByRole("region", { name: "driver.ts" });
        await expect(refused).toContainText("The editor could not be loaded. Running works.");
        await refused.getByRole("button", { name: "Edit as plain text" }).click();
        await playground.editor("driver.ts").fill('console.log("written all the same");');
        await playground.runToEnd();
        expect(await playground.printed()).toEqual(["written all the same"]);
      });
    });
  });
}

test("Monaco draws its colours and squiggles under the page's policy, in both themes", async ({ playground }) => {
  await playground.open("?theme=light");
  await playground.setProgram({ driver: '// honey\nconst cells: number = "six";\nprint(cells, 7);\n' });
  await playground.page.keyboard.press("ArrowRight"); // what is selected shows its blanks as dots
  const colors = async () => {
    for (const [word, property] of [
      ["//.honey", "--code-comment"],
      ["const", "--code-keyword"],
      ["number", "--code-type"],
      ['"six"', "--code-string"],
      ["print", "--code-call"],
      ["7", "--code-number"],
    ] as const) {
      await expect(playground.token("driver.ts", word)).toHaveCSS("color", await tokenColor(playground, property));
    }
  };
  await colors();
  const squiggles = playground.squiggles("driver.ts");
  await expect(squiggles).toHaveCount(2); // six is no number, and nobody has declared print
  for (const squiggle of await squiggles.all())
    await expect(squiggle).toHaveCSS("background-image", /url\("data:image/);
  // And on the screen itself: what is computed might be hidden.
  for (const property of ["--code-comment", "--code-keyword", "--code-string", "--fail"]) {
    expect(await pixels(playground, await tokenColor(playground, property)), property).toBeGreaterThan(10);
  }
  expect(await pixels(playground, "rgb(255, 0, 255)")).toBe(0);
  const light = await tokenColor(playground, "--code-keyword");

  await playground.switchTheme();
  await expect(playground.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await colors();
  expect(await tokenColor(playground, "--code-keyword")).not.toBe(light);
  // Its menu is in a shadow root.
  await playground.token("driver.ts", "const").click({ button: "right" });
  const menu = playground.page.locator(".monaco-menu-container > .monaco-scrollable-element");
  await expect(menu).toHaveCSS("background-color", await tokenColor(playground, "--paper"));
  await playground.page.keyboard.press("Escape");
  await playground.page.reload();
  await expect(playground.page.getByRole("button", { name: "Light theme" })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: PHONE, hasTouch: true });

  test("one panel at a time: the code at once, the workers while it runs, the console at its end", async ({
    playground,
  }) => {
    const { page } = playground;
    const tab = (name: string) => page.getByRole("tab", { name });
    await playground.open("?p=1");
    await expect(tab("Driver")).toHaveAttribute("aria-selected", "true");
    expect(await playground.plainText("driver.ts")).toContain("primes below ten million");
    await tab("Workers").tap();
    await playground.cell(2).tap(); // in its middle
    await expect(page.getByRole("region", { name: "worker 2" })).toContainText("idle");
    await tab("Functions").tap();
    expect(await playground.plainText("functions.ts")).toContain("isPrime");

    // Monaco comes when the code is tapped.
    await expect(playground.editor("functions.ts")).toHaveCount(0);
    await page.getByRole("group", { name: "functions.ts" }).tap();
    await playground.setFile("functions.ts", "export const bees = 6;\n");
    await tab("Driver").tap();
    const driver = `import { remotecallFetch } from "distributed";
import { bees } from "./functions";
console.log("bees", bees);
await remotecallFetch(() => { while (!self.closed); }, 2);`;
    await playground.setFile("driver.ts", driver);
    await playground.runButton.tap();
    await expect(tab("Workers")).toHaveAttribute("aria-selected", "true");
    await expect(playground.cell(2)).toHaveAttribute("data-state", "busy");
    await playground.stopButton.tap();
    await playground.waitForEnd("Stopped");
    await expect(tab("Console")).toHaveAttribute("aria-selected", "true");
    expect(await playground.printed()).toEqual(["bees 6"]);
    await tab("Driver").tap();
    expect(await playground.fileText("driver.ts")).toBe(driver);
  });
});

const linkOf = (driver: string) => `#functions=&driver=${encodeURIComponent(driver)}`;

/** The colour of a token of the theme, as the browser computes colours. */
async function tokenColor({ page }: Playground, property: string): Promise<string> {
  return await page.evaluate((property) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${property})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, property);
}

/** How many pixels of the driver's pane have about that colour. */
async function pixels({ page }: Playground, color: string): Promise<number> {
  const picture = (await page.getByRole("region", { name: "driver.ts" }).screenshot()).toString("base64");
  return await page.evaluate(
    async ([picture, color]) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const wanted = color.match(/\d+/g)!.map(Number);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (wanted.every((value, i) => Math.abs(value - data[at + i]!) < 24)) count++;
      }
      return count;
    },
    [picture, color] as const,
  );
}

/** What axe finds; it is put into the page as a person would by the developer tools, which no policy forbids. */
async function violations({ page }: Playground): Promise<string[]> {
  await page.evaluate(axe.source);
  // Colours that still change with the theme are not the theme's.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
