// Types out of the text, in place: what TypeScript adds is overwritten with spaces, so lines and columns stay. Classes
// are in erase-class.ts, enums (the one construct that makes code) in enums.ts, imports and exports of names in
// imports.ts, the traps of line ends in blanks.ts.

import { NeedsFullTypeScript, SourceError } from "../diagnostics.ts";
import type { Edits } from "../output/edits.ts";
import type { At, Cast, FunctionNode, Node, Parameter, Program, VariableDeclaration } from "../parse/ast.ts";
import { skipSpace } from "../parse/tokens.ts";
import { childrenOf } from "../parse/walk.ts";
import {
  blankAnnotation,
  blankNode,
  blankOnOneLine,
  blankToken,
  dropStatement,
  endAfterBlank,
  endWithParentheses,
  hasLineEnd,
  leaveDecorators,
} from "./blanks.ts";
import { Enums } from "./enums.ts";
import { eraseClass } from "./erase-class.ts";
import { isTypeOnly } from "./type-only.ts";

/**
 * Adds the edits that make `program` JavaScript. Throws NeedsFullTypeScript where erasing is not enough, and SourceError at
 * what no module can have.
 */
export function erase(program: Program, edits: Edits): void {
  for (const node of program.body) refuseCommonJs(node);
  const enums = new Enums(program, edits.text);
  for (const node of program.body) {
    eraseNode(node, edits, enums);
    enums.note(node);
  }
}

/** TypeScript's words for CommonJS, which its own emit would leave out without a word. */
function refuseCommonJs(node: Node): void {
  if (node.type === "TSExportAssignment") {
    throw new SourceError("A module has no `export =`: write `export default …` or `export { … }`.", node);
  }
  const isRequire = node.type === "TSImportEqualsDeclaration" && node.importKind !== "type";
  if (isRequire && node.moduleReference.type === "TSExternalModuleReference") {
    throw new SourceError("A module has no `import x = require(…)`: write `import x from …`.", node);
  }
}

function eraseNode(node: Node, edits: Edits, enums: Enums): void {
  const eraseOne = (child: Node) => eraseNode(child, edits, enums);
  if (isTypeOnly(node)) dropStatement(edits, node);
  else if (node.type === "TSEnumDeclaration") enums.emit(node, edits, eraseOne);
  else if (node.type === "ClassDeclaration" || node.type === "ClassExpression") eraseClass(node, edits, eraseOne);
  else if (node.type !== "ImportDeclaration") {
    eraseOwnTypes(node, edits);
    if (node.type === "ExportNamedDeclaration" && enums.isRepeated(node.declaration)) {
      edits.blank(node.start, node.declaration!.start);
    }
    childrenOf(node).forEach(eraseOne);
    if (ENDS_AT_LINE_END.has(node.type)) endAfterBlank(edits, node);
  }
}

/** Statements that may end without a semicolon. */
const ENDS_AT_LINE_END = new Set<Node["type"]>([
  "ExpressionStatement",
  "VariableDeclaration",
  "ReturnStatement",
  "ThrowStatement",
  "ExportDefaultDeclaration",
]);

function eraseOwnTypes(node: Node, edits: Edits): void {
  switch (node.type) {
    case "Identifier":
    case "ObjectPattern":
    case "ArrayPattern":
    case "RestElement":
      blankAnnotation(edits, node);
      break;
    case "TSParameterProperty":
      leaveDecorators(node);
      edits.blank(node.start, node.parameter.start);
      break;
    case "VariableDeclaration":
      leaveUsing(node);
      break;
    case "VariableDeclarator":
      if (node.definite) blankToken(edits, "!", node.id.start);
      break;
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      eraseSignature(node, edits);
      break;
    case "CallExpression":
    case "NewExpression":
    case "TaggedTemplateExpression":
      blankNode(edits, node.typeParameters);
      break;
    case "TSTypeAssertion":
      eraseAssertion(node, edits);
      break;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSInstantiationExpression":
      edits.blank(endWithParentheses(edits, node.expression.end, node.end), node.end);
      break;
    case "TSModuleDeclaration":
      throw new NeedsFullTypeScript("namespaces with values", firstLine(node, edits.text));
    case "TSImportEqualsDeclaration":
      throw new NeedsFullTypeScript("aliases by `import x = …`", node);
  }
}

function eraseSignature(node: FunctionNode, edits: Edits): void {
  dropThisParameter(node.params, edits);
  if (node.typeParameters) blankOnOneLine(edits, node.typeParameters, "(");
  if (!node.returnType) return;
  if (node.type === "ArrowFunctionExpression") blankOnOneLine(edits, node.returnType, "=>");
  else blankNode(edits, node.returnType);
}

function dropThisParameter(params: readonly Parameter[], edits: Edits): void {
  const first = params[0];
  if (first?.type !== "Identifier" || first.name !== "this") return;
  const next = skipSpace(edits.text, first.end);
  edits.blank(first.start, edits.text[next] === "," ? next + 1 : first.end);
}

/** `<T>x`: in parentheses when the type has line ends, since `return` and `throw` end at one. */
function eraseAssertion(node: Cast, edits: Edits): void {
  const end = skipSpace(edits.text, node.typeAnnotation?.end ?? node.start) + 1;
  const inLine = !hasLineEnd(edits.text.slice(node.start, node.expression.start));
  edits.blank(node.start, end);
  if (!inLine) edits.wrap(node, "(", ")");
}

function leaveUsing(node: VariableDeclaration): void {
  if (node.kind !== "using" && node.kind !== "await using") return;
  throw new NeedsFullTypeScript("`using` declarations", node);
}

function firstLine(node: At, text: string): At {
  const length = text.slice(node.start, node.end).search(/[\n\r\u2028\u2029]/);
  return length < 0 ? node : { start: node.start, end: node.start + length };
}
