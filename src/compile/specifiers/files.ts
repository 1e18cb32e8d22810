// The files of a program as modules: which file a specifier means, and what a module is called. `./name` and `./name.ts`
// are the same; JSON files keep their ending. `driver.ts` can be imported by nobody.
import { DRIVER_FILE } from "../../program/program.ts";
import { SourceError } from "../diagnostics.ts";
import type { At } from "../parse/ast.ts";

/** Name of the library, as programs import it. */
export const LIBRARY = "distributed";

/** "functions.ts" -> "./functions", "words.json" -> "./words.json". */
export const moduleName = (file: string): string => `./${file.replace(/\.ts$/, "")}`;

export const isRelative = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);

/**
 * The file that `specifier`, written in file `from` at `at`, means; undefined for the library and npm names.
 * Throws SourceError for a file the program doesn't have, and for the driver.
 */
export function fileOf(specifier: string, from: string, at: At, files: readonly string[]): string | undefined {
  if (!isRelative(specifier)) return undefined;
  const path = joined(from, specifier);
  const file = files.find((name) => name === path) ?? files.find((name) => name === `${path}.ts`);
  if (file === DRIVER_FILE) throw new SourceError(DRIVER_IMPORTED(from), at);
  if (file !== undefined && !IMPORTABLE.test(file)) throw new SourceError(NOT_IMPORTABLE(file), at);
  if (file !== undefined) return file;
  throw new SourceError(`There is no file "${specifier}": ${whatThereIs(files, from)}.`, at);
}

function whatThereIs(files: readonly string[], from: string): string {
  if (files.length === 0) return "cells import files of the program that runs, and none has been run";
  const others = files.filter((name) => name !== DRIVER_FILE && name !== from).map(moduleName);
  return others.length > 0 ? `there is ${listed(others)}` : "the program has no other file to import";
}

const DRIVER_IMPORTED = (from: string): string =>
  `${from} imports ${DRIVER_FILE}, which only process 1 runs` +
  `${from === DRIVER_FILE ? "" : ` and which itself may import ${from}`}. Put what both need into functions.ts, ` +
  "or let a function of the driver capture it: captured variables travel with the function.";

/** No * and #, which would end a mark. */
const IMPORTABLE = /^[^*#]+\.(?:m?[jt]s|json)$/;

const NOT_IMPORTABLE = (file: string): string =>
  `"${file}" can't be imported: only files that end in .ts, .js or .json and have no * or # in their name can.`;

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

function joined(from: string, specifier: string): string {
  const path = from.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === ".." && path.length > 0 && path.at(-1) !== "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  }
  return path.join("/");
}
