// The srcdoc's script: waits for the page's two ports and the texts, then is the supervisor of this sandbox.
// `calls` carries Comlink's calls of SupervisorApi. `events` carries arrays of RunEvent to the page, and back only how
// many arrays the page has taken.
import type { RunEvent, SupervisorApi } from "../supervisor/api.ts";
import { buffersOf } from "../supervisor/shown.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { exposeOnly } from "./expose-only.ts";
import { Outbox } from "./outbox.ts";
import { createHost, type Footing, findFooting } from "./spawn.ts";
import { createWatch } from "./watch.ts";

/** What the page posts, with the ports `calls` and `events`. `footing` is the answer of an earlier sandbox's self-test. */
export interface OpenMessage {
  readonly type: "open";
  readonly boot: string;
  readonly runtime: string;
  readonly footing?: Footing;
  /** Address of npm packages in a sandbox that may use the network. */
  readonly cdn?: string;
}

/** What the sandbox posts to the page's window. */
export type SandboxMessage =
  | { readonly type: "sandbox mounted" }
  | { readonly type: "sandbox open"; readonly footing: Footing }
  | { readonly type: "sandbox failed"; readonly why: string };

// The page's policy knows this script by its hash: injected HTML must not be able to start it in the page's own origin.
if (self.origin !== "null") throw new Error("this script runs in a sandboxed frame only");

const tell = (message: SandboxMessage) => parent.postMessage(message, "*");

addEventListener("message", function onOpen(message: MessageEvent<OpenMessage>) {
  if (message.source !== parent || message.data?.type !== "open") return;
  removeEventListener("message", onOpen);
  const [calls, events] = message.ports as unknown as [MessagePort, MessagePort];
  open(message.data, calls, events).then(
    (footing) => tell({ type: "sandbox open", footing }),
    (error: unknown) => tell({ type: "sandbox failed", why: String(error) }),
  );
});
tell({ type: "sandbox mounted" });

async function open(texts: OpenMessage, calls: MessagePort, events: MessagePort): Promise<Footing> {
  const footing = texts.footing ?? (await findFooting());
  const host = createHost(texts, footing, texts.cdn);
  const outbox = new Outbox((batch) => events.postMessage(batch, batch.flatMap(buffersIn)), createTurns());
  const supervisor = new Supervisor(host, emit);
  const watch = createWatch(() => supervisor.readRegisters(), host);

  function emit(event: RunEvent): void {
    if (event.type === "registers" && !watch.tells(event)) return;
    if (event.type === "finished") watch.finished();
    else if (event.type !== "registers") watch.stirred();
    outbox.push(event);
  }

  events.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (Number.isSafeInteger(data)) outbox.acknowledge(data as number);
  };
  const api = {
    prepare: (workers) => supervisor.prepare(workers),
    run(program, assets, workers) {
      watch.started();
      return supervisor.run(program, assets, workers);
    },
    evaluate: (cell) => watch.evaluates(supervisor.evaluate(cell)),
    stats: () => supervisor.stats(),
    ping: () => supervisor.ping(),
  } satisfies SupervisorApi;
  exposeOnly(api, calls);
  return footing;
}

/** What moves to the page with an event. */
const buffersIn = (event: RunEvent): ArrayBuffer[] => (event.type === "display" ? buffersOf(event.shown) : []);

/** Runs a task one turn later, by a message to itself. */
function createTurns(): (task: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port2.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port1.postMessage(0);
  };
}
