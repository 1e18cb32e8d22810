// For tests: threads that play a driver and its workers, for as many programs as are asked for. Modules are files
// in a scratch folder, as on the command line.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { build } from "vite";
import { resolveProgram } from "../resolve.ts";
import type { FromThread, ToThread } from "./in-memory-thread.ts";
import { compileFully } from "./in-memory-typescript.ts";

export interface Programme {
  readonly files: Readonly<Record<string, string>>;
  /** Texts of modules that stand for npm packages, by name. */
  readonly packages?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly lines: readonly string[];
  /** The message and the name of what the driver threw. */
  readonly error?: string;
  readonly errorName?: string;
}

export class Threads {
  readonly #pids: readonly number[];
  readonly #folder = mkdtempSync(join(tmpdir(), "panal-closures-"));
  readonly #workers = new Map<number, Worker>();
  #runs = 0;

  constructor({ workers = 2 } = {}) {
    this.#pids = Array.from({ length: 1 + workers }, (_, i) => 1 + i);
  }

  async start(): Promise<void> {
    const entry = join(this.#folder, "thread.mjs");
    writeFileSync(entry, await bundle(fileURLToPath(new URL("./in-memory-thread.ts", import.meta.url).href)));
    const ports = portsBetween(this.#pids);
    for (const pid of this.#pids) {
      const own = ports.get(pid)!;
      const workerData = { pid, ports: own };
      this.#workers.set(pid, new Worker(entry, { workerData, transferList: Object.values(own) }));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.terminate()));
    rmSync(this.#folder, { recursive: true });
  }

  /** Runs the program to its end. Throws when it does not compile or load. */
  async run({ files, packages = {} }: Programme): Promise<Outcome> {
    const { program, diagnostics } = await compileFully({ files, assets: {} });
    if (!program)
      throw new Error(diagnostics.map((it) => `${it.file}:${it.line}:${it.column}: ${it.message}`).join("\n"));
    const run = ++this.#runs;
    const write = (name: string, text: string): string => {
      const path = join(this.#folder, `${run}-${name.replace(/\W/g, "-")}.mjs`);
      writeFileSync(path, text);
      return pathToFileURL(path).href;
    };
    const exports = "$panal,myid,workers,nworkers,remotecallFetch,pmap";
    const resolved = resolveProgram(program, {
      runtimeUrl: write("distributed", `export const {${exports}}=globalThis.library${run};`),
      makeUrl: (text, name) => write(name, text),
      npmUrl: (name) => write(name, packages[name]!),
    });
    const lines: string[] = [];
    await Promise.all(
      this.#pids.map(async (pid) => {
        const { error } = await this.#ask(pid, { type: "load", run, program: resolved }, pid === 1 ? lines : []);
        if (error !== undefined) throw new Error(`process ${pid} could not load the program: ${error}`);
      }),
    );
    const { error, errorName } = await this.#ask(1, { type: "start", driver: resolved.driver }, lines);
    return { lines, ...(error !== undefined && { error }), ...(errorName !== undefined && { errorName }) };
  }

  /** Settles with the answer; what the process prints until then is added to `lines`. */
  #ask(pid: number, message: ToThread, lines: string[]): Promise<Omit<Outcome, "lines">> {
    const worker = this.#workers.get(pid)!;
    return new Promise((resolve) => {
      const hear = (said: FromThread) => {
        if (said.type === "line") return void lines.push(said.text);
        worker.off("message", hear);
        resolve(said);
      };
      worker.on("message", hear);
      worker.postMessage(message);
    });
  }
}

/** A port for each pair of processes, each end with its owner. */
function portsBetween(pids: readonly number[]): Map<number, Record<number, MessagePort>> {
  const ports = new Map<number, Record<number, MessagePort>>(pids.map((pid) => [pid, {}]));
  for (const a of pids) {
    for (const b of pids.filter((pid) => pid > a)) {
      const { port1, port2 } = new MessageChannel();
      ports.get(a)![b] = port1;
      ports.get(b)![a] = port2;
    }
  }
  return ports;
}

/** The entry and what it imports as one module. */
async function bundle(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: { write: false, ssr: entry, minify: false, target: "node20" },
  });
  const [chunk] = (output as { output: { code: string }[] }).output;
  return chunk!.code;
}
