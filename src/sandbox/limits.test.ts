import { expect, it } from "vitest";
import type { FromProcess } from "../supervisor/protocol.ts";
import { SHOWN, type Shown } from "../supervisor/shown.ts";
import { createGate, MAX_LINE_CHARACTERS } from "./limits.ts";

const VALUES: Shown[] = [
  { kind: "text", text: "hello" },
  { kind: "table", columns: [{ name: "n", numeric: true }], rows: [["1"], ["2"]], total: 3 },
  { kind: "image", width: 1, height: 2, data: new Uint8ClampedArray(8) },
  { kind: "chart", chart: "bar", title: "", x: ["a"], y: Float64Array.of(1), total: 1 },
  { kind: "chart", chart: "line", title: "t", x: Float64Array.of(0, 1), y: Float64Array.of(1, Number.NaN), total: 2 },
];
const { port1: port } = new MessageChannel();
const report = {
  ...{ id: 1, kind: "pmap" as const, name: "f", position: "driver.ts:1:1", total: 3, done: 0, failed: 0, retried: 0 },
  ...{ messages: 0, bytes: 0, startedMs: 0, endedMs: null, outcome: "running" as const },
};

const pixels = new Uint8ClampedArray(8);
const numbers = Float64Array.of(1, 2);
const column = { name: "n", numeric: true };
const BAD_VALUES: readonly (readonly [string, unknown])[] = [
  ["no value", undefined],
  ["a value of an unknown kind", { kind: "html", html: "<b>" }],
  ["a text too long", { kind: "text", text: "x".repeat(SHOWN.characters + 1) }],
  ["an image of another size", { kind: "image", width: 2, height: 2, data: pixels }],
  ["an image without pixels", { kind: "image", width: 0, height: 2, data: new Uint8ClampedArray() }],
  [
    "an image of shared memory",
    { kind: "image", width: 1, height: 2, data: new Uint8ClampedArray(new SharedArrayBuffer(8)) },
  ],
  ["an image that is part of a buffer", { kind: "image", width: 1, height: 1, data: pixels.subarray(4) }],
  ["an image too large", { kind: "image", width: 4_000_001, height: 1, data: new Uint8ClampedArray(16_000_004) }],
  ["a table with a row too short", { kind: "table", columns: [column, column], rows: [["1"]], total: 1 }],
  ["a table with a cell that is no text", { kind: "table", columns: [column], rows: [[1]], total: 1 }],
  [
    "a table with more cells than are drawn",
    { kind: "table", columns: Array(50).fill(column), rows: Array(500).fill(Array(50).fill("")), total: 500 },
  ],
  ["a table of fewer rows than it has", { kind: "table", columns: [column], rows: [["1"]], total: 0 }],
  ["a chart of an unknown kind", { kind: "chart", chart: "pie", title: "", x: numbers, y: numbers, total: 2 }],
  ["a chart with more x than y", { kind: "chart", chart: "dots", title: "", x: ["a"], y: numbers, total: 2 }],
];

it("the gate lets every message of the protocol through as it is", () => {
  const messages: FromProcess[] = [
    { type: "ready" },
    { type: "loaded" },
    { type: "loaded", error: "no" },
    { type: "finished", outcome: "failed" },
    { type: "line", level: "warn", text: "hello" },
    ...VALUES.map((shown) => ({ type: "display" as const, shown })),
    { type: "function", id: 1, name: "f" },
    { type: "operation", report },
    { type: "registers", words: new Int32Array(16) },
    { type: "connect", to: { pid: 2, incarnation: 0 }, port: port as never },
    { type: "launch", id: 1, workers: 2, timeoutS: 60 },
    { type: "kill", id: 2, pids: [2, 3] },
    { type: "readAsset", id: 3, name: "book.txt" },
    { type: "evaluated", id: 1, outcome: {} },
    { type: "evaluated", id: 2, outcome: { value: "[ 1 ]" } },
    { type: "evaluated", id: 3, outcome: { error: "Error: no" } },
    { type: "exit", code: 0 },
  ];
  expect(messages.map(createGate())).toEqual(messages);
});

it.each([
  ["nothing", null],
  ["a text", "line"],
  ["an unknown type", { type: "sudo" }],
  ["a type of Object's own", { type: "toString" }],
  ["a level that is none", { type: "line", level: "shout", text: "x" }],
  ["a text that is none", { type: "line", level: "log", text: { length: 1 } }],
  ["a port that is none", { type: "connect", to: { pid: 2, incarnation: 0 }, port: {} }],
  ["a pid below 1", { type: "kill", id: 1, pids: [0] }],
  ["more pids than anybody has", { type: "kill", id: 1, pids: Array.from({ length: 10_001 }, () => 2) }],
  ["a value that is no text", { type: "evaluated", id: 1, outcome: { value: 1 } }],
  ["more workers than there may be", { type: "launch", id: 1, workers: 65, timeoutS: 60 }],
  ["a part of a worker", { type: "launch", id: 1, workers: 1.5, timeoutS: 60 }],
  ["words of another size", { type: "registers", words: new Int32Array(17) }],
  ["words that are none", { type: "registers", words: new Float64Array(16) }],
  ["an operation of no kind", { type: "operation", report: { ...report, kind: "mine" } }],
])("the gate drops %s", (_what, data) => {
  expect(createGate()(data)).toBeUndefined();
});

it("the gate takes only the fields that belong", () => {
  expect(createGate()({ type: "line", level: "log", text: "x", pid: 1, __proto__: { evil: 1 } })).toEqual({
    type: "line",
    level: "log",
    text: "x",
  });
});

it("the gate cuts a line that is too long, and says so", () => {
  const { text } = createGate()({ type: "line", level: "log", text: "x".repeat(3_000_000) }) as { text: string };
  expect(text.slice(MAX_LINE_CHARACTERS)).toBe("… (cut: it had 3000000 characters)");
});

it("the gate takes announcements of functions up to a number", () => {
  const gate = createGate();
  const passed = Array.from({ length: 20_000 }, (_, id) => gate({ type: "function", id, name: "f" }));
  expect(passed.filter(Boolean)).toHaveLength(10_000);
});

it.each(BAD_VALUES)("the gate drops %s", (_what, shown) => {
  expect(createGate()({ type: "display", shown })).toBeUndefined();
});
