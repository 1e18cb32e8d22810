// What a message moves, as the codec says and structured clone does it. That posting it moves in order, and that a failure
// leaves the buffers, is tested at the connection and by the conformance programs.
import { expect, test } from "vitest";
import { load, meta, process, type TestCodec } from "./test-processes.ts";

/** The value as another process gets it, with what moves. */
function send(from: TestCodec, to: TestCodec, value: unknown, options: { isCall?: boolean } = {}) {
  const move = from.move();
  const graph = from.encode(value, { ...options, move });
  const carried = structuredClone(graph, { transfer: [...move.list] as ArrayBuffer[] });
  move.done();
  // biome-ignore lint/suspicious/noExplicitAny: values of the programs under test
  return to.decode(carried) as any;
}

const MODULE =
  "$panal.module('functions.ts', $meta, 0, { make: () => ({ 1: () => f }) }); const f = (/*@functions.ts#1*/) => 1; return { f };";
const LITERALS = { 1: meta("arrow", 1, { name: "f", singleton: true }) };

function both() {
  const [one, two] = [process(1), process(2)];
  load(two, MODULE, LITERALS);
  return { one, two, f: load(one, MODULE, LITERALS).f as () => number };
}

const places: Record<string, (value: object, f: () => number) => unknown> = {
  alone: (value) => value,
  "in data": (value) => ({ deep: [new Map([["k", new Set([value])]])] }),
  "beside a function": (value, f) => [f, { deep: [value] }],
  "in a large array": (value) => [value, ...Array.from({ length: 1000 }, (_, i) => ({ i }))],
  "behind a chain of frozen objects": (value) => Object.freeze({ a: Object.freeze([value]) }),
};

test.each(Object.entries(places))("encode() moves a marked array %s, and copies it the next time", (_, place) => {
  const { one, two, f } = both();
  const array = new Uint8Array([1, 2, 3]);
  one.mark(array, [array.buffer]);
  send(one, two, place(array, f));
  expect(array.byteLength).toBe(0);
  const again = new Uint8Array([4]);
  send(one, two, place(again, f));
  expect(again.byteLength).toBe(1);
});

test("encode() moves what a marked structure holds, and not a buffer beside it", () => {
  const { one, two } = both();
  const frame = { pixels: new Uint8Array(8), more: { alpha: new Uint8Array(2) } };
  const beside = new Uint8Array(3);
  one.mark(frame, [frame.pixels.buffer, frame.more.alpha.buffer]);
  const got = send(one, two, [frame, beside]);
  expect([frame.pixels.length, frame.more.alpha.length, beside.length]).toEqual([0, 0, 3]);
  expect([got[0].pixels.length, got[0].more.alpha.length, got[1].length]).toEqual([8, 2, 3]);
});

test("encode() moves a large buffer whole when it is marked, though a view of a part of it is all that is sent", () => {
  const { one, two } = both();
  const view = new Uint8Array(new ArrayBuffer(200_000), 5, 3);
  one.mark(view, [view.buffer]);
  expect(send(one, two, view).buffer.byteLength).toBe(200_000);
  expect(view.buffer.byteLength).toBe(0);
});

test("encode() without a move copies what is marked, and the mark stays", () => {
  const { one, two } = both();
  const array = new Uint8Array(4);
  one.mark(array, [array.buffer]);
  expect(two.decode(structuredClone(one.encode([array])))).toEqual([array]);
  expect(array.byteLength).toBe(4);
  send(one, two, [array]);
  expect(array.byteLength).toBe(0);
});

test("encode() that fails leaves buffers and mark; so does a message that could not be posted", () => {
  const { one, two } = both();
  const value = { array: new Uint8Array(4), bad: new WeakMap() as unknown };
  one.mark(value, [value.array.buffer]);
  expect(() => send(one, two, [value])).toThrow("cannot send the value[0].bad: it is a WeakMap");
  value.bad = Array.from({ length: 1000 }, () => new Proxy({}, {}));
  expect(() => send(one, two, [value])).toThrow("could not be cloned");
  expect(value.array.byteLength).toBe(4);
  value.bad = undefined;
  send(one, two, [value]);
  expect(value.array.byteLength).toBe(0);
});

test("encode() refuses a buffer that is no part of the message, and one that has been moved since it was marked", () => {
  const { one, two } = both();
  const apart = [new Uint8Array(1)];
  one.mark(apart, [new ArrayBuffer(3)]);
  expect(() => send(one, two, apart)).toThrow("transfer named a buffer for it that is no part of it");
  const gone = new Uint8Array(1);
  one.mark(gone, [gone.buffer]);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  expect(() => send(one, two, gone)).toThrow("it is a Uint8Array that has been transferred away");
});

test("encode() moves one buffer once that two marked values name", () => {
  const { one, two } = both();
  const buffer = new ArrayBuffer(8);
  const views = [new Uint8Array(buffer), new Int16Array(buffer, 2)] as const;
  for (const view of views) one.mark(view, [buffer]);
  const [bytes, shorts] = send(one, two, [Math.max, [...views]], { isCall: true })[1];
  bytes[2] = 5;
  expect([shorts[0], buffer.byteLength]).toEqual([5, 0]);
});

test("a marked object that only its mark would hold is collected", async () => {
  const { one } = both();
  const collect = (globalThis as { gc?: () => void }).gc ?? (await exposedGc());
  const ref = (() => {
    const array = new Uint8Array(1000);
    one.mark(array, [array.buffer]);
    return new WeakRef(array);
  })();
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(ref.deref()).toBeUndefined();
});

async function exposedGc(): Promise<() => void> {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
