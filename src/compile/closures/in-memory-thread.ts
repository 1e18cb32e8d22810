// For tests: a thread that plays one process for many programs, one after the other. The real codec, and of the library
// just enough to call a function elsewhere. Each program gets a codec of its own, since the files of all have the same names.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { type Codec, createCodec } from "../../distributed/cluster-serialize/codec.ts";
import { takeConsole } from "../../process/console.ts";
import { Scope } from "../../process/scope.ts";
import { Positions } from "../../process/stacks.ts";
import type { ResolvedProgram } from "../compiled.ts";

export interface ThreadData {
  readonly pid: number;
  /** Ports to the other threads, by pid. */
  readonly ports: Readonly<Record<number, MessagePort>>;
}

/** What a thread is told: load a program under a number, then (pid 1) run its driver. */
export type ToThread =
  | { readonly type: "load"; readonly run: number; readonly program: ResolvedProgram }
  | { readonly type: "start"; readonly driver: string };

export type FromThread =
  | { readonly type: "loaded"; readonly error?: string }
  | { readonly type: "line"; readonly text: string }
  | { readonly type: "finished"; readonly error?: string; readonly errorName?: string };

type Peer =
  | { readonly type: "call"; readonly run: number; readonly id: number; readonly body: unknown }
  | { readonly type: "answer"; readonly run: number; readonly id: number; readonly body: unknown }
  | {
      readonly type: "failure";
      readonly run: number;
      readonly id: number;
      readonly error: { name: string; message: string; stack: string };
    };

type AnyFunction = (...args: unknown[]) => unknown;

const { pid, ports } = workerData as ThreadData;
const all = [pid, ...Object.keys(ports).map(Number)].sort((a, b) => a - b);
const runs = new Map<number, Run>();

/** A failure of another process; `remoteStack` is in the user's positions. */
class RemoteError extends Error {
  override readonly name = "RemoteError";
  readonly pid: number;
  readonly remoteStack: string;

  constructor(error: { message: string; stack: string }, from: number) {
    super(error.message);
    this.pid = from;
    this.remoteStack = error.stack;
  }
}

class Run {
  readonly #number: number;
  readonly #codec = createCodec({ pid: () => pid });
  readonly #positions: Positions;
  readonly #scope = new Scope({});
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  #lastId = 0;

  constructor(number: number, program: ResolvedProgram) {
    this.#number = number;
    this.#positions = new Positions(import.meta.url);
    this.#positions.add(program.positions);
  }

  /** What the module "distributed" exports in this run. */
  get library() {
    const names = {
      myid: () => pid,
      workers: () => all.slice(1),
      nworkers: () => all.length - 1,
      remotecallFetch: (f: AnyFunction, to: number, ...args: unknown[]) => this.call(f, to, args),
      pmap: (f: AnyFunction, items: Iterable<unknown>) =>
        Promise.all(Array.from(items, (item, i) => this.call(f, all[1 + (i % (all.length - 1))]!, [item]))),
    };
    this.#codec.expose(names);
    return { ...names, $panal: { ...this.#codec.registrar, scope: this.#scope.registrar } };
  }

  call(f: AnyFunction, to: number, args: unknown[]): Promise<unknown> {
    const body = this.#codec.encode([f, args], { isCall: true });
    if (to === pid) return this.#evaluate(structuredClone(body));
    const id = ++this.#lastId;
    post(to, { type: "call", run: this.#number, id, body });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async #evaluate(body: unknown): Promise<unknown> {
    const [f, args] = (await this.#decode(body)) as [AnyFunction, unknown[]];
    return f(...args);
  }

  async #decode(body: unknown): Promise<unknown> {
    await this.#codec.prepare(body as Parameters<Codec["prepare"]>[0]);
    // In an array, so that a function or thenable which arrives is not awaited.
    return this.#codec.decode(body as Parameters<Codec["decode"]>[0]);
  }

  async receive(from: number, message: Peer): Promise<void> {
    if (message.type === "call") return this.#answer(from, message.id, message.body);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "failure") return waiting?.reject(new RemoteError(message.error, from));
    await this.#decode(message.body).then(waiting?.resolve, waiting?.reject);
  }

  async #answer(from: number, id: number, body: unknown): Promise<void> {
    const run = this.#number;
    try {
      post(from, { type: "answer", run, id, body: this.#codec.encode(await this.#evaluate(body)) });
    } catch (error) {
      post(from, { type: "failure", run, id, error: this.describe(error) });
    }
  }

  describe(error: unknown): { name: string; message: string; stack: string } {
    this.#positions.mapStacks(error);
    const { name, message, stack } = error as Error;
    return { name, message, stack: stack ?? "" };
  }
}

const post = (to: number, message: Peer) => ports[to]!.postMessage(message);

const tell = (message: FromThread) => parentPort!.postMessage(message);

/** One line: strings as they are, the rest as JSON where that can show it. */
const shown = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

async function load(run: number, program: ResolvedProgram): Promise<void> {
  const loaded = new Run(run, program);
  runs.set(run, loaded);
  Object.assign(globalThis, {
    [`library${run}`]: loaded.library,
    print: (...values: unknown[]) => tell({ type: "line", text: values.map(shown).join(" ") }),
    ship: async (f: AnyFunction, ...args: unknown[]) => loaded.call(f, 2, args),
  });
  try {
    for (const url of program.everywhere) await import(url);
    tell({ type: "loaded" });
  } catch (error) {
    tell({ type: "loaded", error: loaded.describe(error).message });
  }
}

async function start(driver: string): Promise<void> {
  try {
    await import(driver);
    tell({ type: "finished" });
  } catch (error) {
    const { name, message } = error as Error;
    tell({ type: "finished", error: message, errorName: name });
  }
}

takeConsole(
  console,
  (_, text) => tell({ type: "line", text }),
  () => performance.now(),
);

for (const [from, port] of Object.entries(ports)) {
  port.on("message", (message: Peer) => void runs.get(message.run)?.receive(Number(from), message));
}
parentPort!.on("message", (message: ToThread) => {
  if (message.type === "load") void load(message.run, message.program);
  else void start(message.driver);
});
