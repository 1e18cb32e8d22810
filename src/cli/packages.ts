// Packages as Node itself finds them for an import from the program's folder. Node tells that only on a thread that is started
// with a flag of its own: it is started when the first package is asked for, and answers while this thread waits.
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

export interface Packages {
  /** Why an import of it can't work, with what to do; undefined when it can. */
  whyNot(specifier: string): string | undefined;
  /** Throws an error that says why not. */
  urlOf(specifier: string): string;
}

interface Answer {
  readonly url?: string;
  readonly code?: string;
  readonly message?: string;
}

const LIMIT_MS = 10_000;

export function createPackages(folder: string): Packages {
  const from = pathToFileURL(join(folder, "driver.js")).href;
  const known = new Map<string, Answer>();
  let ask: ((specifier: string) => Answer) | undefined;

  function find(specifier: string): Answer {
    const before = known.get(specifier);
    if (before) return before;
    ask ??= startResolver(from);
    const answer = ask(specifier);
    known.set(specifier, answer);
    return answer;
  }
  const whyNot = (specifier: string): string | undefined => {
    if (isBuiltin(specifier) || /^(?:data|file):/.test(specifier)) return undefined;
    if (specifier.startsWith("node:")) return `Node has no module "${specifier}".`;
    if (/^https?:/.test(specifier)) return `Node imports nothing from the network: "${specifier}". ${INSTALL}`;
    const { url, code, message } = find(specifier);
    if (url !== undefined) return undefined;
    const isMissing = code === "ERR_MODULE_NOT_FOUND";
    return isMissing
      ? `There is no package "${specifier}" beside the driver. ${INSTALL}`
      : `${message?.split("\n")[0]}.`;
  };
  return {
    whyNot,
    urlOf(specifier) {
      if (isBuiltin(specifier)) return specifier.replace(/^(?:node:)?/, "node:");
      const url = find(specifier).url;
      if (url === undefined) throw new Error(whyNot(specifier));
      return url;
    },
  };
}

const INSTALL = "Install it there: npm install <name>.";

/** `flag` becomes 1 when the answer is in the port. */
const RESOLVER = `
import { workerData } from "node:worker_threads";
const { port, flag, from } = workerData;
const answer = (specifier) => {
  try {
    return { url: import.meta.resolve(specifier, from) };
  } catch ({ code, message }) {
    return { code, message };
  }
};
port.on("message", (specifier) => {
  port.postMessage(answer(specifier));
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
});`;

function startResolver(from: string): (specifier: string) => Answer {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(RESOLVER)}`), {
    execArgv: ["--experimental-import-meta-resolve"],
    workerData: { port: port2, flag, from },
    transferList: [port2],
  });
  thread.unref();
  port1.unref();
  return (specifier) => {
    Atomics.store(flag, 0, 0);
    port1.postMessage(specifier);
    Atomics.wait(flag, 0, 0, LIMIT_MS);
    const answer: Answer | undefined = receiveMessageOnPort(port1)?.message;
    return answer ?? { message: `Node did not find "${specifier}" within ${LIMIT_MS / 1000} s` };
  };
}
