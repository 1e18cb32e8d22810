// Which statements are nothing but types.
import type { Identifier, Node, Program } from "../parse/ast.ts";

/** Whether nothing of a statement remains when types are gone. */
export function isTypeOnly(node: Node): boolean {
  switch (node.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
    case "TSNamespaceExportDeclaration":
      return true;
    case "VariableDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      return node.declare === true;
    case "TSImportEqualsDeclaration":
      return node.importKind === "type";
    case "ImportDeclaration":
      return node.importKind === "type";
    case "ExportAllDeclaration":
      return node.exportKind === "type";
    case "ExportNamedDeclaration":
      if (node.exportKind === "type") return true;
      if (node.declaration) return isTypeOnly(node.declaration);
      return node.specifiers.length > 0 && node.specifiers.every((it) => it.exportKind === "type");
    case "ExportDefaultDeclaration":
      return isTypeOnly(node.declaration);
    case "TSModuleDeclaration":
      return node.declare === true || node.global === true || !node.body || isTypeOnly(node.body);
    case "TSModuleBlock":
      return node.body.every(isTypeOnly);
    default:
      return false;
  }
}

/** Whether the statement is `export default T` of a type. `isValue` tells whether a name is a value of the file. */
export function isDefaultOfType(node: Node, program: Program, isValue: (name: string) => boolean): boolean {
  if (node.type !== "ExportDefaultDeclaration" || node.declaration.type !== "Identifier") return false;
  const { name } = node.declaration;
  return !isValue(name) && program.body.some((it) => typeNamesOf(it).includes(name));
}

/** The types that a statement declares or imports. */
function typeNamesOf(node: Node): readonly string[] {
  if (node.type === "ImportDeclaration") {
    const types = node.specifiers.filter(({ importKind }) => node.importKind === "type" || importKind === "type");
    return types.map(({ local }) => local.name);
  }
  if (node.type === "ExportNamedDeclaration") return node.declaration ? typeNamesOf(node.declaration) : [];
  const isType = node.type === "TSInterfaceDeclaration" || node.type === "TSTypeAliasDeclaration";
  return isType ? [(node as unknown as { id: Identifier }).id.name] : [];
}
