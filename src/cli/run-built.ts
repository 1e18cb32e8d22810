// Tests of the command line use the build as a user does: a folder with a program, the command in a process of its own, and
// what came out on each stream.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** PANAL_DIST is another folder of builds than this tree's, where somebody else may be building. */
export const DIST = process.env.PANAL_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
/** Where TypeScript is found, wherever the builds are. */
const PACKAGES = fileURLToPath(new URL("../../node_modules", import.meta.url));

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
}

interface Options {
  /** Texts of files by name, put into the folder in which the command is started. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of folders that stand there too. */
  readonly folders?: readonly string[];
  /** After this it is killed, and what it has printed is in the error. Default 30. */
  readonly limitS?: number;
  /** Folder for its temporary files. Default the system's. */
  readonly scratch?: string;
  /** Folder of builds that finds no packages of this tree. */
  readonly alone?: string;
  /** What it reads; without it, nothing. */
  readonly input?: string;
  /** Called once, when the first of its output has come. */
  readonly printing?: (command: Command) => void;
}

type Command = ChildProcessByStdio<Writable, Readable, Readable>;

/** Runs `panal` with these arguments; settles when it has ended and all its output has come. */
export async function runPanal(
  args: readonly string[],
  { files = {}, folders = [], ...options }: Options = {},
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "panal-test-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const name of folders) mkdirSync(join(folder, name));
    return await runIn(folder, args, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runIn(
  cwd: string,
  args: readonly string[],
  { limitS = 30, scratch = tmpdir(), alone, input = "", printing }: Options,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(alone ?? DIST, "node/panal.js"), ...args], {
      cwd,
      env: { ...process.env, TMPDIR: scratch, NODE_PATH: alone === undefined ? PACKAGES : "" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.on("error", () => {}).end(input); // it may end without having read
    const out: string[] = [];
    const err: string[] = [];
    if (printing) child.stdout.once("data", () => printing(child));
    child.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => err.push(text));
    const printed = () => ({ stdout: out.join(""), stderr: err.join("") });
    const limit = setTimeout(() => {
      const { stdout, stderr } = printed();
      reject(new Error(`panal ${args.join(" ")} did not end within ${limitS} s. It printed:\n${stdout}\n${stderr}`));
      child.kill("SIGKILL");
    }, limitS * 1000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      resolve({ ...printed(), code });
    });
  });
}
