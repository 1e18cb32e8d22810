// The door of the compile step for a REPL: cell after cell, each seeing what the driver and the cells before it declare.
// Pure, as compile.ts is: what a cell does is not known here, only what it says.

import type { CellCompilation, Compilation, Diagnostic } from "../compiled.ts";
import { diagnose, NeedsFullTypeScript, SourceError, warn } from "../diagnostics.ts";
import type { CompileOptions } from "../options.ts";
import type { StringLiteral } from "../parse/ast.ts";
import { openSpecifier, type ScriptFile } from "../script.ts";
import { checkNames } from "../specifiers/exports.ts";
import { fileOf, LIBRARY } from "../specifiers/files.ts";
import { openSpecifiers } from "../specifiers/imports.ts";
import { LIBRARY_NAMES, notInLibrary } from "../specifiers/library.ts";
import { ownText } from "../typescript/origin.ts";
import { findWarnings } from "../warnings/warnings.ts";
import { emitCell, readCell } from "./cell.ts";
import { type CellScope, completionsIn, EMPTY_SCOPE, scopeAfter, scopeOf } from "./cell-scope.ts";
import { sourceOf } from "./cell-text.ts";

type CellOptions = Pick<CompileOptions, "whyNoPackage">;

/** Compiles one cell, which is called REPL[`number`] wherever a position is shown. */
export function compileCell(
  text: string,
  number: number,
  scope: CellScope,
  options: CellOptions = {},
): CellCompilation {
  const { text: cellText, lineStarts } = sourceOf(text);
  const source = {
    file: `REPL[${number}]`,
    text: cellText,
    origin: { ...ownText(cellText), sourceLines: lineStarts },
  };
  try {
    const file = readCell(source, new Set([...LIBRARY_NAMES, ...scope.names]));
    openImports(file, scope, options);
    const cell = emitCell(file);
    return { cell, diagnostics: warningsOf(file, scope) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const wayOut = error instanceof NeedsFullTypeScript ? ", which cells go without: write it into a file." : "";
    return { diagnostics: [diagnose(source, "error", error.message + wayOut, error.at)] };
  }
}

function openImports(file: ScriptFile, { files }: CellScope, { whyNoPackage }: CellOptions): void {
  for (const { source } of file.requests) {
    const imported = fileOf(source.value, file.file, source, files);
    if (imported !== undefined) file.imported.set(source.value, imported);
    else if (source.value === LIBRARY) checkNames(file.tree, source, LIBRARY_NAMES, () => true, notInLibrary);
    else checkPackage(source, whyNoPackage);
  }
  openSpecifiers(file.requests, file.edits, (specifier) => openSpecifier(file, specifier));
}

function checkPackage(source: StringLiteral, whyNot: CellOptions["whyNoPackage"]): void {
  const why = whyNot?.(source.value);
  if (why !== undefined) throw new SourceError(why, source);
}

function warningsOf(file: ScriptFile, scope: CellScope): Diagnostic[] {
  const { text, tree, scopes } = file;
  const declared = new Set(scope.names);
  const given = new Set([...LIBRARY_NAMES].filter((name) => !declared.has(name)));
  return findWarnings({ text, tree, scopes, isDriver: true, given }).map((warning) => warn(file, warning));
}

/** The cells of one session, for a face on the compile step's own thread. */
export class Cells {
  readonly #options: CellOptions;
  #scope: CellScope;
  #last = 0;

  /** @param compiled what `compile` gave for the program that runs; without one there are no files to import. */
  constructor(compiled?: Pick<Compilation, "program" | "names">, options: CellOptions = {}) {
    this.#scope = compiled ? scopeOf(compiled) : EMPTY_SCOPE;
    this.#options = options;
  }

  /** Names that the driver and cells have declared. */
  get names(): readonly string[] {
    return this.#scope.names;
  }

  /** Compiles the next cell. Faulty ones are counted too. */
  compile(text: string): CellCompilation {
    const compiled = compileCell(text, ++this.#last, this.#scope, this.#options);
    this.#scope = scopeAfter(this.#scope, compiled);
    return compiled;
  }

  completions(start: string): string[] {
    return completionsIn(this.#scope, start);
  }
}
