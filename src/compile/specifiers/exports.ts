// Whether the names that files import of each other exist. An engine would say so too, but when the program loads and
// without a place in it.

import { SourceError } from "../diagnostics.ts";
import { isDefaultOfType, isTypeOnly } from "../erase/type-only.ts";
import type { At, ImportSpecifierNode, Node, Program, StringLiteral } from "../parse/ast.ts";
import { nameOf } from "../parse/walk.ts";
import { declarationOf, namesIn } from "../scopes/hoist.ts";
import { listed } from "./files.ts";

/** Names of a module, or undefined where `export *` leaves them open. */
export type ExportedNames = ReadonlySet<string> | undefined;

/** The values that a file exports. */
export function exportedNames(program: Program): ExportedNames {
  const names = new Set<string>();
  const declared = new Set(program.body.filter((node) => !isTypeOnly(node)).flatMap(namesDeclaredBy));
  for (const node of program.body) {
    if (isTypeOnly(node) || isDefaultOfType(node, program, (name) => declared.has(name))) continue;
    if (node.type === "ExportAllDeclaration" && !node.exported) return undefined;
    for (const name of namesExportedBy(node)) names.add(name);
  }
  return names;
}

function namesExportedBy(node: Node): string[] {
  if (node.type === "ExportDefaultDeclaration") return ["default"];
  if (node.type === "ExportAllDeclaration") return node.exported ? [nameOf(node.exported)!] : [];
  if (node.type !== "ExportNamedDeclaration") return [];
  const listedNames = node.specifiers.filter((it) => it.exportKind !== "type").map((it) => nameOf(it.exported)!);
  return node.declaration ? [...listedNames, ...namesDeclaredBy(node)] : listedNames;
}

function namesDeclaredBy(statement: Node): string[] {
  const node = declarationOf(statement);
  if (node.type === "VariableDeclaration")
    return node.declarations.flatMap(({ id }) => namesIn(id).map(({ name }) => name));
  const named =
    node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" || node.type === "TSEnumDeclaration";
  return named && node.id ? [node.id.name] : [];
}

/** What to say of a name that a module of these names has not. */
export type NoSuchName = (name: string, names: ReadonlySet<string>) => string;

/**
 * Throws SourceError for the first name that `importer` takes by the specifier `source` and that is not among `names`, the
 * values of that module. `isUsed` tells whether an imported name is read, since a name that is not goes away with the types.
 */
export function checkNames(
  importer: Program,
  source: StringLiteral,
  names: ExportedNames,
  isUsed: (local: string) => boolean,
  noSuchName: NoSuchName,
): void {
  const statement = importer.body.find((node) => "source" in node && node.source === source);
  for (const { name, at } of statement ? namesTaken(statement, isUsed) : []) {
    if (names && !names.has(name)) throw new SourceError(noSuchName(name, names), at);
  }
}

interface NameTaken {
  readonly name: string;
  readonly at: At;
}

function namesTaken(node: Node, isUsed: (local: string) => boolean): NameTaken[] {
  if (node.type === "ImportDeclaration") {
    return node.specifiers.filter((it) => it.importKind !== "type" && isUsed(it.local.name)).flatMap(nameTaken);
  }
  if (node.type !== "ExportNamedDeclaration") return [];
  return node.specifiers.filter((it) => it.exportKind !== "type").map((it) => ({ name: nameOf(it.local)!, at: it }));
}

function nameTaken(node: ImportSpecifierNode): NameTaken[] {
  if (node.type === "ImportNamespaceSpecifier") return [];
  return [{ name: node.imported ? nameOf(node.imported)! : "default", at: node }];
}

/** For a file of the program. */
export const notInFile =
  (file: string): NoSuchName =>
  (name, names) => {
    const known = [...names].map((it) => (it === "default" ? "a default export" : it));
    const what = name === "default" ? "has no default export" : `exports no value "${name}"`;
    return `${file} ${what}; it exports ${known.length > 0 ? listed(known) : "no values"}.`;
  };
