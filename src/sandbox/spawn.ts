// The sandbox as a host of the supervisor: a process is a classic Web Worker started from text, and modules are URLs made
// here (those that the page makes fail in an opaque origin). What a process says passes `limits.ts` first.
// Two schemes of URLs: blob, and data where an engine refuses blob Web Workers or blob imports in an opaque origin. Never
// data first: in Chromium a Web Worker from a data URL is not isolated and has no shared memory, whatever its document has.
import { WORDS } from "../distributed/registers.ts";
import type { SupervisorHost } from "../supervisor/protocol.ts";
import type { ToBoot } from "./boot-messages.ts";
import { countTaken, takenWord } from "./flow.ts";
import { createGate } from "./limits.ts";
import { linesOf } from "./value-pace.ts";

/** How processes can be started in this browser. */
export interface Footing {
  readonly scheme: "blob" | "data";
  /** Memory can be shared among them and with the supervisor. */
  readonly shared: boolean;
}

const SELF_TEST_MS = 3000;
/** Answers whether it has shared memory, if it can import a module. */
const PROBE = `onmessage = ({ data }) => import(data).then((module) =>
  postMessage(module.default === 42 && { shared: crossOriginIsolated && typeof SharedArrayBuffer === "function" }));`;

export interface SandboxTexts {
  readonly boot: string;
  readonly runtime: string;
}

/** @param cdn address that packages are loaded from, in a sandbox whose policy allows it; undefined: it has no network. */
export function createHost(texts: SandboxTexts, { scheme, shared }: Footing, cdn?: string): SupervisorHost {
  const bootUrl = URLS[scheme].make(texts.boot);
  const runtimeUrl = URLS[scheme].make(texts.runtime);
  return {
    runtimeUrl,
    makeUrl: URLS[scheme].make,
    revokeUrl: URLS[scheme].revoke,
    npmUrl(specifier) {
      if (cdn !== undefined) return new URL(specifier, cdn.replace(/\/*$/, "/")).href;
      throw new Error(`"${specifier}" can't be loaded: this sandbox has no network`);
    },
    nowMs: () => performance.timeOrigin + performance.now(),
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    registers: () => new Int32Array(shared ? new SharedArrayBuffer(WORDS * 4) : new ArrayBuffer(WORDS * 4)),
    spawn({ pid }, on) {
      const gate = createGate();
      const taken = shared ? takenWord() : undefined;
      let webWorker: Worker;
      try {
        webWorker = new Worker(bootUrl, { name: `pid ${pid}` });
      } catch (error) {
        queueMicrotask(() => on.died(`it could not start: ${error}`));
        return { post() {}, terminate() {} };
      }
      const post = (message: ToBoot, transfer?: readonly unknown[]) =>
        webWorker.postMessage(message, (transfer ?? []) as Transferable[]);
      webWorker.onmessage = ({ data }: MessageEvent<unknown>) => {
        const message = gate(data);
        if (message?.type === "died") on.died(message.why);
        else if (message) on.message(message);
        if (taken && message?.type === "line") countTaken(taken);
        if (taken && message?.type === "display") countTaken(taken, linesOf(message.shown));
      };
      // Boot holds back the errors of a process, so this is boot itself: it could not be loaded.
      webWorker.onerror = (event) => {
        event.preventDefault();
        on.died(`it could not start: ${event.message ?? "the platform does not say why"}`);
      };
      post({ type: "boot", runtimeUrl, network: cdn !== undefined, ...(taken && { taken }) });
      return { post, terminate: () => webWorker.terminate() };
    },
  };
}

const URLS: Record<Footing["scheme"], { make(text: string): string; revoke(url: string): void }> = {
  blob: {
    make: (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" })),
    revoke: (url) => URL.revokeObjectURL(url),
  },
  data: { make: (text) => `data:text/javascript;charset=utf-8,${encode(text)}`, revoke: () => {} },
};

/** Without brackets and quotes, so that such a URL can be told from what stands around it in a stack. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[()'!*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);

/** Finds out how Web Workers can be started here; 5 to 30 ms. Rejects when they cannot. */
export async function findFooting(): Promise<Footing> {
  const footing = (await probe("blob")) ?? (await probe("data"));
  if (!footing) throw new Error("this browser starts no Web Worker in a sandboxed frame");
  return footing;
}

function probe(scheme: Footing["scheme"]): Promise<Footing | undefined> {
  const { make, revoke } = URLS[scheme];
  const urls = [make(PROBE), make("export default 42;")] as const;
  return new Promise<Footing | undefined>((resolve) => {
    const webWorker = new Worker(urls[0]);
    const timer = setTimeout(end, SELF_TEST_MS, undefined);
    function end(footing: Footing | undefined): void {
      clearTimeout(timer);
      webWorker.terminate();
      resolve(footing);
    }
    webWorker.onerror = () => end(undefined);
    webWorker.onmessage = ({ data }) => end(data ? { scheme, shared: data.shared } : undefined);
    webWorker.postMessage(urls[1]);
  })
    .catch(() => undefined) // the constructor may throw
    .finally(() => urls.forEach(revoke));
}
