// @ts-check
// Running other programs, and telling troubles. Every program gets a time limit, none a shell; a trouble that the person
// at the terminal can do something about is one sentence without a stack. Built-ins only: this runs before `npm ci`.
import { spawn } from "node:child_process";

/** Its message is one sentence that says what to do; `exitCode` is the script's. */
export class Trouble extends Error {
  /** @param {string} message @param {number} [exitCode] 2 for bad usage, 1 otherwise */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; default is ours
 * @property {boolean} [quiet] collect what it writes instead of showing it; default false
 * @property {number} [limitS] seconds after which it is interrupted, and killed 10 s later; default 600
 */

/**
 * Runs a program to its end; never rejects. `code` is 127 when it could not be started and 124 when it ran out of time.
 * @typedef {(command: string, args: readonly string[], options?: RunOptions) => Promise<{ code: number, output: string }>} Run
 * @type {Run}
 */
export function run(command, args, { cwd, env = process.env, quiet = false, limitS = 600 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    let output = "";
    let late = false;
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));

    // An interrupt first: Playwright then closes its browsers and its server.
    let kill = setTimeout(() => {
      late = true;
      child.kill("SIGINT");
      kill = setTimeout(() => child.kill("SIGKILL"), 10_000);
    }, limitS * 1000);
    const endBoth = () => {
      child.kill("SIGTERM");
      process.exit(143);
    };
    process.once("SIGTERM", endBoth);

    const settle = (/** @type {number} */ code) => {
      clearTimeout(kill);
      process.off("SIGTERM", endBoth);
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output += error.message;
      settle(127);
    });
    child.once("close", (code) => settle(late ? 124 : (code ?? 1)));
  });
}

/**
 * The body of a script: its result is the exit code, a `Trouble` is told in its one sentence.
 * @param {() => Promise<number | void>} job
 */
export async function main(job) {
  try {
    process.exitCode = (await job()) ?? 0;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
