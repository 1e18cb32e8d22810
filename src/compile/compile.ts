// The door of the compile step: a program's text -> modules whose functions can travel. Pure: no URL, no host, the same
// answer for the same text. What becomes of one file is in module.ts; URLs are filled in by resolve.ts.
import { DRIVER_FILE, type Program } from "../program/program.ts";
import type { Compilation, CompiledModule, CompiledProgram } from "./compiled.ts";
import { moduleName } from "./files.ts";
import { type ProgramFile, readProgram } from "./graph.ts";
import { topLevelNames } from "./join.ts";
import { emitJson } from "./json.ts";
import { emitLifted } from "./lift.ts";
import { emitDriver, emitFunctions } from "./module.ts";
import type { CompileOptions } from "./options.ts";

/**
 * Compiles what `driver.ts` and `functions.ts` reach. A missing one of the two is an empty module. With an error among
 * the diagnostics there is no program; every faulty file reports its first fault.
 */
export function compile(program: Program, options: CompileOptions = {}): Compilation {
  const { files, diagnostics } = readProgram(program, options);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  return { program: emit(files), diagnostics, names: driverNames(files) };
}

function emit(files: readonly ProgramFile[]): CompiledProgram {
  const driver = moduleName(DRIVER_FILE);
  const modules = files.flatMap(modulesOf);
  const everywhere = modules
    .filter(({ name, file }) => name !== driver && !file.endsWith(".json"))
    .map((it) => it.name);
  return { modules, everywhere, driver };
}

const driverNames = (files: readonly ProgramFile[]): string[] =>
  files
    .flatMap((it) => (it.kind === "script" && it.file === DRIVER_FILE ? topLevelNames(it) : []))
    .map(({ name }) => name);

function modulesOf(file: ProgramFile): readonly CompiledModule[] {
  if (file.kind === "json") return [emitJson(file)];
  return file.file === DRIVER_FILE ? [emitLifted(file), emitDriver(file)] : [emitFunctions(file)];
}
