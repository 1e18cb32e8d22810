// Towards the page: events of one turn leave as one message, and only so many are under way that the page has not taken.
// What waits here is bounded: of a flood of lines the newest LINES_WAITING are kept (the page keeps no more either), the
// older ones are counted and told by one notice in their place; of shown values likewise, told by the next. Everything keeps its order, but for registers, of which
// only the newest is worth sending (and what a process did last, before its end) and which never wait for lines.
import type { RunEvent } from "../supervisor/api.ts";
import { bytesOf } from "../supervisor/shown.ts";
import { linesOf } from "./value-pace.ts";

export const LINES_WAITING = 100_000;
/** Shown values that may wait: no more than the page keeps, and its bytes. */
const VALUES_WAITING = 200;
const BYTES_WAITING = 128_000_000;
/** Text that may wait, in characters: 100,000 lines of 640. */
const CHARACTERS_WAITING = 64_000_000;
/** Events of other kinds that may wait; a program that announces more than this at once is not watched in full. */
const EVENTS_WAITING = 300_000;
/** Sent and not yet taken: what the page can take in a frame or two. An event weighs as many as it has lines, else 1. */
export const WEIGHT_UNDER_WAY = 4_000;
const BATCH_WEIGHT = 2_000;
const BATCH_CHARACTERS = 4_000_000;

/** Empty places at the front before the list is made anew. */
const COMPACT_AT = 2_000;

/** What a program can make any number of, beside lines. */
const REPORTS: ReadonlySet<RunEvent["type"]> = new Set(["function", "operation"]);

type Line = Extract<RunEvent, { type: "line" }>;
type Display = Extract<RunEvent, { type: "display" }>;

export class Outbox {
  /** Sent, replaced and dropped ones leave an empty place until the next `#compact`. */
  #waiting: (RunEvent | undefined)[] = [];
  /** First place that may hold something to send; first one that may hold a line to drop. */
  #next = 0;
  #oldest = 0;
  #lines = 0;
  #characters = 0;
  /** Places of the shown values that wait, in order. */
  #values: number[] = [];
  #bytes = 0;
  #underWay = 0;
  /** Weights of the batches under way, in order. */
  readonly #sent: number[] = [];
  #flushing = false;
  /** Where the newest registers wait, -1 for nowhere. */
  #registersAt = -1;
  /** The notice of the flood that goes on: its count grows until it is sent. */
  #flood: { code: "linesDropped"; count: number } | undefined;
  readonly #send: (batch: RunEvent[]) => void;
  readonly #nextTurn: (task: () => void) => void;

  /** `nextTurn` runs its task after what has already arrived. */
  constructor(send: (batch: RunEvent[]) => void, nextTurn: (task: () => void) => void) {
    this.#send = send;
    this.#nextTurn = nextTurn;
  }

  push(event: RunEvent): void {
    if (this.#waiting.length - this.#next > EVENTS_WAITING) this.#compact();
    if (this.#waiting.length > EVENTS_WAITING && REPORTS.has(event.type)) return;
    if (event.type === "registers") {
      if (this.#registersAt >= 0) this.#waiting[this.#registersAt] = undefined;
      this.#registersAt = this.#waiting.length;
    }
    if (event.type === "exited") this.#registersAt = -1; // later ones do not tell of it any more
    this.#waiting.push(event);
    if (event.type === "line") {
      this.#count(event, 1);
      while (this.#lines > LINES_WAITING || this.#characters > CHARACTERS_WAITING) this.#dropOldest();
    }
    if (event.type === "display") {
      this.#values.push(this.#waiting.length - 1);
      this.#bytes += bytesOf(event.shown);
      while (this.#values.length > VALUES_WAITING || (this.#bytes > BYTES_WAITING && this.#values.length > 1)) {
        this.#skipOldest();
      }
    }
    this.#schedule();
  }

  /** The page has taken so many batches more. */
  acknowledge(batches: number): void {
    for (const weight of this.#sent.splice(0, batches)) this.#underWay -= weight;
    this.#schedule();
  }

  #dropOldest(): void {
    let at = Math.max(this.#oldest, this.#next);
    while (this.#waiting[at]?.type !== "line") at++;
    const line = this.#waiting[at] as Line;
    this.#oldest = at + 1;
    this.#waiting[at] = undefined;
    this.#count(line, -1);
    if (!this.#flood) {
      this.#flood = { code: "linesDropped", count: 0 };
      this.#waiting[at] = { type: "notice", notice: this.#flood, atMs: line.atMs };
    }
    this.#flood.count += countLines(line.text);
  }

  /** The value after it tells that it is missing. */
  #skipOldest(): void {
    const [at = 0, next = 0] = this.#values;
    const { skipped } = this.#take(at) as Display;
    const heir = this.#waiting[next] as Display;
    this.#waiting[next] = { ...heir, skipped: heir.skipped + skipped + 1 };
  }

  #count(line: Line, sign: 1 | -1): void {
    this.#lines += sign * countLines(line.text);
    this.#characters += sign * line.text.length;
  }

  #schedule(): void {
    const mayGo = this.#underWay < WEIGHT_UNDER_WAY ? this.#next < this.#waiting.length : this.#registersAt >= 0;
    if (this.#flushing || !mayGo) return;
    this.#flushing = true;
    this.#nextTurn(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    const batch = this.#nextBatch();
    const registers = batch.length === 0 && this.#registersAt >= 0 ? this.#take(this.#registersAt) : undefined;
    if (registers) batch.push(registers);
    if (this.#next >= COMPACT_AT || this.#next === this.#waiting.length) this.#compact();
    if (batch.length > 0) {
      const weight = batch.reduce((sum, event) => sum + weightOf(event), 0);
      this.#sent.push(weight);
      this.#underWay += weight;
      this.#send(batch);
    }
    this.#schedule();
  }

  #nextBatch(): RunEvent[] {
    const batch: RunEvent[] = [];
    const room = Math.min(BATCH_WEIGHT, WEIGHT_UNDER_WAY - this.#underWay);
    let weight = 0;
    let characters = 0;
    while (this.#next < this.#waiting.length && weight < room && characters < BATCH_CHARACTERS) {
      const event = this.#take(this.#next++);
      if (!event) continue;
      batch.push(event);
      weight += weightOf(event);
      if (event.type === "line") characters += event.text.length;
      if (event.type === "display") characters += bytesOf(event.shown);
    }
    return batch;
  }

  #take(at: number): RunEvent | undefined {
    const event = this.#waiting[at];
    this.#waiting[at] = undefined;
    if (at === this.#registersAt) this.#registersAt = -1;
    if (event?.type === "line") this.#count(event, -1);
    if (event?.type === "display") {
      this.#values.shift();
      this.#bytes -= bytesOf(event.shown);
    }
    if (event?.type === "notice" && event.notice === this.#flood) this.#flood = undefined;
    return event;
  }

  #compact(): void {
    const registers = this.#waiting[this.#registersAt];
    this.#waiting = this.#waiting.filter((event) => event !== undefined);
    this.#registersAt = registers ? this.#waiting.indexOf(registers) : -1;
    this.#values = this.#waiting.flatMap((event, at) => (event?.type === "display" ? [at] : []));
    this.#next = 0;
    this.#oldest = 0;
  }
}

function weightOf(event: RunEvent): number {
  if (event.type === "line") return countLines(event.text);
  return event.type === "display" ? linesOf(event.shown) : 1;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
