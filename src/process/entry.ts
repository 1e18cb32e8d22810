// The process bundle: one ES module that IS the module "distributed" of a program. Boot imports it and calls `start`; a
// program imports the same URL, hence the same instance. `$panal` is what compiled modules call.
import { createCodec } from "../distributed/cluster-serialize/codec.ts";
import type { Registrar, ScopeRegistrar } from "../distributed/cluster-serialize/registration.ts";
import { bindProcess } from "../distributed/current.ts";
import * as library from "../distributed/index.ts";
import type { Host } from "../supervisor/protocol.ts";
import { takeConsole } from "./console.ts";
import { takeStacks } from "./engine-stacks.ts";
import { takeFunctionTexts } from "./function-texts.ts";
import { startProcess } from "./process.ts";
import { Scope } from "./scope.ts";
import { type TimerScope, takeTimers } from "./timers.ts";

export * from "../distributed/index.ts";

let pid = 0;
const codec = createCodec({ pid: () => pid });
// The functions that a program imports; those bound to the context have the same names.
codec.expose(library);

const scope = new Scope(library);

export const $panal: Registrar & { readonly scope: ScopeRegistrar } = { ...codec.registrar, scope: scope.registrar };

/** Makes this realm a process. Throws when it is one already. */
export function start(host: Host): void {
  takeStacks([Error.prototype, (globalThis as { DOMException?: { prototype: object } }).DOMException?.prototype]);
  takeFunctionTexts(Function.prototype, codec.textOf);
  startProcess(host, {
    codec,
    scope,
    runtimeUrl: import.meta.url,
    started({ ctx, api, print, wakes }) {
      pid = ctx.pid;
      bindProcess(api);
      takeConsole(console, print, host.nowMs);
      if (wakes) takeTimers(globalThis as TimerScope, wakes);
    },
  });
}
