// Which statements are nothing but types.
import type { Node } from "./ast.ts";

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
