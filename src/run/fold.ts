// RunEvents -> RunState. Pure: the same events give the same state, and what they do not touch keeps its identity.
// Registers are snapshots that may come before the events that explain them (a name, a process), so an unknown number is
// kept until its name is there, and a process that has ended is never brought back by a late reading.
import { assertUnreachable } from "../base/assert.ts";
import { readWide, STATES, WORDS, Word } from "../distributed/registers.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { addSample, busyShare } from "./load.ts";
import { appendLines, type NewLine } from "./log.ts";
import { appendValues, type NewValue } from "./output.ts";
import type { OperationView, ProcessMemory, ProcessState, ProcessView, RunState } from "./state.ts";

/** Operations a state holds; of more, those that ended first go first. */
const OPERATIONS_KEPT = 1000;

/** The state after `events`, in their order. */
export function fold(state: RunState, events: readonly RunEvent[]): RunState {
  if (events.length === 0) return state;
  const draft = new Draft(state);
  for (const event of events) draft.apply(event);
  return draft.result();
}

type Of<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

const NO_MEMORY: ProcessMemory = { functions: new Map(), functionId: 0, samples: [], operation: 0, iterations: 0 };

/** A state being made; each part is copied when it is first written. */
class Draft {
  readonly #before: RunState;
  readonly #processes: Table<number, ProcessView>;
  readonly #memory: Table<number, ProcessMemory>;
  readonly #operations: Table<string, OperationView>;
  readonly #lines: NewLine[] = [];
  readonly #values: NewValue[] = [];
  #status: Pick<RunState, "status" | "startedMs" | "endedMs" | "nowMs">;

  constructor(before: RunState) {
    this.#before = before;
    this.#status = before;
    this.#processes = new Table(() => new Map(before.processes.map((view) => [view.pid, view])));
    this.#memory = new Table(() => new Map(before.memory));
    this.#operations = new Table(() => new Map(before.operations.map((view) => [keyOf(view), view])));
  }

  apply(event: RunEvent): void {
    if ("atMs" in event && event.atMs > this.#status.nowMs) this.#set({ nowMs: event.atMs });
    switch (event.type) {
      case "spawned":
        this.#spawned(event);
        break;
      case "exited":
        this.#exited(event);
        break;
      case "line":
        this.#line({ pid: event.pid, level: event.level, text: event.text, atMs: event.atMs });
        break;
      case "display":
        this.#values.push(event);
        break;
      case "notice":
        this.#lines.push({ atMs: event.atMs, pid: 0, level: "notice", text: "", notice: event.notice });
        break;
      case "function":
        this.#function(event);
        break;
      case "operation":
        this.#operation(event);
        break;
      case "registers":
        this.#registers(event);
        break;
      case "evaluated":
        this.#evaluated(event);
        break;
      case "started":
        // The clock begins with the run: what was measured before says nothing of it.
        this.#set({ startedMs: event.atMs, nowMs: event.atMs });
        break;
      case "finished":
        this.#set({ status: event.outcome, endedMs: event.atMs });
        break;
      default:
        assertUnreachable(event);
    }
  }

  result(): RunState {
    const { status, startedMs, endedMs, nowMs } = this.#status;
    const before = this.#before;
    return {
      status,
      startedMs,
      endedMs,
      nowMs,
      processes: this.#processes.changed
        ? [...this.#processes.values()].sort((a, b) => a.pid - b.pid)
        : before.processes,
      operations: this.#operations.changed ? keepNewest([...this.#operations.values()]) : before.operations,
      log: appendLines(before.log, this.#lines),
      repl: before.repl,
      output: appendValues(before.output, this.#values),
      memory: this.#memory.changed ? new Map(this.#memory.entries()) : before.memory,
    };
  }

  #spawned({ pid, incarnation }: Of<"spawned">): void {
    if (pid === 1) this.#newCluster();
    this.#memory.set(pid, NO_MEMORY);
    this.#processes.set(pid, {
      pid,
      incarnation,
      state: "starting",
      function: "",
      busySinceMs: null,
      load: 0,
      done: 0,
      failed: 0,
      messagesIn: 0,
      messagesOut: 0,
      bytesIn: 0,
      bytesOut: 0,
      kept: 0,
    });
  }

  /** The driver is always the first: who was there before is gone, and the run's clock begins anew. */
  #newCluster(): void {
    this.#set({ nowMs: 0 });
    this.#processes.clear();
    this.#memory.clear();
  }

  /** Before the driver or a cell runs, a process that is ended by order makes room for this run's; nobody looks at it any more. */
  #exited({ pid, incarnation, how }: Of<"exited">): void {
    const view = this.#processes.get(pid);
    if (view?.incarnation !== incarnation) return;
    this.#memory.delete(pid);
    if (how === "ordered" && !this.#hasRun()) this.#processes.delete(pid);
    else {
      const state = how === "ordered" ? "ended" : "lost";
      this.#processes.set(pid, { ...view, state, function: "", busySinceMs: null, load: 0 });
    }
  }

  #hasRun(): boolean {
    const { status, startedMs } = this.#status;
    if (this.#before.repl !== "unused") return true;
    return startedMs !== null && status !== "idle" && status !== "stopped";
  }

  /** One event may hold several lines. */
  #line({ text, ...line }: Omit<NewLine, "notice">): void {
    for (const one of text.split("\n")) {
      this.#lines.push({ ...line, text: one.endsWith("\r") ? one.slice(0, -1) : one });
    }
  }

  #evaluated({ cell, outcome: { value, error }, atMs }: Of<"evaluated">): void {
    const line = { pid: 1, atMs, repl: { part: "result", cell } } as const;
    if (value !== undefined) this.#line({ ...line, level: "log", text: value });
    if (error !== undefined) this.#line({ ...line, level: "error", text: error });
  }

  #function({ pid, id, name }: Of<"function">): void {
    const memory = this.#memory.get(pid) ?? NO_MEMORY;
    this.#memory.set(pid, { ...memory, functions: new Map(memory.functions).set(id, name) });
    const view = this.#processes.get(pid);
    if (view?.state === "busy" && memory.functionId === id) this.#processes.set(pid, { ...view, function: name });
  }

  #operation({ pid, report }: Of<"operation">): void {
    const key = `${pid}:${report.id}`;
    const before = this.#operations.get(key)?.progress ?? 0;
    this.#operations.set(key, { ...report, pid, progress: progressOf(report, before, report.done) });
  }

  #registers({ pids, words, atMs }: Of<"registers">): void {
    pids.forEach((pid, i) => {
      const view = this.#processes.get(pid);
      if (view && view.state !== "ended" && view.state !== "lost") {
        this.#reading(view, words.subarray(i * WORDS, (i + 1) * WORDS), atMs);
      }
    });
    this.#countIterations();
  }

  #reading(view: ProcessView, words: Int32Array, atMs: number): void {
    const state: ProcessState = STATES[words[Word.State]!] ?? "starting";
    const busySinceMs = state === "busy" ? words[Word.BusySinceMs]! : null;
    const busyMs = words[Word.BusyTenthsMs]! / 10 + (busySinceMs === null ? 0 : Math.max(0, atMs - busySinceMs));
    const old = this.#memory.get(view.pid) ?? NO_MEMORY;
    const memory: ProcessMemory = {
      functions: old.functions,
      functionId: words[Word.Function]!,
      samples: addSample(old.samples, { atMs, busyMs }),
      operation: words[Word.Operation]! >>> 0,
      iterations: readWide(words, Word.Iterations),
    };
    this.#memory.set(view.pid, memory);
    const next: ProcessView = {
      pid: view.pid,
      incarnation: view.incarnation,
      state,
      function: state === "busy" ? (memory.functions.get(memory.functionId) ?? "") : "",
      busySinceMs,
      load: busyShare(memory.samples),
      done: words[Word.Done]!,
      failed: words[Word.Failed]!,
      messagesIn: words[Word.MessagesIn]!,
      messagesOut: words[Word.MessagesOut]!,
      bytesIn: readWide(words, Word.BytesIn),
      bytesOut: readWide(words, Word.BytesOut),
      kept: words[Word.Kept]!,
    };
    if (!sameView(view, next)) this.#processes.set(view.pid, next);
  }

  /** Chunks that run now have counted iterations that their operation's owner does not know of yet. */
  #countIterations(): void {
    for (const [key, operation] of [...this.#operations.entries()]) {
      if (operation.outcome !== "running") continue;
      const word = (operation.pid * 2 ** 20 + operation.id) % 2 ** 32;
      let counted = operation.done;
      for (const memory of this.#memory.values()) if (memory.operation === word) counted += memory.iterations;
      const progress = progressOf(operation, operation.progress, counted);
      if (progress !== operation.progress) this.#operations.set(key, { ...operation, progress });
    }
  }

  #set(change: Partial<Pick<RunState, "status" | "startedMs" | "endedMs" | "nowMs">>): void {
    this.#status = { ...this.#status, ...change };
  }
}

/** A map that is made when it is first needed and knows whether it was written. */
class Table<Key, Value> {
  changed = false;
  readonly #make: () => Map<Key, Value>;
  #map: Map<Key, Value> | undefined;

  constructor(make: () => Map<Key, Value>) {
    this.#make = make;
  }

  get = (key: Key): Value | undefined => this.#read().get(key);
  values = (): Iterable<Value> => this.#read().values();
  entries = (): Iterable<[Key, Value]> => this.#read().entries();

  set(key: Key, value: Value): void {
    this.changed = true;
    this.#read().set(key, value);
  }

  delete(key: Key): void {
    this.changed = true;
    this.#read().delete(key);
  }

  clear(): void {
    this.changed = true;
    this.#map = new Map();
  }

  #read(): Map<Key, Value> {
    this.#map ??= this.#make();
    return this.#map;
  }
}

const keyOf = ({ pid, id }: OperationView): string => `${pid}:${id}`;

const progressOf = ({ total }: { total: number | null }, before: number, counted: number): number =>
  Math.min(Math.max(before, counted), total ?? Number.POSITIVE_INFINITY);

function sameView(a: ProcessView, b: ProcessView): boolean {
  return (Object.keys(a) as (keyof ProcessView)[]).every((key) => a[key] === b[key]);
}

/** Running ones stay. */
function keepNewest(operations: OperationView[]): OperationView[] {
  let excess = operations.length - OPERATIONS_KEPT;
  if (excess <= 0) return operations;
  return operations.filter((operation) => operation.outcome === "running" || excess-- <= 0);
}
