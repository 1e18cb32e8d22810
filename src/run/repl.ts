// The cells of the REPL as the page performs them: compiled in the order they were entered, each against what the ones before
// it declare, and evaluated one after the other, as in a terminal. What a cell gives comes as an event, behind all that it
// printed. Processes that are replaced take their names with them, and the cells that waited for them.
import { type Deferred, deferred } from "../base/deferred.ts";
import { type CellScope, completionsIn, EMPTY_SCOPE, scopeAfter } from "../compile/cells/cell-scope.ts";
import type { CellCompilation, CompiledCell, Diagnostic } from "../compile/compiled.ts";
import { lineOf } from "./notice-error.ts";
import { echo, type OwnLine, type ReplStatus, type RunState, say } from "./state.ts";

/** Compiles the cell REPL[`number`]; "incomplete" when its text goes on in the next line. `network`: it may import npm packages. */
export type CompileCell = (
  text: string,
  number: number,
  scope: CellScope,
  network: boolean,
) => Promise<CellCompilation | "incomplete">;

const TEXTS_KEPT = 1000;

export interface ReplHooks {
  readonly compileCell: (text: string, number: number, scope: CellScope) => ReturnType<CompileCell>;
  /** Settles when process 1 is there, or will be before it is handed a cell. */
  processesReady(): Promise<void>;
  /** Hands the cell to process 1; its outcome comes by `evaluated`. */
  send(cell: CompiledCell): void;
  change(next: (state: RunState) => RunState): void;
}

export class Repl {
  readonly #hooks: ReplHooks;
  #scope = EMPTY_SCOPE;
  /** Grows for ever, so that "REPL[3]" in the console is one cell. */
  #last = 0;
  /** Cells that wait for their outcome, by name; a new map for new processes. */
  #waiting = new Map<string, Deferred<void>>();
  /** Texts of the cells in the console, the newest TEXTS_KEPT, by name. */
  readonly #texts = new Map<string, string>();
  #isUsed = false;
  #sinceMs = 0;
  #entered: Promise<unknown> = Promise.resolve();
  #evaluated: Promise<void> = Promise.resolve();

  constructor(hooks: ReplHooks) {
    this.#hooks = hooks;
  }

  get status(): ReplStatus {
    if (this.#waiting.size > 0) return "evaluating";
    return this.#isUsed ? "ready" : "unused";
  }

  /** When the first of the cells that wait was entered, on the page's clock. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** The cell as it was entered, undefined for one of long ago. */
  text = (name: string): string | undefined => this.#texts.get(name);

  completions = (start: string): readonly string[] => completionsIn(this.#scope, start);

  /** Other processes: cells see `scope`, and those that waited are dropped. */
  reset(scope: CellScope): void {
    const dropped = this.#waiting;
    this.#waiting = new Map();
    this.#scope = scope;
    this.#isUsed = false;
    this.#evaluated = Promise.resolve();
    for (const cell of dropped.values()) cell.resolve();
  }

  /** Settles with true when the cell has been taken, with false when its text goes on in the next line. */
  enter(text: string): Promise<boolean> {
    const entered = this.#entered.then(() => this.#enter(text));
    this.#entered = entered;
    return entered;
  }

  /** Whether it was waited for: an outcome from processes that are gone is nobody's. */
  evaluated(name: string): boolean {
    const cell = this.#waiting.get(name);
    this.#waiting.delete(name);
    cell?.resolve();
    return cell !== undefined;
  }

  async #enter(text: string): Promise<boolean> {
    const number = this.#last + 1;
    const name = `REPL[${number}]`;
    const compiled = await this.#compile(text, number);
    if (compiled === "incomplete") return false;
    this.#last = number;
    this.#texts.set(name, text).delete(`REPL[${number - TEXTS_KEPT}]`);
    const { cell, lines } = compiled;
    const outcome = cell && this.#await(name);
    this.#inTurn(async () => {
      const part = { part: "result", cell: name } as const;
      const result = lines.map((line) => ({ ...line, repl: part }));
      this.#hooks.change((state) => say(echo(state, name, text), result));
      if (cell) this.#hooks.send(cell);
      await outcome;
    });
    return true;
  }

  #await(name: string): Promise<void> {
    if (this.#waiting.size === 0) this.#sinceMs = performance.now();
    const outcome = deferred<void>();
    this.#waiting.set(name, outcome);
    this.#isUsed = true;
    return outcome.promise;
  }

  /** When the cells before it have been evaluated, so that each stands above what it gives; never in other processes. */
  #inTurn(task: () => Promise<void>): void {
    const waiting = this.#waiting;
    this.#evaluated = this.#evaluated.then(() => (waiting === this.#waiting ? task() : undefined));
  }

  async #compile(text: string, number: number): Promise<Compiled | "incomplete"> {
    try {
      await this.#hooks.processesReady();
      const scope = this.#scope;
      const compiled = await this.#hooks.compileCell(text, number, scope);
      if (this.#scope !== scope) return this.#compile(text, number); // the processes were replaced meanwhile
      if (compiled === "incomplete") return compiled;
      this.#scope = scopeAfter(scope, compiled);
      return { cell: compiled.cell, lines: compiled.diagnostics.map(lineFor) };
    } catch (error) {
      return { cell: undefined, lines: [lineOf(error)] };
    }
  }
}

/** A cell, or none, and what is to be said of it. */
interface Compiled {
  readonly cell: CompiledCell | undefined;
  readonly lines: readonly OwnLine[];
}

const lineFor = ({ severity, file, line, column, message }: Diagnostic): OwnLine => ({
  level: severity === "error" ? "error" : "warn",
  text: `${file}:${line}:${column}: ${severity === "error" ? "" : "warning: "}${message}`,
});
