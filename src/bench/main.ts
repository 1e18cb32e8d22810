// `npm run bench`: how near a remote call comes to what the platform itself needs. Contenders take turns in one run of the
// browser, block by block, since these machines are noisy: read the ratio, not the times.
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright";
import { type PreviewServer, preview } from "vite";
import { benchChromium, benchNode } from "./closures.ts";
import { ECHO_PAGE } from "./echo-page.ts";

const BLOCKS = 9;
const CALLS = 2_000;

/** Measures blocks of round trips on workers 2; the first block warms up. */
const DRIVER = `import { remotecallFetch } from "distributed";
for (let block = 0; block <= ${BLOCKS}; block++) {
  const started = performance.now();
  for (let call = 0; call < ${CALLS}; call++) await remotecallFetch(() => 1, 2);
  console.log("block", ((performance.now() - started) * 1000) / ${CALLS});
  await new Promise((resume) => setTimeout(resume, 300));
}
`;

/** `args`: nothing for the round trip, "closures" for what it costs that functions travel. */
export async function main(args: readonly string[] = []): Promise<void> {
  const [what] = args;
  if (what !== undefined && what !== "closures") throw new Error(`There is no benchmark "${what}": there is closures.`);
  if (what === "closures") await benchNode(fileURLToPath(new URL("../../dist/node", import.meta.url)));
  const server = await preview({ preview: { port: 0, host: "localhost" }, logLevel: "warn" });
  const browser = await launch();
  try {
    const address = server.resolvedUrls!.local[0]!;
    if (what === "closures") return await benchChromium(browser, address);
    const panal = await openPanal(browser, address);
    const echo = await openEcho(browser, address, server);
    await report(panal, echo);
  } finally {
    await browser.close();
    await server.close();
  }
}

const launch = () =>
  chromium.launch({
    ...(process.env.PANAL_CHROMIUM ? { executablePath: process.env.PANAL_CHROMIUM } : {}),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });

async function openPanal(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${address}?p=1#functions=&driver=${encodeURIComponent(DRIVER)}`);
  return page;
}

/** A page with two workers joined by a port, nothing between them. */
async function openEcho(browser: Browser, address: string, server: PreviewServer): Promise<Page> {
  const page = await browser.newPage();
  await page.route("**/echo.html", (route) =>
    route.fulfill({
      body: ECHO_PAGE,
      contentType: "text/html",
      headers: server.config.preview.headers as Record<string, string>,
    }),
  );
  await page.goto(`${address}echo.html`);
  return page;
}

async function report(panal: Page, echo: Page): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  await panal.getByRole("button", { name: "Run this program" }).click();
  const lines = panal.getByRole("log", { name: "Console" }).locator("[data-pid='1'][data-level='log']");
  for (let block = 0; block <= BLOCKS; block++) {
    // While the program pauses after its block, the other contender has its turn.
    const line = lines.nth(block);
    await line.waitFor();
    ours.push(Number((await line.textContent())!.split(" ")[1]));
    theirs.push(await echo.evaluate((calls) => (globalThis as unknown as EchoPage).roundTrips(calls), CALLS));
  }
  const [mine, raw] = [median(ours.slice(1)), median(theirs.slice(1))];
  const ratio = median(ours.slice(1).map((us, i) => us / theirs[i + 1]!));
  console.log(
    `remotecallFetch(() => 1, 2)         ${mine.toFixed(1)} us a round trip (median of ${BLOCKS} blocks of ${CALLS})`,
  );
  console.log(`postMessage echo between 2 workers  ${raw.toFixed(1)} us`);
  console.log(`ratio                               ${ratio.toFixed(2)} (the bar is 2)`);
}

interface EchoPage {
  roundTrips(calls: number): Promise<number>;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
