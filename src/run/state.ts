// RunState: what the page knows of a run. Everything in it was measured by the processes or the supervisor; nothing is
// guessed. The fold that makes it is in fold.ts; here are its shapes and the changes that the page itself makes.
// Parts that a change does not touch keep their identity.
import type { Level, Notice, OperationReport } from "../supervisor/api.ts";
import type { BusySample } from "./load.ts";
import { appendLines, type ConsoleLog, EMPTY_LOG, type ReplPart } from "./log.ts";
import { EMPTY_OUTPUT, type Output } from "./output.ts";

export { type ConsoleLine, type ConsoleLog, LINES_KEPT } from "./log.ts";
export type { Output, ShownChart, ShownImage, ShownTable, ShownValue } from "./output.ts";

export type RunStatus = "idle" | "running" | "finished" | "failed" | "stopped";

export type ProcessState = "starting" | "idle" | "busy" | "ended" | "lost";

/** unused: no cell has been handed to these processes. */
export type ReplStatus = "unused" | "ready" | "evaluating";

export interface ProcessView {
  readonly pid: number;
  readonly incarnation: number;
  readonly state: ProcessState;
  /** Name of the running function, "" when idle; an unnamed one as `driver.ts:12`. */
  readonly function: string;
  /** On the run's clock; null when not busy. */
  readonly busySinceMs: number | null;
  /** Share of the last second in which it was busy, 0 to 1. */
  readonly load: number;
  readonly done: number;
  readonly failed: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Values that it keeps for those who hold a reference to them. */
  readonly kept: number;
}

export interface OperationView extends OperationReport {
  /** pid of the owner; with `id` unique in a run. */
  readonly pid: number;
  /** `done` and the iterations that running chunks have counted; never falls, never above `total`. */
  readonly progress: number;
}

export interface RunState {
  readonly status: RunStatus;
  /** On the supervisor's clock; null before the driver started. */
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** The newest time an event carried: the run's "now". */
  readonly nowMs: number;
  /** By pid, ascending; ended processes stay until the next run. */
  readonly processes: readonly ProcessView[];
  readonly operations: readonly OperationView[];
  readonly log: ConsoleLog;
  readonly repl: ReplStatus;
  /** What `display` showed. */
  readonly output: Output;
  /** What the fold remembers of each process from event to event; not for the face. */
  readonly memory: ReadonlyMap<number, ProcessMemory>;
}

export interface ProcessMemory {
  /** By number, as the process announced them. */
  readonly functions: ReadonlyMap<number, string>;
  /** Number of the function that runs, 0 for none. */
  readonly functionId: number;
  /** Readings of the last second, and the newest before it. */
  readonly samples: readonly BusySample[];
  readonly operation: number;
  readonly iterations: number;
}

export const initialState = (): RunState => ({
  status: "idle",
  startedMs: null,
  endedMs: null,
  nowMs: 0,
  processes: [],
  operations: [],
  log: EMPTY_LOG,
  repl: "unused",
  output: EMPTY_OUTPUT,
  memory: new Map(),
});

/** Run was pressed: an empty console and output, and of the last run's processes only those that may be used again. */
export function begin(state: RunState): RunState {
  return {
    ...state,
    status: "running",
    startedMs: null,
    endedMs: null,
    nowMs: 0,
    processes: state.processes.filter((process) => process.state !== "ended" && process.state !== "lost"),
    operations: [],
    log: EMPTY_LOG,
    output: EMPTY_OUTPUT,
  };
}

/** The run is over by the page's own knowledge: stopped, not compiled, or its sandbox lost. */
export function end(state: RunState, status: "failed" | "stopped"): RunState {
  return { ...state, status, endedMs: state.endedMs ?? state.nowMs };
}

/** No process is left: the sandbox was removed, and a new one says itself what it starts. */
export function withoutProcesses(state: RunState): RunState {
  return { ...state, processes: [], memory: new Map() };
}

/** Every process went with its sandbox. */
export function withLostProcesses(state: RunState): RunState {
  const lost = (process: ProcessView): ProcessView =>
    process.state === "ended" ? process : { ...process, state: "lost", function: "", busySinceMs: null, load: 0 };
  return { ...state, processes: state.processes.map(lost), memory: new Map() };
}

/** `notice`: where the face has words of its own for the text. */
export interface OwnLine {
  readonly level: Level;
  readonly text: string;
  readonly notice?: Notice;
  readonly repl?: ReplPart;
}

/** Lines that the page itself has to say: notices, and errors of pid 1 from before there is a process. */
export function say(state: RunState, lines: readonly (Notice | OwnLine)[]): RunState {
  const atMs = state.nowMs;
  const made = lines.map((line) =>
    "code" in line ? { atMs, pid: 0, level: "notice" as const, text: "", notice: line } : { atMs, pid: 1, ...line },
  );
  return { ...state, log: appendLines(state.log, made) };
}

/** A cell as it was entered, line by line. */
export function echo(state: RunState, cell: string, text: string): RunState {
  const line = { atMs: state.nowMs, pid: 1, level: "log", repl: { part: "input", cell } } as const;
  const lines = text.split(/\r\n|\r|\n/).map((text) => ({ ...line, text }));
  return { ...state, log: appendLines(state.log, lines) };
}

export const withEmptyLog = (state: RunState): RunState => ({
  ...state,
  log: { ...EMPTY_LOG, total: state.log.total },
});

export const withEmptyOutput = (state: RunState): RunState => ({ ...state, output: EMPTY_OUTPUT });
