// The files of a program that its driver and functions.ts reach, parsed, in the order in which modules must be made:
// what a file imports comes before it. A ring is an error, since a blob or data URL can only name what exists already.
// A faulty file does not hide the faults of the others.
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "../program/program.ts";
import type { Diagnostic, TypeScriptNeed } from "./compiled.ts";
import { diagnose, NeedsFullTypeScript, SourceError, type SourceText, warn } from "./diagnostics.ts";
import type { CompileOptions } from "./options.ts";
import type { StringLiteral } from "./parse/ast.ts";
import { openSpecifier, readScript, type ScriptFile } from "./script.ts";
import { checkNames, type ExportedNames, exportedNames, notInFile } from "./specifiers/exports.ts";
import { fileOf, LIBRARY, listed } from "./specifiers/files.ts";
import { openSpecifiers } from "./specifiers/imports.ts";
import { type JsonFile, readJson } from "./specifiers/json.ts";
import { LIBRARY_NAMES, notInLibrary } from "./specifiers/library.ts";
import { HELPERS_FILE, HELPERS_SPECIFIER, type HelpersFile, readHelpers } from "./typescript/helpers.ts";
import { madeText, type Origin, ownText } from "./typescript/origin.ts";
import { findWarnings } from "./warnings/warnings.ts";

export type ProgramFile = ScriptFile | JsonFile | HelpersFile;

export interface Graph {
  /** In dependency order; the driver is the last. */
  readonly files: readonly ProgramFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly needsTypeScript: readonly TypeScriptNeed[];
}

export function readProgram(program: Program, options: CompileOptions): Graph {
  const reader = new GraphReader(program.files, options);
  reader.read(FUNCTIONS_FILE);
  reader.read(DRIVER_FILE);
  return reader;
}

class GraphReader implements Graph {
  readonly files: ProgramFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly needsTypeScript: TypeScriptNeed[] = [];
  /** The files that imports can mean. */
  readonly #given: readonly string[];
  readonly #texts: Readonly<Record<string, string>>;
  readonly #options: CompileOptions;
  readonly #exports = new Map<string, ExportedNames>();
  readonly #done = new Set<string>();
  /** The files that are being read now, each imported by the one before it. */
  readonly #open: string[] = [];

  constructor(files: Readonly<Record<string, string>>, options: CompileOptions) {
    this.#options = options;
    this.#given = [DRIVER_FILE, ...Object.keys(files)];
    this.#texts = { [DRIVER_FILE]: "", [FUNCTIONS_FILE]: "", ...files };
  }

  read(name: string): void {
    if (this.#done.has(name)) return;
    this.#done.add(name);
    this.#open.push(name);
    const origin = this.#originOf(name);
    const file = this.#attempt({ file: name, origin }, () => this.#parse(name, origin));
    if (file?.kind === "script") this.#finish(file);
    if (file) {
      this.#exports.set(name, file.kind === "script" ? exportedNames(file.tree) : new Set(["default"]));
      this.files.push(file);
    }
    this.#open.pop();
  }

  #originOf(name: string): Origin {
    const text = this.#texts[name]!;
    const emitted = this.#options.emitted?.[name];
    return emitted ? madeText(emitted.text, text, emitted.sourceMap) : ownText(text);
  }

  #parse(name: string, origin: Origin): ProgramFile {
    const text = this.#texts[name]!;
    if (name.endsWith(".json")) return readJson(name, text);
    return readScript(name, this.#options.emitted?.[name]?.text ?? text, { ...this.#options, origin });
  }

  #finish(file: ScriptFile): void {
    this.diagnostics.push(...warningsOf(file).map((warning) => warn(file, warning)));
    for (const { source } of file.requests) this.#attempt(file, () => this.#readImport(file, source));
    openSpecifiers(file.requests, file.edits, (specifier) => openSpecifier(file, specifier));
  }

  #readImport(file: ScriptFile, source: StringLiteral): void {
    const emitted = this.#options.emitted?.[file.file];
    if (emitted && source.value === HELPERS_SPECIFIER) return this.#addHelpers(file, emitted.helpers);
    const imported = fileOf(source.value, file.file, source, this.#given);
    const isRead = (local: string) => file.inUse.isRead(local);
    if (source.value === LIBRARY) checkNames(file.tree, source, LIBRARY_NAMES, isRead, notInLibrary);
    else if (imported === undefined) this.#checkPackage(source);
    if (imported === undefined) return;
    const ring = this.#open.indexOf(imported);
    if (ring >= 0) throw new SourceError(ringMessage(this.#open.slice(ring)), source);
    file.imported.set(source.value, imported);
    this.read(imported);
    checkNames(file.tree, source, this.#exports.get(imported), isRead, notInFile(imported));
  }

  #checkPackage(source: StringLiteral): void {
    const why = this.#options.whyNoPackage?.(source.value);
    if (why !== undefined) throw new SourceError(why, source);
  }

  #addHelpers(file: ScriptFile, text: string): void {
    file.imported.set(HELPERS_SPECIFIER, HELPERS_FILE);
    if (this.#done.has(HELPERS_FILE)) return;
    this.#done.add(HELPERS_FILE);
    this.files.push(readHelpers(text));
  }

  /** Runs `step`; a fault it finds in `source` becomes a diagnostic. */
  #attempt<T>(source: SourceText, step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const fault = diagnose(source, "error", error.message, error.at);
      if (!(error instanceof NeedsFullTypeScript)) this.diagnostics.push(fault);
      else this.needsTypeScript.push({ ...fault, text: this.#texts[source.file]! });
      return undefined;
    }
  }
}

const warningsOf = ({ text, tree, scopes, file }: ScriptFile) =>
  findWarnings({ text, tree, scopes, isDriver: file === DRIVER_FILE });

function ringMessage(ring: readonly string[]): string {
  if (ring.length === 1) return `${ring[0]} imports itself.`;
  const path = [...ring, ring[0]].join(" -> ");
  return `${listed(ring)} import each other (${path}). Put what they share into a file that imports none of them.`;
}
