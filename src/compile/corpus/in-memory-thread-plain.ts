// For tests: programs as TypeScript and Node alone run them. Types are erased by the TypeScript compiler, the files are
// native modules, and one thread evaluates them, one program after the other: nothing of ours takes part.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Outcome } from "../closures/in-memory-threads.ts";

/** A program's files by name; its own are imported as "./name.ts". */
type Files = Readonly<Record<string, string>>;

const THREAD = `
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { format } = require("node:util");
const { parentPort, workerData: { folder, typescript } } = require("node:worker_threads");
const ts = require(typescript);

let lines;
console.log = (...values) => void lines.push(format(...values));
globalThis.ship = async (f, ...args) => f(...args);

const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, isolatedModules: true };
function erased(text, prefix) {
  const { outputText, diagnostics } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
  for (const { messageText } of diagnostics) throw new Error(ts.flattenDiagnosticMessageText(messageText, " "));
  return outputText.replaceAll(/"distributed"/g, '"./distributed.mjs"').replace(/(["'])\\.\\/([\\w-]+\\.)(ts|json)\\1/g, (_, quote, stem, end) =>
    quote + prefix + stem + (end === "ts" ? "mjs" : end) + quote);
}

async function run(number, files) {
  const prefix = "./" + number + "-";
  const path = (name) => join(folder, prefix + name.replace(/\\.ts$/, ".mjs"));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path(name), name.endsWith(".ts") ? erased(text, prefix) : text);
  }
  await import(pathToFileURL(path("driver.ts")).href);
}

// The one name of the library that functions of the examples use.
writeFileSync(join(folder, "distributed.mjs"), "export const myid = () => 1;");

let last = Promise.resolve();
parentPort.on("message", ({ number, files }) => {
  last = last.then(() => {
    lines = [];
    return run(number, files);
  }).then(() => {}, (error) => error.message).then((error) => parentPort.postMessage({ number, lines, error }));
});
`;

export class PlainThread {
  readonly #folder = mkdtempSync(join(tmpdir(), "panal-plain-"));
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #programs = 0;

  constructor() {
    const typescript = createRequire(import.meta.url).resolve("typescript5");
    this.#worker = new Worker(THREAD, { eval: true, workerData: { folder: this.#folder, typescript } });
    this.#worker.on("message", ({ number, lines, error }: Outcome & { number: number }) => {
      this.#waiting.get(number)!(error === undefined ? { lines } : { lines, error });
      this.#waiting.delete(number);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
    rmSync(this.#folder, { recursive: true });
  }

  /** Runs driver.ts to its end, behind the programs before it. */
  run(files: Files): Promise<Outcome> {
    const number = ++this.#programs;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#worker.postMessage({ number, files });
    });
  }
}
