import { expect, it } from "vitest";
import type { RunEvent } from "../supervisor/api.ts";
import { LINES_WAITING, Outbox, WEIGHT_UNDER_WAY } from "./outbox.ts";

/** An outbox whose turns end when the test says so. */
function createOutbox() {
  const batches: RunEvent[][] = [];
  const turns: (() => void)[] = [];
  const outbox = new Outbox(
    (batch) => batches.push(batch),
    (task) => turns.push(task),
  );
  return {
    outbox,
    batches,
    /** Runs turns until nothing more is to be sent without an answer of the page. */
    settle() {
      for (let turn = turns.shift(); turn; turn = turns.shift()) turn();
    },
    /** The page takes everything there is. */
    drain() {
      this.settle();
      for (let taken = 0; taken < batches.length; ) {
        outbox.acknowledge(batches.length - taken);
        taken = batches.length;
        this.settle();
      }
      return batches.flat();
    },
  };
}

const line = (text: string): RunEvent => ({ type: "line", pid: 1, level: "log", text, atMs: 0 });
const registers = (atMs: number): RunEvent => ({ type: "registers", pids: [], words: new Int32Array(), atMs });
const texts = (events: RunEvent[]) => events.flatMap((event) => (event.type === "line" ? [event.text] : []));

it("Outbox sends the events of one turn as one message, in order", () => {
  const { outbox, batches, settle } = createOutbox();
  outbox.push(line("a"));
  outbox.push({ type: "started", atMs: 1 });
  outbox.push(line("b"));
  expect(batches).toEqual([]);
  settle();
  expect(batches).toEqual([[line("a"), { type: "started", atMs: 1 }, line("b")]]);
});

it("Outbox sends no more than the page takes, and all of it in the end", () => {
  const box = createOutbox();
  for (let i = 0; i < 20_000; i++) box.outbox.push(line(String(i)));
  box.settle();
  expect(box.batches.flat()).toHaveLength(WEIGHT_UNDER_WAY);
  expect(texts(box.drain())).toEqual(Array.from({ length: 20_000 }, (_, i) => String(i)));
});

it("Outbox weighs an event by its lines", () => {
  const box = createOutbox();
  for (let i = 0; i < 100; i++) box.outbox.push(line("x\n".repeat(999)));
  box.settle();
  expect(box.batches.flat().length).toBeLessThanOrEqual(5);
});

it("Outbox sends the newest registers past lines that wait, and keeps only these", () => {
  const box = createOutbox();
  for (let i = 0; i < 10_000; i++) box.outbox.push(line("x"));
  box.settle();
  const sent = box.batches.length;
  box.outbox.push(registers(50));
  box.outbox.push(registers(100));
  box.settle();
  expect(box.batches.slice(sent)).toEqual([[registers(100)]]);
});

it("Outbox keeps the registers that stand before the end of a process", () => {
  const { outbox, batches, settle } = createOutbox();
  const exited: RunEvent = { type: "exited", pid: 2, incarnation: 0, how: "ordered" };
  const events = [registers(50), exited, registers(60)];
  for (const event of events) outbox.push(event);
  settle();
  expect(batches).toEqual([events]);
});

it("Outbox keeps registers in their place while nothing waits", () => {
  const { outbox, batches, settle } = createOutbox();
  outbox.push(registers(50));
  outbox.push({ type: "finished", outcome: "finished", atMs: 60 });
  settle();
  expect(batches).toEqual([[registers(50), { type: "finished", outcome: "finished", atMs: 60 }]]);
});

it("Outbox keeps the newest lines of a flood and counts the older ones in one notice", () => {
  const box = createOutbox();
  const printed = LINES_WAITING + WEIGHT_UNDER_WAY + 5000;
  box.outbox.push({ type: "started", atMs: 0 });
  for (let i = 0; i < printed; i++) box.outbox.push(line(String(i)));
  const events = box.drain();
  const notices = events.flatMap((event) => (event.type === "notice" ? [event.notice] : []));
  const dropped = printed - LINES_WAITING;
  expect(notices).toEqual([{ code: "linesDropped", count: dropped }]);
  expect(events[0]).toEqual({ type: "started", atMs: 0 });
  expect(texts(events)).toEqual(Array.from({ length: LINES_WAITING }, (_, i) => String(dropped + i)));
});

it("Outbox drops no line below the limit, and never an event that is none", () => {
  const box = createOutbox();
  for (let i = 0; i < LINES_WAITING; i++) {
    box.outbox.push(line("x"));
    if (i % 1000 === 0) box.outbox.push({ type: "spawned", pid: i + 1, incarnation: 0 });
  }
  const events = box.drain();
  expect(texts(events)).toHaveLength(LINES_WAITING);
  expect(events.filter(({ type }) => type === "spawned")).toHaveLength(LINES_WAITING / 1000);
});

it("Outbox bounds the text that waits", () => {
  const box = createOutbox();
  for (let i = 0; i < 100; i++) box.outbox.push(line("x".repeat(1_000_000)));
  expect(box.drain()).toContainEqual({ type: "notice", notice: { code: "linesDropped", count: 36 }, atMs: 0 });
});

const shown = (text: string, bytes = 0): RunEvent => ({
  ...{ type: "display", pid: 1, skipped: 0, atMs: 0 },
  shown:
    bytes === 0
      ? { kind: "text", text }
      : { kind: "image", width: bytes / 4, height: 1, data: new Uint8ClampedArray(bytes) },
});
const values = (events: RunEvent[]) =>
  events.flatMap((event) =>
    event.type === "display"
      ? [[event.shown.kind === "text" ? event.shown.text : event.shown.kind, event.skipped]]
      : [],
  );

it("Outbox keeps the newest 200 values while the page takes none, and the first of them says how many are missing", () => {
  const box = createOutbox();
  for (let i = 0; i < 4000; i++) box.outbox.push(line(String(i)));
  box.settle();
  for (let i = 0; i < 300; i++) box.outbox.push(shown(String(i)));
  box.outbox.push(line("after"));
  const events = box.drain();
  expect(values(events)).toEqual(Array.from({ length: 200 }, (_, i) => [String(i + 100), i === 0 ? 100 : 0]));
  expect(texts(events)).toHaveLength(4001);
  expect(texts(events).at(-1)).toBe("after");
});

it("Outbox keeps as many bytes of images as the page does, and counts them while they are under way", () => {
  const box = createOutbox();
  for (let i = 0; i < 10; i++) box.outbox.push(shown("", 16_000_000));
  box.settle();
  expect(values(box.batches.flat()).length).toBeLessThan(6);
  expect(values(box.drain())).toEqual([["image", 2], ...Array.from({ length: 7 }, () => ["image", 0])]);
});
