// Names that are declared before the code of their scope runs: `var` anywhere in a function, and the other declarations
// of a list of statements.

import { isTypeOnly } from "../erase/type-only.ts";
import type {
  ExportNamedDeclaration,
  Identifier,
  Node,
  Parameter,
  Pattern,
  VariableDeclaration,
} from "../parse/ast.ts";
import { childrenOf } from "../parse/walk.ts";
import type { Scope } from "./bindings.ts";

/** Declares what the statements of a block, body or module declare, without `var`. */
export function hoist(statements: readonly Node[], scope: Scope): void {
  for (const statement of statements) {
    const node = declarationOf(statement);
    if (isTypeOnly(node)) continue;
    if (node.type === "FunctionDeclaration" && node.id)
      scope.declare(node.id.name, "function", node.id, { declaration: node });
    else if (node.type === "ClassDeclaration" && node.id)
      scope.declare(node.id.name, "class", node.id, { declaration: node });
    else if (node.type === "TSEnumDeclaration") scope.declare(node.id.name, "enum", node.id, { declaration: node });
    else if (node.type === "VariableDeclaration" && node.kind !== "var") declareVariables(node, scope);
  }
}

/** Declares every `var` of a body, wherever it stands; nested functions and classes have their own. */
export function hoistVars(node: Node, scope: Scope): void {
  if (OWN_VARS.has(node.type) || isTypeOnly(node)) return;
  if (node.type === "VariableDeclaration" && node.kind === "var") declareVariables(node, scope);
  for (const child of childrenOf(node)) hoistVars(child, scope);
}

const OWN_VARS = new Set<Node["type"]>([
  "ArrowFunctionExpression",
  "FunctionExpression",
  "FunctionDeclaration",
  "ClassDeclaration",
  "ClassExpression",
]);

function declareVariables(node: VariableDeclaration, scope: Scope): void {
  const kind = node.kind === "var" || node.kind === "let" ? node.kind : "const";
  for (const declarator of node.declarations) {
    for (const id of namesIn(declarator.id)) scope.declare(id.name, kind, id, { declarator });
  }
}

/** The declaration in a statement, also in an `export`; else the statement. */
export function declarationOf(statement: Node): Node {
  const isExport = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
  return isExport ? ((statement as ExportNamedDeclaration).declaration ?? statement) : statement;
}

/** The names that a pattern binds, in order. */
export function namesIn(pattern: Parameter | null): Identifier[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((it) => namesIn(it.type === "RestElement" ? it.argument : it.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((it: Pattern | null) => namesIn(it));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    case "TSParameterProperty":
      return namesIn(pattern.parameter);
    default:
      return [];
  }
}
