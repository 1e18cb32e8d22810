// Owns the sandbox and performs runs, seen from the page.
import type { Diagnostic } from "../compile/compiled.ts";
import type { Program } from "../program/program.ts";
import type { RunState } from "./state.ts";

export interface Runner {
  /** The current state; `subscribe` tells of a new one (at most once a frame while lines and registers stream). */
  getState(): RunState;
  subscribe(listener: () => void): () => void;
  /** The next run's workers (0 to 32). Before the first run, and after Stop, the idle processes follow it. */
  setWorkers(workers: number): void;
  /**
   * Compiles and runs. Settles when the run has ended (finished, failed, stopped): never rejects. A program that does not
   * compile ends as "failed" with its errors as console lines; `diagnostics` holds them for the editors.
   */
  run(program: Program): Promise<{ state: RunState; diagnostics: readonly Diagnostic[] }>;
  /** Removes the sandbox at once, whatever spins in it, and mounts a new one. */
  stop(): void;
  /** Empties the console. */
  clear(): void;
  dispose(): void;
}
