// `test` for all specs: gives each a `playground`, and watches every page it opens. An error of the page or a violation of
// a policy fails the test (Chromium does not tell of those inside Web Workers). What consoles showed is added to
// test-results/consoles.txt, which `npm test` checks as a whole (scripts/consoles.mjs): "### title", then lines indented by
// two spaces.
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { Playground } from "./playground.ts";

export { expect };

const RESULTS = fileURLToPath(new URL("../test-results", import.meta.url));
const POLICY = /Content Security Policy/;

/** What Monaco is loaded from. Its Web Worker for TypeScript is left out: programs may need that without any editor. */
const MONACO = /monaco|editor\.worker/;

export interface Fixtures {
  /** Whether pages get their editor; the default is yes. It is most of what a page costs: whoever writes no code goes without. */
  monaco: boolean;
  /** Faults a spec brings about on purpose: page errors or violations that match one of these are none. */
  allowedFaults: RegExp[];
  playground: Playground;
  /** A page in a fresh browser context: somebody else, who has never been here. */
  elsewhere: (options?: BrowserContextOptions) => Promise<Playground>;
  watch: Watch;
}

/** What the pages of one test did wrong, and what their consoles showed. */
export class Watch {
  readonly faults: string[] = [];
  readonly consoles: string[] = [];
  readonly #playgrounds = new Map<Page, Playground>();

  /** Every context of a test, before it has a page. */
  async follow(context: BrowserContext, { monaco }: Pick<Fixtures, "monaco">): Promise<void> {
    if (!monaco) await context.route(MONACO, (route) => route.abort());
    context.on("weberror", (error) => this.faults.push(`page error: ${error.error().stack ?? error.error()}`));
    context.on("console", (message) => {
      if (POLICY.test(message.text())) this.faults.push(`policy: ${message.text()}`);
    });
  }

  playground(page: Page): Playground {
    const playground = this.#playgrounds.get(page) ?? new Playground(page);
    this.#playgrounds.set(page, playground);
    return playground;
  }

  /** Reads the consoles of all pages that are still open; called before their context closes. */
  async collect(context: BrowserContext): Promise<void> {
    for (const [page, playground] of this.#playgrounds) {
      if (page.context() !== context) continue;
      this.#playgrounds.delete(page);
      await playground.keepConsoleIfPossible();
      this.consoles.push(...playground.earlierConsoles);
    }
  }

  write(title: string): void {
    const lines = this.consoles.flatMap((text) => text.split("\n")).map((line) => `  ${line}\n`);
    if (lines.length === 0) return;
    mkdirSync(RESULTS, { recursive: true });
    appendFileSync(join(RESULTS, "consoles.txt"), `### ${title}\n${lines.join("")}`);
  }
}

export const test = base.extend<Fixtures>({
  allowedFaults: [[], { option: true }],
  monaco: [true, { option: true }],

  watch: [
    async ({ context, allowedFaults, monaco }, use, testInfo) => {
      const watch = new Watch();
      await watch.follow(context, { monaco });
      await use(watch);
      await watch.collect(context);
      watch.write(testInfo.titlePath.slice(1).join(" › "));
      const faults = watch.faults.filter((fault) => !allowedFaults.some((allowed) => allowed.test(fault)));
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],

  playground: async ({ page, watch }, use) => {
    await use(watch.playground(page));
  },

  elsewhere: async ({ browser, watch, monaco }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      await watch.follow(context, { monaco });
      return watch.playground(await context.newPage());
    });
    for (const context of contexts) {
      await watch.collect(context);
      await context.close();
    }
  },
});
