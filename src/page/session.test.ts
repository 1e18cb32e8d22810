import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { type Deferred, deferred } from "../base/deferred.ts";
import type { Program } from "../program/program.ts";
import type { Runner } from "../run/runner.ts";
import { initialState, type RunState } from "../run/state.ts";
import { openDrafts } from "./drafts.ts";
import { createSession } from "./session.ts";
import type { Settings } from "./settings.ts";
import { createView } from "./view.ts";
import { createWorkbench } from "./workbench.ts";

const program = (driver: string): Program => ({ files: { "functions.ts": "", "driver.ts": driver }, assets: {} });

/** A runner whose runs end when the test says so; it keeps what it was asked to run. */
function scripted() {
  let state = initialState();
  let ended: Deferred<RunState> = deferred();
  const asked: Program[] = [];
  const numbers: number[] = [];
  const networks: boolean[] = [];
  const runner: Runner = {
    getState: () => state,
    subscribe: () => () => {},
    setWorkers: (workers) => void numbers.push(workers),
    setNetwork: (allowed) => void networks.push(allowed),
    run(wanted) {
      asked.push(wanted);
      state = { ...state, status: "running" };
      ended = deferred();
      return ended.promise;
    },
    evaluate: async () => true,
    completions: () => [],
    cellText: () => undefined,
    stop() {},
    clear() {},
    clearOutput() {},
    dispose() {},
  };
  const end = (more: Partial<RunState>): void => {
    state = { ...state, ...more };
    ended.resolve(state);
  };
  return { runner, asked, numbers, networks, end };
}

function parts() {
  const shelves = {
    readNow: () => null,
    writeNow: () => true,
    read: async () => undefined,
    write: async () => {},
    update: async () => {},
  };
  const workbench = createWorkbench(program("a"), "primes", openDrafts(shelves));
  const settings = createStore<Settings>(() => ({ lang: "en", theme: "light", workers: 4 }));
  const { runner, asked, numbers, networks, end } = scripted();
  return {
    asked,
    numbers,
    networks,
    end,
    workbench,
    settings,
    session: createSession(runner, { workbench, settings, view: createView() }),
  };
}

test("start() runs what is on the bench, and nothing while a run goes on", async () => {
  const { session, asked, end } = parts();
  const run = session.start();
  await session.start();
  expect(asked).toEqual([program("a")]);
  end({ status: "finished", startedMs: 0, endedMs: 210 });
  await run;
});

test("start() keeps the times of finished runs of the same text, with their workers", async () => {
  const { session, settings, end } = parts();
  const run = async (workers: number, status: RunState["status"], endedMs: number): Promise<void> => {
    settings.setState({ workers });
    const done = session.start();
    end({ status, startedMs: 10, endedMs });
    await done;
  };
  await run(4, "finished", 220);
  await run(2, "failed", 90);
  await run(1, "finished", 750);
  expect(session.store.getState().timings).toEqual([
    { workers: 4, ms: 210 },
    { workers: 1, ms: 740 },
  ]);
});

test("start() forgets the times when the text has changed", async () => {
  const { session, workbench, end } = parts();
  const first = session.start();
  end({ status: "finished", startedMs: 0, endedMs: 210 });
  await first;
  workbench.edit("driver.ts", "b");
  const second = session.start();
  end({ status: "finished", startedMs: 0, endedMs: 50 });
  await second;
  expect(session.store.getState().timings).toEqual([{ workers: 4, ms: 50 }]);
});

test("the runner follows the Workers field", () => {
  const { settings, numbers } = parts();
  settings.setState({ workers: 7 });
  settings.setState({ theme: "dark" });
  expect(numbers).toEqual([7]);
});

test("start() with a number runs with it once, and leaves the Workers field alone", async () => {
  const { session, settings, numbers, end } = parts();
  const run = session.start(1);
  expect(numbers).toEqual([1]);
  settings.setState({ workers: 6 });
  end({ status: "finished", startedMs: 0, endedMs: 750 });
  await run;
  expect(numbers).toEqual([1, 6, 6]);
  expect(settings.getState().workers).toBe(6);
  expect(session.store.getState().timings).toEqual([{ workers: 1, ms: 750 }]);
});

test("allowNetwork() is for the program on the bench, edited or not, and ends when another is opened", () => {
  const { session, workbench, networks } = parts();
  session.allowNetwork(true);
  workbench.edit("driver.ts", "b");
  expect(session.store.getState().network).toBe(true);
  workbench.openExample("pi", program("c"));
  expect(session.store.getState().network).toBe(false);
  expect(networks).toEqual([true, false]);
});

test("allowNetwork() changes nothing while a run goes on", async () => {
  const { session, networks, end } = parts();
  const run = session.start();
  session.allowNetwork(true);
  expect(session.store.getState().network).toBe(false);
  end({ status: "finished" });
  await run;
  expect(networks).toEqual([]);
});
