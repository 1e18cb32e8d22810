// Stacks and other text in the user's terms: URLs of compiled modules become positions like functions.ts:12:7, and lines
// that lie in the runtime go. Every process has the tables of the whole program, so text can be mapped wherever it is.
import type { PositionTable } from "../compile/compiled.ts";
import { originalPosition } from "../compile/positions.ts";
import { isA } from "../distributed/errors.ts";

/** A URL with line and column, as engines write it into stacks. */
const PLACE = /((?:blob|data|file|https?):[^\s()]+?):(\d+):(\d+)/g;
/** Built-in code, which has no place: "at Array.map (<anonymous>)", "at async Promise.all (index 0)". */
const BUILT_IN = /^\s+at .*\((?:<anonymous>|index \d+)\)$/;
const STACK_LINE = /^\s+at |^[^\s@]*@\S+:\d+:\d+$/;
/** Node calls what a timer runs a method of the timer: "at Timeout._onTimeout (…)", "at Timeout.tick [as _onTimeout] (…)". */
const TIMER_LINE = /^(\s+at )(?:Timeout|Immediate)\.(\S+)(?: \[as \w+\])? \((.*)\)$/;

export class Positions {
  readonly #tables = new Map<string, PositionTable>();
  readonly #runtimeUrl: string;

  constructor(runtimeUrl: string) {
    this.#runtimeUrl = runtimeUrl;
  }

  add(tables: readonly PositionTable[]): void {
    for (const table of tables) this.#tables.set(table.url, table);
  }

  /** What a program prints: the same text, unless it speaks of our modules, as a stack of the program does. */
  mapOutput(text: string): string {
    const isOurs = text.includes(this.#runtimeUrl) || [...this.#tables.keys()].some((url) => text.includes(url));
    return isOurs || /^\s+at .*\(node:internal/m.test(text) ? this.mapText(text) : text;
  }

  /**
   * The text with positions for places; lines of a stack that are not the user's are left out, and so is built-in code
   * that the user's did not call.
   */
  mapText(text: string): string {
    if (!/(?:blob|data|file|https?):|node:internal/.test(text)) return text;
    const kept: string[] = [];
    let builtIn: string[] = [];
    for (const line of text.split("\n")) {
      if (BUILT_IN.test(line)) builtIn.push(line);
      else {
        const mapped = this.#mapLine(line);
        const inStack = STACK_LINE.test(line);
        const isForeign = inStack && (mapped === undefined || /\bnode:/.test(line));
        if (inStack && !isForeign) kept.push(...builtIn);
        if (!isForeign) kept.push(mapped ?? line);
        builtIn = [];
      }
    }
    return this.#nameUrls(kept.join("\n"));
  }

  /** undefined: a place in it is not the user's. */
  #mapLine(line: string): string | undefined {
    let foreign = false;
    const mapped = line.replace(PLACE, (place, url: string, atLine: string, column: string) => {
      const table = this.#tables.get(url);
      const position = table && originalPosition(table, Number(atLine), Number(column));
      if (position) return `${position.file}:${position.line}:${position.column}`;
      foreign = true;
      return place;
    });
    return foreign ? undefined : withoutTimer(mapped);
  }

  /** What an engine says of a module itself ("failed to import blob:…") names the file. */
  #nameUrls(text: string): string {
    let named = text.replaceAll(this.#runtimeUrl, "distributed");
    for (const { url, file } of this.#tables.values()) named = named.replaceAll(url, file);
    return named;
  }

  /** Maps the stacks of an error and of what hangs on it, in place. Never throws. */
  mapStacks(thrown: unknown): void {
    const seen = new Set<unknown>();
    const waiting = [thrown];
    while (waiting.length > 0) {
      const error = waiting.pop();
      if (!isA(error, Error) || seen.has(error)) continue;
      seen.add(error);
      try {
        const { stack }: { stack?: unknown } = error;
        const mapped = typeof stack === "string" ? this.mapText(stack) : undefined;
        if (mapped !== undefined && mapped !== stack) error.stack = mapped;
        waiting.push(
          error.cause,
          ...((error as AggregateError).errors ?? []),
          (error as { captured?: unknown }).captured,
        );
      } catch {
        // A stack, a cause or a list that throws when it is read stays as it is.
      }
    }
  }

  /** The file that the module at `url` was made from. */
  fileOf(url: string): string | undefined {
    return this.#tables.get(url)?.file;
  }

  /** The first position in the user's files of a stack; "" when there is none. */
  firstOf(stack: string): string {
    for (const [, url, line, column] of stack.matchAll(PLACE)) {
      const table = this.#tables.get(url!);
      const position = table && originalPosition(table, Number(line), Number(column));
      if (position) return `${position.file}:${position.line}:${position.column}`;
    }
    return "";
  }
}

/** The line as it is where a timer is a number. */
const withoutTimer = (line: string): string =>
  line.replace(TIMER_LINE, (_line, at: string, name: string, place: string) =>
    /^(?:_on\w+|<anonymous>)$/.test(name) ? at + place : `${at}${name} (${place})`,
  );

/** Enough to get out of the library; the ten that V8 keeps are not always. */
const TRACE_LINES = 16;

/**
 * A stack of this place as the engine writes it, whatever the program has made of `Error.stackTraceLimit` and
 * `Error.prepareStackTrace`. It is written when it is first read.
 */
export function traceHere(): () => string {
  const trace: { stack?: unknown } = captureStackTrace ? {} : new Error();
  if (captureStackTrace) withOwnSettings(() => captureStackTrace(trace, traceHere));
  return () => withOwnSettings(() => String(trace.stack));
}

const { captureStackTrace } = Error as { captureStackTrace?: (target: object, above: unknown) => void };

const settings = Error as { stackTraceLimit?: unknown; prepareStackTrace?: unknown };

function withOwnSettings<T>(work: () => T): T {
  const { stackTraceLimit, prepareStackTrace } = settings;
  // An engine without a limit keeps enough.
  if (prepareStackTrace === undefined && stackTraceLimit === undefined) return work();
  try {
    set(TRACE_LINES, undefined);
    return work();
  } finally {
    set(stackTraceLimit, prepareStackTrace);
  }
}

/** A program may have frozen `Error`: then its settings hold. */
function set(stackTraceLimit: unknown, prepareStackTrace: unknown): void {
  try {
    settings.stackTraceLimit = stackTraceLimit;
    if (settings.prepareStackTrace !== prepareStackTrace) settings.prepareStackTrace = prepareStackTrace;
  } catch {
    // see above
  }
}
