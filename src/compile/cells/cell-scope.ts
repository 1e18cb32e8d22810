// What a cell of the REPL is compiled against, as plain data that can be sent to where the compile step runs: the names that
// the driver and earlier cells declare, and the program's files. No parser here: whoever completes names needs none.
import type { CellCompilation, Compilation } from "../compiled.ts";
import { LIBRARY_NAMES } from "../specifiers/library.ts";
import { GLOBALS } from "./globals.ts";

export interface CellScope {
  /** In the order of their declaration; those of the library are known without. */
  readonly names: readonly string[];
  /** Those of them that are variables. */
  readonly variables: readonly string[];
  /** The program's files, which cells can import. */
  readonly files: readonly string[];
}

/** Processes that have no program. */
export const EMPTY_SCOPE: CellScope = { names: [], variables: [], files: [] };

type Ran = Pick<Compilation, "program" | "names" | "variables">;

/** @param compiled what `compile` gave for the program that runs */
export function scopeOf({ program, names = [], variables = [] }: Ran): CellScope {
  return { names, variables, files: [...new Set(program?.modules.map(({ file }) => file))] };
}

/** What the cells after it see. */
export function scopeAfter(scope: CellScope, { cell }: CellCompilation): CellScope {
  if (!cell) return scope;
  const kept = scope.variables.filter((name) => !cell.names.includes(name));
  return { ...scope, names: [...new Set([...scope.names, ...cell.names])], variables: [...kept, ...cell.variables] };
}

/** Names that begin so: of the driver and the cells, of the library, of the platform; each sort in order. */
export function completionsIn({ names }: CellScope, start: string): string[] {
  const sorts = [names, LIBRARY_NAMES, GLOBALS];
  return [...new Set(sorts.flatMap((sort) => [...sort].filter((name) => name.startsWith(start)).sort()))];
}

/** The name that stands at the end of the text, as far as it goes; undefined where none does, or a property. */
export const lastWord = (text: string): string | undefined => /(?<![\w$.])[A-Za-z_$][\w$]*$/.exec(text)?.[0];
