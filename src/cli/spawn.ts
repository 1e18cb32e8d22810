// Node as a host of the supervisor: a process is a worker thread, a module is a file of a scratch folder.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { WORDS } from "../distributed/registers.ts";
import type { FromProcess, SupervisorHost } from "../supervisor/protocol.ts";
import { Turn } from "./turn.ts";

/** What a thread says besides: nobody reads our output. */
export type FromBoot = FromProcess | { type: "readerGone" };

/** What a thread is started with. */
export interface ThreadData {
  readonly runtimeUrl: string;
  readonly pid: number;
  /** The words of the Turn that writers take. */
  readonly turn: Int32Array<SharedArrayBuffer>;
  /** Set: it prints records, whose times count from here, in milliseconds since 1970. */
  readonly recordsFromMs: number | undefined;
}

/** As shells tell of a command that a signal has ended. */
export const exitCodeOf = (signal: "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGPIPE") => 128 + constants.signals[signal];

export interface HostOptions {
  /** Folder of the built files: boot.js and process.js. */
  readonly dist: string;
  /** Folder of the program: its assets. */
  readonly program: string;
  readonly packageUrl: SupervisorHost["npmUrl"];
  /** Threads take it to write. Default: one of their own. */
  readonly turn?: Turn;
  /** They print records. Default false: text. */
  readonly json?: boolean;
  /** The driver's thread has ended by itself, with this exit code. */
  readonly driverExited: (code: number) => void;
}

export function createHost({ dist, program, packageUrl, driverExited, ...printing }: HostOptions): SupervisorHost {
  const { turn = new Turn(), json = false } = printing;
  const recordsFromMs = json ? performance.timeOrigin : undefined;
  const scratch = makeScratch();
  const runtimeUrl = pathToFileURL(join(dist, "process.js")).href;
  let modules = 0;
  return {
    runtimeUrl,
    makeUrl(text, name) {
      modules += 1;
      const file = join(scratch, `${modules}-${name.replace(/[^\w.]/g, "")}.mjs`);
      writeFileSync(file, text);
      return pathToFileURL(file).href;
    },
    revokeUrl: (url) => rmSync(fileURLToPath(url), { force: true }),
    npmUrl: packageUrl,
    readFile: (name) => readBeside(program, name),
    nowMs: () => performance.timeOrigin + performance.now(),
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    registers: () => new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT)),
    spawn({ pid }, on) {
      const workerData: ThreadData = { runtimeUrl, pid, turn: turn.words, recordsFromMs };
      const thread = new Worker(join(dist, "boot.js"), { workerData, name: `pid ${pid}` });
      const { threadId } = thread; // none once it has ended
      let ordered = false;
      thread.on("message", (message: FromBoot) => {
        if (message.type === "readerGone") process.exit(exitCodeOf("SIGPIPE"));
        on.message(message);
      });
      thread.on("error", (error) => on.died(error.message));
      thread.on("exit", (code) => {
        turn.endOf(threadId);
        if (pid === 1 && !ordered) driverExited(code);
        on.died(`its thread ended with code ${code}`);
      });
      return {
        post: (message, transfer) => thread.postMessage(message, (transfer ?? []) as never[]),
        terminate() {
          ordered = true;
          void thread.terminate();
        },
      };
    },
  };
}

/** A folder that is gone when this process is, however it ends short of SIGKILL. */
function makeScratch(): string {
  const scratch = mkdtempSync(join(tmpdir(), "panal-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(exitCodeOf(signal)));
  }
  return scratch;
}

async function readBeside(folder: string, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(folder, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(`there is no file "${name}" beside the driver`);
  }
}
