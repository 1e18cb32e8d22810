// One process from start to end, on a given Host. `entry.ts` makes the realm's one; tests make several in one realm.
// Order of a life: start -> ready -> load (every process) -> run (pid 1) -> finished.
import { assertUnreachable } from "../base/assert.ts";
import type { Package, ResolvedModule } from "../compile/compiled.ts";
import { createDistributed, type Distributed } from "../distributed/api.ts";
import type { Codec } from "../distributed/cluster-serialize/codec.ts";
import { ClusterContext } from "../distributed/context.ts";
import { type Clock, Registers } from "../distributed/registers.ts";
import { callFetch } from "../distributed/remotecall.ts";
import { Operations } from "../distributed/telemetry.ts";
import type { Host, Level, ToProcess } from "../supervisor/protocol.ts";
import type { Shown } from "../supervisor/shown.ts";
import { describe, textForm } from "./display.ts";
import { DriverActivity } from "./driver-activity.ts";
import { prefixLines } from "./lines.ts";
import { Mail } from "./mail.ts";
import { SupervisorManager } from "./manager.ts";
import { importWith } from "./packages.ts";
import { evaluateCell } from "./repl.ts";
import { Reports } from "./reports.ts";
import type { Scope } from "./scope.ts";
import { Positions, traceHere } from "./stacks.ts";
import { describeFailure, Strays, withOrigin } from "./strays.ts";

export interface ProcessOptions {
  readonly codec: Codec;
  /** Used by pid 1. */
  readonly scope: Scope;
  /** URL of the process bundle: its lines in stacks are not the user's. */
  readonly runtimeUrl: string;
  /** Once the pid is known and before any user code. */
  started?(process: Started): void;
}

export interface Started {
  readonly ctx: ClusterContext;
  readonly api: Distributed;
  /** Writes a line of this process. */
  readonly print: (level: Level, text: string) => void;
  /** On pid 1: code of the driver that nobody calls is about to run. */
  readonly wakes?: () => void;
}

const LAST_WORDS_MS = 100;

type Start = Extract<ToProcess, { type: "start" }>;

export function startProcess(host: Host, options: ProcessOptions): void {
  let started: StartedProcess | undefined;
  host.listen((message) => {
    if (message.type === "start") started = new StartedProcess(host, options, message);
    else started?.receive(message);
  });
}

class StartedProcess {
  readonly #host: Host;
  readonly #ctx: ClusterContext;
  readonly #manager: SupervisorManager;
  readonly #positions: Positions;
  readonly #reports: Reports;
  readonly #strays: Strays;
  readonly #clock: Clock;
  readonly #scope: Scope;
  #driverUrl = "";
  #packages: readonly Package[] = [];
  readonly #mail: Mail;
  readonly #activity: DriverActivity;

  constructor(host: Host, options: ProcessOptions, start: Start) {
    this.#host = host;
    this.#scope = options.scope;
    this.#clock = { nowMs: host.nowMs, epochMs: start.epochMs };
    this.#manager = new SupervisorManager(host);
    this.#positions = new Positions(options.runtimeUrl);
    this.#reports = new Reports({ after: host.after, print: (text) => this.#print("error", text) });
    this.#ctx = this.#createContext(options.codec, start);
    this.#mail = new Mail({
      handle: this.#handle,
      yieldTurn: host.yieldTurn,
      unreadFrom: (member) => this.#ctx.cluster.unreadFrom(member),
    });
    this.#activity = new DriverActivity(host, this.#ctx.registers);
    this.#strays = new Strays({
      promises: this.#ctx.promises,
      after: host.after,
      reports: this.#reports,
    });
    host.onStray(this.#strays);
    const api = createDistributed(this.#ctx);
    this.#ctx.internal.set(this.#tellStrays, "upkeep");
    options.codec.expose({ $tellStrays: this.#tellStrays });
    const wakes = start.self.pid === 1 ? { wakes: () => this.#activity.stir() } : {};
    options.started?.({ ctx: this.#ctx, api, print: this.#print, ...wakes });
    this.#ctx.registers.idle();
    host.post({ type: "ready" });
  }

  receive(message: Exclude<ToProcess, Start>): void {
    this.#mail.receive(message);
  }

  readonly #handle = (message: Exclude<ToProcess, Start>): void => {
    switch (message.type) {
      case "load":
        this.#clock.epochMs = message.epochMs;
        return void this.#load(message.program);
      case "run":
        return void this.#run();
      case "connect":
        return this.#ctx.cluster.accept(message.from, message.port);
      case "exited":
        return this.#exited(message);
      case "interrupt":
        return this.#ctx.interrupts.order(message.mark, this.#ctx.cluster.connections());
      case "joined":
        return this.#ctx.cluster.joined(message.members);
      case "answer":
        if (this.#ctx.pid === 1) this.#activity.stir();
        return this.#manager.answered(message);
      case "evaluate":
        return void this.#evaluate(message);
      default:
        return assertUnreachable(message);
    }
  };

  #createContext(codec: Codec, { self, members, registers: words }: Start): ClusterContext {
    const host = this.#host;
    const post = host.post.bind(host);
    const shared = host.isolated;
    return new ClusterContext({
      self,
      members,
      codec,
      manager: this.#manager,
      platform: host,
      registers: new Registers(
        words,
        this.#clock,
        (id, name) => post({ type: "function", id, name }),
        shared ? undefined : () => post({ type: "registers", words: words.slice() }),
      ),
      operations: new Operations(self.pid, host, this.#clock, (report) => post({ type: "operation", report })),
      warn: (text) => this.#print("warn", text),
      display: (value) => this.#display(value),
      printFailure: (thrown, startedAt) => {
        this.#positions.mapStacks(thrown);
        this.#reports.tell(withOrigin(describeFailure(thrown), startedAt), "now");
      },
      mapStacks: (error) => this.#positions.mapStacks(error),
      loadModule: async (module) => {
        const { url, positions, packages } = module as ResolvedModule;
        this.#positions.add([positions]);
        await importWith(packages, url, host.import);
      },
      here: () => {
        const trace = traceHere();
        return { position: () => this.#positions.firstOf(trace()) };
      },
      ...(self.pid === 1 ? { stirred: () => this.#activity.stir() } : {}),
    });
  }

  #exited({ member, why, replaced }: Extract<ToProcess, { type: "exited" }>): void {
    if (this.#ctx.exited(member, why, replaced)) this.#host.post({ type: "waitersFailed", pid: member.pid });
  }

  async #load(program: Extract<ToProcess, { type: "load" }>["program"]): Promise<void> {
    this.#positions.add(program.positions);
    this.#packages = program.packages;
    this.#driverUrl = program.driver;
    for (const url of program.everywhere) {
      const error = await this.#importFault(url);
      if (error !== undefined) return this.#host.post({ type: "loaded", error });
    }
    this.#ctx.loaded();
    this.#host.post({ type: "loaded" });
  }

  /** Why a file cannot be loaded; names it also where what was thrown has no position. */
  async #importFault(url: string): Promise<string | undefined> {
    try {
      await this.#import(url);
      return undefined;
    } catch (error) {
      this.#positions.mapStacks(error);
      const text = this.#positions.mapText(describeFailure(error));
      return /\n\s+at /.test(text) ? text : `${text}\n    while ${this.#positions.fileOf(url)} was loaded`;
    }
  }

  #import(url: string): Promise<Record<string, unknown>> {
    return importWith(this.#packages, url, this.#host.import);
  }

  /** Finished: the driver has been evaluated, and no promise of ours is left unsettled. */
  async #run(): Promise<void> {
    this.#activity.begin();
    try {
      await this.#import(this.#driverUrl);
    } catch (error) {
      this.#positions.mapStacks(error);
      this.#print("error", describeFailure(error));
      return this.#end("failed");
    }
    await this.#quiet();
    await this.#soon(this.#ctx.promises.outcomes());
    await this.#end(this.#strays.failed ? "failed" : "finished");
  }

  async #evaluate({ id, cell }: Extract<ToProcess, { type: "evaluate" }>): Promise<void> {
    this.#activity.begin();
    const outcome = await evaluateCell(cell, {
      scope: this.#scope,
      positions: this.#positions,
      import: this.#host.import,
      announce: (module) => this.#ctx.modules.add(module),
    });
    this.#activity.end();
    this.#host.post({ type: "evaluated", id, outcome });
  }

  /** What failed and was not asked for is told, on every process, before the run is over. */
  async #end(outcome: "finished" | "failed"): Promise<void> {
    const { cluster, pid } = this.#ctx;
    const others = cluster.procs().filter((other) => other !== pid);
    await Promise.all([
      this.#tellStrays(),
      this.#soon(Promise.allSettled(others.map((other) => callFetch(this.#ctx, this.#tellStrays, other, [])))),
    ]);
    this.#finish(this.#strays.failed ? "failed" : outcome);
  }

  /** Two turns, in which the platform tells of rejections; then what still has no handler will get none. */
  readonly #tellStrays = async (): Promise<void> => {
    for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => this.#host.yieldTurn(resolve));
    this.#strays.flush();
  };

  /** Settles when no promise of ours is unsettled, and none has been made a turn later by what went on after the last. */
  async #quiet(): Promise<void> {
    const { promises } = this.#ctx;
    for (;;) {
      await new Promise<void>((resolve) => this.#host.yieldTurn(resolve));
      if (promises.unsettled === 0) return;
      await new Promise<void>((resolve) => {
        promises.whenIdle = resolve;
      });
    }
  }

  /**
   * A ref that nobody fetches does not hold the run, nor does a busy worker; but what is about to fail shall be heard of. So
   * they get a moment.
   */
  async #soon(work: Promise<unknown>): Promise<void> {
    let timer: { cancel(): void } | undefined;
    const moment = new Promise<void>((resolve) => {
      timer = this.#host.after(LAST_WORDS_MS, resolve);
    });
    await Promise.race([work, moment]);
    timer?.cancel();
  }

  #finish(outcome: "finished" | "failed"): void {
    this.#ctx.operations.report();
    this.#activity.end();
    this.#host.post({ type: "finished", outcome });
  }

  #display(value: unknown): void {
    const { shown, fault } = describe(value);
    if (fault !== undefined) this.#print("warn", `display: ${fault}; it is shown as text`);
    if (this.#host.write) return this.#print("log", textForm(shown));
    this.#host.post({ type: "display", shown: this.#withPositions(shown) });
  }

  /** A text may hold a stack. */
  #withPositions = (shown: Shown): Shown =>
    shown.kind === "text" ? { ...shown, text: this.#positions.mapOutput(shown.text) } : shown;

  readonly #print = (level: Level, text: string): void => {
    const mapped = this.#positions.mapOutput(text);
    const { pid } = this.#ctx;
    const lines = pid === 1 ? mapped : prefixLines(`From worker ${pid}:\t`, mapped);
    if (this.#host.write) this.#host.write(level, lines);
    else this.#host.post({ type: "line", level, text: lines });
  };
}
