// What was asked for on the command line, or one sentence about what is wrong with it.
import { parseArgs } from "node:util";

export interface Arguments {
  readonly workers: number;
  /** undefined: a REPL. */
  readonly driver: string | undefined;
  /** It prints records; only with a driver. */
  readonly json: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: panal [-p N] [--json] driver.ts
       panal [-p N]

Runs driver.ts over N worker threads, with functions.ts beside it, if there is one, loaded in every process first. The driver's
lines go to stdout as they are, a worker's begin with "From worker 2:"; warnings and errors go to stderr.

Without a driver, a REPL: each line is evaluated in process 1, and what it declares is there for the next. Tab completes names,
Ctrl-C leaves the line or, pressed twice, ends a cell that runs, Ctrl-D ends panal. What is piped in is evaluated likewise.

  -p N        workers to start before the driver, 0 to 64; default 0
  --json      prints records, one JSON object a line, all on stdout: lines, warnings and errors of the compile step, what panal
              says itself, and last how the run ended. The types are line, diagnostic, notice and finished.
  -h, --help  this text

Exit code: 0 when the run finished, 1 when it failed (in a REPL that is piped in: when a line failed), 2 for bad usage, n after
process.exit(n).`;

/** Throws an Error of one sentence. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (positionals.length > 1) throw new Error(`panal runs one driver, got ${positionals.join(" and ")}.`);
  const workers = Number(values.p ?? "0");
  if (!/^\d+$/.test(values.p ?? "0") || workers > 64) {
    throw new Error(`-p takes a number of workers from 0 to 64, got "${values.p}".`);
  }
  const { help = false, json = false } = values;
  const driver = positionals[0];
  if (json && driver === undefined && !help) throw new Error("--json needs a driver: a REPL prints for people.");
  return { workers, driver, json, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { p: { type: "string", short: "p" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new Error((error as Error).message.split("\n")[0]);
  }
}
