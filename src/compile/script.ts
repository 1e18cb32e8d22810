// A TypeScript file of a program, read: its tree, its scopes, what it imports, how its functions travel, and the edits
// that make it JavaScript. Made once; module.ts and lift.ts write texts from it.
import { DRIVER_FILE } from "../program/program.ts";
import type { SourceText } from "./diagnostics.ts";
import { erase } from "./erase/erase.ts";
import type { CompileOptions } from "./options.ts";
import { Edits } from "./output/edits.ts";
import { addMarks } from "./output/marks.ts";
import { moduleKey } from "./output/module-key.ts";
import { type OwnNames, ownNames } from "./output/names.ts";
import { type PlainText, plainText } from "./output/plain-text.ts";
import type { Program } from "./parse/ast.ts";
import { parse } from "./parse/parse.ts";
import { addClassState } from "./register/class-state.ts";
import { addHosted } from "./register/factories.ts";
import { addInstanceAccess } from "./register/instances.ts";
import { addHomes } from "./register/pseudo.ts";
import { addRegistrations } from "./register/registration.ts";
import type { Binding } from "./scopes/bindings.ts";
import { findCaptures } from "./scopes/captures.ts";
import { findScopes, type Scopes } from "./scopes/scopes.ts";
import { moduleName } from "./specifiers/files.ts";
import { eraseTypeNames, type NamesInUse, type OpenSpecifier, type Request, requestsOf } from "./specifiers/imports.ts";
import { type Mode, Statics } from "./travel/statics.ts";
import { Travels } from "./travel/travel.ts";
import { type Origin, ownText } from "./typescript/origin.ts";

export interface ScriptFile extends SourceText {
  readonly kind: "script";
  /** What its functions are known by. */
  readonly key: string;
  /** What is compiled: the user's text, or what TypeScript made of it. */
  readonly text: string;
  readonly tree: Program;
  readonly scopes: Scopes;
  readonly statics: Statics;
  readonly travels: Travels;
  readonly edits: Edits;
  readonly plain: PlainText;
  readonly names: OwnNames;
  readonly inUse: NamesInUse;
  readonly requests: readonly Request[];
  /** Imports whose names the text uses as values, in order; specifiers as they are written. */
  readonly importedValues: readonly ImportedValues[];
  /** The text makes accessors on plain objects. */
  readonly hasAccessors: boolean;
  /** Specifiers, as written, that mean a file of the program -> that file. */
  readonly imported: Map<string, string>;
}

/** The module that a specifier of the file means. */
export function openSpecifier({ imported }: ScriptFile, specifier: string): OpenSpecifier {
  const own = imported.get(specifier);
  return { specifier: own === undefined ? specifier : moduleName(own), isOwn: own !== undefined };
}

export interface ReadOptions extends Pick<CompileOptions, "build"> {
  /** Default: the text is the user's own. */
  readonly origin?: Origin;
}

/** Throws SourceError at a syntax error, and NeedsFullTypeScript at what erasing types can't do. */
export const readScript = (file: string, text: string, { origin, build = "" }: ReadOptions = {}): ScriptFile =>
  scriptOf(
    { file, text, build, origin: origin ?? ownText(text) },
    eraseTypes(text),
    file === DRIVER_FILE ? "driver" : "functions",
  );

interface Named extends SourceText {
  readonly text: string;
  /** Tells functions of this compilation from those of others. */
  readonly build: string;
}

/** The file, from what `eraseTypes` found in its text. */
export function scriptOf(
  { file, text, build, origin }: Named,
  { tree, scopes, edits, inUse }: Erased,
  mode: Mode,
): ScriptFile {
  const statics = new Statics(scopes, tree, mode);
  const travels = new Travels(scopes, statics);
  const names = ownNames(text);
  const key = moduleKey(file, text, build);
  const plain = plainText(edits);
  addMarks(scopes.units, key, edits);
  addRegistrations(travels, edits, names);
  addHomes(travels.all, edits, names);
  addInstanceAccess(scopes.units, edits, names);
  addClassState(travels, edits, names);
  addHosted(travels, statics.once, key, edits, names);
  return {
    kind: "script",
    file,
    key,
    text,
    tree,
    scopes,
    statics,
    travels,
    edits,
    plain,
    names,
    inUse,
    requests: requestsOf(tree, inUse, text),
    importedValues: importedValues(scopes, inUse),
    hasAccessors: makesAccessors(scopes, text),
    origin,
    imported: new Map(),
  };
}

type Erased = Pick<ScriptFile, "tree" | "scopes" | "edits" | "inUse">;

/**
 * The tree and scopes of a text, and the edits that make it JavaScript and nothing else. `declareMore`, of a REPL cell, adds
 * to the names that its module has; there every imported name is in use, since later cells may read it.
 */
export function eraseTypes(text: string, declareMore?: (scopes: Scopes) => void): Erased {
  const tree = parse(text);
  const edits = new Edits(text);
  erase(tree, edits);
  const scopes = findScopes(tree, text);
  declareMore?.(scopes);
  findCaptures(scopes.references);
  const inUse = namesInUse(scopes, declareMore !== undefined);
  eraseTypeNames(tree, inUse, edits);
  return { tree, scopes, edits, inUse };
}

export interface ImportedValues {
  readonly specifier: string;
  readonly bindings: readonly Binding[];
}

function importedValues({ module }: Scopes, inUse: NamesInUse): ImportedValues[] {
  const bySpecifier = new Map<string, Binding[]>();
  for (const binding of module.scope.names.values()) {
    if (!binding.imported || !inUse.isRead(binding.name)) continue;
    const { specifier } = binding.imported;
    bySpecifier.set(specifier, [...(bySpecifier.get(specifier) ?? []), binding]);
  }
  return [...bySpecifier].map(([specifier, bindings]) => ({ specifier, bindings }));
}

const makesAccessors = ({ units }: Scopes, text: string): boolean =>
  units.some(({ form }) => form.kind === "method" && form.property.kind !== "init") ||
  /__define[GS]etter__|definePropert/.test(text);

function namesInUse({ module }: Scopes, isCell: boolean): NamesInUse {
  const { names } = module.scope;
  return {
    isRead: (local) => isCell || (names.get(local)?.references.length ?? 0) > 0,
    isValue: (local) => names.has(local),
  };
}
