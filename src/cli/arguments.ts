// What was asked for on the command line, or one sentence about what is wrong with it.
import { parseArgs } from "node:util";

export interface Arguments {
  readonly workers: number;
  /** undefined: a REPL. */
  readonly driver: string | undefined;
  readonly help: boolean;
}

export const USAGE = `Usage: panal [-p N] [driver.ts]

Runs driver.ts over N worker threads (default 0), with functions.ts beside it loaded in every process. Without a driver, a REPL:
each line is evaluated in process 1, and what it declares is there for the next.

  -p N        workers to start before the driver, 0 to 64
  -h, --help  this text`;

/** Throws an Error of one sentence. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (positionals.length > 1) throw new Error(`panal runs one driver, got ${positionals.join(" and ")}.`);
  const workers = Number(values.p ?? "0");
  if (!/^\d+$/.test(values.p ?? "0") || workers > 64) {
    throw new Error(`-p takes a number of workers from 0 to 64, got "${values.p}".`);
  }
  return { workers, driver: positionals[0], help: values.help ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { p: { type: "string", short: "p" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new Error((error as Error).message.split("\n")[0]);
  }
}
