// The program's console on every host: each method of the console standard, written as Node writes it. The text is made when
// the method is called and leaves at once, never batched here, so that a line printed before an endless loop arrives.
import { formatWithOptions, inspect } from "node-inspect-extracted";
import type { Level } from "../supervisor/protocol.ts";
import { formatTable } from "./console-table.ts";
import { prefixLines } from "./lines.ts";

/** Takes a finished text of one or several lines, without a prefix. */
export type Write = (level: Level, text: string) => void;

/** Fills the platform's console object with methods that write by `write`. */
export function takeConsole(target: Console, write: Write, nowMs: () => number): void {
  Object.assign(target, createConsole(write, nowMs));
}

export function createConsole(write: Write, nowMs: () => number) {
  let indent = "";
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();

  const print = (level: Level, values: readonly unknown[]) => {
    const text = formatValues(values);
    write(level, indent === "" ? text : prefixLines(indent, text));
  };
  const elapsed = (label: string) => formatMs(nowMs() - timers.get(label)!);
  const missing = (label: string, method: string) =>
    print("warn", [`Warning: No such label '${label}' for console.${method}()`]);

  return {
    log: (...values: unknown[]) => print("log", values),
    info: (...values: unknown[]) => print("info", values),
    debug: (...values: unknown[]) => print("debug", values),
    warn: (...values: unknown[]) => print("warn", values),
    error: (...values: unknown[]) => print("error", values),
    dirxml: (...values: unknown[]) => print("log", values),
    dir: (value: unknown, options?: object) =>
      print("log", [inspectSafely(value, { customInspect: false, ...options })]),
    trace(...values: unknown[]) {
      const [, ...positions] = String(new Error().stack).split("\n");
      print("error", [[`Trace${values.length > 0 ? `: ${formatValues(values)}` : ""}`, ...positions].join("\n")]);
    },
    assert(condition?: unknown, ...values: unknown[]) {
      if (condition) return;
      const [first, ...rest] = values;
      if (typeof first === "string") print("warn", [`Assertion failed: ${first}`, ...rest]);
      else print("warn", values.length > 0 ? ["Assertion failed:", ...values] : ["Assertion failed"]);
    },
    table(data: unknown, columns?: readonly string[]) {
      const table = formatTable(data, columns, (value) => inspectSafely(value, { depth: 0, maxArrayLength: 3 }));
      print("log", [table ?? data]);
    },
    group(...values: unknown[]) {
      if (values.length > 0) print("log", values);
      indent += "  ";
    },
    groupCollapsed(...values: unknown[]) {
      if (values.length > 0) print("log", values);
      indent += "  ";
    },
    groupEnd() {
      indent = indent.slice(2);
    },
    count(label = "default") {
      const count = (counts.get(String(label)) ?? 0) + 1;
      counts.set(String(label), count);
      print("log", [`${label}: ${count}`]);
    },
    countReset: (label = "default") => void counts.delete(String(label)),
    time: (label = "default") => void timers.set(String(label), nowMs()),
    timeLog(label = "default", ...values: unknown[]) {
      if (!timers.has(String(label))) return missing(String(label), "timeLog");
      print("log", [`${label}: ${elapsed(String(label))}`, ...values]);
    },
    timeEnd(label = "default") {
      if (!timers.has(String(label))) return missing(String(label), "timeEnd");
      print("log", [`${label}: ${elapsed(String(label))}`]);
      timers.delete(String(label));
    },
    clear() {
      indent = "";
    },
    timeStamp() {},
    profile() {},
    profileEnd() {},
  };
}

/** As Node's util.format; a value that throws when it is read is named instead. */
export function formatValues(values: readonly unknown[]): string {
  try {
    return formatWithOptions({ colors: false }, ...values);
  } catch {
    return values.map((value) => (typeof value === "string" ? value : inspectSafely(value, {}))).join(" ");
  }
}

/** Never throws: a value that cannot be shown is named. */
export function inspectSafely(value: unknown, options: object): string {
  try {
    return inspect(value, options);
  } catch (error) {
    return `[a value that cannot be shown: ${error instanceof Error ? safeMessage(error) : "it throws when it is read"}]`;
  }
}

function safeMessage(error: Error): string {
  try {
    return String(error.message);
  } catch {
    return "it throws when it is read";
  }
}

/** As Node's console.time: 1.234ms, 2.345s, 1:23.456 (m:ss.mmm). */
function formatMs(ms: number): string {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(3)}s`;
  const seconds = (ms % 60_000) / 1000;
  return `${Math.floor(ms / 60_000)}:${seconds.toFixed(3).padStart(6, "0")} (m:ss.mmm)`;
}
