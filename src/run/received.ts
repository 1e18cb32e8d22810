// What the page takes from the sandbox's stream of events. The sandbox has checked each process already; a process that
// broke out of its Web Worker would still reach nothing here but plain values of the right shape and size.
import * as v from "valibot";
import { WORDS } from "../distributed/registers.ts";
import { OPERATION_KINDS } from "../distributed/telemetry.ts";
import type { Level, Notice, RunEvent } from "../supervisor/api.ts";
import { checkShown } from "../supervisor/check-shown.ts";

/** Above what the sandbox lets through (1,000,000 and a remark); a longer line is cut again. */
const MAX_LINE_CHARACTERS = 1_000_100;
const MAX_NAME_CHARACTERS = 200;
const MAX_TEXT_CHARACTERS = 10_000;
const MAX_PROCESSES = 1000;
const MAX_EVENTS = 10_000;

const text = (max: number) =>
  v.pipe(
    v.string(),
    v.transform((value) => value.slice(0, max)),
  );
const name = text(MAX_NAME_CHARACTERS);
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const pid = v.pipe(whole, v.minValue(1));
const level = v.picklist(["log", "info", "debug", "warn", "error"] satisfies Level[]);
const kind = v.picklist(OPERATION_KINDS);

const report = v.object({
  id: whole,
  kind,
  name,
  position: name,
  total: v.nullable(finite),
  done: finite,
  failed: finite,
  retried: finite,
  messages: finite,
  bytes: finite,
  startedMs: finite,
  endedMs: v.nullable(finite),
  outcome: v.picklist(["running", "done", "failed"]),
});

const code = <Code extends Notice["code"]>(value: Code) => v.literal(value);
const notice = v.variant("code", [
  v.object({ code: code("ready"), workers: whole, ms: finite }),
  v.object({ code: code("workerGone"), pid, why: text(MAX_TEXT_CHARACTERS) }),
  v.object({ code: code("workerReplaced"), pid }),
  v.object({ code: code("linesDropped"), count: whole }),
  v.object({ code: code("finished"), ms: finite, workers: whole }),
  v.object({ code: code("text"), text: text(MAX_TEXT_CHARACTERS) }),
]);

const shown = v.nonOptional(v.pipe(v.unknown(), v.transform(checkShown)));

const type = <Type extends RunEvent["type"]>(value: Type) => v.literal(value);
/** The compiler holds them to RunEvent: a field or a kind of event that is forgotten here is an error. */
const shapes = {
  spawned: v.object({ type: type("spawned"), pid, incarnation: whole }),
  exited: v.object({
    type: type("exited"),
    pid,
    incarnation: whole,
    how: v.picklist(["ordered", "lost", "failedToLoad"]),
  }),
  line: v.object({ type: type("line"), pid, level, text: text(MAX_LINE_CHARACTERS), atMs: finite }),
  display: v.object({ type: type("display"), pid, shown, skipped: whole, atMs: finite }),
  notice: v.object({ type: type("notice"), notice, atMs: finite }),
  function: v.object({ type: type("function"), pid, id: whole, name }),
  operation: v.object({ type: type("operation"), pid, report }),
  registers: v.pipe(
    v.object({
      type: type("registers"),
      pids: v.pipe(v.array(pid), v.maxLength(MAX_PROCESSES)),
      words: v.instance(Int32Array),
      atMs: finite,
    }),
    v.check(({ pids, words }) => words.length === pids.length * WORDS),
  ),
  evaluated: v.object({
    type: type("evaluated"),
    cell: name,
    outcome: v.object({
      value: v.exactOptional(text(MAX_LINE_CHARACTERS)),
      error: v.exactOptional(text(MAX_LINE_CHARACTERS)),
    }),
    atMs: finite,
  }),
  started: v.object({ type: type("started"), atMs: finite }),
  finished: v.object({ type: type("finished"), outcome: v.picklist(["finished", "failed"]), atMs: finite }),
} satisfies { [Type in RunEvent["type"]]: v.GenericSchema<unknown, Extract<RunEvent, { type: Type }>> };

/** The events of one message, in order; what is none is left out. */
export function checkEvents(data: unknown): RunEvent[] {
  return Array.isArray(data) ? data.slice(0, MAX_EVENTS).flatMap((one) => checkEvent(one) ?? []) : [];
}

function checkEvent(data: unknown): RunEvent | undefined {
  if (typeof data !== "object" || data === null || !("type" in data)) return undefined;
  const { type } = data;
  if (typeof type !== "string" || !Object.hasOwn(shapes, type)) return undefined;
  const result = v.safeParse(shapes[type as RunEvent["type"]], data);
  return result.success ? result.output : undefined;
}
