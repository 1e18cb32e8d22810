// The cells of the REPL as the page performs them: compiled in the order they were entered, each against what the ones before
// it declare, and evaluated one after the other, as in a terminal. What a cell gives comes as an event, behind all that it
// printed. Processes that are replaced take their names with them, and the cells that waited for them.
import { type Deferred, deferred } from "../base/deferred.ts";
import { type CellScope, completionsIn, EMPTY_SCOPE, scopeAfter } from "../compile/cells/cell-scope.ts";
import type { CellCompilation, CompiledCell, Diagnostic } from "../compile/compiled.ts";
import { lineOf } from "./notice-error.ts";
import { echo, type OwnLine, type ReplStatus, type RunState, say } from "./state.ts";

/** Compiles the cell REPL[`number`]; "incomplete" when its text goes on in the next line. */
export type CompileCell = (text: string, number: number, scope: CellScope) => Promise<CellCompilation | "incomplete">;

export interface ReplHooks {
  readonly compileCell: CompileCell;
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

  /** Settles with true when the cell stands in the console, with false when its text goes on in the next line. */
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
    const result = { part: "result", cell: name } as const;
    const tell = (lines: readonly OwnLine[]) =>
      this.#hooks.change((state) =>
        say(
          echo(state, name, text),
          lines.map((line) => ({ ...line, repl: result })),
        ),
      );
    try {
      const compiled = await this.#compile(text, number);
      if (compiled === "incomplete") return false;
      if (compiled.cell) this.#queue(name, compiled.cell);
      tell(compiled.diagnostics.map(lineFor));
    } catch (error) {
      tell([lineOf(error)]);
    }
    this.#last = number;
    return true;
  }

  async #compile(text: string, number: number): Promise<CellCompilation | "incomplete"> {
    await this.#hooks.processesReady();
    const scope = this.#scope;
    const compiled = await this.#hooks.compileCell(text, number, scope);
    if (this.#scope !== scope) return this.#compile(text, number); // the processes were replaced meanwhile
    if (compiled !== "incomplete") this.#scope = scopeAfter(scope, compiled);
    return compiled;
  }

  #queue(name: string, cell: CompiledCell): void {
    const waiting = this.#waiting;
    const outcome = deferred<void>();
    if (waiting.size === 0) this.#sinceMs = performance.now();
    waiting.set(name, outcome);
    this.#isUsed = true;
    this.#evaluated = this.#evaluated.then(async () => {
      if (waiting !== this.#waiting) return;
      this.#hooks.send(cell);
      await outcome.promise;
    });
  }
}

const lineFor = ({ severity, file, line, column, message }: Diagnostic): OwnLine => ({
  level: severity === "error" ? "error" : "warn",
  text: `${file}:${line}:${column}: ${severity === "error" ? "" : "warning: "}${message}`,
});
