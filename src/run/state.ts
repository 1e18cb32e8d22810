// RunState: what the page knows of a run, as a pure fold over RunEvents. Everything in it was measured by the processes or
// the supervisor; nothing is guessed here. Parts that an event does not touch keep their identity.
import { readWide, STATES, WORDS, Word } from "../distributed/registers.ts";
import type { Level, Notice, OperationReport, RunEvent } from "../supervisor/api.ts";

export type RunStatus = "idle" | "running" | "finished" | "failed" | "stopped";

export type ProcessState = "starting" | "idle" | "busy" | "ended" | "lost";

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
}

export interface OperationView extends OperationReport {
  /** pid of the owner; with `id` unique in a run. */
  readonly pid: number;
  /** `done` and the iterations that running chunks have counted; never falls, never above `total`. */
  readonly progress: number;
}

export interface ConsoleLine {
  /** Position in the run, from 0; grows by one a line. */
  readonly seq: number;
  readonly atMs: number;
  /** 0 for a notice. */
  readonly pid: number;
  readonly level: Level | "notice";
  /** Exactly what was printed, a worker's prefix included; "" for a notice, whose words the face chooses. */
  readonly text: string;
  readonly notice?: Notice;
}

/** The last LINES_KEPT lines, in order. One array that grows and is replaced when it is cut; `total` tells of change. */
export interface ConsoleLog {
  readonly lines: readonly ConsoleLine[];
  readonly total: number;
  readonly dropped: number;
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
}

export const LINES_KEPT = 100_000;
