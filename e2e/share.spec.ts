// A program goes to somebody else as a link: the same files, the same output, nothing run and nothing of theirs replaced;
// also when a chat has changed the link, and with a message where it cannot be read any more.
import { expect, test } from "./fixtures.ts";
import type { Playground } from "./playground.ts";

const DRAFT = 'console.log("my own draft");\n';

/** The program of F-27 of the field cases. */
const FIZZ = {
  functions: 'export const share = (x: number) => x % 3 === 0 ? "fizz (#3)" : `|${x}|`;\n',
  driver: `import { pmap, range } from "distributed";
import { share } from "./functions";
console.log(await pmap(share, range(1, 6)));
`,
};
const FIZZ_PRINTS = "[ '|1|', '|2|', 'fizz (#3)', '|4|', '|5|', 'fizz (#3)' ]";

test("a shared program opens elsewhere with the same files, workers and output, and runs when told to", async ({
  playground,
  elsewhere,
}) => {
  await playground.open("?p=3");
  expect((await playground.share()).length).toBeLessThan(600);
  const [functions, starter] = [await playground.fileText("functions.ts"), await playground.fileText("driver.ts")];
  const driver = starter.replace("1e7", "1e4");
  expect(driver).not.toBe(starter);
  await playground.setFile("driver.ts", driver);
  await playground.runToEnd();
  const printed = await playground.printed();
  expect(printed).toEqual(["1229 primes below ten million, found by 3 workers"]);
  const link = await playground.share();
  expect(link).toContain("?p=3#0/");

  const theirs = await elsewhere();
  await theirs.open(link);
  await expect(theirs.banner).toContainText("This code came from a link. Nothing has run yet.");
  expect(await theirs.fileText("functions.ts")).toBe(functions);
  expect(await theirs.fileText("driver.ts")).toBe(driver);
  await expect(theirs.workersField).toHaveValue("3");
  await expect(theirs.status).toHaveText("Idle");
  expect(await theirs.printed()).toEqual([]);
  await theirs.runThisProgramButton.click();
  await theirs.waitForEnd("Finished");
  expect(await theirs.printed()).toEqual(printed);
  expect(await theirs.share()).toBe(link);
});

test("a link never replaces the visitor's own draft, whatever is done to its program", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.setProgram({ driver: DRAFT });
  for (const link of [plainLink(FIZZ.functions, FIZZ.driver), "#ex/pi"]) {
    await playground.followLink(link);
    await expect(playground.banner).toBeVisible();
    expect(await playground.fileText("driver.ts")).not.toBe(DRAFT);
    await playground.setFile("driver.ts", 'console.log("an edit of what came in a link");\n');
    await playground.runToEnd();
    await playground.banner.getByRole("button", { name: "Go back to my draft" }).click();
    expect(await playground.fileText("driver.ts")).toBe(DRAFT);
    await expect(playground.banner).toBeHidden();
  }
  await playground.followLink("#ex/pi");
  expect(await playground.fileText("driver.ts")).toContain("hits"); // the link's own text, without the edit
  await playground.open();
  expect(await playground.fileText("driver.ts")).toBe(DRAFT);
});

test("files with CRLF, emoji, a byte order mark and an empty file come back as they were, edited or not", async ({
  playground,
  elsewhere,
}) => {
  const functions = '\uFEFF// 🐝 un panal\r\nexport const bees = "🐝🐝";\r\n\r\n';
  await playground.open(plainLink(functions, "1;\n"));
  expect(await playground.files()).toEqual({ "functions.ts": functions, "driver.ts": "1;\n" });
  await playground.setFile("driver.ts", "");
  expect(await playground.files()).toEqual({ "functions.ts": functions, "driver.ts": "" });

  const driver = 'import { bees } from "./functions";\nconsole.log(bees.length, [...bees].length);';
  await playground.setFile("driver.ts", driver);
  expect(await playground.files()).toEqual({ "functions.ts": functions, "driver.ts": driver });

  await playground.editor("functions.ts").focus();
  await playground.page.keyboard.press("ControlOrMeta+End");
  await playground.page.keyboard.type("// end");
  const edited = { "functions.ts": `${functions}// end`, "driver.ts": driver };
  expect(await playground.files()).toEqual(edited);

  const theirs = await elsewhere();
  await theirs.open(await playground.share());
  expect(await theirs.files()).toEqual(edited);
  await theirs.runToEnd();
  expect(await theirs.printed()).toEqual(["4 2"]);
});

test.describe("from a chat", () => {
  test.use({ monaco: false });

  test("a link that cannot be opened says why, and the draft is as it was", async ({ playground }) => {
    await playground.open();
    await playground.openProgram(FIZZ);
    const { hash } = new URL(await playground.share());
    await playground.followLink("");
    await playground.page
      .getByRole("region", { name: "driver.ts" })
      .getByRole("button", { name: "Edit as plain text" })
      .click();
    await playground.editor("driver.ts").fill(DRAFT);
    const broken = {
      [hash.slice(0, Math.floor(hash.length * (2 / 3)))]: "This link was cut short, probably by a chat.",
      [hash.replace(/^#0.../, "#0/A_")]: "A character of this link was changed on its way.",
      "#7/x": "This link has format 7, made by a newer Panal.",
      "#ex/honey": "There is no example named honey.",
      "#functions=%E0%A4%A&driver=1": "This link is damaged",
      "#hello": "This address holds nothing that Panal knows as a link.",
    };
    for (const [fragment, words] of Object.entries(broken)) {
      await playground.followLink(fragment);
      await expect(playground.dialog).toContainText(words);
      await expect(playground.dialog).toContainText("Your draft is untouched.");
      await expect(playground.editor("driver.ts"), fragment).toHaveValue(DRAFT);
    }
    await playground.dialog.getByRole("button", { name: "Open my last draft" }).click();
    await expect(playground.dialog).toBeHidden();
    expect(new URL(playground.page.url()).hash).toBe("");
    await playground.runToEnd();
    expect(await playground.printed()).toEqual(["my own draft"]);
  });

  test("F-27: links that chats have changed open as they were meant, or say what is wrong", async ({ playground }) => {
    const plain = plainLink(FIZZ.functions, FIZZ.driver);
    await playground.open(plain);
    const shared = new URL(await playground.share()).hash;
    expect(shared).toMatch(/^#0\//);
    for (const hash of [shared, plain]) {
      const inTheSameTab = {
        "(a) encoded once more": `#${[...hash.slice(1)].map(escaped).join("")}`,
        "(d) with a full stop behind it": `${hash}.`,
        "(d) with a bracket behind it": `${hash})`,
        "(f) wrapped in brackets": `${hash}%3E`,
      };
      for (const [name, fragment] of Object.entries(inTheSameTab)) {
        await playground.followLink("#ex/pi");
        await expect.poll(() => playground.plainText("driver.ts")).toContain("hits");
        await playground.followLink(fragment);
        await expect.poll(() => shownFiles(playground), name).toEqual(FIZZ);
      }
      await playground.open(`?utm_source=x&p=1${hash}`); // (b)
      expect(await shownFiles(playground)).toEqual(FIZZ);
      await playground.open(`?p=2${hash.replace("#", "%23")}`); // (c)
      expect(await shownFiles(playground)).toEqual(FIZZ);
      await expect(playground.workersField).toHaveValue("2");
      await playground.runToEnd();
      expect(await playground.printed()).toEqual([FIZZ_PRINTS]);
    }
    await playground.followLink(shared.slice(0, shared.length * (2 / 3))); // (e)
    await expect(playground.dialog).toContainText("This link was cut short");
  });
});

const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

const plainLink = (functions: string, driver: string) =>
  `#functions=${encodeURIComponent(functions)}&driver=${encodeURIComponent(driver)}`;

const shownFiles = async (playground: Playground) => ({
  functions: await playground.plainText("functions.ts"),
  driver: await playground.plainText("driver.ts"),
});
