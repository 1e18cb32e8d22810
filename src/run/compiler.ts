// The compile step, off the page's thread: one Web Worker, made when it is first needed and kept. A compile that the Web
// Worker does not answer (it crashed, or a text makes it loop) rejects, and the next one gets a new Web Worker.
import { type Remote, wrap } from "comlink";
import { deferred } from "../base/deferred.ts";
import type { Compilation, Emitted } from "../compile/compiled.ts";
import type { CompileOptions } from "../compile/options.ts";
import { compileCellWithTypeScript, compileWithTypeScript, type Emit } from "../compile/typescript/with-typescript.ts";
import type { CompileApi } from "../compile/web-worker.ts";
import type { Program } from "../program/program.ts";
import { NoticeError } from "./notice-error.ts";
import type { CompileCell } from "./repl.ts";

const LIMIT_MS = 30_000;

export interface Compiler {
  /**
   * `network`: the program may import npm packages. Rejects when the compile step itself failed, with a NoticeError where it
   * does not answer; a program's errors are diagnostics.
   */
  compile(program: Program, network: boolean): Promise<Compilation>;
  /** The same without TypeScript: of a program that needs it there is only that to say. */
  check(program: Program, network: boolean): Promise<Compilation>;
  /** Rejects as `compile` does. */
  readonly compileCell: CompileCell;
  /** Starts the Web Worker, so that the first compile finds it loaded. */
  warm(): void;
  dispose(): void;
}

interface Running {
  readonly webWorker: Worker;
  readonly api: Remote<CompileApi>;
  /** Rejects when the Web Worker can answer no more. */
  readonly gone: Promise<never>;
  end(why: Error): void;
}

/** `emit` is asked where a file needs TypeScript itself. */
export function createCompiler(emit: Emit): Compiler {
  let running: Running | undefined;

  function start(): Running {
    const webWorker = new Worker(new URL("../compile/web-worker.ts", import.meta.url), {
      type: "module",
      name: "compile",
    });
    const gone = deferred<never>();
    gone.promise.catch(() => {});
    const made: Running = {
      webWorker,
      api: wrap(webWorker),
      gone: gone.promise,
      end(why) {
        webWorker.terminate();
        gone.reject(why);
        if (running === made) running = undefined;
      },
    };
    webWorker.onerror = (event) => made.end(stopped(event.message ?? "it could not be loaded"));
    return made;
  }

  async function ask<T>(question: (api: Running["api"]) => Promise<T>): Promise<T> {
    running ??= start();
    const { api, gone, end } = running;
    const timer = setTimeout(end, LIMIT_MS, tooSlow());
    return Promise.race([question(api), gone]).finally(() => clearTimeout(timer));
  }

  const compileOnce =
    (network: boolean) =>
    async (program: Program, { emitted = {} }: CompileOptions = {}): Promise<Compilation> => {
      const cdn = await cdnIf(network);
      return ask((api) => api.compile(program, emitted, cdn));
    };

  return {
    compile: (program, network) => compileWithTypeScript(compileOnce(network), program, emit),
    check: (program, network) => compileOnce(network)(program),
    async compileCell(text, number, scope, network) {
      const cdn = await cdnIf(network);
      const once = (emitted?: Emitted) => ask(async (api) => api.compileCell(text, number, scope, emitted, cdn));
      return compileCellWithTypeScript(once, emit);
    },
    warm() {
      running ??= start();
    },
    dispose: () => running?.end(new Error("the compiler was disposed of")),
  };
}

/** Where npm packages come from, for programs that may use the network. */
const cdnIf = async (network: boolean): Promise<string | undefined> =>
  network ? (await import("virtual:sandbox")).cdn : undefined;

const stopped = (why: string): Error =>
  new NoticeError({ code: "compilerStopped", why }, `the compiler stopped: ${why}`);

function tooSlow(): Error {
  const seconds = LIMIT_MS / 1000;
  return new NoticeError({ code: "compilerSlow", seconds }, `compiling took longer than ${seconds} s`);
}
