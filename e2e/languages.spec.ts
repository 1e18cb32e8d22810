// English and Spanish: the same tour is made in both languages, and no word that it sees stays the same but those that
// are the same in both (Julia's words, names, numbers, code).
import type { Page } from "@playwright/test";
import en, { type Messages } from "../src/page/messages/en.ts";
import es from "../src/page/messages/es.ts";
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

const PROGRAM = `import { pmap, range, remotecallFetch } from "distributed";
await pmap((n) => n, range(1, 3));
await remotecallFetch(() => { while (true) {} }, 2);
`;

test("every word of the page is there in English and in Spanish", async ({ playground, elsewhere }) => {
  const english = await tour((await elsewhere({ locale: "en-GB" })).page, en);
  const spanish = await tour((await elsewhere({ locale: "es-MX" })).page, es);
  expect(Object.keys(spanish)).toEqual(Object.keys(english));
  for (const [place, words] of Object.entries(english)) {
    expect(words.length, place).toBeGreaterThan(10);
    const same = words.filter((word) => spanish[place]?.includes(word) && !isSameInBoth(word));
    expect(same, place).toEqual([]);
  }

  // Changed in the middle of a visit, it is the same page.
  const { page } = playground;
  await playground.open("?p=2");
  await page.getByRole("button", { name: "ES", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  const prose = (words: string[] = []) => words.filter(isProse).sort();
  await expect.poll(async () => prose(await wordsOf(page))).toEqual(prose(spanish["at first"]));
  await page.reload();
  await expect(page.getByRole("button", { name: es.bar.run, exact: true })).toBeVisible();

  // The longer words fit on a phone.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("?p=1#functions=&driver=1");
  await page.getByRole("button", { name: es.bar.run, exact: true }).click();
  const status = page.getByRole("status", { name: es.status.name });
  await expect(status).toHaveText(new RegExp(`^${es.status.finished}`));
  const { x, width } = (await status.boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(390);
});

/** Everything there is to see, by the names of the given language. */
async function tour(page: Page, messages: Messages): Promise<Record<string, string[]>> {
  const seen: Record<string, string[]> = {};
  const look = async (place: string) => {
    seen[place] = await wordsOf(page);
  };
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const status = page.getByRole("status", { name: messages.status.name });

  await page.goto("?p=2");
  await expect(status).toHaveText(messages.status.idle);
  await expect(page.getByRole("group", { name: messages.dashboard.comb }).locator("[data-state=idle]")).toHaveCount(3);
  await expect(page.getByRole("separator", { name: messages.editors.resizeColumns })).toBeVisible();
  await look("at first");
  await press(messages.bar.examples);
  await expect(page.getByRole("menuitem")).toHaveCount(5);
  await look("menu");
  await page.keyboard.press("Escape");
  const repl = page.getByRole("textbox", { name: "REPL" });
  await repl.fill("await new Promise(() => {})");
  await repl.press("Enter");
  await expect(repl).toHaveAttribute("placeholder", messages.repl.waiting);
  await repl.fill("remote");
  await repl.press("Tab");
  await expect(page.getByRole("listbox", { name: messages.repl.names })).toBeVisible();
  await repl.fill("");
  await press(messages.bar.stop);
  await expect(status).toHaveText(messages.status.stopped);
  await expect(page.getByText(messages.notice.newProcesses)).toBeVisible();

  await page.goto(`?p=2#functions=&driver=${encodeURIComponent(PROGRAM)}`);
  await look("link");
  await press(messages.banner.run);
  await expect(status).toHaveText(new RegExp(`^${messages.status.running}`));
  await expect(page.locator("[data-operation=pmap]")).toHaveAttribute("data-outcome", "done");
  await page.locator("[data-pid='2'][data-state]").click();
  await look("running");
  await press(messages.bar.stop);
  await expect(status).toHaveText(new RegExp(`^${messages.status.stopped}`));
  await look("stopped");

  await page.goto("?p=2#ex/cheat-sheet");
  await press(messages.bar.run);
  await expect(status).toHaveText(new RegExp(`^${messages.status.finished}`));
  await look("finished");
  await press(messages.bar.share);
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("share");
  await page.keyboard.press("Escape");

  await page.goto("?p=2#0/AAAA");
  await expect(page.getByRole("dialog")).toContainText(messages.badLink.cutOff);
  await look("a link that was cut");
  await page.goto(`?p=2#functions=&driver=${encodeURIComponent('throw "no";')}`);
  await press(messages.bar.run);
  await expect(status).toHaveText(new RegExp(`^${messages.status.failed}`));
  await look("failed");
  return seen;
}

/** Texts and accessible names on the page, but for code and for what programs print. */
async function wordsOf(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const others =
      ".monaco-host, .code, [data-level]:not([data-level=notice]), code, script, style, [role=progressbar]";
    const words = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const { parentElement: at, textContent: text } = node;
      if (at?.checkVisibility() && !at.closest(others) && text?.trim()) words.add(text.trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      if (element.closest(others)) continue;
      for (const name of ["aria-label", "title", "placeholder"]) {
        const text = element.getAttribute(name)?.trim();
        if (text) words.add(text);
      }
    }
    return [...words];
  });
}

/** Texts that both languages have, so far as the catalogs say so. */
const SHARED = new Set(leaves(en).filter((text) => leaves(es).includes(text)));
const NAMES =
  /^(Panal|panal -p|REPL|functions\.ts|driver\.ts|EN|ES|Ctrl|Enter|Slack|localhost.*|http.*|[kM]B|(worker|driver,) \d+)$/;

const isProse = (word: string): boolean => /\p{L}{3}/u.test(word) && !/\d/.test(word);

function isSameInBoth(word: string): boolean {
  return SHARED.has(word) || NAMES.test(word) || !/\p{L}{2}/u.test(word);
}

function leaves(tree: object): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === "string" ? [value] : leaves(value)));
}
