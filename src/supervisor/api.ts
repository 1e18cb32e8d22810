// Page and command line -> supervisor: calls go by `SupervisorApi` (Comlink in the page). Supervisor -> them: a one-way
// stream of `RunEvent`s, plain data, checked and capped by whoever receives it.
import type { CompiledCell, CompiledProgram } from "../compile/compiled.ts";
import type { OperationReport } from "../distributed/telemetry.ts";
import type { Shown } from "./shown.ts";

export type { OperationKind, OperationReport } from "../distributed/telemetry.ts";

export interface SupervisorApi {
  /** Starts pid 1 and `workers` workers with the runtime only. Settles when all are up; calls may come before that. */
  prepare(workers: number): Promise<void>;
  /**
   * Ends the processes of the last run (a prepared set that has not run is used), resolves and loads the program in every
   * process, then starts the driver. Settles when the driver has been started or loading has failed; how the run ends is
   * the event `finished`.
   */
  run(program: CompiledProgram, assets: Record<string, Uint8Array>, workers: number): Promise<void>;
  /**
   * Evaluates a cell of the REPL in pid 1, in the driver's scope: of the run, also after it has finished, or of prepared
   * processes, which then have no program. Settles when the cell has been evaluated, its `await`s included; a cell that never
   * ends settles when pid 1 does. What it prints comes as lines; then, in their order, the outcome as the event `evaluated`.
   */
  evaluate(cell: CompiledCell): Promise<CellOutcome>;
  /** Counts for tests and for the decision whether a Run can keep the sandbox. */
  stats(): Promise<SupervisorStats>;
  ping(): Promise<number>;
}

/** What a REPL prints of a cell; neither when its value is undefined. */
export interface CellOutcome {
  /** The value of its last expression, as `console.log` would show it inside an object. */
  value?: string;
  /** What it threw, with positions in the cell and the program. */
  error?: string;
}

export interface SupervisorStats {
  processes: number;
  urls: number;
  /** Processes that are in user code now. */
  busy: number;
}

export type Level = "log" | "info" | "debug" | "warn" | "error";

/** Something the supervisor or the page says itself, in words that the face chooses (English or Spanish). */
export type Notice =
  | { code: "ready"; workers: number; ms: number }
  | { code: "workerGone"; pid: number; why: string }
  | { code: "workerReplaced"; pid: number }
  | { code: "linesDropped"; count: number }
  | { code: "finished"; ms: number; workers: number }
  | { code: "stopped"; ms: number }
  | { code: "sandboxLost" }
  | { code: "sandboxUnusable"; why: string }
  | { code: "assetUnreadable"; name: string; why: string }
  | { code: "compilerStopped"; why: string }
  | { code: "compilerSlow"; seconds: number }
  | { code: "newProcesses" }
  | { code: "text"; text: string };

export type RunEvent =
  | { type: "spawned"; pid: number; incarnation: number }
  | { type: "exited"; pid: number; incarnation: number; how: "ordered" | "lost" | "failedToLoad" }
  /** `text` may hold several lines, each with its prefix; whoever shows them splits at "\n" (and drops a "\r" before it). */
  | { type: "line"; pid: number; level: Level; text: string; atMs: number }
  /** `skipped`: values before it that did not come, since too many waited for the page. */
  | { type: "display"; pid: number; shown: Shown; skipped: number; atMs: number }
  | { type: "notice"; notice: Notice; atMs: number }
  | { type: "function"; pid: number; id: number; name: string }
  | { type: "operation"; pid: number; report: OperationReport }
  /** All register blocks, WORDS words each in the order of `pids`. */
  | { type: "registers"; pids: number[]; words: Int32Array; atMs: number }
  /** `cell` is "REPL[3]", the file of its modules. */
  | { type: "evaluated"; cell: string; outcome: CellOutcome; atMs: number }
  /** The driver runs now; run times count from here. */
  | { type: "started"; atMs: number }
  /** What went wrong has been printed as lines. The last registers of the run come before it. */
  | { type: "finished"; outcome: "finished" | "failed"; atMs: number };
