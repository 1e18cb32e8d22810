// The REPL in a terminal, and for what is piped in: lines become cells, and what a cell gives is printed. History and editing
// are readline's. Ctrl-C leaves the line; while a cell runs the first says what the second does: end the processes and start
// new ones, since nothing else stops a cell that spins. Ctrl-D ends it.
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { deferred } from "../base/deferred.ts";
import { lastWord } from "../compile/cells/cell-scope.ts";
import { completeness } from "../compile/cells/cell-text.ts";
import { Cells } from "../compile/cells/cells.ts";
import type { CompileOptions } from "../compile/options.ts";
import type { Emit } from "../compile/typescript/with-typescript.ts";
import type { CellOutcome, SupervisorApi } from "../supervisor/api.ts";
import { describe } from "./describe.ts";

const PROMPT = "panal> ";
const GOES_ON = " ".repeat(PROMPT.length);

export interface ReplOptions {
  readonly input: Readable;
  /** Values, and the prompt. */
  readonly output: Writable;
  /** Errors, warnings, and what the REPL says itself. */
  readonly errors: Writable;
  /** Somebody types: there is a prompt, and a failed cell is no failure of the whole. */
  readonly terminal: boolean;
  readonly supervisor: Pick<SupervisorApi, "prepare" | "evaluate">;
  readonly workers: number;
  readonly whyNoPackage: CompileOptions["whyNoPackage"];
  readonly emit: Emit;
}

/** Settles when the input has ended and its last cell has been evaluated: with 1 when one failed that nobody typed, else 0. */
export const runRepl = (options: ReplOptions): Promise<number> => new Repl(options).ended;

class Repl {
  readonly #options: ReplOptions;
  readonly #readline: Interface;
  readonly #ended = deferred<number>();
  /** Lines that have been entered and not been looked at. */
  readonly #lines: string[] = [];
  /** What has been entered of a cell that goes on. */
  #begun = "";
  #cells: Cells;
  #working = false;
  #evaluating = false;
  /** Ctrl-C has been pressed once in this cell. */
  #warned = false;
  #closed = false;
  #failed = false;

  constructor(options: ReplOptions) {
    this.#options = options;
    const { input, output, terminal } = options;
    this.#cells = this.#start();
    this.#readline = createInterface({
      input,
      ...(terminal ? { output, prompt: PROMPT } : {}),
      terminal,
      completer: (line: string) => this.#complete(line),
    });
    this.#readline.on("line", (line) => {
      this.#lines.push(line);
      void this.#work();
    });
    this.#readline.on("SIGINT", () => this.#interrupt());
    this.#readline.on("close", () => {
      this.#closed = true;
      if (terminal) output.write("\n"); // the shell's prompt gets a line of its own
      void this.#work();
    });
    this.#prompt();
  }

  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  /** New processes, and cells that know nothing of earlier ones. */
  #start(): Cells {
    const { supervisor, workers, whyNoPackage, emit } = this.#options;
    supervisor.prepare(workers).catch((error: Error) => this.#say(error.message));
    return new Cells(emit, {}, whyNoPackage ? { whyNoPackage } : {});
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) await this.#enter(line);
    if (this.#closed && this.#begun !== "") await this.#evaluate(this.#begun);
    this.#working = false;
    if (this.#closed) this.#ended.resolve(this.#failed && !this.#options.terminal ? 1 : 0);
    else this.#prompt();
  }

  async #enter(line: string): Promise<void> {
    const text = this.#begun === "" ? line : `${this.#begun}\n${line}`;
    if (completeness(text) === "incomplete") {
      this.#begun = text;
      this.#prompt();
      return;
    }
    this.#begun = "";
    if (text.trim() !== "") await this.#evaluate(text);
  }

  async #evaluate(text: string): Promise<void> {
    const cells = this.#cells;
    this.#begun = "";
    this.#warned = false;
    this.#evaluating = true;
    const { value, error } = await this.#outcomeOf(text, cells);
    this.#evaluating = false;
    if (cells !== this.#cells) return; // its processes have been ended, and that has been said
    if (value !== undefined) this.#options.output.write(`${value}\n`);
    if (error !== undefined) {
      this.#failed = true;
      this.#say(error);
    }
  }

  /** Empty when the text is no cell, which has been said, or when the processes were ended while it was compiled. */
  async #outcomeOf(text: string, cells: Cells): Promise<CellOutcome> {
    const { cell, diagnostics } = await cells.compile(text);
    for (const diagnostic of diagnostics) this.#say(describe(diagnostic));
    if (!cell) this.#failed = true;
    return cell && cells === this.#cells ? this.#options.supervisor.evaluate(cell) : {};
  }

  #interrupt(): void {
    if (!this.#evaluating) return this.#abandon();
    if (!this.#warned) {
      this.#warned = true;
      return this.#say("Ctrl-C again ends the processes and starts new ones: variables are lost. The cell goes on.");
    }
    this.#lines.length = 0;
    this.#cells = this.#start();
    this.#say("Stopped. The processes are new, and have no variables.");
  }

  #abandon(): void {
    const isEmpty = this.#readline.line === "" && this.#begun === "";
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
    this.#options.output.write("^C\n");
    if (isEmpty) this.#say("Ctrl-D ends panal.");
    this.#begun = "";
    this.#prompt();
  }

  #prompt(): void {
    if (!this.#options.terminal || this.#closed) return;
    this.#readline.setPrompt(this.#begun === "" ? PROMPT : GOES_ON);
    this.#readline.prompt();
  }

  /** Names of the scope that go on from the last word of the line. */
  #complete(line: string): [string[], string] {
    const word = lastWord(line);
    return word === undefined ? [[], line] : [this.#cells.completions(word), word];
  }

  #say(text: string): void {
    this.#options.errors.write(`${text}\n`);
  }
}
