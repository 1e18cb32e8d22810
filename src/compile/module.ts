// One file as the module that runs: its text with the edits applied, every line with its number.
import type { CompiledModule } from "./compiled.ts";
import type { View } from "./edits.ts";
import { LIBRARY, moduleName } from "./files.ts";
import { openSpecifiers } from "./imports.ts";
import { Output } from "./output.ts";
import type { ScriptFile } from "./script.ts";

export function emitModule(file: ScriptFile, place: View["place"]): CompiledModule {
  const out = new Output();
  openSpecifiers(file.requests, file.edits, ({ value }) => opened(value, file));
  file.edits.apply(out, { start: 0, end: file.text.length }, { place });
  return { name: moduleName(file.file), file: file.file, ...out, sourceLines: file.lineStarts };
}

function opened(specifier: string, file: ScriptFile): { specifier: string; own: boolean } {
  const own = file.imported.get(specifier);
  return own === undefined ? { specifier, own: specifier === LIBRARY } : { specifier: moduleName(own), own: true };
}
