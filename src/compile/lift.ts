// The lifted module: what a worker loads to make the driver's functions again. No statement of the driver runs in it.
import type { CompiledModule } from "./compiled.ts";
import { moduleName } from "./files.ts";
import { Output } from "./output.ts";
import type { ScriptFile } from "./script.ts";

export function emitLifted(file: ScriptFile): CompiledModule {
  const out = new Output();
  return { name: `${moduleName(file.file)}#lifted`, file: file.file, ...out, sourceLines: file.lineStarts };
}
