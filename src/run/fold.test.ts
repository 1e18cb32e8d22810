import { describe, expect, it } from "vitest";
import { WORDS, Word, writeWide } from "../distributed/registers.ts";
import type { OperationReport, RunEvent } from "../supervisor/api.ts";
import { fold } from "./fold.ts";
import {
  begin,
  end,
  initialState,
  type RunState,
  say,
  withEmptyLog,
  withEmptyOutput,
  withLostProcesses,
} from "./state.ts";

const spawned = (pid: number, incarnation = 0): RunEvent => ({ type: "spawned", pid, incarnation });
const exited = (pid: number, how: "ordered" | "lost" | "failedToLoad", incarnation = 0): RunEvent => ({
  type: "exited",
  pid,
  incarnation,
  how,
});
const line = (pid: number, text: string, atMs = 0): RunEvent => ({ type: "line", pid, level: "log", text, atMs });
const named = (pid: number, id: number, name: string): RunEvent => ({ type: "function", pid, id, name });
const started = (atMs = 10): RunEvent => ({ type: "started", atMs });

interface Block {
  state?: 0 | 1 | 2;
  function?: number;
  done?: number;
  bytesIn?: number;
  busySinceMs?: number;
  busyMs?: number;
  operation?: number;
  iterations?: number;
  kept?: number;
}

function registers(atMs: number, blocks: Record<number, Block>): RunEvent {
  const pids = Object.keys(blocks).map(Number);
  const words = new Int32Array(pids.length * WORDS);
  pids.forEach((pid, i) => {
    const own = words.subarray(i * WORDS, (i + 1) * WORDS);
    const block = blocks[pid]!;
    own[Word.State] = block.state ?? 1;
    own[Word.Function] = block.function ?? 0;
    own[Word.Done] = block.done ?? 0;
    own[Word.BusySinceMs] = block.busySinceMs ?? 0;
    own[Word.BusyTenthsMs] = (block.busyMs ?? 0) * 10;
    own[Word.Operation] = block.operation ?? 0;
    own[Word.Kept] = block.kept ?? 0;
    writeWide(own, Word.BytesIn, block.bytesIn ?? 0);
    writeWide(own, Word.Iterations, block.iterations ?? 0);
  });
  return { type: "registers", pids, words, atMs };
}

function operation(pid: number, report: Partial<OperationReport> & { id: number }): RunEvent {
  const whole: OperationReport = {
    kind: "distributed",
    name: "sum",
    position: "driver.ts:1:1",
    total: 100,
    done: 0,
    failed: 0,
    retried: 0,
    messages: 0,
    bytes: 0,
    startedMs: 0,
    endedMs: null,
    outcome: "running",
    ...report,
  };
  return { type: "operation", pid, report: whole };
}

const running = (...events: RunEvent[]): RunState => fold(begin(initialState()), [spawned(1), spawned(2), ...events]);
const view = (state: RunState, pid: number) => state.processes.find((process) => process.pid === pid);
const texts = (state: RunState) => state.log.lines.map(({ text }) => text);

describe("processes", () => {
  it("are listed by pid, starting until their first reading", () => {
    const state = fold(initialState(), [spawned(1), spawned(3), spawned(2)]);
    expect(state.processes.map(({ pid, state }) => [pid, state])).toEqual([
      [1, "starting"],
      [2, "starting"],
      [3, "starting"],
    ]);
  });

  it("have what their registers say", () => {
    const state = running(
      named(2, 7, "countWords"),
      registers(50, { 1: {}, 2: { state: 2, function: 7, done: 3, bytesIn: 2 ** 33 + 5, busySinceMs: 40, kept: 4 } }),
    );
    expect(view(state, 2)).toMatchObject({
      state: "busy",
      function: "countWords",
      busySinceMs: 40,
      done: 3,
      bytesIn: 2 ** 33 + 5,
      kept: 4,
    });
    expect(view(state, 1)).toMatchObject({ state: "idle", function: "", busySinceMs: null });
  });

  it("get the name of their function also when it is announced after the reading", () => {
    const before = running(registers(50, { 2: { state: 2, function: 7, busySinceMs: 40 } }));
    expect(view(before, 2)?.function).toBe("");
    expect(view(fold(before, [named(2, 7, "spin")]), 2)?.function).toBe("spin");
    expect(view(fold(before, [named(2, 8, "other")]), 2)?.function).toBe("");
  });

  it("end by order or are lost, and a late reading does not bring them back", () => {
    const state = running(started(), exited(2, "ordered"), registers(50, { 2: { state: 2 } }));
    expect(view(state, 2)?.state).toBe("ended");
    expect(view(running(started(), exited(2, "lost")), 2)?.state).toBe("lost");
    expect(view(running(exited(2, "failedToLoad")), 2)?.state).toBe("lost");
  });

  it("are replaced under their pid, and the end of the old incarnation does not touch the new", () => {
    const state = running(started(), exited(2, "ordered"), spawned(2, 1), exited(2, "lost", 0));
    expect(view(state, 2)).toMatchObject({ incarnation: 1, state: "starting" });
  });

  it("make room when they are ended by order before the driver runs", () => {
    expect(running(exited(2, "ordered")).processes.map(({ pid }) => pid)).toEqual([1]);
  });

  it("all go when a new driver is started, and the clock begins anew", () => {
    const state = fold(running(started(5000)), [spawned(1), spawned(2), registers(3, { 1: {}, 2: {} })]);
    expect(state.processes.map(({ pid }) => pid)).toEqual([1, 2]);
    expect(state.nowMs).toBe(3);
    expect(fold(state, [spawned(1)]).processes.map(({ pid }) => pid)).toEqual([1]);
  });

  it("keep their identity when a reading tells nothing new", () => {
    const state = running(registers(50, { 1: {}, 2: { done: 1 } }));
    const next = fold(state, [registers(100, { 1: {}, 2: { done: 2 } })]);
    expect(view(next, 1)).toBe(view(state, 1));
    expect(view(next, 2)).not.toBe(view(state, 2));
    expect(fold(next, [registers(150, { 1: {}, 2: { done: 2 } })]).processes).toBe(next.processes);
  });
});

describe("load", () => {
  const busyFrom = (sinceMs: number) => (atMs: number) => registers(atMs, { 2: { state: 2, busySinceMs: sinceMs } });

  it("rises with the busy share of the last second", () => {
    const idle = running(registers(0, { 2: {} }), registers(1000, { 2: {} }));
    const half = fold(idle, [500, 1000].map((ms) => busyFrom(1000)(1000 + ms)).slice(0, 1));
    expect(view(half, 2)?.load).toBeCloseTo(0.5, 5);
    expect(view(fold(half, [busyFrom(1000)(2000), busyFrom(1000)(2500)]), 2)?.load).toBe(1);
  });

  it("falls to zero a second after the last work", () => {
    const busy = running(registers(0, { 2: { state: 2, busySinceMs: 0 } }), registers(1000, { 2: { busyMs: 1000 } }));
    expect(view(busy, 2)?.load).toBe(1);
    const later = fold(busy, [registers(1500, { 2: { busyMs: 1000 } })]);
    expect(view(later, 2)?.load).toBeCloseTo(0.5, 5);
    expect(view(fold(later, [registers(2000, { 2: { busyMs: 1000 } })]), 2)?.load).toBe(0);
  });
});

it("a run's clock begins with it, whatever was read before", () => {
  const before = running(registers(90_000, { 2: {} }), registers(91_000, { 2: {} }));
  const state = fold(before, [
    started(20),
    registers(500, { 2: { state: 2, busySinceMs: 0 } }),
    registers(1000, { 2: { state: 2 } }),
  ]);
  expect(state).toMatchObject({ startedMs: 20, nowMs: 1000 });
  expect(view(state, 2)?.load).toBe(1);
});

describe("operations", () => {
  const key = (pid: number, id: number) => (pid * 2 ** 20 + id) | 0;
  const progress = (state: RunState) => state.operations[0]?.progress;

  it("count the iterations of chunks that run", () => {
    const state = running(
      operation(1, { id: 3, done: 10 }),
      registers(50, { 1: { operation: key(1, 4), iterations: 50 }, 2: { operation: key(1, 3), iterations: 25 } }),
    );
    expect(progress(state)).toBe(35);
  });

  it("never fall, and never exceed the total", () => {
    const at = (atMs: number, iterations: number) => registers(atMs, { 2: { operation: key(1, 1), iterations } });
    const state = running(operation(1, { id: 1 }), at(50, 60));
    const chunkDone = fold(state, [at(100, 0), operation(1, { id: 1, done: 50 })]);
    expect(progress(chunkDone)).toBe(60);
    expect(progress(fold(chunkDone, [at(150, 70)]))).toBe(100);
  });

  it("are known by their owner and number, in the order in which they began", () => {
    const state = running(
      operation(1, { id: 1 }),
      operation(2, { id: 1, total: null, done: 5 }),
      operation(1, { id: 1, done: 2 }),
    );
    expect(state.operations.map(({ pid, id, progress }) => [pid, id, progress])).toEqual([
      [1, 1, 2],
      [2, 1, 5],
    ]);
  });

  it("of pids beyond the sign bit of a word are counted too", () => {
    const state = running(operation(3000, { id: 2 }), registers(50, { 2: { operation: key(3000, 2), iterations: 9 } }));
    expect(progress(state)).toBe(9);
  });

  it("beyond a thousand go, those that ended first before the others", () => {
    const ended = Array.from({ length: 1500 }, (_, i) => operation(1, { id: i + 2, outcome: "done" as const }));
    const state = running(operation(1, { id: 1 }), ...ended);
    expect(state.operations).toHaveLength(1000);
    expect(state.operations[0]?.id).toBe(1);
    expect(state.operations.at(-1)?.id).toBe(1501);
  });
});

describe("console", () => {
  it("holds one line for each line of a text, without carriage returns at their ends", () => {
    const state = running(line(2, "From worker 2:\ta\r\nFrom worker 2:\tb", 5));
    expect(texts(state)).toEqual(["From worker 2:\ta", "From worker 2:\tb"]);
    expect(state.log.lines.map(({ seq, pid, level }) => [seq, pid, level])).toEqual([
      [0, 2, "log"],
      [1, 2, "log"],
    ]);
  });

  it("has notices among the lines, with pid 0 and no text", () => {
    const state = running(line(1, "a"), { type: "notice", notice: { code: "workerGone", pid: 2, why: "x" }, atMs: 7 });
    expect(state.log.lines[1]).toEqual({
      seq: 1,
      atMs: 7,
      pid: 0,
      level: "notice",
      text: "",
      notice: { code: "workerGone", pid: 2, why: "x" },
    });
  });

  it("keeps its identity when nothing was printed", () => {
    const state = running(line(1, "a"));
    expect(fold(state, [registers(50, { 1: {} })]).log).toBe(state.log);
  });

  it("is emptied by a new run, and by Clear without the count starting again", () => {
    const state = running(line(1, "a"), line(1, "b"));
    expect(begin(state).log).toMatchObject({ lines: [], total: 0 });
    expect(fold(withEmptyLog(state), [line(1, "c")]).log.lines).toMatchObject([{ seq: 2, text: "c" }]);
  });

  it("takes what the page says itself", () => {
    const state = say(running(), [{ level: "error", text: "driver.ts:1:1: no" }, { code: "sandboxLost" }]);
    expect(state.log.lines).toMatchObject([
      { pid: 1, level: "error", text: "driver.ts:1:1: no" },
      { pid: 0, level: "notice", notice: { code: "sandboxLost" } },
    ]);
  });
});

describe("status", () => {
  it("goes from idle over running to finished, with the times of the run's clock", () => {
    const state = running(started(12), line(1, "x", 40), { type: "finished", outcome: "finished", atMs: 50 });
    expect(initialState().status).toBe("idle");
    expect(running().status).toBe("running");
    expect(state).toMatchObject({ status: "finished", startedMs: 12, endedMs: 50, nowMs: 50 });
  });

  it("is failed when the driver failed", () => {
    expect(running(started(), { type: "finished", outcome: "failed", atMs: 50 }).status).toBe("failed");
  });

  it("is set by the page for a run that it ends itself", () => {
    const stopped = end(running(started(10), line(1, "x", 90)), "stopped");
    expect(stopped).toMatchObject({ status: "stopped", endedMs: 90 });
    expect(begin(stopped)).toMatchObject({ status: "running", startedMs: null, endedMs: null });
  });

  it("of lost processes is lost, but for those that had ended", () => {
    const lost = withLostProcesses(running(started(), spawned(3), exited(3, "ordered")));
    expect(lost.processes.map(({ state }) => state)).toEqual(["lost", "lost", "ended"]);
  });
});

it("fold() gives the same state whether events come together or one by one", () => {
  const events = [
    spawned(1),
    spawned(2),
    named(2, 1, "f"),
    started(),
    line(2, "a\nb", 20),
    operation(1, { id: 1 }),
    registers(50, { 1: {}, 2: { state: 2, function: 1, busySinceMs: 30, operation: 2 ** 20 + 1, iterations: 4 } }),
    exited(2, "lost"),
    { type: "finished", outcome: "finished", atMs: 60 } satisfies RunEvent,
  ];
  const together = fold(begin(initialState()), events);
  const oneByOne = events.reduce((state, event) => fold(state, [event]), begin(initialState()));
  expect(oneByOne).toEqual(together);
});

it("fold() keeps what was displayed apart from the lines, and begin() lets it go", () => {
  const shown = { kind: "text", text: "hello" } as const;
  const state = running(started(10), { type: "display", pid: 2, shown, skipped: 2, atMs: 30 });
  expect(state.output).toEqual({ values: [{ seq: 2, pid: 2, atMs: 30, shown }], total: 3 });
  expect(state.nowMs).toBe(30);
  expect(texts(state)).toEqual([]);
  expect(begin(state).output.values).toEqual([]);
  expect(withEmptyOutput(state).output.values).toEqual([]);
});
