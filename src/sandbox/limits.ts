// Nothing from a process is trusted: user code shares its realm with our runtime. Every message is rebuilt here from the
// fields it should have; what has another shape is dropped, what is too long is cut and says so. How fast lines may come
// is the outbox's matter.
import * as v from "valibot";
import type { Port } from "../distributed/managers.ts";
import { WORDS } from "../distributed/registers.ts";
import { OPERATION_KINDS } from "../distributed/telemetry.ts";
import type { Level } from "../supervisor/api.ts";
import { checkShown } from "../supervisor/check-shown.ts";
import type { FromBoot } from "./boot-messages.ts";

export const MAX_LINE_CHARACTERS = 1_000_000;
const MAX_NAME_CHARACTERS = 200;
const MAX_WHY_CHARACTERS = 10_000;
/** Far above what a program has; it may name any pids it likes. */
const MAX_PIDS = 10_000;
const MAX_WORKERS = 64;
/** Functions a process may announce in its life; a program with closures in the thousands still fits. */
const MAX_FUNCTIONS = 10_000;

const text = (max: number) =>
  v.pipe(
    v.string(),
    v.transform((value) => cut(value, max)),
  );
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const pid = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 32));
const workers = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_WORKERS));
const member = v.object({ pid, incarnation: count });
const port = v.custom<Port>((value) => value instanceof MessagePort);
const level = v.picklist(["log", "info", "debug", "warn", "error"] satisfies Level[]);
const kind = v.picklist(OPERATION_KINDS);

const report = v.object({
  id: count,
  kind,
  name: text(MAX_NAME_CHARACTERS),
  position: text(MAX_NAME_CHARACTERS),
  total: v.nullable(v.number()),
  done: v.number(),
  failed: v.number(),
  retried: v.number(),
  messages: v.number(),
  bytes: v.number(),
  startedMs: v.number(),
  endedMs: v.nullable(v.number()),
  outcome: v.picklist(["running", "done", "failed"]),
});

const shown = v.nonOptional(v.pipe(v.unknown(), v.transform(checkShown)));

/** The compiler holds them to FromBoot: a field or a kind of message that is forgotten here is an error. */
const shapes = {
  ready: v.object({ type: v.literal("ready") }),
  loaded: v.object({ type: v.literal("loaded"), error: v.exactOptional(text(MAX_WHY_CHARACTERS)) }),
  finished: v.object({ type: v.literal("finished"), outcome: v.picklist(["finished", "failed"]) }),
  line: v.object({ type: v.literal("line"), level, text: text(MAX_LINE_CHARACTERS) }),
  display: v.object({ type: v.literal("display"), shown }),
  function: v.object({ type: v.literal("function"), id: count, name: text(MAX_NAME_CHARACTERS) }),
  operation: v.object({ type: v.literal("operation"), report }),
  registers: v.object({ type: v.literal("registers"), words: v.pipe(v.instance(Int32Array), v.length(WORDS)) }),
  connect: v.object({ type: v.literal("connect"), to: member, port }),
  launch: v.object({ type: v.literal("launch"), id: count, workers, timeoutS: v.number() }),
  kill: v.object({ type: v.literal("kill"), id: count, pids: v.pipe(v.array(pid), v.maxLength(MAX_PIDS)) }),
  interrupt: v.object({
    type: v.literal("interrupt"),
    id: count,
    pids: v.pipe(v.array(pid), v.maxLength(MAX_PIDS)),
    mark: count,
  }),
  yielded: v.object({ type: v.literal("yielded"), mark: count }),
  readAsset: v.object({ type: v.literal("readAsset"), id: count, name: text(MAX_NAME_CHARACTERS) }),
  waitersFailed: v.object({ type: v.literal("waitersFailed"), pid }),
  evaluated: v.object({
    type: v.literal("evaluated"),
    id: count,
    outcome: v.object({
      value: v.exactOptional(text(MAX_LINE_CHARACTERS)),
      error: v.exactOptional(text(MAX_LINE_CHARACTERS)),
    }),
  }),
  exit: v.object({ type: v.literal("exit"), code: v.number() }),
  died: v.object({ type: v.literal("died"), why: text(MAX_WHY_CHARACTERS) }),
} satisfies { [Type in FromBoot["type"]]: v.GenericSchema<unknown, Extract<FromBoot, { type: Type }>> };

/** A filter for the messages of one process: gives a message of known shape, or undefined for what is to be dropped. */
export function createGate(): (data: unknown) => FromBoot | undefined {
  let functions = 0;
  return (data) => {
    const message = checkMessage(data);
    if (message?.type === "function" && ++functions > MAX_FUNCTIONS) return undefined;
    return message;
  };
}

export function checkMessage(data: unknown): FromBoot | undefined {
  if (typeof data !== "object" || data === null || !("type" in data)) return undefined;
  const { type } = data;
  if (typeof type !== "string" || !Object.hasOwn(shapes, type)) return undefined;
  const result = v.safeParse(shapes[type as keyof typeof shapes], data);
  return result.success ? result.output : undefined;
}

function cut(value: string, max: number): string {
  return value.length <= max ? value : `${value.slice(0, max)}… (cut: it had ${value.length} characters)`;
}
