// The sandbox as a host of the supervisor: a process is a classic Web Worker started from text, and modules are URLs made
// here (those that the page makes fail in an opaque origin). What a process says passes `limits.ts` first.
// Two schemes of URLs: blob, and data where an engine refuses blob Web Workers or blob imports in an opaque origin. Never
// data first: in Chromium a Web Worker from a data URL is not isolated and has no shared memory.
import { WORDS } from "../distributed/registers.ts";
import type { SupervisorHost } from "../supervisor/protocol.ts";
import type { ToBoot } from "./boot-messages.ts";
import { countTaken, takenWord } from "./flow.ts";
import { createGate } from "./limits.ts";

export type Scheme = "blob" | "data";

const SELF_TEST_MS = 3000;
const PROBE = "onmessage = ({ data }) => import(data).then((module) => postMessage(module.default));";

export interface SandboxTexts {
  readonly boot: string;
  readonly runtime: string;
}

export function createHost(texts: SandboxTexts, scheme: Scheme): SupervisorHost {
  const bootUrl = URLS[scheme].make(texts.boot);
  const runtimeUrl = URLS[scheme].make(texts.runtime);
  const shared = crossOriginIsolated && typeof SharedArrayBuffer === "function";
  return {
    runtimeUrl,
    makeUrl: URLS[scheme].make,
    revokeUrl: URLS[scheme].revoke,
    npmUrl(specifier) {
      throw new Error(`"${specifier}" can't be loaded: this page runs programs without network`);
    },
    nowMs: () => performance.timeOrigin + performance.now(),
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    registers: () => new Int32Array(shared ? new SharedArrayBuffer(WORDS * 4) : new ArrayBuffer(WORDS * 4)),
    spawn({ pid }, on) {
      const webWorker = new Worker(bootUrl, { name: `pid ${pid}` });
      const post = (message: ToBoot, transfer?: readonly unknown[]) =>
        webWorker.postMessage(message, (transfer ?? []) as Transferable[]);
      const gate = createGate();
      const taken = shared ? takenWord() : undefined;
      webWorker.onmessage = ({ data }: MessageEvent<unknown>) => {
        const message = gate(data);
        if (message?.type === "died") on.died(message.why);
        else if (message) on.message(message);
        if (taken && message?.type === "line") countTaken(taken);
      };
      // Boot holds back the errors of a process, so this is boot itself: it could not be loaded.
      webWorker.onerror = (event) => {
        event.preventDefault();
        on.died(`it could not start: ${event.message ?? "the platform does not say why"}`);
      };
      post({ type: "boot", runtimeUrl, ...(taken && { taken }) });
      return { post, terminate: () => webWorker.terminate() };
    },
  };
}

const URLS: Record<Scheme, { make(text: string): string; revoke(url: string): void }> = {
  blob: {
    make: (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" })),
    revoke: (url) => URL.revokeObjectURL(url),
  },
  data: { make: (text) => `data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`, revoke: () => {} },
};

/** Which scheme starts a Web Worker that can import a module here; 5 to 30 ms. Rejects when neither does. */
export async function chooseScheme(): Promise<Scheme> {
  if (await works("blob")) return "blob";
  if (await works("data")) return "data";
  throw new Error("this browser starts no Web Worker in a sandboxed frame");
}

function works(scheme: Scheme): Promise<boolean> {
  const { make, revoke } = URLS[scheme];
  const urls = [make(PROBE), make("export default 42;")] as const;
  return new Promise<boolean>((resolve) => {
    const webWorker = new Worker(urls[0]);
    const timer = setTimeout(end, SELF_TEST_MS, false);
    function end(result: boolean): void {
      clearTimeout(timer);
      webWorker.terminate();
      resolve(result);
    }
    webWorker.onerror = () => end(false);
    webWorker.onmessage = ({ data }) => end(data === 42);
    webWorker.postMessage(urls[1]);
  })
    .catch(() => false) // the constructor may throw
    .finally(() => urls.forEach(revoke));
}
