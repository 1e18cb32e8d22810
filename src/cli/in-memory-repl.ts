// For tests: a REPL without a terminal. The real compile step, supervisor and processes on worker threads, from a build made
// for the test; what a cell gives comes back as the text that a REPL prints.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { Cells } from "../compile/cells/cells.ts";
import { compileFully, emit } from "../compile/closures/in-memory-typescript.ts";
import type { Compilation } from "../compile/compiled.ts";
import type { CellOutcome, RunEvent } from "../supervisor/api.ts";
import type { ProcessHandle, SupervisorHost } from "../supervisor/protocol.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { createPackages, type Packages } from "./packages.ts";
import { createHost } from "./spawn.ts";

export class ReplThreads {
  readonly #folder = mkdtempSync(join(tmpdir(), "panal-repl-"));
  readonly #handles: ProcessHandle[] = [];
  #host: SupervisorHost | undefined;
  #whyNoPackage: Packages["whyNot"] = () => undefined;

  async start(): Promise<void> {
    const path = (file: string) => fileURLToPath(new URL(file, import.meta.url).href);
    await build({
      configFile: false,
      logLevel: "error",
      build: {
        outDir: this.#folder,
        minify: false,
        target: "node20",
        ssr: true,
        rollupOptions: { input: { boot: path("./boot.ts"), process: path("../process/entry.ts") } },
      },
      ssr: { noExternal: true },
    });
    const { urlOf, whyNot } = createPackages(this.#folder);
    this.#whyNoPackage = whyNot;
    const host = createHost({ dist: this.#folder, program: this.#folder, packageUrl: urlOf, driverExited() {} });
    this.#host = {
      ...host,
      spawn: (member, on) => {
        const handle = host.spawn(member, on);
        this.#handles.push(handle);
        return handle;
      },
    };
  }

  /** A session after a run of these files has ended; without a driver no run, only processes. */
  async open(workers: number, files?: Readonly<Record<string, string>>): Promise<Repl> {
    const repl = await this.prepare(files);
    await repl.start(workers);
    return repl;
  }

  /** The same before its `start`, so that cells can be entered while the driver runs. */
  async prepare(files?: Readonly<Record<string, string>>): Promise<Repl> {
    return new Repl(this.#host!, files && (await compileFully({ files, assets: {} })), this.#whyNoPackage);
  }

  supervisor(): Supervisor {
    return new Supervisor(this.#host!, () => {});
  }

  /** Ends every process that was started. */
  stop(): void {
    for (const handle of this.#handles) handle.terminate();
    rmSync(this.#folder, { recursive: true });
  }
}

export class Repl {
  readonly events: RunEvent[] = [];
  readonly supervisor: Supervisor;
  readonly #cells: Cells;
  readonly #compiled: Compilation | undefined;
  #ended: () => void = () => {};

  constructor(host: SupervisorHost, compiled: Compilation | undefined, whyNoPackage: Packages["whyNot"]) {
    this.#compiled = compiled;
    this.#cells = new Cells(emit, compiled, { whyNoPackage });
    this.supervisor = new Supervisor(host, (event) => {
      this.events.push(event);
      if (event.type === "finished") this.#ended();
    });
  }

  async start(workers: number): Promise<void> {
    if (!this.#compiled) return this.supervisor.prepare(workers);
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    await this.supervisor.run(this.#compiled.program!, {}, workers);
    await ended;
  }

  /** What a REPL prints of the cell: its value, its error, or why it does not compile. */
  async enter(text: string): Promise<string> {
    const { printed } = await this.send(text);
    return printed;
  }

  /** Settles when process 1 has been handed the cell; `printed` when it has been evaluated. */
  async send(text: string): Promise<{ printed: Promise<string> }> {
    const { cell, diagnostics } = await this.#cells.compile(text);
    const faults = diagnostics.map((it) => `${it.file}:${it.line}:${it.column}: ${it.message}`);
    const outcome: Promise<CellOutcome> = cell ? this.supervisor.evaluate(cell) : Promise.resolve({});
    return { printed: outcome.then(({ value, error }) => [...faults, error ?? value ?? []].flat().join("\n")) };
  }
}
