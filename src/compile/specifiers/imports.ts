// Imports and exports of names: what a file asks of other modules, and the edits that open its specifiers and take out
// names that are only types. As in TypeScript, an import of which no name is used as a value goes away whole.

import type { Specifier } from "../compiled.ts";
import { dropStatement } from "../erase/blanks.ts";
import { isDefaultOfType, isTypeOnly } from "../erase/type-only.ts";
import type { Edits } from "../output/edits.ts";
import type {
  At,
  ExportNamedDeclaration,
  ExportSpecifierNode,
  ImportDeclaration,
  ImportExpression,
  ImportSpecifierNode,
  Program,
  StringLiteral,
} from "../parse/ast.ts";
import { behind, skipSpace } from "../parse/tokens.ts";
import { walk } from "../parse/walk.ts";

/** A specifier in the text that stays in the output. */
export interface Request {
  readonly source: StringLiteral;
  /** Offset behind the import attributes that follow, else the specifier's end. */
  readonly attributesEnd: number;
  readonly isDynamic: boolean;
}

/** Which names of a file are values that its own text uses. */
export interface NamesInUse {
  /** Whether an imported name is read anywhere. */
  isRead(local: string): boolean;
  /** Whether a name that is exported in braces is a value of the file. */
  isValue(local: string): boolean;
}

/** All specifiers that remain: of imports with a name in use, of exports from elsewhere, of `import("…")`. */
export function requestsOf(program: Program, names: NamesInUse, text: string): Request[] {
  const declared = program.body
    .filter((node) => !isTypeOnly(node))
    .flatMap((node) => {
      if (node.type === "ImportDeclaration") return isKept(node, names) ? [requestOf(node, node.source, text)] : [];
      if (node.type === "ExportAllDeclaration") return [requestOf(node, node.source, text)];
      return node.type === "ExportNamedDeclaration" && node.source ? [requestOf(node, node.source, text)] : [];
    });
  return [...declared, ...dynamicImports(program).map((node) => dynamicRequest(node, text))];
}

/** Opens the specifiers in the text: `open` says which module each means. The program's own need no attributes. */
export function openSpecifiers(
  requests: readonly Request[],
  edits: Edits,
  open: (specifier: string) => OpenSpecifier,
): void {
  for (const { source, attributesEnd, isDynamic } of requests) {
    const { specifier, isOwn } = open(source.value);
    edits.replace(source, { specifier, isDynamic });
    if (isOwn) edits.blank(source.end, attributesEnd);
  }
}

export interface OpenSpecifier extends Specifier {
  readonly isOwn: boolean;
}

/** Takes out the names that are types, and imports of nothing else. Declarations that say `type` are erase.ts's. */
export function eraseTypeNames(program: Program, names: NamesInUse, edits: Edits): void {
  for (const node of program.body) {
    if (isTypeOnly(node)) continue;
    if (node.type === "ImportDeclaration") eraseImport(node, names, edits);
    else if (node.type === "ExportNamedDeclaration") eraseExport(node, names, edits);
    else if (isDefaultOfType(node, program, names.isValue)) dropStatement(edits, node);
  }
}

function eraseImport(node: ImportDeclaration, names: NamesInUse, edits: Edits): void {
  if (!isKept(node, names)) {
    dropStatement(edits, node);
    return;
  }
  for (const specifier of node.specifiers) {
    if (isRead(specifier, names)) continue;
    if (specifier.type === "ImportNamespaceSpecifier") edits.replace(specifier, "{}");
    else eraseListed(specifier, edits);
  }
}

function eraseExport(node: ExportNamedDeclaration, names: NamesInUse, edits: Edits): void {
  const isType = (it: ExportSpecifierNode) => it.exportKind === "type" || (!node.source && !isValue(it, names));
  for (const specifier of node.specifiers) if (isType(specifier)) eraseListed(specifier, edits);
}

/** Blanks a name of a list with the comma behind it. */
function eraseListed(specifier: At, edits: Edits): void {
  const next = skipSpace(edits.text, specifier.end);
  edits.blank(specifier.start, edits.text[next] === "," ? next + 1 : specifier.end);
}

const isKept = (node: ImportDeclaration, names: NamesInUse): boolean =>
  node.specifiers.length === 0 || node.specifiers.some((specifier) => isRead(specifier, names));

const isRead = (specifier: ImportSpecifierNode, names: NamesInUse): boolean =>
  specifier.importKind !== "type" && names.isRead(specifier.local.name);

const isValue = ({ local }: ExportSpecifierNode, names: NamesInUse): boolean =>
  local.type === "Identifier" && names.isValue(local.name);

function requestOf(node: { readonly attributes?: readonly At[] }, source: StringLiteral, text: string): Request {
  const last = node.attributes?.at(-1);
  return { source, attributesEnd: last ? behind(text, "}", last.end) : source.end, isDynamic: false };
}

function dynamicRequest(node: ImportExpression, text: string): Request {
  const source = node.source as StringLiteral;
  if (!node.options) return { source, attributesEnd: source.end, isDynamic: true };
  const comma = skipSpace(text, node.options.end);
  return { source, attributesEnd: text[comma] === "," ? comma + 1 : node.options.end, isDynamic: true };
}

function dynamicImports(program: Program): ImportExpression[] {
  const found: ImportExpression[] = [];
  walk(program, (node) => {
    if (node.type !== "ImportExpression" || node.source.type !== "Literal") return;
    if (typeof node.source.value === "string") found.push(node);
  });
  return found;
}
