// Runs, as the page performs them: starts and stops the runner with the program on the bench, keeps what the compile step said
// of it, and how long each run of the very same program took, for the speed-up. The state of the run itself is the runner's.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "../compile/compiled.ts";
import type { Program } from "../program/program.ts";
import type { Runner } from "../run/runner.ts";
import type { SettingsStore } from "./settings.ts";
import { showPlace, type ViewStore } from "./view.ts";
import type { Workbench } from "./workbench.ts";

/** A run that finished: how many workers it began with, and its time. */
export interface Timing {
  readonly workers: number;
  readonly ms: number;
}

export interface SessionState {
  /** What the compile step said last: of a program that was run, or of one that is being written. */
  readonly diagnostics: readonly Diagnostic[];
  /** The program of the current or last run, null before the first. */
  readonly ran: Program | null;
  /** Which opening of the bench it was run in. */
  readonly opening: number;
  /** Workers the current or last run began with. */
  readonly workers: number;
  /** Finished runs of `ran`, the newest last. */
  readonly timings: readonly Timing[];
  /** The visitor lets programs load npm packages and reach sites by https. */
  readonly network: boolean;
}

export interface Session {
  readonly runner: Runner;
  /** Tells of every new state of the runner. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly store: StoreApi<SessionState>;
  /**
   * Runs the program on the bench; nothing while a run goes on. `workers`: for this run only, default the Workers field.
   * Settles when it has ended, never rejects.
   */
  start(workers?: number): Promise<void>;
  stop(): void;
  /** For the program on the bench, until another one is opened; nothing while a run goes on. */
  allowNetwork(allowed: boolean): void;
}

interface SessionParts {
  readonly workbench: Workbench;
  readonly settings: SettingsStore;
  readonly view: ViewStore;
}

export function createSession(runner: Runner, { workbench, settings, view }: SessionParts): Session {
  const store = createStore<SessionState>(() => ({
    diagnostics: [],
    ran: null,
    opening: -1,
    workers: 0,
    timings: [],
    network: false,
  }));
  const setNetwork = (network: boolean): void => {
    if (store.getState().network === network) return;
    store.setState({ network });
    runner.setNetwork(network);
  };
  // What was allowed one program is not allowed the next, which may be a stranger's.
  workbench.store.subscribe((now, before) => {
    if (now.opening !== before.opening) setNetwork(false);
  });
  settings.subscribe((now, before) => {
    if (now.workers !== before.workers) runner.setWorkers(now.workers);
  });
  return {
    runner,
    subscribe: (listener) => runner.subscribe(listener),
    store,
    async start(workers = settings.getState().workers) {
      if (runner.getState().status === "running") return;
      view.setState({ front: "console" }); // the run empties Output, and its values shall not bring it back by themselves
      const { program, opening } = workbench.store.getState();
      store.setState((before) => ({
        diagnostics: [],
        ran: program,
        opening,
        workers,
        timings: before.ran === program ? before.timings : [],
      }));
      const forOnce = workers !== settings.getState().workers;
      if (forOnce) runner.setWorkers(workers);
      const state = await runner.run(program, (diagnostics) => {
        store.setState({ diagnostics });
        const error = diagnostics.find(({ severity }) => severity === "error");
        if (error) showPlace(view, error);
      });
      if (forOnce) runner.setWorkers(settings.getState().workers);
      const ms = state.startedMs === null || state.endedMs === null ? null : state.endedMs - state.startedMs;
      store.setState((before) => ({
        timings:
          state.status === "finished" && ms !== null && before.ran === program
            ? [...before.timings, { workers, ms }]
            : before.timings,
      }));
    },
    stop: () => runner.stop(),
    allowNetwork(allowed) {
      if (runner.getState().status !== "running") setNetwork(allowed);
    },
  };
}
