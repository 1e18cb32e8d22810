// What programs display stands in Output, beside the console and never in its place unless somebody chooses it.
import axe from "axe-core";
import { expect, test } from "./fixtures.ts";
import type { Playground } from "./playground.ts";

test.use({ monaco: false });

const PROGRAM = {
  driver: `import { display, fetchfrom } from "distributed";
display([{ word: "whale", count: 1226 }, { word: "<b>sea</b>" }]);
await fetchfrom(2, () => display({ width: 2, height: 1, data: new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 255]) }));
display("two\\nlines <i>as they are</i>");
display({ chart: "bar", x: ["a", "b"], y: [3, 5], title: "How often" });
console.log("after");`,
};

const output = ({ page }: Playground) => page.getByRole("region", { name: "Output", exact: true });
const tab = ({ page }: Playground, name: string) => page.getByRole("tab", { name });

async function axeFinds({ page }: Playground): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
}

test("a value counts at the tab Output and leaves the console where it is; chosen, Output shows each", async ({
  playground,
}) => {
  await playground.open("?p=1");
  await expect(tab(playground, "Output")).toHaveCount(0);
  await playground.openProgram(PROGRAM);
  expect((await playground.runToEnd()).split("\n")).toContain("after");
  await expect(output(playground)).toHaveCount(0);
  await expect(tab(playground, "Output 4")).toHaveAttribute("aria-selected", "false");

  await tab(playground, "Output 4").click();
  await expect(playground.log).toHaveCount(0);
  const values = output(playground).getByRole("article");
  await expect(values).toHaveCount(4);
  expect(await values.evaluateAll((all) => all.map(({ dataset }) => `${dataset.pid} ${dataset.kind}`))).toEqual([
    "1 table",
    "2 image",
    "1 text",
    "1 chart",
  ]);
  await expect(values.nth(0).getByRole("row")).toHaveText(["wordcount", "whale1226", "<b>sea</b>"]);
  await expect(values.nth(2)).toContainText("two\nlines <i>as they are</i>");
  const image = values.nth(1).getByRole("img", { name: "Image, 2 × 1" });
  expect(
    await image.evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext("2d")!.getImageData(0, 0, 2, 1).data]),
  ).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
  await expect(values.nth(3)).toContainText("How often");
  await expect(values.nth(3).getByRole("img", { name: "Bar chart: How often" }).locator("rect")).toHaveCount(2);
  await values.nth(3).getByText("Points").click();
  await expect(values.nth(3).getByRole("row")).toHaveText(["xy", "a3", "b5"]);
  expect(await axeFinds(playground)).toEqual([]);

  await tab(playground, "Output 4").press("ArrowLeft");
  await expect(playground.line("after")).toBeVisible();
});

test("without what draws charts, a chart is the table of its points", async ({ playground }) => {
  await playground.page.route(/draw-chart/, (route) => route.abort());
  await playground.open("?p=1");
  await playground.openProgram(PROGRAM);
  await playground.runToEnd();
  await tab(playground, "Output 4").click();
  await expect(output(playground)).toContainText("The chart could not be drawn. These are its points.");
  await expect(output(playground).getByRole("group", { name: "Points" }).getByRole("row")).toHaveCount(3);
});

test("Run and Clear empty Output, and the console comes back", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.openProgram(PROGRAM);
  await playground.runToEnd();
  await tab(playground, "Output 4").click();
  await playground.run();
  await playground.waitForEnd("Finished");
  await expect(output(playground)).toHaveCount(0);
  await tab(playground, "Output 4").click();
  await playground.clearButton.click();
  await expect(tab(playground, "Output")).toHaveCount(0);
  await expect(playground.line("after")).toBeVisible();
});

test("of a flood of values the newest stay, and how many went is said", async ({ playground }) => {
  await playground.open("?p=0");
  await playground.openProgram({
    driver: `import { display } from "distributed";
const data = new Uint8ClampedArray(4 * 300 * 300);
for (let i = 0; i < 10; i++) display({ width: 300, height: 300, data });
for (let i = 1; i <= 500; i++) display("value " + i);`,
  });
  await playground.runToEnd();
  await tab(playground, "Output 200").click();
  await expect(playground.page.getByText("310 earlier values are not kept.")).toBeVisible();
  await expect(output(playground).getByText("value 500", { exact: true })).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("Output stands beside the console in its panel, in the dark, and axe finds nothing", async ({ playground }) => {
    await playground.open("?p=1&theme=dark");
    await playground.openProgram(PROGRAM);
    await playground.runToEnd();
    await tab(playground, "Output 4").click();
    await expect(output(playground).getByRole("article")).toHaveCount(4);
    expect(await axeFinds(playground)).toEqual([]);
  });
});

test("in Spanish it is Salida", async ({ playground: { page } }) => {
  const driver = 'import { display } from "distributed"; display("hola");';
  await page.goto(`./?p=0&lang=es#functions=&driver=${encodeURIComponent(driver)}`);
  await page.getByRole("button", { name: "Ejecutar", exact: true }).click();
  await page.getByRole("tab", { name: "Salida 1" }).click();
  await expect(page.getByRole("region", { name: "Salida" })).toContainText("hola");
});
