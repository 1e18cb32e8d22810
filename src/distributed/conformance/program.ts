// The conformance suite: small programs as text, and what each must print on every host. A program restates one row of the
// acceptance cases (its id) and reads as a user would write it. The runners stand at the hosts: src/cli/conformance.test.ts
// and e2e/conformance.spec.ts; areas.ts lists all programs, rows.ts says which rows have none and why.

export type Host = "cli" | "page";

/** A line of the console, exact, or a pattern of the whole line where a pid, a time or the wording is free. */
export type Expected = string | RegExp;

export interface ConformanceProgram {
  /** The row it restates, "PROC-15"; further programs of one row have a letter, "F-25b"; "OWN-…" are our own. */
  readonly id: string;
  /** What comes out, in one sentence. */
  readonly title: string;
  /** Workers that are started before the driver. */
  readonly workers: number;
  /** Text of functions.ts; default: there is none. */
  readonly functions?: string;
  readonly driver: string;
  /** Lines of log, info and debug, in order. */
  readonly prints: readonly Expected[];
  /** Lines of warn, error and notices, in order. Default: none. */
  readonly complains?: readonly Expected[];
  /** How the run ends. Default "finished". */
  readonly outcome?: "finished" | "failed";
  /** "free": lines come from several processes at once and may come in any order. Default "fixed". */
  readonly order?: "fixed" | "free";
  /** Takes gigabytes of memory: runs only with PANAL_HEAVY=1. */
  readonly isHeavy?: true;
  /** Hosts it can run on. Default: all. */
  readonly hosts?: readonly Host[];
}

/**
 * The text of a file: the first line break goes, and the indentation that all lines have. Inside, a backtick and `${` are
 * written with a backslash before them; every other backslash stands for itself.
 */
export function ts(text: TemplateStringsArray): string {
  const lines = text.raw[0]!.replace(/\\([`$])/g, "$1")
    .replace(/^\n/, "")
    .trimEnd()
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const common = Math.min(...indents);
  return `${lines.map((line) => line.slice(common)).join("\n")}\n`;
}

/** A line as worker `pid` prints it. */
export const from = (pid: number, text: string): string => `From worker ${pid}:\t${text}`;

/** What is said when a worker has ended by itself. */
export const gone = (pid: number): string => `Worker ${pid} is gone. What waited on it has failed.`;
