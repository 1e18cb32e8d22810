// First script of every Web Worker of the sandbox: a CLASSIC script, since a module one does not start in an opaque
// origin in Chromium. It takes the global channel before user code, imports the process bundle and hands it the Host.
// Invariants: messages that come before the bundle listens are held, in order; nothing here is read from the global
// scope once user code runs, so that a program may replace what it likes.
import type { Port } from "../distributed/managers.ts";
import type { Host, StrayListener, ToProcess } from "../supervisor/protocol.ts";
import type { FromBoot, ToBoot } from "./boot-messages.ts";
import { brakedSender, type LineSender, mergingSender } from "./flow.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const post = scope.postMessage.bind(scope) as (message: FromBoot, transfer?: Transferable[]) => void;
const closeScope = scope.close.bind(scope);
const platformFetch = scope.fetch.bind(scope);
const setTimer = scope.setTimeout.bind(scope);
const clearTimer = scope.clearTimeout.bind(scope);
const now = performance.now.bind(performance);
const { timeOrigin } = performance;
const Pair = MessageChannel;

/** One turn later, behind what has already arrived: a message to itself. */
const yielded: (() => void)[] = [];
const turns = new Pair();
turns.port2.onmessage = () => yielded.shift()?.();

const held: ToProcess[] = [];
let receive = (message: ToProcess): void => void held.push(message);

const strays: ((listener: StrayListener) => void)[] = [];
let stray = (tell: (listener: StrayListener) => void): void => void strays.push(tell);

function yieldTurn(task: () => void): void {
  yielded.push(task);
  turns.port1.postMessage(0);
}

let lines: LineSender = mergingSender(post, yieldTurn, now);

const host: Host = {
  post(message, transfer) {
    if (message.type === "line") return lines.send(message);
    if (message.type === "display") return lines.display(message);
    lines.flush();
    post(message, (transfer ?? []) as Transferable[]);
  },
  listen(handler) {
    receive = handler;
    for (const message of held.splice(0)) handler(message);
  },
  pair: () => new Pair() as unknown as { port1: Port; port2: Port },
  onStray(listener) {
    stray = (tell) => tell(listener);
    for (const tell of strays.splice(0)) tell(listener);
  },
  nowMs: () => timeOrigin + now(),
  yieldTurn,
  after(ms, task) {
    const timer = setTimer(task, ms);
    return { cancel: () => clearTimer(timer) };
  },
  import: (url) => import(/* @vite-ignore */ url),
  hardwareThreads: navigator.hardwareConcurrency,
  isolated: scope.crossOriginIsolated && typeof SharedArrayBuffer === "function",
};

/** Captures and comes first, so no listener of a program sees a message that is not its own. */
scope.addEventListener(
  "message",
  (event: MessageEvent<ToBoot>) => {
    if (!event.isTrusted) return; // a program may dispatch events to itself
    event.stopImmediatePropagation();
    if (event.data.type === "boot") start(event.data);
    else receive(event.data);
  },
  { capture: true },
);

function start({ runtimeUrl, network, taken }: Extract<ToBoot, { type: "boot" }>): void {
  if (taken) lines = brakedSender(post, taken, now);
  hasNetwork = network;
  host
    .import(runtimeUrl)
    .then((bundle) => (bundle.start as (host: Host) => void)(host))
    .catch((error: unknown) => {
      post({ type: "died", why: `it could not start: ${String(error)}` });
      closeScope();
    });
}

scope.addEventListener("error", (event) => {
  event.preventDefault();
  const error: unknown = event.error ?? new Error(event.message);
  stray((listener) => listener.error(error));
});
scope.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  const { reason, promise } = event;
  stray((listener) => listener.rejection(reason, promise));
});
scope.addEventListener("rejectionhandled", ({ promise }) => stray((listener) => listener.handled(promise)));

/** A function that throws, also when it is called with `new`. */
const refuse = (name: string, instead: string): PropertyDescriptor => ({
  value: function refused(): never {
    throw new Error(`${name} is not for programs: ${instead}`);
  },
});

function close(): void {
  host.post({ type: "exit", code: 0 });
  closeScope();
}

/** The visitor lets the program use the network. */
let hasNetwork = false;

/** The platform's fetch; what the sandbox's policy refuses is said in one sentence, at the place of the call. */
function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = typeof input === "string" ? input : "href" in input ? input.href : input.url;
  const refused = new TypeError(
    `fetch of ${url} was refused: this page runs programs without network until you press Allow network ` +
      "(readText and readBytes read the program's own files)",
  );
  (Error as { captureStackTrace?: (error: Error, above: unknown) => void }).captureStackTrace?.(refused, fetch);
  return platformFetch(input, init).catch((error: unknown) => {
    const local = /^(blob|data):/i.test(url);
    throw error instanceof TypeError && !local && !hasNetwork ? refused : error;
  });
}

const ASK_REMOTECALL = "remotecall(f, pid, …) calls a function on another process";
Object.defineProperties(scope, {
  postMessage: refuse("postMessage", ASK_REMOTECALL),
  onmessage: {
    get: () => null,
    set: () => {
      throw new Error(`onmessage is not for programs: ${ASK_REMOTECALL}`);
    },
  },
  importScripts: refuse("importScripts", `import what functions.ts exports; ${ASK_REMOTECALL}`),
  Worker: refuse("Worker", "addprocs(n) starts workers"),
  close: { value: close },
  fetch: { value: fetch, writable: true, configurable: true },
});
