// What a process tells of the operations its program made: each pmap, pmapreduce, distributed and everywhere by itself, calls summed up
// by kind and function. Reports leave at most every REPORT_MS and once more at the end of a run, so that a loop of a
// million calls costs a few messages. What processes do is in the register block (registers.ts), not here.
import type { Platform } from "./managers.ts";
import type { Clock } from "./registers.ts";

export const OPERATION_KINDS = [
  "pmap",
  "pmapreduce",
  "distributed",
  "everywhere",
  "remotecall",
  "remotecallFetch",
  "remotecallWait",
  "remoteDo",
  "spawnat",
] as const;

export type OperationKind = (typeof OPERATION_KINDS)[number];

/** What an operation's owner says of it; a later report of the same id replaces the earlier one. */
export interface OperationReport {
  /** Number among the operations of its owner, from 1. */
  id: number;
  kind: OperationKind;
  /** Name of the function or reducer, an unnamed one as "driver.ts:12". */
  name: string;
  /** Where the program made it: "driver.ts:7:22", or "". */
  position: string;
  /** Items or iterations; for calls, how many were made so far. null while an iterator's length is unknown. */
  total: number | null;
  /** Items finished, each once, however often it was retried. */
  done: number;
  failed: number;
  retried: number;
  messages: number;
  bytes: number;
  /** Milliseconds on the run's clock. */
  startedMs: number;
  endedMs: number | null;
  outcome: "running" | "done" | "failed";
}

const REPORT_MS = 50;
/** Beginnings and ends leave at once, but no more often than this: a program may make a hundred thousand operations. */
const AT_ONCE_MS = 5;

/** One operation as its owner counts it. */
export class Operation {
  /** Unique in the cluster; what a process writes as the loop it works on. */
  readonly key: number;
  readonly #report: OperationReport;
  readonly #changed: (operation: Operation, when?: "now") => void;
  readonly #nowMs: () => number;

  constructor(
    key: number,
    report: OperationReport,
    changed: (operation: Operation, when?: "now") => void,
    nowMs: () => number,
  ) {
    this.key = key;
    this.#report = report;
    this.#changed = changed;
    this.#nowMs = nowMs;
  }

  /** Messages of the operation that were sent or received, and their payload. */
  moved(messages: number, bytes: number): void {
    this.#report.messages += messages;
    this.#report.bytes += bytes;
    this.#changed(this);
  }

  done(items: number): void {
    this.#report.done += items;
    this.#changed(this);
  }

  /** An item that counts as done although it failed (its handler gave a value), or that ended the operation. */
  failed(items = 1): void {
    this.#report.failed += items;
    this.#changed(this);
  }

  retried(items = 1): void {
    this.#report.retried += items;
    this.#changed(this);
  }

  /** The number of items has become known. */
  total(items: number): void {
    this.#report.total = items;
    this.#changed(this);
  }

  /** Told at once: the program may not let another turn through. */
  end(outcome: "done" | "failed"): void {
    this.#close(outcome);
    this.#changed(this, "now");
  }

  #close(outcome: "done" | "failed"): void {
    if (this.#report.endedMs !== null) return;
    this.#report.outcome = outcome;
    this.#report.endedMs = this.#nowMs();
  }

  /** A sum of calls: one more is under way. */
  begins(): void {
    this.#report.total = (this.#report.total ?? 0) + 1;
    this.#report.outcome = "running";
    this.#report.endedMs = null;
    this.#changed(this);
  }

  /** A sum of calls: one has been answered. */
  answered(ok: boolean): void {
    this.#report.done += 1;
    if (!ok) this.#report.failed += 1;
    if (this.#report.done === this.#report.total) this.#close("done");
    this.#changed(this);
  }

  snapshot = (): OperationReport => ({ ...this.#report });
}

/** Sums of calls of one kind: a function is found by identity, and one that is made anew for each call by its name. */
interface Sums {
  readonly byFunction: WeakMap<object, Operation>;
  readonly byName: Map<string, Operation>;
}

export class Operations {
  readonly #pid: number;
  readonly #platform: Platform;
  readonly #clock: Clock;
  readonly #post: (report: OperationReport) => void;
  readonly #sums = new Map<OperationKind, Sums>();
  readonly #changed = new Set<Operation>();
  #scheduled = false;
  #reportedMs = 0;
  #nextId = 0;

  constructor(pid: number, platform: Platform, clock: Clock, post: (report: OperationReport) => void) {
    this.#pid = pid;
    this.#platform = platform;
    this.#clock = clock;
    this.#post = post;
  }

  begin(kind: OperationKind, name: string, position: string, total: number | null): Operation {
    const id = ++this.#nextId;
    const report: OperationReport = {
      ...{ id, kind, name, position, total, outcome: "running" },
      ...{ done: 0, failed: 0, retried: 0, messages: 0, bytes: 0 },
      ...{ startedMs: this.#nowMs(), endedMs: null },
    };
    const operation = new Operation(this.#pid * 2 ** 20 + id, report, this.#note, this.#nowMs);
    this.#note(operation, "now");
    return operation;
  }

  /** The sum of all calls of this kind and function. */
  calls(kind: OperationKind, f: object, nameOf: (f: object) => string): Operation {
    const sums: Sums = this.#sums.get(kind) ?? { byFunction: new WeakMap(), byName: new Map() };
    this.#sums.set(kind, sums);
    let sum = sums.byFunction.get(f);
    if (!sum) {
      // A closure made anew for every call is one function to the reader.
      const name = nameOf(f);
      sum = sums.byName.get(name) ?? this.begin(kind, name, "", 0);
      sums.byName.set(name, sum);
      sums.byFunction.set(f, sum);
    }
    return sum;
  }

  /** Everything that has changed leaves now. */
  report(): void {
    this.#scheduled = false;
    this.#reportedMs = this.#clock.nowMs();
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const operation of changed) this.#post(operation.snapshot());
  }

  readonly #nowMs = () => this.#clock.nowMs() - this.#clock.epochMs;

  readonly #note = (operation: Operation, when?: "now") => {
    this.#changed.add(operation);
    if (when === "now" && this.#clock.nowMs() - this.#reportedMs >= AT_ONCE_MS) return this.report();
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#platform.after(REPORT_MS, () => this.report());
  };
}
