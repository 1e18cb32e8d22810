// The door of the compile step: a program's text -> modules whose functions can travel. Pure: no URL, no host, the same
// answer for the same text. What becomes of one file is in module.ts; URLs are filled in by resolve.ts.
import { DRIVER_FILE, type Program } from "../program/program.ts";
import { isVariable, topLevelNames } from "./cells/join.ts";
import type { Compilation, CompiledModule, CompiledProgram } from "./compiled.ts";
import { type ProgramFile, readProgram } from "./graph.ts";
import type { CompileOptions } from "./options.ts";
import { emitLifted, LIFTED } from "./register/lift.ts";
import { emitDriver, emitFunctions } from "./register/module.ts";
import { moduleName } from "./specifiers/files.ts";
import { emitJson } from "./specifiers/json.ts";
import { emitHelpers } from "./typescript/helpers.ts";

/**
 * Compiles what `driver.ts` and `functions.ts` reach. A missing one of the two is an empty module. With an error among
 * the diagnostics there is no program; every faulty file reports its first fault. Files that need TypeScript itself are
 * asked for in `needsTypeScript`, unless the program has errors anyway.
 */
export function compile(program: Program, options: CompileOptions = {}): Compilation {
  const { files, diagnostics, needsTypeScript } = readProgram(program, options);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  if (needsTypeScript.length > 0) return { diagnostics, needsTypeScript };
  return { program: emit(files), diagnostics, ...driverNames(files) };
}

function emit(files: readonly ProgramFile[]): CompiledProgram {
  const modules = files.flatMap(modulesOf);
  const everywhere = files.filter(({ kind }) => kind === "script").map(nameEverywhere);
  return { modules, everywhere, driver: moduleName(DRIVER_FILE) };
}

/** The driver itself runs in process 1 only. */
const nameEverywhere = ({ file }: ProgramFile): string => moduleName(file) + (file === DRIVER_FILE ? LIFTED : "");

function driverNames(files: readonly ProgramFile[]): Required<Pick<Compilation, "names" | "variables">> {
  const bindings = files.flatMap((it) => (it.kind === "script" && it.file === DRIVER_FILE ? topLevelNames(it) : []));
  const namesOf = (list: typeof bindings) => list.map(({ name }) => name);
  return { names: namesOf(bindings), variables: namesOf(bindings.filter(isVariable)) };
}

function modulesOf(file: ProgramFile): readonly CompiledModule[] {
  if (file.kind === "json") return [emitJson(file)];
  if (file.kind === "helpers") return [emitHelpers(file)];
  return file.file === DRIVER_FILE ? [emitLifted(file), emitDriver(file)] : [emitFunctions(file)];
}
