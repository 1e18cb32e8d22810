// Follows the run and keeps the windows of its counters: of the whole pool (tasks and bytes a second) and of each operation.
// One listener on the runner; what it says changes at most as often as the runner's state does.
import type { OperationView, RunState } from "../../run/state.ts";
import { addSample, type Estimate, estimate, rateOf, type Sample } from "./pace.ts";

export interface Pace {
  /** Tasks done a second by all processes, over the last second; null before that is known. */
  readonly tasksPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** By `keyOf` an operation. */
  readonly operations: ReadonlyMap<string, Estimate>;
}

export interface Pacer {
  get(): Pace;
  subscribe(listener: () => void): () => void;
}

/** A name for an operation that is unique in a run. */
export const keyOf = (operation: OperationView): string => `${operation.pid}:${operation.id}`;

interface Source {
  getState(): RunState;
  subscribe(listener: () => void): () => void;
}

const NOTHING: Pace = { tasksPerSecond: null, bytesPerSecond: null, operations: new Map() };
const POOL_WINDOW_MS = 1000;

export function createPacer(runner: Source): Pacer {
  let pace = NOTHING;
  let tasks: readonly Sample[] = [];
  let bytes: readonly Sample[] = [];
  let windows = new Map<string, readonly Sample[]>();
  const listeners = new Set<() => void>();

  const follow = (): void => {
    const state = runner.getState();
    if (state.status !== "running" || state.startedMs === null) {
      if (pace === NOTHING) return;
      [pace, tasks, bytes, windows] = [NOTHING, [], [], new Map()];
    } else {
      const sum = (of: (process: RunState["processes"][number]) => number): number =>
        state.processes.reduce((total, process) => total + of(process), 0);
      tasks = addSample(
        tasks,
        state.nowMs,
        sum((process) => process.done),
        POOL_WINDOW_MS,
      );
      bytes = addSample(
        bytes,
        state.nowMs,
        sum((process) => process.bytesIn),
        POOL_WINDOW_MS,
      );
      pace = {
        tasksPerSecond: rateOf(tasks),
        bytesPerSecond: rateOf(bytes),
        operations: new Map(running(state).map((operation) => [keyOf(operation), follow1(operation, state.nowMs)])),
      };
    }
    for (const listener of listeners) listener();
  };

  const follow1 = (operation: OperationView, nowMs: number): Estimate => {
    const key = keyOf(operation);
    const window = addSample(windows.get(key) ?? [], nowMs, operation.progress);
    windows.set(key, window);
    return estimate(window, nowMs, operation);
  };

  runner.subscribe(follow);
  return {
    get: () => pace,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const running = (state: RunState): OperationView[] =>
  state.operations.filter((operation) => operation.outcome === "running");
