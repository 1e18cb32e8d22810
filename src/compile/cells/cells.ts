// The door of the compile step for a REPL: cell after cell, each seeing what the driver and the cells before it declare.
// Pure, as compile.ts is: what a cell does is not known here, only what it says.

import type { CellCompilation, Compilation, CompiledCell, Diagnostic, Emitted } from "../compiled.ts";
import { diagnose, NeedsFullTypeScript, SourceError, warn } from "../diagnostics.ts";
import type { CompileOptions } from "../options.ts";
import type { StringLiteral } from "../parse/ast.ts";
import { openSpecifier, type ScriptFile } from "../script.ts";
import { checkNames } from "../specifiers/exports.ts";
import { fileOf, LIBRARY } from "../specifiers/files.ts";
import { openSpecifiers } from "../specifiers/imports.ts";
import { LIBRARY_NAMES, notInLibrary } from "../specifiers/library.ts";
import { emitHelpers, HELPERS_FILE, HELPERS_SPECIFIER, readHelpers } from "../typescript/helpers.ts";
import { madeText, ownText } from "../typescript/origin.ts";
import { compileCellWithTypeScript, type Emit } from "../typescript/with-typescript.ts";
import { findWarnings } from "../warnings/warnings.ts";
import { type CellText, emitCell, readCell } from "./cell.ts";
import { type CellScope, completionsIn, EMPTY_SCOPE, scopeAfter, scopeOf } from "./cell-scope.ts";
import { sourceOf } from "./cell-text.ts";

export interface CellOptions extends Pick<CompileOptions, "whyNoPackage"> {
  /** What TypeScript made of the text that `needsTypeScript` gave. */
  readonly emitted?: Emitted | undefined;
}

/** Compiles one cell, which is called REPL[`number`] wherever a position is shown. */
export function compileCell(
  text: string,
  number: number,
  scope: CellScope,
  options: CellOptions = {},
): CellCompilation {
  const source = textOf(text, number, options.emitted);
  try {
    const file = readCell(source, new Set([...LIBRARY_NAMES, ...scope.names]), new Set(scope.variables));
    openImports(file, scope, options);
    const cell = emitCell(file);
    return { cell: withHelpers(cell, file, options), diagnostics: warningsOf(file, scope) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const fault = diagnose(source, "error", error.message, error.at);
    if (!(error instanceof NeedsFullTypeScript)) return { diagnostics: [fault] };
    return { diagnostics: [], needsTypeScript: { ...fault, text: source.text } };
  }
}

/** What is compiled: the user's text, or what TypeScript made of it. */
function textOf(text: string, number: number, emitted: Emitted | undefined): CellText {
  const { text: own, lineStarts } = sourceOf(text);
  const origin = emitted ? madeText(emitted.text, own, emitted.sourceMap) : ownText(own);
  const [file, compiled] = [`REPL[${number}]`, emitted?.text ?? own];
  return { file, text: compiled, entered: own, origin: { ...origin, sourceLines: lineStarts } };
}

/** The module of TypeScript's helpers is announced before the cell's; where one is there already, it is the same. */
function withHelpers(cell: CompiledCell, { imported }: ScriptFile, { emitted }: CellOptions): CompiledCell {
  if (!emitted || !imported.has(HELPERS_SPECIFIER)) return cell;
  return { ...cell, announced: [emitHelpers(readHelpers(emitted.helpers)), ...cell.announced] };
}

function openImports(file: ScriptFile, { files }: CellScope, { whyNoPackage, emitted }: CellOptions): void {
  for (const { source } of file.requests) {
    const isHelpers = emitted !== undefined && source.value === HELPERS_SPECIFIER;
    const imported = isHelpers ? HELPERS_FILE : fileOf(source.value, file.file, source, files);
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
  readonly #emit: Emit;
  readonly #options: CellOptions;
  #scope: CellScope;
  #last = 0;

  /**
   * @param emit asked where a cell needs TypeScript itself
   * @param compiled what `compile` gave for the program that runs; without one there are no files to import.
   */
  constructor(emit: Emit, compiled?: Pick<Compilation, "program" | "names" | "variables">, options: CellOptions = {}) {
    this.#emit = emit;
    this.#scope = compiled ? scopeOf(compiled) : EMPTY_SCOPE;
    this.#options = options;
  }

  /** Names that the driver and cells have declared. */
  get names(): readonly string[] {
    return this.#scope.names;
  }

  /** Compiles the next cell, when the one before it has been. Faulty ones are counted too. */
  async compile(text: string): Promise<CellCompilation> {
    const number = ++this.#last;
    const compiled = await compileCellWithTypeScript<never>(
      (emitted) => compileCell(text, number, this.#scope, { ...this.#options, emitted }),
      this.#emit,
    );
    this.#scope = scopeAfter(this.#scope, compiled);
    return compiled;
  }

  completions(start: string): string[] {
    return completionsIn(this.#scope, start);
  }
}
