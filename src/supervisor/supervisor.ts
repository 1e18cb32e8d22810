// Who exists: starts processes, introduces them to each other by ports, says who has ended, carries out kills. Knows no host:
// the sandbox, the command line and the tests each give it a SupervisorHost.
// Invariants: every process hears `exited` of a process before anything about a later one; after the end of pid 1 the run is
// over; a message of a process that has ended is not read.
import { assertUnreachable } from "../base/assert.ts";
import { type Deferred, deferred } from "../base/deferred.ts";
import type { CompiledCell, CompiledProgram, ResolvedProgram } from "../compile/compiled.ts";
import { type MadeUrls, resolveCell, resolveProgram } from "../compile/resolve.ts";
import type { Member } from "../distributed/messages.ts";
import { WORDS, Word } from "../distributed/registers.ts";
import type { CellOutcome, RunEvent, SupervisorApi, SupervisorStats } from "./api.ts";
import type { FromProcess, ProcessHandle, SupervisorHost } from "./protocol.ts";

/** The driver and 64 workers; a process can ask for more than its API lets it. */
const MAX_PROCESSES = 65;

/** The most that a platform's timer can wait, 24 days; one set for longer would go off at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A worker that has not given way to an interrupt by then is replaced. */
const GRACE_MS = 250;

interface Process extends Member {
  readonly handle: ProcessHandle;
  readonly registers: Int32Array;
  readonly ready: Deferred<void>;
  readonly loaded: Deferred<void>;
  /** Interrupts that it has not given way to, by their marks; settled when it has ended, too. */
  readonly interrupts: Map<number, Deferred<"yielded" | "ended">>;
  /** Settles when the process that takes its place is there. */
  replacement?: Promise<void>;
}

/** One Run, from its call until it is over; who waits holds it, and sees by it that another has begun. */
interface Run {
  loading: boolean;
  /** The driver runs, or will never. */
  readonly begun: Deferred<void>;
}

/** Why a process ended, for those who waited on it and for the page. */
type End = { how: "ordered" | "lost" | "failedToLoad" | "replaced"; why: string };

export class Supervisor implements SupervisorApi {
  readonly #host: SupervisorHost;
  readonly #emit: (event: RunEvent) => void;
  /** Cells that pid 1 evaluates now, by number. */
  readonly #cells = new Map<number, Deferred<CellOutcome>>();
  #lastCell = 0;
  readonly #urls: MadeUrls = new Map();
  readonly #processes = new Map<number, Process>();
  /** Workers that ended by themselves and were waited on by nobody yet, and why they ended. */
  readonly #lost = new Map<number, string>();
  #nextPid = 1;
  #program: ResolvedProgram | undefined;
  #assets: Record<string, Uint8Array> = {};
  #epochMs = 0;
  /** Prepared processes have seen no program: a Run takes them as they are. */
  #fresh = false;
  /** undefined: none, or it is over. */
  #run: Run | undefined;

  constructor(host: SupervisorHost, emit: (event: RunEvent) => void) {
    this.#host = host;
    this.#emit = emit;
  }

  async prepare(workers: number): Promise<void> {
    this.#endAll();
    this.#fresh = true;
    this.#epochMs = this.#host.nowMs();
    const started = this.#start(workers + 1);
    await Promise.all(started.map((process) => process.ready.promise));
    this.readRegisters();
  }

  /** Does not wait for `ready`: a load message waits in the channel, so a Run pressed early is only queued. */
  async run(program: CompiledProgram, assets: Record<string, Uint8Array>, workers: number): Promise<void> {
    if (!this.#fresh || this.#processes.size !== workers + 1) this.prepare(workers).catch(() => {});
    this.#fresh = false;
    const run: Run = { loading: true, begun: deferred() };
    this.#run = run;
    this.#epochMs = this.#host.nowMs();
    this.#assets = assets;
    this.#forgetProgram();
    const processes = [...this.#processes.values()];
    try {
      this.#program = resolveProgram(program, this.#host, this.#urls);
      await Promise.all(processes.map((process) => this.#load(process)));
      if (this.#run !== run) return;
      run.loading = false;
      this.#emit({ type: "started", atMs: this.#nowMs() });
      this.#processes.get(1)?.handle.post({ type: "run" });
    } catch (error) {
      if (this.#run === run) this.#failedToLoad(String(error instanceof Error ? error.message : error));
    } finally {
      run.begun.resolve();
    }
  }

  async evaluate(cell: CompiledCell): Promise<CellOutcome> {
    const outcome = await this.#outcomeOf(cell);
    this.#emit({ type: "evaluated", cell: cell.own.file, outcome, atMs: this.#nowMs() });
    return outcome;
  }

  async #outcomeOf(cell: CompiledCell): Promise<CellOutcome> {
    if (this.#fresh) this.#loadNothing();
    const driver = this.#processes.get(1);
    if (!driver) return { error: "No process 1 is there to evaluate it." };
    try {
      await driver.loaded.promise;
      await this.#run?.begun.promise; // the driver declares its names first
      if (this.#processes.get(1) !== driver) return { error: "The driver has ended." };
      const resolved = resolveCell(cell, this.#host, this.#urls);
      const id = ++this.#lastCell;
      const outcome = deferred<CellOutcome>();
      this.#cells.set(id, outcome);
      driver.handle.post({ type: "evaluate", id, cell: resolved });
      return await outcome.promise;
    } catch (error) {
      return { error: String(error instanceof Error ? error.message : error) };
    }
  }

  #evaluated({ id, outcome }: Extract<FromProcess, { type: "evaluated" }>): void {
    this.#cells.get(id)?.resolve(outcome);
    this.#cells.delete(id);
  }

  /** Prepared processes become those of a program without files. Their clock goes on. */
  #loadNothing(): void {
    this.#fresh = false;
    this.#program = { everywhere: [], driver: "", positions: [], packages: [] };
    for (const process of this.#processes.values()) void this.#load(process);
  }

  async stats(): Promise<SupervisorStats> {
    const all = [...this.#processes.values()];
    return {
      processes: all.length,
      urls: this.#urls.size,
      busy: all.filter((process) => process.registers[Word.State] === 2).length,
    };
  }

  async ping(): Promise<number> {
    return this.#nowMs();
  }

  /** All blocks in one event. */
  readRegisters(): void {
    const all = [...this.#processes.values()];
    const words = new Int32Array(all.length * WORDS);
    all.forEach((process, i) => void words.set(process.registers, i * WORDS));
    this.#emit({ type: "registers", pids: all.map((process) => process.pid), words, atMs: this.#nowMs() });
  }

  readonly #nowMs = () => this.#host.nowMs() - this.#epochMs;

  #start(count: number): Process[] {
    const newcomers = Array.from({ length: count }, () => ({ pid: this.#nextPid++, incarnation: 0 }));
    const members = [...this.#members(), ...newcomers];
    return newcomers.map((member) => this.#spawn(member, members));
  }

  #spawn(self: Member, members: readonly Member[]): Process {
    const registers = this.#host.registers();
    const current = () => this.#processes.get(self.pid) === process;
    const handle = this.#host.spawn(self, {
      message: (message) => void (current() && this.#received(process, message)),
      died: (why) => void (current() && this.#end(process, { how: "lost", why })),
    });
    const process: Process = {
      ...self,
      handle,
      registers,
      ready: deferred(),
      loaded: deferred(),
      interrupts: new Map(),
    };
    process.ready.promise.catch(() => {});
    process.loaded.promise.catch(() => {});
    this.#processes.set(self.pid, process);
    this.#emit({ type: "spawned", ...self });
    handle.post({ type: "start", self, members, registers, epochMs: this.#epochMs });
    return process;
  }

  #load(process: Process): Promise<void> {
    if (this.#program) process.handle.post({ type: "load", program: this.#program, epochMs: this.#epochMs });
    return process.loaded.promise;
  }

  #received(process: Process, message: FromProcess): void {
    const { pid } = process;
    switch (message.type) {
      case "ready":
        return process.ready.resolve();
      case "loaded":
        return message.error === undefined ? process.loaded.resolve() : process.loaded.reject(new Error(message.error));
      case "finished":
        return void (pid === 1 && this.#finish(message.outcome));
      case "line":
        return this.#emit({ type: "line", pid, level: message.level, text: message.text, atMs: this.#nowMs() });
      case "display":
        return this.#emit({ type: "display", pid, shown: message.shown, skipped: 0, atMs: this.#nowMs() });
      case "function":
        this.#emit({ type: "function", pid, id: message.id, name: message.name });
        return this.readRegisters(); // it is about to run for the first time: the page need not wait for the timer
      case "operation":
        return this.#emit({ type: "operation", pid, report: message.report });
      case "registers":
        return process.registers.set(message.words);
      case "connect":
        return this.#connect(process, message);
      case "launch":
        return this.#answer(process, message.id, () => this.#launch(message.workers, message.timeoutS));
      case "kill":
        return this.#answer(process, message.id, () => this.#kill(message.pids));
      case "interrupt":
        return this.#answer(process, message.id, () => this.#interrupt(message.pids, message.mark));
      case "yielded":
        return process.interrupts.get(message.mark)?.resolve("yielded");
      case "readAsset":
        return this.#answer(process, message.id, () => this.#readAsset(message.name));
      case "waitersFailed":
        return this.#waitersFailed(message.pid);
      case "evaluated":
        return void (pid === 1 && this.#evaluated(message));
      case "exit":
        return this.#end(process, { how: "lost", why: "it closed itself" });
      default:
        return assertUnreachable(message);
    }
  }

  #connect(from: Process, { to, port }: Extract<FromProcess, { type: "connect" }>): void {
    const target = this.#processes.get(to.pid);
    if (target?.incarnation !== to.incarnation) return; // the asker hears `exited`
    target.handle.post({ type: "connect", from: memberOf(from), port }, [port]);
  }

  #answer(process: Process, id: number, work: () => unknown): void {
    const post = (answer: { value: unknown } | { error: string }) =>
      process.handle.post({ type: "answer", id, ...answer });
    Promise.resolve()
      .then(work)
      .then(
        (value) => post({ value }),
        (error: unknown) => post({ error: error instanceof Error ? error.message : String(error) }),
      );
  }

  /** All newcomers, loaded; when one fails, none stays. */
  async #launch(workers: number, timeoutS: number): Promise<Member[]> {
    if (this.#processes.size + workers > MAX_PROCESSES)
      throw new RangeError(`at most ${MAX_PROCESSES} processes at once`);
    const started = this.#start(workers);
    const late = deferred<never>();
    let why = "a worker that was started with it failed to load";
    const tooLate = () => {
      why = `it was not there within ${timeoutS} s`;
      late.reject(new Error(`addprocs: a worker did not come up within ${timeoutS} s`));
    };
    const timer =
      timeoutS === Infinity ? undefined : this.#host.after(Math.min(timeoutS * 1000, MAX_TIMER_MS), tooLate);
    try {
      await Promise.race([Promise.all(started.map((process) => this.#load(process))), late.promise]);
    } catch (error) {
      for (const process of started) this.#end(process, { how: "failedToLoad", why });
      throw error;
    } finally {
      timer?.cancel();
      late.promise.catch(() => {});
    }
    const members = started.filter((process) => this.#processes.get(process.pid) === process).map(memberOf);
    this.#processes.get(1)?.handle.post({ type: "joined", members });
    return members;
  }

  #kill(pids: readonly number[]): void {
    for (const pid of pids) {
      const process = this.#processes.get(pid);
      if (process && pid !== 1) this.#end(process, { how: "ordered", why: "it was removed" });
    }
  }

  async #interrupt(pids: readonly number[], mark: number): Promise<void> {
    const meant = pids.map((pid) => this.#processes.get(pid)).filter((process) => process && process.pid !== 1);
    await Promise.all(meant.map((process) => this.#interruptOne(process!, mark)));
  }

  /** The grace ends when the worker gives way, or ends. */
  async #interruptOne(process: Process, mark: number): Promise<void> {
    const given = deferred<"yielded" | "ended" | "late">();
    const timer = this.#host.after(GRACE_MS, () => given.resolve("late"));
    process.interrupts.set(mark, given as Deferred<"yielded" | "ended">);
    process.handle.post({ type: "interrupt", mark });
    const how = await given.promise;
    timer.cancel();
    process.interrupts.delete(mark);
    if (how === "late") process.replacement ??= this.#replace(process);
    await process.replacement; // also when another interrupt has had it replaced
  }

  /** Under the same pid, as its next incarnation. Rejects when that fails to load; then the pid is no more. */
  async #replace(old: Process): Promise<void> {
    this.#end(old, { how: "replaced", why: "it did not give way to an interrupt" });
    const self = { pid: old.pid, incarnation: old.incarnation + 1 };
    const process = this.#spawn(self, [...this.#members(), self]);
    try {
      await this.#load(process);
    } catch (error) {
      this.#end(process, { how: "failedToLoad", why: "it failed to load" });
      throw error;
    }
    this.#processes.get(1)?.handle.post({ type: "joined", members: [self] });
    this.#notice({ code: "workerReplaced", pid: self.pid });
  }

  #readAsset(name: string): Uint8Array | Promise<Uint8Array> {
    const bytes = Object.hasOwn(this.#assets, name) ? this.#assets[name] : undefined;
    if (bytes) return bytes;
    if (this.#host.readFile) return this.#host.readFile(name);
    const names = Object.keys(this.#assets);
    const known = names.length > 0 ? `it has ${names.join(", ")}` : "it has none";
    throw new Error(`the program has no file named "${name}" to read; ${known}`);
  }

  /** Says so to everybody at once: the thread itself may take two seconds to stop. */
  #end(process: Process, { how, why }: End): void {
    if (this.#processes.get(process.pid) !== process) return;
    this.readRegisters(); // what it did last
    this.#drop(process, `${process.pid === 1 ? "the driver" : `worker ${process.pid}`} has ended: ${why}`);
    const member = memberOf(process);
    const replaced = how === "replaced";
    for (const other of this.#processes.values()) other.handle.post({ type: "exited", member, why, replaced });
    this.#emit({ type: "exited", ...member, how: replaced ? "ordered" : how });
    if (process.pid === 1) this.#driverEnded(why);
    else if (how === "lost") this.#lost.set(process.pid, why);
  }

  /** Said once, by whoever is told first that somebody waited. */
  #waitersFailed(pid: number): void {
    const why = this.#lost.get(pid);
    if (why !== undefined && this.#lost.delete(pid)) this.#notice({ code: "workerGone", pid, why });
  }

  /** It is no more, and who waits on it hears why. */
  #drop(process: Process, reason: string): void {
    this.#processes.delete(process.pid);
    if (process.pid === 1) this.#endCells(reason);
    process.ready.reject(new Error(reason));
    process.loaded.reject(new Error(reason));
    for (const given of process.interrupts.values()) given.resolve("ended");
    process.handle.terminate();
  }

  #endCells(reason: string): void {
    for (const outcome of this.#cells.values()) outcome.resolve({ error: reason });
    this.#cells.clear();
  }

  #driverEnded(why: string): void {
    if (!this.#run) return;
    const text = `The driver has ended: ${why}.`;
    if (this.#run.loading) return this.#failedToLoad(text);
    this.#emit({ type: "line", pid: 1, level: "error", text, atMs: this.#nowMs() });
    this.#finish("failed");
  }

  #finish(outcome: "finished" | "failed"): void {
    if (!this.#run) return;
    this.#run = undefined;
    this.readRegisters();
    this.#emit({ type: "finished", outcome, atMs: this.#nowMs() });
  }

  /** The run ends with that error and leaves no process. */
  #failedToLoad(text: string): void {
    this.#emit({ type: "line", pid: 1, level: "error", text, atMs: this.#nowMs() });
    for (const process of [...this.#processes.values()].reverse()) {
      this.#drop(process, text);
      this.#emit({ type: "exited", ...memberOf(process), how: "failedToLoad" });
    }
    this.#finish("failed");
  }

  /** The processes of the last run go; pids begin anew. */
  #endAll(): void {
    this.#run = undefined;
    for (const process of [...this.#processes.values()]) this.#drop(process, "the next run has begun");
    this.#lost.clear();
    this.#nextPid = 1;
  }

  #forgetProgram(): void {
    for (const url of this.#urls.values()) this.#host.revokeUrl(url);
    this.#urls.clear();
    this.#program = undefined;
  }

  #notice(notice: Extract<RunEvent, { type: "notice" }>["notice"]): void {
    this.#emit({ type: "notice", notice, atMs: this.#nowMs() });
  }

  readonly #members = (): Member[] => [...this.#processes.values()].map(memberOf);
}

const memberOf = ({ pid, incarnation }: Member): Member => ({ pid, incarnation });
