import { expect, test } from "vitest";
import { Reports } from "./reports.ts";

function reports() {
  const printed: string[] = [];
  const timers = new Set<() => void>();
  const after = (_ms: number, task: () => void) => {
    timers.add(task);
    return { cancel: () => void timers.delete(task) };
  };
  const advance = () => {
    const due = [...timers];
    timers.clear();
    for (const task of due) task();
  };
  return { printed, timers, advance, reports: new Reports({ after, print: (text) => printed.push(text) }) };
}

const failure = (worker: number, at = 1) =>
  `Error: boom (on worker ${worker}, called from the driver)\n    at f (driver.ts:2:9)\n    started at driver.ts:${at}:1`;

test("Reports tells equal failures of a moment in one entry with their number, whichever worker had them", () => {
  const { printed, timers, advance, reports: told } = reports();
  for (let i = 0; i < 1000; i++) told.tell(failure(2 + (i % 4)), "soon");
  told.tell(failure(2, 5), "soon");
  expect(printed).toEqual([]);
  expect(timers.size).toBe(1);
  advance(); // they came meanwhile
  told.tell(failure(3, 5), "soon");
  advance();
  advance();
  expect(printed).toEqual([
    "Error: boom (on worker 2, called from the driver) (and 999 more like it)\n    at f (driver.ts:2:9)\n    started at driver.ts:1:1",
    failure(2, 5).replace("driver)", "driver) (and 1 more like it)"),
  ]);
  expect(timers.size).toBe(0);
});

test('Reports tells the first at once when it is "now", and of those like it the number', () => {
  const { printed, reports: told } = reports();
  for (let i = 0; i < 3; i++) told.tell("Error: boom\n    at f (driver.ts:2:9)", "now");
  expect(printed).toEqual(["Error: boom\n    at f (driver.ts:2:9)"]);
  told.flush();
  told.flush();
  expect(printed.slice(1)).toEqual(["Error: boom (and 2 more like it)"]);
});

test("Reports keeps apart what differs in its message, also in a number of a worker", () => {
  const { printed, reports: told } = reports();
  for (const worker of [2, 3]) told.tell(`Error: worker ${worker} has no data`, "soon");
  told.flush();
  expect(printed).toEqual(["Error: worker 2 has no data", "Error: worker 3 has no data"]);
});

test("Reports tells of a stream of failures from time to time", () => {
  const { printed, advance, reports: told } = reports();
  told.tell("Error: boom", "soon");
  for (let i = 0; i < 20; i++) {
    told.tell("Error: boom", "soon");
    advance();
  }
  expect(printed).toEqual(["Error: boom (and 20 more like it)"]);
});
