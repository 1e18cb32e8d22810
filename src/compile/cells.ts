// The door of the compile step for a REPL: cell after cell, each seeing what the driver and the cells before it declare.
// Pure, as compile.ts is: what a cell does is not known here, only what it says.

import type { StringLiteral } from "./ast.ts";
import { emitCell, readCell } from "./cell.ts";
import { GLOBALS } from "./cell-names.ts";
import { sourceOf } from "./cell-text.ts";
import type { CellCompilation, Compilation, Diagnostic } from "./compiled.ts";
import { diagnose, NeedsFullTypeScript, SourceError, warn } from "./diagnostics.ts";
import { checkNames } from "./exports.ts";
import { fileOf, LIBRARY } from "./files.ts";
import { openSpecifiers } from "./imports.ts";
import { LIBRARY_NAMES, notInLibrary } from "./library.ts";
import type { CompileOptions } from "./options.ts";
import { ownText } from "./origin.ts";
import { openSpecifier, type ScriptFile } from "./script.ts";
import { findWarnings } from "./warnings/warnings.ts";

export class Cells {
  /** Names that the driver and cells have declared; those of the library are known without import. */
  readonly names: Set<string>;
  /** The program's files, which cells can import. */
  readonly #files: readonly string[];
  readonly #options: Pick<CompileOptions, "whyNoPackage">;
  #last = 0;

  /** @param compiled what `compile` gave for the program that runs; without one there are no files to import. */
  constructor(
    { program, names = [] }: Pick<Compilation, "program" | "names"> = {},
    options: Pick<CompileOptions, "whyNoPackage"> = {},
  ) {
    this.names = new Set(names);
    this.#options = options;
    this.#files = [...new Set(program?.modules.map(({ file }) => file))];
  }

  /** Compiles the next cell, which is called REPL[n] wherever a position is shown. Faulty ones count too. */
  compile(text: string): CellCompilation {
    this.#last += 1;
    const { text: cellText, lineStarts } = sourceOf(text);
    const source = {
      file: `REPL[${this.#last}]`,
      text: cellText,
      origin: { ...ownText(cellText), sourceLines: lineStarts },
    };
    try {
      const file = readCell(source, new Set([...LIBRARY_NAMES, ...this.names]));
      this.#openImports(file);
      const cell = emitCell(file);
      const diagnostics = this.#warnings(file);
      for (const declared of cell.names) this.names.add(declared);
      return { cell, diagnostics };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const wayOut = error instanceof NeedsFullTypeScript ? ", which cells go without: write it into a file." : "";
      return { diagnostics: [diagnose(source, "error", error.message + wayOut, error.at)] };
    }
  }

  /** Names that begin so: of the driver and the cells, of the library, of the platform; each sort in order. */
  completions(start: string): string[] {
    const sorts = [this.names, LIBRARY_NAMES, GLOBALS];
    const found = sorts.flatMap((names) => [...names].filter((name) => name.startsWith(start)).sort());
    return [...new Set(found)];
  }

  #openImports(file: ScriptFile): void {
    for (const { source } of file.requests) {
      const imported = fileOf(source.value, file.file, source, this.#files);
      if (imported !== undefined) file.imported.set(source.value, imported);
      else if (source.value === LIBRARY) checkNames(file.tree, source, LIBRARY_NAMES, () => true, notInLibrary);
      else this.#checkPackage(source);
    }
    openSpecifiers(file.requests, file.edits, (specifier) => openSpecifier(file, specifier));
  }

  #checkPackage(source: StringLiteral): void {
    const why = this.#options.whyNoPackage?.(source.value);
    if (why !== undefined) throw new SourceError(why, source);
  }

  #warnings(file: ScriptFile): Diagnostic[] {
    const { text, tree, scopes } = file;
    const given = new Set([...LIBRARY_NAMES].filter((name) => !this.names.has(name)));
    return findWarnings({ text, tree, scopes, isDriver: true, given }).map((warning) => warn(file, warning));
  }
}
