// One file as the module that runs: its text with the edits applied, every line with its number, and around it what the
// process is told. `driver.ts` runs in process 1 only; of every other file each process has its own instance.

import { isKeptAtEnd, topLevelNames, writeJoin, writeKept } from "../cells/join.ts";
import type { CompiledModule } from "../compiled.ts";
import type { View } from "../output/edits.ts";
import { Output } from "../output/output.ts";
import { openSpecifier, type ScriptFile } from "../script.ts";
import { LIBRARY, moduleName } from "../specifiers/files.ts";
import { writeFactories, writeSingletons } from "./factories.ts";
import { metaText } from "./meta.ts";
import { thunkText } from "./registration.ts";

/** The module of a file in functions mode. */
export function emitFunctions(file: ScriptFile): CompiledModule {
  const out = new Output();
  const from = copyHashbang(out, file);
  if (!isSilent(file)) {
    writeRegistration(out, file, metaText(file), () => {
      writeImports(out, file, ownValues(file));
      out.write(`make:${file.names.factories}`);
    });
  }
  file.edits.apply(out, { start: from, end: file.text.length }, { place: "functions" });
  if (!isSilent(file)) writeFactoryTable(out, file, "functions");
  return moduleOf(file, out);
}

/** The module that process 1 runs. Its functions are made again from the lifted module, which has their description. */
export function emitDriver(file: ScriptFile): CompiledModule {
  const out = new Output();
  const from = copyHashbang(out, file);
  if (!isSilent(file)) writeOwnRegistration(out, file);
  else if (topLevelNames(file).length > 0) writeRegistrar(out, file);
  writeJoin(out, file, (name) => !isKeptAtEnd(name, file));
  file.edits.apply(out, { start: from, end: file.text.length }, DRIVER_VIEW);
  writeKept(out, file);
  return moduleOf(file, out);
}

export const DRIVER_VIEW: View = { place: "driver" };

/** The registration of what runs in process 1 only. */
export function writeOwnRegistration(out: Output, file: ScriptFile): void {
  writeRegistration(out, file, "{}", () => {
    writeImports(out, file);
    writeThunks(out, file);
    out.write("make:{");
    writeSingletons(out, file.travels);
    out.write("}");
  });
}

/** A file without functions and imports has nothing to register. */
export const isSilent = ({ scopes, importedValues }: ScriptFile): boolean =>
  scopes.units.length === 0 && importedValues.length === 0;

export const moduleOf = ({ file, origin }: ScriptFile, out: Output, suffix = ""): CompiledModule => ({
  name: moduleName(file) + suffix,
  file,
  parts: out.parts,
  segments: origin.segmentsOf(out.segments),
  sourceLines: origin.sourceLines,
});

const writeRegistrar = (out: Output, { names }: ScriptFile): void =>
  out.write(`import{$panal as ${names.prefix}}from`, { specifier: LIBRARY }, ";");

/** Takes the registrar and registers the module with one part, whose fields `writePart` writes. */
export function writeRegistration(out: Output, file: ScriptFile, meta: string, writePart: () => void): void {
  const { names } = file;
  writeRegistrar(out, file);
  out.write(`const${names.registrarPattern}=${names.prefix};`);
  out.write(`${names.module}(${JSON.stringify(file.key)},${JSON.stringify(meta)},${file.hasAccessors ? 1 : 0},{`);
  writePart();
  out.write("});");
}

/** The factories come last, in a function: lines keep their numbers, and engines compile none before it is needed. */
export function writeFactoryTable(out: Output, { travels, edits, names }: ScriptFile, place: View["place"]): void {
  out.write(`\nfunction ${names.factories}(){return{`);
  writeFactories(out, travels, place, edits, names);
  out.write("}}");
}

/** Names of the file that may hold a class which no literal at its top level makes: `const Both = Mixed(Base)`. */
function ownValues({ scopes }: ScriptFile): string[] {
  const { names } = scopes.module.scope;
  return [...names.values()]
    .filter(({ declarator, isWritten }) => !isWritten && /^(?:Call|Object)/.test(declarator?.init?.type ?? ""))
    .filter(({ declarator }) => declarator!.id.type === "Identifier")
    .map(({ name }) => name);
}

/** What values are found by: the imports, and of the file itself (by no URL) the names in `own`. */
function writeImports(out: Output, file: ScriptFile, own: readonly string[] = []): void {
  if (file.importedValues.length === 0 && own.length === 0) return;
  out.write("imports:[");
  if (own.length > 0) out.write(`["",{${own.map((name) => `${JSON.stringify(name)}:()=>${name}`).join(",")}}],`);
  for (const { specifier, bindings } of file.importedValues) {
    const readers = bindings.map(({ imported, name }) => `${JSON.stringify(imported!.name)}:()=>${name}`);
    out.write("[", openSpecifier(file, specifier), `,{${readers.join(",")}}],`);
  }
  out.write("],");
}

function writeThunks(out: Output, { travels, names }: ScriptFile): void {
  out.write("thunks:{");
  for (const travel of travels.all) {
    const { unit, captures, isPerInstance, refusal } = travel;
    if (captures.length === 0 || isPerInstance || refusal) continue;
    out.write(`${unit.id}:${thunkText(travel, DRIVER_VIEW, names)},`);
  }
  out.write("},");
}

/** `#!` counts at the very beginning only. Returns the offset behind its line. */
function copyHashbang(out: Output, { text }: ScriptFile): number {
  const end = text.startsWith("#!") ? (/^.*(?:\r\n|[\n\r\u2028\u2029])?/.exec(text)?.[0].length ?? 0) : 0;
  out.copy(text, 0, end);
  return end;
}
