// What a caller may want to catch (Julia: RemoteException, ProcessExitedException, CompositeException, InvalidStateException;
// TimeoutError is ours), and how they read: root cause first, then the path. Classes set their name themselves, since minifying renames them. How errors cross a
// process is the codec's work (cluster-serialize); this file only says what they are.
import { named } from "../base/named.ts";

const hide = (target: object, fields: Record<string, unknown>) => {
  for (const [key, value] of Object.entries(fields)) {
    Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: false });
  }
};

/** What `read` gives as text, or the fallback: an error may be a proxy, or have getters that throw. */
function readText(read: () => unknown, fallback: string): string {
  try {
    const value = read();
    return value === undefined || value === null ? fallback : String(value);
  } catch {
    return fallback;
  }
}

/** `instanceof` for what a program may have thrown: a revoked proxy throws when it is asked for its class. */
export function isA<T>(value: unknown, theClass: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof theClass;
  } catch {
    return false;
  }
}

/** "RangeError: boom" for an error, the text of anything else that was thrown. Never throws. */
export function headline(thrown: unknown): string {
  if (!isA(thrown, Error)) return `Uncaught ${readText(() => display(thrown), "a value that cannot be shown")}`;
  const name = classNameOf(thrown);
  const message = messageOf(thrown);
  return message === "" ? name : `${name}: ${message}`;
}

function display(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  // The text of a function has the marks of the compile step.
  if (typeof value === "function") return `[Function${value.name ? `: ${value.name}` : " (anonymous)"}]`;
  return String(value);
}

/** The message of what was thrown, whatever it is. */
export const messageOf = (thrown: unknown): string =>
  isA(thrown, Error)
    ? readText(() => thrown.message, "")
    : readText(() => display(thrown), "a value that cannot be shown");

/** The name an error gives itself, else that of its class. */
export function classNameOf(error: Error): string {
  const own = readText(() => error.name, "Error");
  const byClass = readText(() => error.constructor.name, own);
  return own === "Error" && byClass !== "" ? byClass : own;
}

/** The lines of a stack that tell positions. */
export const stackLines = (error: unknown): string[] =>
  isA(error, Error)
    ? readText(() => error.stack, "")
        .split("\n")
        .filter((line) => /^\s+at |@.*:\d+:\d+$/.test(line))
    : [];

/**
 * A call failed on another process, or on this one. `captured` is what was thrown there: the error with its class and
 * fields, or any other value. A call made there that failed elsewhere nests (1 -> 2 -> 3 gives RemoteException of 2 in
 * which `captured` is the RemoteException of 3). `message` is the root cause's message, then the path.
 * Source: Julia manual, "Multi-processing and Distributed Computing"; RemoteException in Distributed.jl.
 * @example
 * try { await fetchfrom(2, () => { throw new RangeError("no"); }); }
 * catch (error) { if (error instanceof RemoteException) console.log(error.pid, rootCause(error).message); } // 2 no
 */
export class RemoteException extends Error {
  static {
    named(RemoteException, "RemoteException");
  }

  /** Where the call failed. */
  declare readonly pid: number;
  /** What was thrown there. */
  declare readonly captured: unknown;

  /** @param readBy the process that made the call: the end of the path. */
  constructor(pid: number, captured: unknown, readBy = 1) {
    const root = rootCause(captured);
    const path = pathOf(pid, captured, readBy);
    super(path === "" ? messageOf(root) : `${messageOf(root)} (${path})`);
    hide(this, { name: "RemoteException", pid, captured });
    const positions = stackLines(root);
    hide(this, { stack: [`RemoteException: ${this.message}`, ...positions].join("\n") });
  }

  /** One that has travelled: what was captured may not be whole yet, so its text comes along. */
  static again(pid: number, captured: unknown, message: string, stack: string): RemoteException {
    const error = new RemoteException(pid, undefined, pid);
    hide(error, { captured, message, stack });
    return error;
  }
}

/** "on worker 3, called from worker 2, called from the driver"; "" when no other process had part in it. */
function pathOf(pid: number, captured: unknown, readBy: number): string {
  const pids = [readBy, pid];
  for (let at = captured; isA(at, RemoteException); at = at.captured) pids.push(at.pid);
  const hops = pids.filter((hop, i) => hop !== pids[i - 1]).map((hop) => (hop === 1 ? "the driver" : `worker ${hop}`));
  if (hops.length < 2) return "";
  const [last, ...callers] = hops.reverse();
  return [`on ${last}`, ...callers.map((caller) => `called from ${caller}`)].join(", ");
}

/**
 * The process that was waited for, or called, has ended. Source: ProcessExitedException in Distributed.jl.
 * @example
 * const [pid] = await addprocs(1); await rmprocs(pid!);
 * await fetchfrom(pid!, () => 1).catch((error) => console.log(error.name)); // ProcessExitedException
 */
export class ProcessExitedException extends Error {
  static {
    named(ProcessExitedException, "ProcessExitedException");
  }

  declare readonly pid: number;
  constructor(pid: number, why = "it has ended") {
    super(`process ${pid} has exited: ${why}`);
    hide(this, { name: "ProcessExitedException", pid });
  }
}

/**
 * What was asked of a channel cannot be done in its state: it is closed. Thrown on the channel's owner; from a handle on
 * another process it comes as the `captured` of a RemoteException. Source: InvalidStateException in Julia's Base.
 * @example
 * const ch = new Channel(1); await close(ch);
 * await take(ch).catch((error) => console.log(error.name)); // InvalidStateException
 */
export class InvalidStateException extends Error {
  static {
    named(InvalidStateException, "InvalidStateException");
  }

  /** The state it was in. */
  declare readonly state: "closed";
  constructor(message: string, state: "closed" = "closed") {
    super(message);
    hide(this, { name: "InvalidStateException", state });
  }
}

/**
 * What ran on a worker was interrupted. It comes as the `captured` of a RemoteException. Source: InterruptException in Julia's
 * Base.
 * @example
 * const call = fetchfrom(2, () => new Promise(() => {})); setTimeout(() => interrupt(2), 100);
 * await call.catch((error) => console.log(rootCause(error) instanceof InterruptException)); // true
 */
export class InterruptException extends Error {
  static {
    named(InterruptException, "InterruptException");
  }

  constructor(message = "interrupted") {
    super(message);
    hide(this, { name: "InterruptException" });
  }
}

/**
 * The `timeout` of a call or of a wait has passed. Thrown at the caller; the worker goes on unharmed.
 * @example await take(new Channel(), { timeout: 0.01 }).catch((error) => console.log(error.name)); // TimeoutError
 */
export class TimeoutError extends Error {
  static {
    named(TimeoutError, "TimeoutError");
  }

  constructor(message: string) {
    super(message);
    hide(this, { name: "TimeoutError" });
  }
}

/**
 * Several tasks failed: `exceptions` has what each threw, `message` tells the first, how many more, and how many of
 * those are like it. Source: CompositeException in Julia's Base.
 * @example
 * await everywhere([2, 3], () => { throw new Error("no"); }).catch((error) => console.log(error.exceptions.length)); // 2
 */
export class CompositeException extends Error {
  static {
    named(CompositeException, "CompositeException");
  }

  declare readonly exceptions: readonly unknown[];
  constructor(exceptions: readonly unknown[]) {
    super(`${messageOf(exceptions[0])}${countOf(exceptions)}`);
    hide(this, { name: "CompositeException", exceptions });
    hide(this, { stack: [`CompositeException: ${this.message}`, ...stackLines(rootCause(exceptions[0]))].join("\n") });
  }

  /** One that has travelled; see RemoteException.again. */
  static again(exceptions: readonly unknown[], message: string, stack: string): CompositeException {
    const error = new CompositeException([]);
    hide(error, { exceptions, message, stack });
    return error;
  }
}

/** " (and 3 more like it)", " (and 3 more failures, 2 of them like it)"; "" when there is one. */
function countOf(exceptions: readonly unknown[]): string {
  const [first, ...others] = exceptions.map((one) => headline(rootCause(one)));
  const alike = others.filter((other) => other === first).length;
  if (others.length === 0) return "";
  if (alike === others.length) return ` (and ${alike} more like it)`;
  const failures = `and ${others.length} more ${others.length === 1 ? "failure" : "failures"}`;
  return alike === 0 ? ` (${failures})` : ` (${failures}, ${alike} of them like it)`;
}

/**
 * What really went wrong: through every RemoteException to what was captured, and of a CompositeException the first.
 * Anything else is its own root cause. Typed as what `catch` gives: anything can be thrown.
 * @example await fetchfrom(2, () => { throw "a text"; }).catch((error) => console.log(rootCause(error))); // a text
 */
// biome-ignore lint/suspicious/noExplicitAny: a program reads fields of what it has thrown itself
export function rootCause(error: unknown): any {
  let at = error;
  for (;;) {
    if (isA(at, RemoteException)) at = at.captured;
    else if (isA(at, CompositeException) && at.exceptions.length > 0) at = at.exceptions[0];
    else return at;
  }
}
