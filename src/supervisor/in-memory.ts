// The tests' host: processes are contexts in one thread. Every message waits until the scheduler lets it through, so that
// any order that real channels could show can be forced. A channel stays FIFO; channels are independent of each other.
// Time stands still but for `advance`.
import type { Port } from "../distributed/managers.ts";
import type { Batch } from "../distributed/messages.ts";
import { WORDS } from "../distributed/registers.ts";
import type { Host, SupervisorHost, ToProcess } from "./protocol.ts";

type Deliver = (task: () => void) => void;

export interface InMemoryOptions {
  /** 0 to below 1; decides which waiting channel comes next. */
  readonly random: () => number;
  /** Starts a process on the host made for it. */
  readonly start: (host: Host, pid: number) => void;
  /** The namespace of the module at a URL: what `import` gives. Default an empty one for each. */
  readonly modules?: (url: string) => Promise<Record<string, unknown>>;
}

export class InMemoryHost implements SupervisorHost {
  readonly runtimeUrl = "memory:distributed";
  readonly #options: InMemoryOptions;
  readonly #queues: (() => void)[][] = [];
  readonly #timers = new Set<{ atMs: number; task: () => void }>();
  #nowMs = 0;
  /** By pid: what a process can do by itself. */
  readonly spawned = new Map<number, { exit(): void }>();

  constructor(options: InMemoryOptions) {
    this.#options = options;
  }

  readonly nowMs = () => this.#nowMs;
  readonly makeUrl = (_text: string, name: string) => `memory:${name}`;
  readonly revokeUrl = () => {};
  readonly npmUrl = (specifier: string): string => {
    throw new Error(`no package ${specifier} in memory`);
  };
  readonly registers = () => new Int32Array(WORDS);

  readonly after = (ms: number, task: () => void) => {
    const timer = { atMs: this.#nowMs + ms, task };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  };

  readonly spawn: SupervisorHost["spawn"] = ({ pid }, on) => {
    const toSupervisor = this.#channel();
    const toProcess = this.#channel();
    let alive = true;
    let handler: ((message: ToProcess) => void) | undefined;
    this.#options.start(
      {
        post: (message) => alive && toSupervisor(() => on.message(message)),
        listen(next) {
          handler = next;
        },
        pair: () => this.#pair(() => alive),
        onStray: () => {},
        nowMs: this.nowMs,
        yieldTurn: this.#channel(),
        after: this.after,
        import: this.#options.modules ?? (() => Promise.resolve({})),
        hardwareThreads: 4,
        isolated: true,
      },
      pid,
    );
    this.spawned.set(pid, { exit: () => on.died("it closed itself") });
    return {
      post: (message) => toProcess(() => alive && handler?.(message)),
      terminate() {
        alive = false;
      },
    };
  };

  /** Lets one waiting message through; false when none waits. */
  step(): boolean {
    const waiting = this.#queues.filter((queue) => queue.length > 0);
    waiting[Math.floor(this.#options.random() * waiting.length)]?.shift()?.();
    return waiting.length > 0;
  }

  /** Time goes on; what was due runs, in order. */
  advance(ms: number): void {
    this.#nowMs += ms;
    const due = [...this.#timers].filter((timer) => timer.atMs <= this.#nowMs).sort((a, b) => a.atMs - b.atMs);
    for (const timer of due) {
      this.#timers.delete(timer);
      timer.task();
    }
  }

  /** Steps until `done` settles. Throws when nothing waits any more and it has not: a wait that can never end. */
  async settle<T>(done: Promise<T>): Promise<T> {
    let settled = false;
    done.then(
      () => (settled = true),
      () => (settled = true),
    );
    for (let idle = 0; !settled && idle < 50; idle++) {
      await microtasks();
      if (this.step()) idle = 0;
      else if (this.#timers.size > 0) this.advance(10);
    }
    if (!settled) throw new Error("nothing waits any more, and the promise has not settled");
    return done;
  }

  /** Steps until nothing waits. */
  async drain(): Promise<void> {
    do await microtasks();
    while (this.step());
  }

  #channel(): Deliver {
    const queue: (() => void)[] = [];
    this.#queues.push(queue);
    return (task) => void queue.push(task);
  }

  #pair(alive: () => boolean): { port1: Port; port2: Port } {
    const make = (): Port => ({ postMessage() {}, onmessage: null, close() {} });
    const [port1, port2] = [make(), make()];
    this.#wire(port1, port2, alive);
    this.#wire(port2, port1, alive);
    return { port1, port2 };
  }

  #wire(from: Port, to: Port, alive: () => boolean): void {
    const deliver = this.#channel();
    const held: Batch[] = [];
    let listener: Port["onmessage"] = null;
    let isClosed = false;
    const receive = (data: Batch) => {
      if (isClosed) return;
      if (listener) listener({ data });
      else held.push(data);
    };
    from.postMessage = (batch, transfer = []) => {
      const data = structuredClone(batch, { transfer: transfer as never[] });
      if (alive()) deliver(() => receive(data));
    };
    to.close = () => {
      isClosed = true;
      listener = null;
    };
    Object.defineProperty(to, "onmessage", {
      set(next: Port["onmessage"]) {
        if (isClosed) return;
        listener = next;
        for (const data of held.splice(0)) next?.({ data });
      },
    });
  }
}

/** Enough turns of the microtask queue for any chain of promises of ours. */
async function microtasks(): Promise<void> {
  for (let i = 0; i < 30; i++) await null;
}
