// First script of every worker thread: the counterpart of sandbox/boot.ts. Takes what it needs of the platform, imports the
// process bundle and hands it the Host.
import { availableParallelism } from "node:os";
import { MessageChannel, parentPort, workerData } from "node:worker_threads";
import type { Level } from "../supervisor/api.ts";
import type { Host, StrayListener } from "../supervisor/protocol.ts";
import { takeStreams, writeWhole } from "./output.ts";
import { lineRecords } from "./records.ts";
import type { FromBoot, ThreadData } from "./spawn.ts";
import { Turn } from "./turn.ts";

const port = parentPort!;
const { runtimeUrl, pid, recordsFromMs, ...data } = workerData as ThreadData;
const turn = new Turn(data.turn);
const nowMs = performance.now.bind(performance);
const { timeOrigin } = performance;
const { setImmediate, setTimeout, clearTimeout } = globalThis;

const host: Host = {
  post: (message, transfer) => port.postMessage(message, (transfer ?? []) as never[]),
  listen: (handler) => void port.on("message", handler), // the port keeps what came before
  pair: () => new MessageChannel() as never,
  nowMs: () => timeOrigin + nowMs(),
  yieldTurn: (task) => void setImmediate(task),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return { cancel: () => clearTimeout(timer) };
  },
  import: (url) => import(/* @vite-ignore */ url),
  write: (level, text) => print(level, `${text}\n`),
  onStray,
  hardwareThreads: availableParallelism(),
  isolated: true,
};

const FILE_OF: Record<Level, 1 | 2> = { log: 1, info: 1, debug: 1, warn: 2, error: 2 };

function print(level: Level, text: string | Uint8Array): void {
  if (recordsFromMs === undefined) write(FILE_OF[level], typeof text === "string" ? Buffer.from(text) : text);
  else write(1, Buffer.from(lineRecords(pid, level, textOf(text), host.nowMs() - recordsFromMs)));
}

const write = (file: 1 | 2, chunk: Uint8Array): void => turn.during(() => writeWhole(file, chunk, readerGone));

const textOf = (text: string | Uint8Array) => (typeof text === "string" ? text : Buffer.from(text).toString());

/** Nobody reads what the command prints: it ends as any command of a pipe does. */
function readerGone(): void {
  port.postMessage({ type: "readerGone" } satisfies FromBoot);
}

/** Without these two listeners Node ends the thread at the first rejection that has no handler yet. */
function onStray(listener: StrayListener): void {
  process.on("uncaughtException", (error) => listener.error(error));
  process.on("unhandledRejection", (reason, promise) => listener.rejection(reason, promise));
  process.on("rejectionHandled", (promise) => listener.handled(promise));
}

/** As in a page: the process ends itself, and says so. (process.exit ends the thread with its code, as in any Node program.) */
Object.defineProperty(globalThis, "close", {
  value() {
    host.post({ type: "exit", code: 0 });
    process.exit(0);
  },
  configurable: true,
  writable: true,
});

takeStreams((file, chunk) => print(file === 1 ? "log" : "error", chunk));
const { start } = (await import(runtimeUrl)) as { start: (host: Host) => void };
start(host);
