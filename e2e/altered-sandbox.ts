// Another browser, played by this one: a script that runs before the supervisor's takes away what that browser lacks. An
// init script of Playwright comes too late at times, since the frame has a process of its own; so the text is altered as it
// is loaded, and with it the hash in both policies.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";

interface Altered {
  /** The chunk that holds the sandbox's texts. */
  readonly chunk: string;
  readonly oldHash: string;
  readonly newHash: string;
}

/** Lets `script` run in the sandbox's frame before our own. Call it before the page is opened. */
export async function alterSupervisor(page: Page, script: string): Promise<void> {
  let altered: Promise<Altered> | undefined;
  await page.route(isDocument, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    altered ??= alter(page, new URL(route.request().url()), html, script);
    const { oldHash, newHash } = await altered;
    await route.fulfill({ response, body: html.replace(oldHash, newHash) });
  });
  await page.route("**/assets/_virtual_sandbox*.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await altered)?.chunk ?? "" });
  });
}

const isDocument = (url: URL) => url.pathname.endsWith("/");

async function alter(page: Page, site: URL, html: string, script: string): Promise<Altered> {
  const load = async (path: string) => await (await page.request.get(new URL(path, site).href)).text();
  const entry = await load(/assets\/index-[\w-]+\.js/.exec(html)?.[0] ?? "no entry in index.html");
  const chunk = await load(`assets/${/_virtual_sandbox-[\w-]+\.js/.exec(entry)?.[0] ?? "no sandbox in the entry"}`);
  const { supervisor: text = "", ...others } = (await import(`data:text/javascript;base64,${base64(chunk)}`)) as Record<
    string,
    string
  >;
  const oldHash = hashOf(text);
  const newHash = hashOf(script + text);
  const texts = Object.entries({ ...others, supervisor: script + text });
  const exported = texts.map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value.replaceAll(oldHash, newHash))};`,
  );
  return { chunk: exported.join("\n"), oldHash, newHash };
}

const base64 = (text: string) => Buffer.from(text).toString("base64");
const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
