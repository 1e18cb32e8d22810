// Owns the sandbox and performs runs, seen from the page. One sandbox at a time: mounted when the runner is made and after
// a Stop, its processes started with the runtime only; a Run after a finished run uses it again unless a process is busy.
// What happens in a run is the fold's matter (fold.ts); here is who may begin, end and replace what.
import { type Deferred, deferred } from "../base/deferred.ts";
import { EMPTY_SCOPE, scopeOf } from "../compile/cells/cell-scope.ts";
import type { Compilation, CompiledCell, CompiledProgram, Diagnostic } from "../compile/compiled.ts";
import type { Program } from "../program/program.ts";
import type { Notice, RunEvent } from "../supervisor/api.ts";
import { fetchAssets } from "./assets.ts";
import { fold } from "./fold.ts";
import { lineOf } from "./notice-error.ts";
import { createPacer, type Pacer } from "./pacer.ts";
import { type CompileCell, Repl } from "./repl.ts";
import { type SandboxMemory, SandboxSession, type Session, type SessionHooks } from "./session.ts";
import {
  begin,
  end,
  initialState,
  type OwnLine,
  type ProcessView,
  type RunState,
  say,
  withEmptyLog,
  withEmptyOutput,
  withLostProcesses,
  withoutProcesses,
} from "./state.ts";

export interface Runner {
  /** The current state; `subscribe` tells of a new one (at most once a frame while lines and registers stream). */
  getState(): RunState;
  subscribe(listener: () => void): () => void;
  /** The next run's workers (0 to 32). Before the first run, and after Stop, the idle processes follow it. */
  setWorkers(workers: number): void;
  /**
   * Whether programs may load npm packages and reach sites by https; at first they may not. Other processes take the place of
   * those that are there, at once or when the run that goes on has ended and something else is to run.
   */
  setNetwork(allowed: boolean): void;
  /**
   * Compiles and runs. Settles when the run has ended (finished, failed, stopped): never rejects. A program that does not
   * compile ends as "failed" with its errors as console lines; `compiled` hears what there is to say of it, for the editors,
   * before anything of it runs. A run that goes
   * on is stopped first.
   */
  run(program: Program, compiled?: (diagnostics: readonly Diagnostic[]) => void): Promise<RunState>;
  /**
   * Evaluates a cell of the REPL in process 1, after those entered before: in the scope of the run, also after its end, or of
   * processes that have no program. Its text and what it gives become lines of the console. Settles with true when it has
   * been taken, with false when it goes on in the next line and nothing was done. Never rejects.
   */
  evaluate(text: string): Promise<boolean>;
  /** Names a cell can use that begin so. */
  completions(start: string): readonly string[];
  /** The cell "REPL[3]" as it was entered; undefined when there is none, or it was long ago. */
  cellText(cell: string): string | undefined;
  /** Removes the sandbox at once, whatever spins in it, and mounts a new one. Does nothing before the first run or cell. */
  stop(): void;
  /** Empties the console. */
  clear(): void;
  /** Lets go of the values that were displayed. */
  clearOutput(): void;
  dispose(): void;
}

export interface RunnerOptions {
  /** The first run's workers. */
  readonly workers: number;
  readonly compile: (program: Program, network: boolean) => Promise<Compilation>;
  readonly compileCell: CompileCell;
  /** Mounts a sandbox; the default is the real one. */
  readonly mount?: (hooks: SessionHooks, memory: SandboxMemory, network: boolean) => Session;
}

const MAX_WORKERS = 32;
/** The Workers field may be clicked through several numbers. */
const PREPARE_AFTER_MS = 100;
/** Sandboxes that never opened, in a row, before the runner waits for somebody to press Run. */
const MOUNT_ATTEMPTS = 2;

/** Mounts a sandbox at once and starts `workers` idle workers in it. */
export const createRunner = (options: RunnerOptions): Runner => new PageRunner(options);

/** From pressing Run to its status word. */
interface Attempt {
  readonly ended: Deferred<RunState>;
  /** The program has been handed to the processes, or never will be. */
  readonly begun: Deferred<void>;
  readonly abort: AbortController;
  readonly workers: number;
  readonly pressedMs: number;
  /** On the run's clock. */
  startedMs: number;
  readonly compiled: (diagnostics: readonly Diagnostic[]) => void;
}

class PageRunner implements Runner {
  readonly #options: RunnerOptions;
  readonly #memory: SandboxMemory = {};
  readonly #listeners = new Set<() => void>();
  readonly #pacer: Pacer = createPacer(() => {
    for (const listener of this.#listeners) listener();
  });
  #state = initialState();
  #workers: number;
  #network = false;
  #session: Session | undefined;
  /** Whether the sandbox was mounted with the network. */
  #hasNetwork = false;
  /** A program has run in the sandbox. */
  #used = false;
  #failedMounts = 0;
  #attempt: Attempt | undefined;
  #preparing: ReturnType<typeof setTimeout> | undefined;
  readonly #repl: Repl;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#repl = new Repl({
      compileCell: (text, number, scope) => options.compileCell(text, number, scope, this.#hasNetwork),
      processesReady: () => this.#processesReady(),
      send: (cell) => this.#send(cell),
      change: (next) => this.#change(next(this.#state)),
    });
    this.#workers = clampWorkers(options.workers);
    this.#mount();
  }

  getState = (): RunState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  setWorkers(workers: number): void {
    this.#workers = clampWorkers(workers);
    clearTimeout(this.#preparing);
    this.#preparing = setTimeout(() => this.#follow(), PREPARE_AFTER_MS);
  }

  setNetwork(allowed: boolean): void {
    this.#network = allowed;
    if (!this.#attempt && this.#session && this.#hasNetwork !== allowed) this.#replace();
  }

  run(program: Program, compiled: Attempt["compiled"] = () => {}): Promise<RunState> {
    if (this.#attempt) this.stop();
    clearTimeout(this.#preparing);
    const attempt: Attempt = {
      ended: deferred(),
      begun: deferred(),
      abort: new AbortController(),
      workers: this.#workers,
      pressedMs: performance.now(),
      startedMs: 0,
      compiled,
    };
    this.#attempt = attempt;
    this.#change(begin(this.#state));
    this.#perform(attempt, program).catch((error: unknown) => this.#fail(attempt, [lineOf(error)]));
    return attempt.ended.promise;
  }

  evaluate(text: string): Promise<boolean> {
    return this.#repl.enter(text);
  }

  completions = (start: string): readonly string[] => this.#repl.completions(start);

  cellText = (cell: string): string | undefined => this.#repl.text(cell);

  stop(): void {
    const { status, repl } = this.#state;
    const hasRun = status !== "idle" && status !== "stopped";
    if (!hasRun && repl === "unused") return;
    const stopped: Notice = { code: "stopped", ms: this.#ranMs() };
    this.#session?.close();
    this.#change(end(withoutProcesses(this.#state), "stopped"));
    if (hasRun || repl === "evaluating") this.#change(say(this.#state, [stopped]));
    this.#settle();
    this.#renew();
  }

  /** Of the run that goes on, of the cells that wait, or of the driver of the run that has ended. */
  #ranMs(): number {
    if (this.#attempt) return performance.now() - this.#attempt.pressedMs;
    if (this.#state.repl === "evaluating") return performance.now() - this.#repl.sinceMs;
    const { startedMs, endedMs } = this.#state;
    return startedMs === null ? 0 : (endedMs ?? startedMs) - startedMs;
  }

  clear(): void {
    this.#change(withEmptyLog(this.#state));
  }

  clearOutput(): void {
    this.#change(withEmptyOutput(this.#state));
  }

  dispose(): void {
    clearTimeout(this.#preparing);
    this.#session?.close();
    this.#pacer.cancel();
    this.#listeners.clear();
    if (this.#attempt) this.#state = end(this.#state, "stopped");
    this.#settle();
  }

  async #perform(attempt: Attempt, program: Program): Promise<void> {
    const replaced = this.#mustBeReplaced();
    const [compilation, assets] = await Promise.all([
      this.#options.compile(program, this.#network),
      fetchAssets(program.assets, document.baseURI, attempt.abort.signal),
    ]);
    if (this.#attempt !== attempt) return;
    attempt.compiled(compilation.diagnostics);
    if (!compilation.program) return this.#fail(attempt, compilation.diagnostics.filter(isError).map(positioned));
    const replace = await replaced;
    if (this.#attempt !== attempt) return;
    this.#repl.reset(EMPTY_SCOPE); // as the console is emptied
    if (replace) this.#replace();
    const started = this.#start(attempt, compilation.program, assets);
    this.#repl.reset(scopeOf(compilation));
    attempt.begun.resolve();
    await started;
  }

  #start({ workers }: Attempt, program: CompiledProgram, assets: Record<string, Uint8Array>): Promise<void> {
    const session = this.#session ?? this.#mount();
    this.#used = true;
    return session.run(program, assets, workers).catch((error: unknown) => {
      if (this.#session === session) throw error; // a removed sandbox has had its say
    });
  }

  /** A cell that comes while a program is compiled is for its processes. Where process 1 has ended there are new ones. */
  async #processesReady(): Promise<void> {
    await this.#attempt?.begun.promise;
    const driver = this.#state.processes.find(({ pid }) => pid === 1);
    const isGone = !this.#session || driver?.state === "ended" || driver?.state === "lost";
    if (isGone || this.#hasNetwork !== this.#network) this.#replace();
    else if (this.#preparing !== undefined) this.#follow();
  }

  #send(cell: CompiledCell): void {
    const session = this.#session ?? this.#mount();
    this.#used = true;
    session.evaluate(cell).catch(() => {}); // a removed sandbox has had its say
  }

  /** Whether the last run's processes do something still, and a new sandbox is quicker than their end; or have another policy. */
  async #mustBeReplaced(): Promise<boolean> {
    if (this.#session && this.#hasNetwork !== this.#network) return true;
    if (!this.#used || !this.#session) return false;
    const stats = await this.#session.stats().catch(() => undefined);
    return stats === undefined || stats.busy > 0;
  }

  #mount(): Session {
    const { mount = (...given) => new SandboxSession(...given) } = this.#options;
    this.#hasNetwork = this.#network;
    const session: Session = mount(
      {
        events: (events) => this.#session === session && this.#received(events),
        lost: (why, opened) => this.#session === session && this.#lost(why, opened),
      },
      this.#memory,
      this.#network,
    );
    this.#session = session;
    this.#used = false;
    this.#prepare();
    return session;
  }

  #replace(): void {
    this.#session?.close();
    this.#change(withoutProcesses(this.#state));
    this.#renew();
  }

  /** A new sandbox, which knows nothing of the REPL's cells. */
  #renew(): void {
    const wasUsed = this.#repl.status !== "unused";
    this.#repl.reset(EMPTY_SCOPE);
    this.#change(wasUsed ? say(this.#state, [{ code: "newProcesses" }]) : this.#state);
    this.#mount();
  }

  /** Idle processes become as many as the Workers field says. */
  #follow(): void {
    clearTimeout(this.#preparing);
    this.#preparing = undefined;
    if (!this.#used && !this.#attempt) this.#prepare();
  }

  /** Nobody waits for the processes: a Run that comes before they are up is queued behind, and says itself what fails. */
  #prepare(): void {
    const session = this.#session;
    session?.prepare(this.#workers).catch((error: unknown) => {
      if (this.#session === session && !this.#used) console.warn("Panal: the processes were not prepared", error);
    });
  }

  #received(events: readonly RunEvent[]): void {
    this.#failedMounts = 0;
    // The notice of the end counts the workers of the state, which has to hold all that came before the end.
    const finished = events.findIndex(({ type }) => type === "finished");
    const parts = finished > 0 ? [events.slice(0, finished), events.slice(finished)] : [events];
    for (const part of parts) {
      const told = part.filter((event) => event.type !== "evaluated" || this.#repl.evaluated(event.cell));
      this.#keep(fold(this.#state, told.flatMap(this.#withNotices)));
    }
    if (this.#attempt && this.#state.status !== "running") {
      this.#pacer.now();
      this.#settle();
    } else this.#pacer.soon();
  }

  /** What the page says of a run's beginning and end stands in the console where it happened. */
  readonly #withNotices = (event: RunEvent): RunEvent[] => {
    const attempt = this.#attempt;
    if (!attempt || (event.type !== "started" && event.type !== "finished")) return [event];
    const { atMs } = event;
    if (event.type === "started") {
      attempt.startedMs = atMs;
      const notice: Notice = { code: "ready", workers: attempt.workers, ms: performance.now() - attempt.pressedMs };
      return [event, { type: "notice", notice, atMs }];
    }
    if (event.outcome === "failed") return [event];
    const workers = this.#state.processes.filter(isWorker).length;
    return [event, { type: "notice", notice: { code: "finished", ms: atMs - attempt.startedMs, workers }, atMs }];
  };

  #lost(why: string, opened: boolean): void {
    this.#session = undefined;
    if (!opened) this.#failedMounts++;
    const lost = withLostProcesses(this.#state);
    const gaveUp = !opened && this.#failedMounts >= MOUNT_ATTEMPTS;
    if (gaveUp) this.#change(say(lost, [{ code: "sandboxUnusable", why }]));
    else if (this.#used) this.#change(say(lost, [{ code: "sandboxLost" }]));
    else this.#change(lost);
    if (this.#attempt && (this.#used || gaveUp)) {
      this.#change(end(this.#state, "failed"));
      this.#settle();
    }
    if (!gaveUp) return this.#renew();
    this.#repl.reset(EMPTY_SCOPE);
    this.#change(this.#state);
  }

  #fail(attempt: Attempt, lines: readonly OwnLine[]): void {
    if (this.#attempt !== attempt) return;
    this.#change(say(end(this.#state, "failed"), lines));
    this.#settle();
  }

  #settle(): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.abort.abort();
    attempt?.begun.resolve();
    attempt?.ended.resolve(this.#state);
  }

  #change(state: RunState): void {
    this.#keep(state);
    this.#pacer.now();
  }

  #keep(state: RunState): void {
    const repl = this.#repl.status;
    this.#state = state.repl === repl ? state : { ...state, repl };
  }
}

const clampWorkers = (workers: number): number => Math.min(MAX_WORKERS, Math.max(0, Math.trunc(workers) || 0));
const isWorker = ({ pid, state }: ProcessView): boolean => pid > 1 && state !== "ended" && state !== "lost";
const isError = ({ severity }: Diagnostic): boolean => severity === "error";
const positioned = ({ file, line, column, message }: Diagnostic): OwnLine => ({
  level: "error",
  text: `${file}:${line}:${column}: ${message}`,
});
