// The runner over sandboxes that a test plays by hand: what it does when they are slow, busy, lost or never come. That the
// real one works is e2e/sandbox.spec.ts.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { deferred } from "../base/deferred.ts";
import { completeness } from "../compile/cells/cell-text.ts";
import { compileCell } from "../compile/cells/cells.ts";
import { compile as compileProgram } from "../compile/compile.ts";
import type { Compilation, CompiledCell } from "../compile/compiled.ts";
import type { Program } from "../program/program.ts";
import type { CellOutcome, RunEvent, SupervisorStats } from "../supervisor/api.ts";
import { createRunner, type Runner } from "./runner.ts";
import type { Session, SessionHooks } from "./session.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("requestAnimationFrame", (task: () => void) => setTimeout(task, 16));
  vi.stubGlobal("cancelAnimationFrame", (timer: number) => clearTimeout(timer));
  vi.stubGlobal("document", { baseURI: "https://site.test/" });
});
afterEach(() => {
  vi.useRealTimers();
});

const PROGRAM: Program = { files: { "driver.ts": "1;" }, assets: {} };
const COMPILED: Compilation = { diagnostics: [], program: { modules: [], everywhere: [], driver: "./driver" } };

class PlayedSession implements Session {
  readonly prepared: number[] = [];
  readonly runs: number[] = [];
  /** What was sent, in order: "run", or the name of a cell. */
  readonly sent: string[] = [];
  closed = false;
  busy = 0;
  readonly hooks: SessionHooks;
  readonly network: boolean;
  readonly gone = deferred<never>();

  constructor(hooks: SessionHooks, network: boolean) {
    this.hooks = hooks;
    this.network = network;
    this.gone.promise.catch(() => {});
  }

  async prepare(workers: number): Promise<void> {
    this.prepared.push(workers);
    return await this.gone.promise;
  }
  async run(_program: unknown, _assets: unknown, workers: number): Promise<void> {
    this.runs.push(workers);
    this.sent.push("run");
    return await this.gone.promise;
  }
  async evaluate({ own }: CompiledCell): Promise<CellOutcome> {
    this.sent.push(own.file);
    return await this.gone.promise;
  }
  async stats(): Promise<SupervisorStats> {
    return { processes: 1, urls: 1, busy: this.busy };
  }
  close(): void {
    this.closed = true;
    this.gone.reject(new Error("the sandbox was removed"));
  }

  emit(...events: RunEvent[]): void {
    this.hooks.events(events);
  }
  answer(cell: string, outcome: CellOutcome): void {
    this.emit({ type: "evaluated", cell, outcome, atMs: 20 });
  }
  /** Starts the driver and ends it. */
  finish(outcome: "finished" | "failed" = "finished"): void {
    this.emit({ type: "started", atMs: 5 }, { type: "finished", outcome, atMs: 9 });
  }
  lose(opened = true): void {
    this.close();
    this.hooks.lost("it stopped answering", opened);
  }
}

function play({
  workers = 2,
  compile = async () => COMPILED,
}: {
  workers?: number;
  compile?: (program: Program, network: boolean) => Promise<Compilation>;
} = {}) {
  const sessions: PlayedSession[] = [];
  const runner = createRunner({
    workers,
    compile,
    compileCell: async (text, number, scope) =>
      completeness(text) === "incomplete" ? "incomplete" : compileCell(text, number, scope),
    mount(hooks, _memory, network) {
      const session = new PlayedSession(hooks, network);
      sessions.push(session);
      return session;
    },
  });
  return { runner, sessions, last: () => sessions.at(-1)! };
}

/** Presses Run and waits until the sandbox has been asked to run. */
async function press(runner: Runner, session: () => PlayedSession) {
  const runs = session().runs.length;
  const result = runner.run(PROGRAM);
  await vi.waitUntil(() => session().runs.length > runs || runner.getState().status !== "running");
  return { result };
}

const spawned = (pid: number): RunEvent => ({ type: "spawned", pid, incarnation: 0 });

const notices = (runner: Runner) => runner.getState().log.lines.flatMap(({ notice }) => notice?.code ?? []);

it("the runner mounts a sandbox and prepares its processes at once", () => {
  const { sessions } = play({ workers: 3 });
  expect(sessions.map(({ prepared }) => prepared)).toEqual([[3]]);
});

it("run() settles with the state at the end, between notices of its beginning and its end", async () => {
  const { runner, last } = play();
  const { result } = await press(runner, last);
  expect(runner.getState().status).toBe("running");
  last().emit(...[1, 2, 3].map(spawned));
  last().emit({ type: "started", atMs: 5 }, { type: "line", pid: 1, level: "log", text: "hi", atMs: 6 });
  last().emit({ type: "finished", outcome: "finished", atMs: 9 });
  const state = await result;
  expect(state.status).toBe("finished");
  expect(state.log.lines).toMatchObject([
    { notice: { code: "ready", workers: 2 } },
    { text: "hi" },
    { notice: { code: "finished", ms: 4, workers: 2 } },
  ]);
});

it("the notice of the end counts the workers there are then, also when they came or went in the same message", async () => {
  const { runner, last } = play({ workers: 2 });
  const { result } = await press(runner, last);
  last().emit(...[1, 2, 3].map(spawned), { type: "started", atMs: 5 });
  last().emit(
    { type: "exited", pid: 2, incarnation: 0, how: "ordered" },
    ...[4, 5, 6].map(spawned),
    { type: "exited", pid: 6, incarnation: 0, how: "lost" },
    { type: "finished", outcome: "finished", atMs: 9 },
  );
  expect((await result).log.lines.map(({ notice }) => notice)).toMatchObject([
    { code: "ready", workers: 2 },
    { code: "finished", workers: 3 },
  ]);
});

it("run() ends as failed with the errors as lines when the program does not compile", async () => {
  const at = { file: "functions.ts", line: 3, column: 5, endLine: 3, endColumn: 6 };
  const diagnostics = [
    { ...at, severity: "warning" as const, message: "await on a ref" },
    { ...at, severity: "error" as const, message: "Unexpected token" },
  ];
  const { runner, last } = play({ compile: async () => ({ diagnostics }) });
  let heard: unknown;
  const state = await runner.run(PROGRAM, (said) => {
    heard = said;
  });
  expect(heard).toBe(diagnostics);
  expect(state.status).toBe("failed");
  expect(state.log.lines).toMatchObject([{ pid: 1, level: "error", text: "functions.ts:3:5: Unexpected token" }]);
  expect(last().runs).toEqual([]);
});

it("run() ends as failed when the compile step itself breaks, or an asset is missing", async () => {
  const { runner } = play({ compile: () => Promise.reject(new Error("the compiler stopped")) });
  expect((await runner.run(PROGRAM)).log.lines).toMatchObject([{ level: "error", text: "the compiler stopped" }]);
  const state = await play().runner.run({ ...PROGRAM, assets: { book: "//elsewhere.test/book" } });
  expect(state.log.lines[0]).toMatchObject({ level: "error", notice: { code: "assetUnreadable", name: "book" } });
  expect(state.log.lines[0]?.text).toBe("book could not be read: //elsewhere.test/book is not a file of this site");
});

it("run() ends as failed when the sandbox refuses the program", async () => {
  const { runner, last } = play();
  const { result } = await press(runner, last);
  last().gone.reject(new Error('"lodash" can\'t be loaded'));
  expect(await result).toMatchObject({
    status: "failed",
    log: { lines: [{ text: '"lodash" can\'t be loaded' }] },
  });
});

it("a second run keeps the sandbox when nothing in it is busy, and replaces it otherwise", async () => {
  const { runner, sessions, last } = play();
  for (const run of [0, 1]) {
    const { result } = await press(runner, last);
    last().finish();
    await result;
    expect([sessions.length, last().runs.length]).toEqual([1, run + 1]);
  }
  last().busy = 1;
  const result = runner.run(PROGRAM);
  await vi.waitUntil(() => last().runs.length === 1);
  expect(sessions.map(({ closed }) => closed)).toEqual([true, false]);
  last().finish();
  expect((await result).status).toBe("finished");
});

it("stop() removes the sandbox and settles the run, also while it still compiles", async () => {
  const compilation = deferred<Compilation>();
  const { runner, sessions, last } = play({ compile: () => compilation.promise });
  const result = runner.run(PROGRAM);
  runner.stop();
  expect((await result).status).toBe("stopped");
  expect(sessions.map(({ closed }) => closed)).toEqual([true, false]);
  compilation.resolve(COMPILED);
  await vi.advanceTimersByTimeAsync(1000);
  expect(last().runs).toEqual([]);
  expect(notices(runner)).toEqual(["stopped"]);
});

it("stop() after the end makes the status stopped once, and before the first run does nothing", async () => {
  const { runner, sessions, last } = play();
  runner.stop();
  expect([runner.getState().status, sessions.length]).toEqual(["idle", 1]);
  const { result } = await press(runner, last);
  last().finish();
  await result;
  runner.stop();
  runner.stop();
  expect([runner.getState().status, sessions.length]).toEqual(["stopped", 2]);
});

it("the times of a run that did not compile are not those of the run before", async () => {
  let compilation = COMPILED;
  const { runner, last } = play({ compile: async () => compilation });
  const { result } = await press(runner, last);
  last().emit({ type: "started", atMs: 60 }, { type: "finished", outcome: "finished", atMs: 1320 });
  await result;
  compilation = {
    diagnostics: [
      {
        file: "driver.ts",
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 2,
        severity: "error",
        message: "Unexpected token",
      },
    ],
  };
  const state = await runner.run(PROGRAM);
  expect(state).toMatchObject({ status: "failed", startedMs: null, nowMs: 0, log: { lines: [{ atMs: 0 }] } });
  runner.stop();
  expect(runner.getState().log.lines.at(-1)).toMatchObject({ atMs: 0, notice: { code: "stopped", ms: 0 } });
});

it("what a removed sandbox still says is not heard", async () => {
  const { runner, sessions, last } = play();
  await press(runner, last);
  runner.stop();
  sessions[0]!.emit({ type: "line", pid: 1, level: "log", text: "late", atMs: 9 });
  sessions[0]!.hooks.lost("late", true);
  expect(runner.getState().log.lines.map(({ text }) => text)).not.toContain("late");
  expect([runner.getState().status, sessions.length]).toEqual(["stopped", 2]);
});

it("a lost sandbox fails the run with a notice, and another is mounted", async () => {
  const { runner, sessions, last } = play();
  const { result } = await press(runner, last);
  last().emit({ type: "spawned", pid: 1, incarnation: 0 });
  last().lose();
  const state = await result;
  expect(state).toMatchObject({ status: "failed", processes: [{ pid: 1, state: "lost" }] });
  expect(notices(runner)).toEqual(["sandboxLost"]);
  expect(sessions[1]?.prepared).toEqual([2]);
});

it("a sandbox lost after the end leaves the status and says so", async () => {
  const { runner, last } = play();
  const { result } = await press(runner, last);
  last().finish();
  await result;
  last().lose();
  expect(runner.getState().status).toBe("finished");
  expect(notices(runner)).toEqual(["ready", "finished", "sandboxLost"]);
});

it("a sandbox that never comes is tried twice, then said, and tried again by the next Run", async () => {
  const { runner, sessions, last } = play();
  last().lose(false);
  expect([sessions.length, notices(runner)]).toEqual([2, []]);
  last().lose(false);
  expect(sessions.length).toBe(2);
  expect(runner.getState().log.lines).toMatchObject([
    { level: "notice", notice: { code: "sandboxUnusable", why: "it stopped answering" } },
  ]);
  const result = runner.run(PROGRAM);
  await vi.waitUntil(() => sessions.length === 3 && last().runs.length === 1);
  last().finish();
  expect((await result).status).toBe("finished");
});

it("setWorkers() lets idle processes follow before the first run, and not after it", async () => {
  const { runner, last } = play();
  runner.setWorkers(3);
  runner.setWorkers(4.9);
  await vi.advanceTimersByTimeAsync(100);
  expect(last().prepared).toEqual([2, 4]);
  const { result } = await press(runner, last);
  last().finish();
  await result;
  runner.setWorkers(99);
  await vi.advanceTimersByTimeAsync(1000);
  expect([last().prepared, last().runs]).toEqual([[2, 4], [4]]);
  await press(runner, last);
  expect(last().runs).toEqual([4, 32]);
  runner.stop();
  expect(last().prepared).toEqual([32]);
});

it("run() while a run goes on stops that one first", async () => {
  const { runner, sessions, last } = play();
  const { result: first } = await press(runner, last);
  const second = runner.run(PROGRAM);
  expect((await first).status).toBe("stopped");
  await vi.waitUntil(() => sessions[1]?.runs.length === 1);
  sessions[1]?.finish();
  expect((await second).status).toBe("finished");
});

it("subscribe() tells of a stream at most once a frame, of the end at once, and no more when unsubscribed", async () => {
  const { runner, last } = play();
  const { result } = await press(runner, last);
  let told = 0;
  const unsubscribe = runner.subscribe(() => told++);
  for (let i = 0; i < 100; i++) last().emit({ type: "line", pid: 1, level: "log", text: "x", atMs: i });
  expect(told).toBe(0);
  await vi.advanceTimersByTimeAsync(16);
  expect(told).toBe(1);
  last().finish();
  expect(told).toBe(2);
  await result;
  unsubscribe();
  runner.clear();
  expect(told).toBe(2);
});

it("clear() empties the console", async () => {
  const { runner, last } = play();
  await press(runner, last);
  last().emit({ type: "line", pid: 1, level: "log", text: "x", atMs: 1 });
  runner.clear();
  expect(runner.getState().log.lines).toEqual([]);
});

it("dispose() settles the run and closes the sandbox", async () => {
  const { runner, sessions, last } = play();
  const { result } = await press(runner, last);
  runner.dispose();
  expect((await result).status).toBe("stopped");
  expect(sessions.map(({ closed }) => closed)).toEqual([true]);
});

/** What the console shows of cells. */
const cells = (runner: Runner) =>
  runner
    .getState()
    .log.lines.map(({ repl, level, text, notice }) =>
      repl ? `${repl.cell} ${repl.part} ${level}: ${text}` : (notice?.code ?? text),
    );

it("evaluate() shows the cell as it was entered, and what it gives behind what it printed", async () => {
  const { runner, last } = play();
  expect(await runner.evaluate("const x = 1\nx")).toBe(true);
  expect(runner.getState().repl).toBe("evaluating");
  last().emit({ type: "line", pid: 1, level: "log", text: "printed", atMs: 9 });
  last().answer("REPL[1]", { value: "[\n  1\n]" });
  expect(cells(runner)).toEqual([
    ...["REPL[1] input log: const x = 1", "REPL[1] input log: x", "printed"],
    ...["REPL[1] result log: [", "REPL[1] result log:   1", "REPL[1] result log: ]"],
  ]);
  expect(runner.getState().repl).toBe("ready");
  await runner.evaluate("x.y.z");
  last().answer("REPL[2]", { error: "TypeError: no\n    at REPL[2]:1:5" });
  expect(cells(runner).slice(-2)).toEqual([
    "REPL[2] result error: TypeError: no",
    "REPL[2] result error:     at REPL[2]:1:5",
  ]);
  await runner.evaluate("const none = 1");
  last().answer("REPL[3]", {});
  expect(cells(runner).at(-1)).toBe("REPL[3] input log: const none = 1");
});

it("evaluate() hands out one cell at a time, in the order they were entered", async () => {
  const { runner, last } = play();
  await Promise.all([runner.evaluate("1"), runner.evaluate("2"), runner.evaluate("3")]);
  expect(last().sent).toEqual(["REPL[1]"]);
  last().answer("REPL[1]", {});
  await vi.waitUntil(() => last().sent.length === 2);
  last().answer("REPL[2]", { error: "late" });
  await vi.waitUntil(() => last().sent.length === 3);
  last().answer("REPL[3]", { value: "three" });
  expect(last().sent).toEqual(["REPL[1]", "REPL[2]", "REPL[3]"]);
  expect(cells(runner)).toEqual([
    ...["REPL[1] input log: 1", "REPL[2] input log: 2", "REPL[2] result error: late"],
    ...["REPL[3] input log: 3", "REPL[3] result log: three"],
  ]);
});

it("evaluate() says of a text that goes on that nothing was done, and of one with a fault what it is", async () => {
  const { runner, last } = play();
  expect(await runner.evaluate("f(1,")).toBe(false);
  expect(cells(runner)).toEqual([]);
  expect(await runner.evaluate("let a = 1; let a = 2")).toBe(true);
  expect(cells(runner)).toEqual([
    "REPL[1] input log: let a = 1; let a = 2",
    "REPL[1] result error: REPL[1]:1:16: Identifier 'a' has already been declared.",
  ]);
  expect([last().sent, runner.getState().repl]).toEqual([[], "unused"]);
});

it("evaluate() says so when the compile step itself breaks, and the next cell is compiled", async () => {
  const compileCells = vi.fn().mockRejectedValueOnce(new Error("the compiler stopped")).mockResolvedValue("incomplete");
  const runner = createRunner({
    workers: 0,
    compile: async () => COMPILED,
    compileCell: compileCells,
    mount: (hooks, _memory, network) => new PlayedSession(hooks, network),
  });
  expect(await runner.evaluate("1")).toBe(true);
  expect(cells(runner)).toEqual(["REPL[1] input log: 1", "REPL[1] result error: the compiler stopped"]);
  expect(await runner.evaluate("1")).toBe(false);
});

it("evaluate() sees the names of cells and of the program that runs, and waits while that is compiled", async () => {
  const { runner, last } = play({
    compile: async () => compileProgram({ files: { "driver.ts": "const remaining = 1" }, assets: {} }),
  });
  await runner.evaluate("const refused = 1");
  expect(runner.completions("re").slice(0, 2)).toEqual(["refused", "readBytes"]);
  last().answer("REPL[1]", {});
  const result = runner.run(PROGRAM);
  await runner.evaluate("remaining");
  expect(last().sent).toEqual(["REPL[1]", "run", "REPL[2]"]);
  expect(runner.completions("re").slice(0, 2)).toEqual(["remaining", "readBytes"]);
  expect(cells(runner)).toEqual(["REPL[2] input log: remaining"]);
  last().finish();
  await result;
});

it("evaluate() hears nothing of a cell of processes that a Run has ended", async () => {
  const { runner, last } = play();
  await Promise.all([runner.evaluate("1"), runner.evaluate("2")]);
  const { result } = await press(runner, last);
  last().answer("REPL[1]", { error: "the next run has begun" });
  last().finish();
  await result;
  expect(cells(runner)).toEqual(["ready", "finished"]);
  expect([last().sent, runner.getState().repl]).toEqual([["REPL[1]", "run"], "unused"]);
});

it("stop() ends cells that hang, says that their names are gone, and cells go on with new processes", async () => {
  const { runner, sessions, last } = play();
  await Promise.all([runner.evaluate("const x = 1; for (;;);"), runner.evaluate("x")]);
  runner.stop();
  expect(runner.getState()).toMatchObject({ status: "stopped", repl: "unused" });
  expect(cells(runner).slice(-2)).toEqual(["stopped", "newProcesses"]);
  expect(sessions.map(({ closed }) => closed)).toEqual([true, false]);
  await runner.evaluate("y");
  expect(sessions.map(({ sent }) => sent)).toEqual([["REPL[1]"], ["REPL[3]"]]);
  expect(runner.completions("x")).toEqual([]);
  last().answer("REPL[3]", { value: "1" });
  runner.stop();
  expect(cells(runner).slice(-2)).toEqual(["REPL[3] result log: 1", "newProcesses"]);
});

it("evaluate() starts new processes where process 1 has ended, and those that the Workers field says at last", async () => {
  const { runner, sessions, last } = play({ workers: 1 });
  runner.setWorkers(3);
  await runner.evaluate("close()");
  expect([last().prepared, last().sent]).toEqual([[1, 3], ["REPL[1]"]]);
  last().emit(spawned(1), { type: "exited", pid: 1, incarnation: 0, how: "lost" });
  last().answer("REPL[1]", { error: "the driver has ended: it closed itself" });
  await runner.evaluate("1");
  expect(sessions.map(({ closed, sent }) => [closed, sent])).toEqual([
    [true, ["REPL[1]"]],
    [false, ["REPL[2]"]],
  ]);
  expect(cells(runner).slice(-2)).toEqual(["newProcesses", "REPL[2] input log: 1"]);
});

it("a sandbox that is lost takes the cells that wait with it", async () => {
  const { runner, last } = play();
  await runner.evaluate("1");
  last().lose();
  expect(notices(runner)).toEqual(["sandboxLost", "newProcesses"]);
  expect(runner.getState().repl).toBe("unused");
});

it("setNetwork() mounts another sandbox at once, and what runs in it is compiled for it", async () => {
  const compile = vi.fn(async (_program: Program, _network: boolean) => COMPILED);
  const { runner, sessions, last } = play({ compile });
  runner.setNetwork(true);
  runner.setNetwork(true);
  expect(sessions.map(({ network, closed }) => [network, closed])).toEqual([
    [false, true],
    [true, false],
  ]);
  const { result } = await press(runner, last);
  last().finish();
  expect((await result).status).toBe("finished");
  expect(compile).toHaveBeenCalledWith(PROGRAM, true);
  expect(sessions).toHaveLength(2);
});

it("setNetwork() lets a run go on; what comes after it has other processes", async () => {
  const { runner, sessions, last } = play();
  runner.setNetwork(true);
  const { result } = await press(runner, last);
  runner.setNetwork(false);
  expect(sessions.at(-1)?.closed).toBe(false);
  last().finish();
  await result;
  const cell = runner.evaluate("1");
  await cell;
  expect(sessions.map(({ network, closed }) => [network, closed])).toEqual([
    [false, true],
    [true, true],
    [false, false],
  ]);
});
