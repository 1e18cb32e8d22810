// First script of every worker thread: the counterpart of sandbox/boot.ts. Takes what it needs of the platform, imports the
// process bundle and hands it the Host.
import { writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { MessageChannel, parentPort, workerData } from "node:worker_threads";
import type { Level } from "../supervisor/api.ts";
import type { Host, StrayListener } from "../supervisor/protocol.ts";

const port = parentPort!;
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
  write: (level, text) => writeWhole(FILE_OF[level], `${text}\n`),
  onStray,
  hardwareThreads: availableParallelism(),
  isolated: true,
};

const FILE_OF: Record<Level, 1 | 2> = { log: 1, info: 1, debug: 1, warn: 2, error: 2 };

/** At once, from the thread itself: a line before an endless loop arrives, and order among threads holds. */
function writeWhole(file: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return; // whoever read has gone
      if (code !== "EAGAIN") throw error;
    }
  }
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

const { start } = (await import(workerData.runtimeUrl)) as { start: (host: Host) => void };
start(host);
