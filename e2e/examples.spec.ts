// Every example of the menu runs, and prints in the page what it prints on the command line, but for lines that begin with
// `time:`. The words of the book are counted a second time by tr, sort and uniq, which know nothing of the example.
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = `${ROOT}src/program/examples`;
const TITLES: Record<string, RegExp> = {
  primes: /^Primes/,
  "word-count": /^Word count/,
  "cheat-sheet": /^Cheat sheet/,
  pi: /^Pi by chance/,
  uneven: /^Uneven work/,
};
const WORKERS = 2;

test("every example of the source is in the menu", async ({ playground }) => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(TITLES).sort());
  await playground.open();
  await playground.page.getByRole("button", { name: "Examples", exact: true }).click();
  const items = playground.page.getByRole("menuitem");
  for (const title of Object.values(TITLES)) await expect(items.filter({ hasText: title })).toHaveCount(1);
  await expect(items).toHaveCount(folders.length);
});

for (const [slug, title] of Object.entries(TITLES)) {
  test(`the example ${slug} prints the same in the page and on the command line`, async ({ playground }) => {
    test.slow();
    await playground.open(`?p=${WORKERS}`);
    await playground.openExample(title);
    const text = await playground.runToEnd();
    const printed = text.split("\n").slice(1, -1); // between what the page says of the beginning and the end
    const lines = untimed(printed);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines).toEqual(untimed(await commandLine(slug)));
    if (slug === "word-count") expect(lines.slice(1, 21)).toEqual(await countedByOtherTools());
  });
}

test("after the first run of an example one worker is tried, and then the measured speed-up is told", async ({
  playground,
}) => {
  await playground.open(`?p=${WORKERS}#ex/cheat-sheet`);
  await expect(playground.speedUp).toBeHidden();
  await playground.runToEnd();
  await playground.speedUp.getByRole("button", { name: "Try 1 worker" }).click();
  await expect(playground.speedUp).toContainText(/\d× (faster|slower) with 2\.|As fast with 2 as with 1\./);
  await playground.waitForEnd("Finished");
  expect(await playground.consoleText()).toMatch(/^1 worker ready in /);
  await expect(playground.workersField).toHaveValue(String(WORKERS));
});

const untimed = (lines: string[]): string[] => lines.filter((line) => !line.startsWith("time:"));

async function commandLine(slug: string): Promise<string[]> {
  const driver = `${FOLDER}/${slug}/driver.ts`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    `${ROOT}dist/node/panal.js`,
    "-p",
    String(WORKERS),
    driver,
  ]);
  return stdout.trimEnd().split("\n");
}

/** The twenty commonest words as the example prints them; the command is that of examples/word-count/README.md. */
async function countedByOtherTools(): Promise<string[]> {
  const count = `tr ' \\n\\t.,:_";!-' '[\\n*]' | grep -v '^$' | LC_ALL=C sort | uniq -c | sort -k1,1nr -k2 | head -20`;
  const { stdout } = await promisify(execFile)("sh", ["-c", `cat '${FOLDER}/word-count/moby-dick.txt' | ${count}`]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().split(" "))
    .map(([n = "", word = ""]) => `${n.padStart(6)} ${word}`);
}
