// `npm run bench -- closures`: what it costs that functions can travel, in Node and in Chromium. Contenders take turns in
// one process, in many short runs of which the fastest counts, since these machines are noisy: read the ratio.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import ts from "typescript5";
import { build } from "vite";
import { compile } from "../compile/compile.ts";
import { resolveProgram } from "../compile/resolve.ts";
import { EXAMPLES } from "../program/examples/catalog.ts";
import { ms, printRows, type Row } from "./bars.ts";
import { bytesSent } from "./bytes.ts";
import { BYTES, SHIPPED, UNSHIPPED } from "./workloads.ts";

const ROUNDS = 40;
/** Of a captured array of 1 MiB, for each of 2 workers, with what the calls themselves take. */
const BAR_BYTES = 1.1;
const WORKERS = 2;

/** The modules of both contenders, by path; imports are paths. */
export type Modules = Readonly<Record<"/plain.js" | "/ours.js", string>> & Readonly<Record<string, string>>;

type Timed = Record<"never" | "create", Record<string, { plain: number; ours: number }>>;

export async function benchNode(dist: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "panal-bench-"));
  try {
    for (const [path, text] of Object.entries(await modules())) {
      writeFileSync(
        join(folder, `.${path.replace(".js", ".mjs")}`),
        text.replaceAll(/"\/([\w-]+)\.js"/g, '"./$1.mjs"'),
      );
    }
    // In processes of their own: no loader and no test runner takes part.
    writeFileSync(join(folder, "timed.mjs"), timedModule("./plain.mjs", "./ours.mjs"));
    report("Node", JSON.parse((await lines([join(folder, "timed.mjs")]))[0]!) as Timed);
    writeFileSync(join(folder, "functions.ts"), SHIPPED.functions);
    writeFileSync(join(folder, "driver.ts"), SHIPPED.driver);
    reportShipped("Node", await lines([join(dist, "panal.js"), "-p", "1", join(folder, "driver.ts")]));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const sent = Object.entries(BYTES).map(
    async ([name, driver]) => [name, await bytesSent(dist, driver, WORKERS)] as const,
  );
  reportBytes("Node", await Promise.all(sent));
}

export async function benchChromium(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage();
  const texts = await modules();
  await page.route("**/bench/**", (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^.*\/bench/, "");
    const body = texts[path]?.replaceAll(/"\/([\w-]+\.js)"/g, '"./$1"') ?? "<!doctype html>";
    return route.fulfill({ body, contentType: path in texts ? "text/javascript" : "text/html" });
  });
  await page.goto(`${address}bench/index.html`);
  report("Chromium", JSON.parse(await page.evaluate(resultOf, timedModule("./plain.js", "./ours.js"))) as Timed);
  await page.close();
  reportShipped("Chromium", await inPanal(browser, address, SHIPPED, async (lines) => lines));
  const sent: [string, number][] = [];
  for (const [name, driver] of Object.entries(BYTES)) {
    sent.push([name, Number(await inPanal(browser, address, { functions: "", driver }, (_, bytes) => bytes()))]);
  }
  reportBytes("Chromium", sent);
}

/** The same files as TypeScript erases them and as the compile step makes them. */
async function modules(): Promise<Modules> {
  const examples = ["primes", "pi", "word-count"].map((slug) => [
    `${slug}.ts`,
    EXAMPLES.find((example) => example.slug === slug)!.program.files["functions.ts"]!,
  ]);
  const files: Record<string, string> = { ...Object.fromEntries(examples), "functions.ts": UNSHIPPED };
  const made: Record<string, string> = { "/registrar.js": await registrar() };
  const { program, diagnostics } = compile({ files: { ...files, "driver.ts": "" }, assets: {} });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  resolveProgram(program, {
    runtimeUrl: "/registrar.js",
    npmUrl: (name) => name,
    makeUrl(text, name) {
      const path = `/our-${name.replace(/\W/g, "")}.js`;
      made[path] = text;
      return path;
    },
  });
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  for (const [name, text] of Object.entries(files)) {
    const { outputText } = ts.transpileModule(text, { compilerOptions });
    made[`/plain-${name.replace(/\.ts$/, ".js")}`] = outputText.replaceAll(/"\.\/([\w-]+)\.ts"/g, '"/plain-$1.js"');
  }
  const again = (path: string) => `export * from "${path}";`;
  return { ...made, "/plain.js": again("/plain-functions.js"), "/ours.js": again("/our-functions.js") };
}

async function registrar(): Promise<string> {
  const entry = fileURLToPath(new URL("./registrar.ts", import.meta.url));
  const lib = { entry, formats: ["es" as const] };
  const output = await build({ configFile: false, logLevel: "error", build: { write: false, minify: false, lib } });
  return (output as unknown as { output: { code: string }[] }[])[0]!.output[0]!.code;
}

type Workloads = Record<"never" | "create", Record<string, () => number>>;

/** A module that logs what `timed` finds. */
const timedModule = (plain: string, ours: string): string =>
  `import * as plain from "${plain}"; import * as ours from "${ours}";
console.log(JSON.stringify((${timed})(plain, ours, ${ROUNDS})));`;

/** The fastest of `rounds` runs of each workload, in milliseconds. Its text runs elsewhere: it is whole in itself. */
function timed(plain: Workloads, ours: Workloads, rounds: number): Timed {
  const once = (work: () => number) => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  const result: Timed = { never: {}, create: {} };
  for (const group of ["never", "create"] as const) {
    for (const name of Object.keys(plain[group])) {
      const fastest = { plain: Number.POSITIVE_INFINITY, ours: Number.POSITIVE_INFINITY };
      for (let round = 0; round < rounds; round++) {
        fastest.plain = Math.min(fastest.plain, once(plain[group][name]!));
        fastest.ours = Math.min(fastest.ours, once(ours[group][name]!));
      }
      result[group][name] = fastest;
    }
  }
  return result;
}

function report(host: string, { never, create }: Timed): void {
  const rows = (of: Timed["never"], bar: number): Row[] =>
    Object.entries(of).map(([name, { plain, ours }]) => {
      return { name, ours: ms(ours), theirs: ms(plain), ratio: ours / plain, bar };
    });
  printRows(`${host}: code that is never sent`, ["compiled", "plain"], rows(never, 1.1));
  printRows(`${host}: 200,000 closures that capture a local variable`, ["compiled", "plain"], rows(create, 2));
}

/** Lines of SHIPPED: `shipped [name, native ms, shipped ms]`. */
function reportShipped(host: string, lines: readonly string[]): void {
  const fastest = new Map<string, [plain: number, shipped: number]>();
  for (const line of lines) {
    const [name, plain, shipped] = JSON.parse(line.replace(/^shipped /, "")) as [string, number, number];
    const [p, s] = fastest.get(name) ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    fastest.set(name, [Math.min(p, plain), Math.min(s, shipped)]);
  }
  const rows = [...fastest].map(([name, [plain, shipped]]) => {
    return { name, ours: ms(shipped), theirs: ms(plain), ratio: shipped / plain, bar: 1.15 };
  });
  printRows(`${host}: the same work on a worker, sent and of the functions file`, ["sent", "native"], rows);
}

function reportBytes(host: string, sent: readonly (readonly [name: string, bytes: number])[]): void {
  const wanted = WORKERS * 2 ** 20;
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(3)} MiB`;
  const rows = sent.map(([name, bytes]) => {
    return { name, ours: mib(bytes), theirs: mib(wanted), ratio: bytes / wanted, bar: BAR_BYTES };
  });
  printRows(`${host}: 1,000 items, 1 MiB captured, ${WORKERS} workers`, ["sent", "once each"], rows);
}

/** Runs Node; settles with the lines it printed. */
function lines(args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(text.trim().split("\n")) : reject(new Error(`code ${code}`))));
  });
}

/** Runs a module in the page; settles with what it logs. */
function resultOf(text: string): Promise<string> {
  return new Promise((resolve) => {
    console.log = resolve;
    document.head.append(Object.assign(document.createElement("script"), { type: "module", textContent: text }));
  });
}

/** Runs a program in the page; `read` gets the driver's lines and what gives the bytes that the driver has sent. */
async function inPanal<T>(
  browser: Browser,
  address: string,
  { functions, driver }: { functions: string; driver: string },
  read: (lines: string[], bytes: () => Promise<string | null>) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage();
  const text = `functions=${encodeURIComponent(functions)}&driver=${encodeURIComponent(driver)}`;
  await page.goto(`${address}?p=${WORKERS}#${text}`);
  await page.getByRole("button", { name: "Run this program" }).click();
  await page
    .getByRole("status", { name: "Run status" })
    .filter({ hasText: /^Finished/ })
    .waitFor({ timeout: 120_000 });
  const lines = page.getByRole("log", { name: "Console" }).locator("[data-pid='1'][data-level='log']");
  const process = page.getByRole("region", { name: "Processes" }).locator("[data-pid='1']");
  const result = await read(await lines.allTextContents(), () => process.getAttribute("data-bytes-out"));
  await page.close();
  return result;
}
