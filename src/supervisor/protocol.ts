// Supervisor <-> process, on the process's control channel (in the page: the Web Worker's own postMessage, which keeps
// the order among processes; a MessagePort does not). Nothing that comes from a process in the page is trusted: its host
// checks shape and size of every message (sandbox/limits.ts) before the supervisor has it.
import type { ResolvedCell, ResolvedProgram } from "../compile/compiled.ts";
import type { Platform, Port } from "../distributed/managers.ts";
import type { Member } from "../distributed/messages.ts";
import type { CellOutcome, Level, OperationReport } from "./api.ts";
import type { Shown } from "./shown.ts";

export type { CellOutcome, Level } from "./api.ts";

export type ToProcess =
  /** `epochMs`: the run's zero on the host's shared clock. `registers`: WORDS words, shared where the host can. */
  | { type: "start"; self: Member; members: readonly Member[]; registers: Int32Array; epochMs: number }
  /** `epochMs`: the run begins; its times count from here. */
  | { type: "load"; program: ResolvedProgram; epochMs: number }
  /** pid 1 only: import the driver. */
  | { type: "run" }
  | { type: "connect"; from: Member; port: Port }
  /** `replaced`: by an interrupt; another process comes under its pid. */
  | { type: "exited"; member: Member; why: string; replaced: boolean }
  /** What is in flight shall fail; the mark is in the connection from pid 1, behind what is meant. */
  | { type: "interrupt"; mark: number }
  /** To pid 1 only, whose word it then is: newcomers that have loaded, or a process replaced under its pid. */
  | { type: "joined"; members: readonly Member[] }
  | { type: "answer"; id: number; value?: unknown; error?: string }
  /** To pid 1 only: a cell of the REPL; answered by `evaluated`. */
  | { type: "evaluate"; id: number; cell: ResolvedCell };

export type FromProcess =
  | { type: "ready" }
  /** `error`: its text with positions, as it shall be printed. */
  | { type: "loaded"; error?: string }
  | { type: "finished"; outcome: "finished" | "failed" }
  /** One or several lines, each with the process's prefix already. */
  | { type: "line"; level: Level; text: string }
  /** Only where the host has no `write`, which gets its text form. */
  | { type: "display"; shown: Shown }
  | { type: "function"; id: number; name: string }
  | { type: "operation"; report: OperationReport }
  /** Only where registers are not shared: their content now. */
  | { type: "registers"; words: Int32Array }
  /** The asker made the pair and already posts into it: opening a connection costs no round trip. */
  | { type: "connect"; to: Member; port: Port }
  | { type: "launch"; id: number; workers: number; timeoutS: number }
  | { type: "kill"; id: number; pids: readonly number[] }
  /** pid 1 only. */
  | { type: "interrupt"; id: number; pids: readonly number[]; mark: number }
  /** The process has reached the mark: it has given way. */
  | { type: "yielded"; mark: number }
  | { type: "readAsset"; id: number; name: string }
  /** That process has ended, and what waited on it here has failed. */
  | { type: "waitersFailed"; pid: number }
  | { type: "evaluated"; id: number; outcome: CellOutcome }
  /** The process ends itself: `close()` or `process.exit(code)`. */
  | { type: "exit"; code: number };

export interface StrayListener {
  /** An error thrown by a timer or an event listener. */
  error(error: unknown): void;
  /** A promise was rejected and has no handler yet. */
  rejection(reason: unknown, promise: object): void;
  /** It has got its handler after all. */
  handled(promise: object): void;
}

/** What boot took from the global scope before user code: the process's only way to the supervisor. */
export interface Host extends Platform {
  post(message: FromProcess, transfer?: readonly unknown[]): void;
  /** Messages that came before are handed over now, in order. */
  listen(handler: (message: ToProcess) => void): void;
  pair(): { port1: Port; port2: Port };
  /** Writes a line itself, at once (Node); where absent, lines go by `post`. */
  write?(level: Level, text: string): void;
  /** Tells of what nobody handled; the platform's own reaction (a console entry, the end of a thread) is held back. */
  onStray(listener: StrayListener): void;
}

/** A process as its starter holds it. */
export interface ProcessHandle {
  post(message: ToProcess, transfer?: readonly unknown[]): void;
  terminate(): void;
}

/** What the supervisor needs of a host: the sandbox, the command line and the tests each give it one. */
export interface SupervisorHost {
  spawn(member: Member, on: { message(message: FromProcess): void; died(why: string): void }): ProcessHandle;
  /** A URL from which processes can import `text` as a module; `name` is the module's, for people. */
  makeUrl(text: string, name: string): string;
  revokeUrl(url: string): void;
  /** URL of the process bundle: what "distributed" means in a program. */
  readonly runtimeUrl: string;
  /** URL of an npm package's module, or an error that says why not. */
  npmUrl(specifier: string): string;
  /** Reads a file that is not among the program's assets, where the host has files (beside the driver). */
  readFile?(name: string): Promise<Uint8Array>;
  nowMs(): number;
  after(ms: number, task: () => void): { cancel(): void };
  /** Shared memory where the host has it, else plain. */
  registers(): Int32Array;
}
