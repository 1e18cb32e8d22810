// TypeScript's emit for programs that need it: a Web Worker of its own, made when a program first does and kept. It is
// quite apart from the editors, so that such a program runs on a phone too, where those may never be opened.
import { type Remote, wrap } from "comlink";
import { deferred } from "../../base/deferred.ts";
import type { Emit } from "../../compile/typescript/with-typescript.ts";
import type { Emitter } from "./ts.worker.ts";
import TypeScriptWorker from "./ts.worker.ts?worker";

/** TypeScript is 7 MB: on a slow line that takes its time. */
const LIMIT_MS = 60_000;

interface Running {
  readonly api: Remote<Emitter>;
  /** Rejects when the Web Worker can answer no more. */
  readonly gone: Promise<never>;
  end(why: string): void;
}

export function createEmit(): Emit {
  let running: Running | undefined;

  function start(): Running {
    const webWorker = new TypeScriptWorker({ name: "emit" });
    const gone = deferred<never>();
    gone.promise.catch(() => {});
    const made: Running = {
      api: wrap(webWorker),
      gone: gone.promise,
      end(why) {
        webWorker.terminate();
        gone.reject(new Error(why));
        if (running === made) running = undefined;
      },
    };
    webWorker.onerror = (event) => {
      event.preventDefault();
      made.end(NOT_LOADED);
    };
    return made;
  }

  return async (text) => {
    running ??= start();
    const { api, gone, end } = running;
    const timer = setTimeout(end, LIMIT_MS, TOO_SLOW);
    return Promise.race([api.emit(text), gone]).finally(() => clearTimeout(timer));
  };
}

const NOT_LOADED =
  "which comes with the editor and could not be loaded: see that the network and nothing in the browser keeps it away, and press Run again.";

const TOO_SLOW = `which did not answer within ${LIMIT_MS / 1000} s: press Run again, or write this without it.`;
