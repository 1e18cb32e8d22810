// One sandbox, seen from the page: mounts it, calls its supervisor (Comlink), hears its events. Every call is raced with
// the loss of the sandbox, so none waits for ever. To stop what runs in it is to close it: the frame is removed, whatever
// spins there.
import { type Remote, wrap } from "comlink";
import { deferred } from "../base/deferred.ts";
import type { CompiledCell, CompiledProgram } from "../compile/compiled.ts";
import type { CellOutcome, RunEvent, SupervisorApi, SupervisorStats } from "../supervisor/api.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { createPacer } from "./pacer.ts";
import { checkEvents } from "./received.ts";

/** From the frame's mounting to its first word; longer means that it will not come. */
const OPEN_MS = 15_000;

export interface SessionHooks {
  events(events: readonly RunEvent[]): void;
  /** The sandbox is gone by itself; called at most once, never after `close`. `opened`: it had worked before. */
  lost(why: string, opened: boolean): void;
}

/** What a sandbox found out about its browser; handed to the next one, it saves the self-test. */
export interface SandboxMemory {
  footing?: unknown;
}

/** A sandbox as the runner uses it. */
export interface Session {
  prepare(workers: number): Promise<void>;
  run(program: CompiledProgram, assets: Record<string, Uint8Array>, workers: number): Promise<void>;
  /** Its outcome is also an event, in the order of what the cell printed. */
  evaluate(cell: CompiledCell): Promise<CellOutcome>;
  stats(): Promise<SupervisorStats>;
  /** Removes the sandbox at once. Calls under way reject. */
  close(): void;
}

export class SandboxSession implements Session {
  readonly #frame = document.createElement("iframe");
  readonly #calls = new MessageChannel();
  readonly #events = new MessageChannel();
  readonly #api: Remote<SupervisorApi>;
  readonly #gone = deferred<never>();
  readonly #hooks: SessionHooks;
  readonly #memory: SandboxMemory;
  readonly #network: boolean;
  readonly #opening: ReturnType<typeof setTimeout>;
  #heartbeat: Heartbeat | undefined;
  #taken = 0;
  #closed = false;

  /** @param network whether programs may load npm packages and reach sites by https */
  constructor(hooks: SessionHooks, memory: SandboxMemory, network: boolean) {
    this.#hooks = hooks;
    this.#memory = memory;
    this.#network = network;
    this.#gone.promise.catch(() => {});
    this.#api = wrap<SupervisorApi>(this.#calls.port1);
    this.#events.port1.onmessage = ({ data }: MessageEvent<unknown>) => this.#received(data);
    addEventListener("message", this.#heard);
    this.#opening = setTimeout(() => this.#lose("it did not start"), OPEN_MS);
    this.#mount().catch((error: unknown) => this.#lose(`its text could not be loaded: ${error}`));
  }

  prepare = (workers: number) => this.#race(this.#api.prepare(workers));
  evaluate = (cell: CompiledCell) => this.#race(this.#api.evaluate(cell));
  stats = () => this.#race(this.#api.stats());
  run = (program: CompiledProgram, assets: Record<string, Uint8Array>, workers: number) =>
    this.#race(this.#api.run(program, assets, workers));

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#opening);
    this.#heartbeat?.stop();
    this.#acknowledging.cancel();
    removeEventListener("message", this.#heard);
    this.#frame.remove();
    this.#calls.port1.close();
    this.#events.port1.close();
    this.#gone.reject(new Error("the sandbox was removed"));
  }

  async #mount(): Promise<void> {
    const { supervisor, policy, networkPolicy } = await import("virtual:sandbox");
    if (this.#closed) return;
    const frame = this.#frame;
    frame.setAttribute("sandbox", "allow-scripts");
    frame.setAttribute("allow", "cross-origin-isolated");
    frame.setAttribute("aria-hidden", "true");
    frame.tabIndex = -1;
    frame.style.display = "none";
    frame.srcdoc = documentOf(supervisor, this.#network ? networkPolicy : policy);
    // A second document: something took the frame elsewhere. Whatever answers there is not the sandbox.
    frame.addEventListener("load", () => frame.addEventListener("load", () => this.#lose("it left its document")), {
      once: true,
    });
    document.body.append(frame);
  }

  /** What the frame posts to the page's window: that it is there, and the self-test's answer, which only a sandbox will read. */
  readonly #heard = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== this.#frame.contentWindow || typeof data !== "object" || data === null) return;
    const { type, footing, why } = data as Record<string, unknown>;
    if (type === "sandbox mounted") this.#open().catch((error: unknown) => this.#lose(String(error)));
    else if (type === "sandbox open") this.#opened(footing);
    else if (type === "sandbox failed") this.#lose(String(why).slice(0, 1000));
  };

  async #open(): Promise<void> {
    const { boot, runtime, cdn } = await import("virtual:sandbox");
    const message = { type: "open", boot, runtime, ...this.#memory, ...(this.#network && { cdn }) };
    this.#frame.contentWindow?.postMessage(message, "*", [this.#calls.port2, this.#events.port2]);
  }

  #opened(footing: unknown): void {
    this.#memory.footing = footing;
    clearTimeout(this.#opening);
    this.#heartbeat = startHeartbeat({
      ping: () =>
        void this.#race(this.#api.ping()).then(
          () => this.#heartbeat?.seen(),
          () => {},
        ),
      isVisible: () => document.visibilityState === "visible",
      nowMs: () => performance.now(),
      every(ms, task) {
        const timer = setInterval(task, ms);
        return { cancel: () => clearInterval(timer) };
      },
      lost: () => this.#lose("it stopped answering"),
    });
  }

  #received(data: unknown): void {
    if (this.#closed) return;
    this.#heartbeat?.seen();
    this.#hooks.events(checkEvents(data));
    if (this.#closed) return;
    this.#taken++;
    this.#acknowledging.soon();
  }

  /** Once a frame: the sandbox sends only as much as the page can draw. */
  readonly #acknowledging = createPacer(() => {
    this.#events.port1.postMessage(this.#taken);
    this.#taken = 0;
  });

  #lose(why: string): void {
    if (this.#closed) return;
    const opened = this.#heartbeat !== undefined;
    this.close();
    this.#hooks.lost(why, opened);
  }

  #race<T>(call: Promise<T>): Promise<T> {
    return Promise.race([call, this.#gone.promise]);
  }
}

const documentOf = (supervisor: string, policy: string): string =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
  `<script>${supervisor}</script>`;
