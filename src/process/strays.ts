// What nobody handles. A failure of ours that nobody asks for is printed once with the place that started it, and the run's
// status stays; a stray rejection or an error of a timer is printed, and on pid 1 it makes the run end as failed. A promise
// that gets its handler within a second was handled: `const p = remotecallFetch(…); await other; await p` is correct.
import { headline, isA, rootCause, stackLines } from "../distributed/errors.ts";
import type { Promises } from "../distributed/promises.ts";
import type { StrayListener } from "../supervisor/protocol.ts";
import type { Reports } from "./reports.ts";

const GRACE_MS = 1000;

interface Options {
  readonly promises: Promises;
  readonly after: (ms: number, task: () => void) => { cancel(): void };
  readonly reports: Pick<Reports, "tell" | "flush">;
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
    this.#options.reports.tell(describeFailure(error), "now");
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
    this.#options.reports.flush();
  }

  #unhandled(promise: object): void {
    const reason = this.#waiting.get(promise)?.reason;
    this.handled(promise);
    const origin = this.#options.promises.originOf(promise);
    if (origin === undefined) this.failed = true;
    this.#options.reports.tell(withOrigin(describeFailure(reason), origin ?? ""), "soon");
  }
}

/** The text of a failure, and the position in the program that started what failed; "" when it is not known. */
export const withOrigin = (text: string, startedAt: string): string =>
  startedAt === "" ? text : `${text}\n    started at ${startedAt}`;

/** Of more than this many errors that hang together only the first are told. */
const MOST_ERRORS = 50;

/** What was thrown, as it is printed: the root cause, its positions, the path it took; then its causes and what it gathers. */
export const describeFailure = (thrown: unknown): string => describe(thrown, new Set()).join("\n");

function describe(thrown: unknown, seen: Set<unknown>): string[] {
  const root = rootCause(thrown);
  seen.add(root);
  const path = isA(thrown, Error) && thrown !== root ? pathIn(thrown.message) : "";
  const lines = [`${headline(root)}${path}`, ...stackLines(root)];
  for (const [label, part] of partsOf(root)) {
    if (seen.has(rootCause(part)) || seen.size >= MOST_ERRORS) continue;
    const [first, ...rest] = describe(part, seen);
    lines.push(`  ${label}: ${first}`, ...rest.map((line) => `  ${line}`));
  }
  return lines;
}

/** " (on worker 3, called from the driver) (and 2 more failures)" at the end of a message. */
const pathIn = (message: string): string =>
  /(?: \((?:on (?:worker|the driver)|and \d+ more)[^()]*\))+$/.exec(message)?.[0] ?? "";

/** The cause of an error, and the errors of an AggregateError. */
function partsOf(error: unknown): (readonly [label: string, part: unknown])[] {
  try {
    if (!isA(error, Error)) return [];
    const gathered = isA(error, AggregateError) ? error.errors.map((one) => ["error", one] as const) : [];
    return error.cause === undefined ? gathered : [["cause", error.cause], ...gathered];
  } catch {
    return [];
  }
}
