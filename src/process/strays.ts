// What nobody handles. A failure of ours that nobody asks for is printed once with the place that started it, and the run's
// status stays; a stray rejection or an error of a timer is printed, and on pid 1 it makes the run end as failed. A promise
// that gets its handler within a second was handled: `const p = remotecallFetch(…); await other; await p` is correct.
import { headline, isA, rootCause, stackLines } from "../distributed/errors.ts";
import type { Promises } from "../distributed/promises.ts";
import type { StrayListener } from "../supervisor/protocol.ts";

const GRACE_MS = 1000;

interface Options {
  readonly promises: Promises;
  readonly after: (ms: number, task: () => void) => { cancel(): void };
  /** Prints the text of an error as a line of this process. */
  readonly print: (text: string) => void;
}

export class Strays implements StrayListener {
  /** Something that is not ours failed: the run ends as failed. */
  failed = false;
  readonly #options: Options;
  readonly #waiting = new Map<object, { reason: unknown; timer: { cancel(): void } }>();

  constructor(options: Options) {
    this.#options = options;
  }

  error(error: unknown): void {
    this.failed = true;
    this.#options.print(describeFailure(error));
  }

  rejection(reason: unknown, promise: object): void {
    const timer = this.#options.after(GRACE_MS, () => this.#unhandled(promise));
    this.#waiting.set(promise, { reason, timer });
  }

  handled(promise: object): void {
    this.#waiting.get(promise)?.timer.cancel();
    this.#waiting.delete(promise);
  }

  /** The run ends: what still has no handler will get none. */
  flush(): void {
    for (const promise of [...this.#waiting.keys()]) this.#unhandled(promise);
  }

  #unhandled(promise: object): void {
    const reason = this.#waiting.get(promise)?.reason;
    this.handled(promise);
    const origin = this.#options.promises.originOf(promise);
    if (origin === undefined) this.failed = true;
    const started = origin ? `\n    started at ${origin}` : "";
    this.#options.print(`${describeFailure(reason)}${started}`);
  }
}

/** What was thrown, as it is printed: the root cause, its positions, and the path it took. */
export function describeFailure(thrown: unknown): string {
  const root = rootCause(thrown);
  const path = isA(thrown, Error) && thrown !== root ? pathIn(thrown.message) : "";
  return [`${headline(root)}${path}`, ...stackLines(root), ...causes(root)].join("\n");
}

/** " (on worker 3, called from the driver) (and 2 more failures)" at the end of a message. */
const pathIn = (message: string): string =>
  /(?: \((?:on (?:worker|the driver)|and \d+ more)[^()]*\))+$/.exec(message)?.[0] ?? "";

function causes(error: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>([error]);
  for (let at = causeOf(error); at !== undefined && !seen.has(at); at = causeOf(at)) {
    seen.add(at);
    lines.push(`  cause: ${headline(at)}`, ...stackLines(at).map((line) => `  ${line}`));
  }
  return lines;
}

function causeOf(error: unknown): unknown {
  try {
    return isA(error, Error) ? error.cause : undefined;
  } catch {
    return undefined;
  }
}
