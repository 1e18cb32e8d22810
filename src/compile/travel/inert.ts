// Expressions that any process may evaluate again, since they run no code of the user's.
import type { Node } from "../parse/ast.ts";
import type { Scope } from "../scopes/bindings.ts";

/** Literals and arithmetic on them: the same in every process. */
export function isConstant(node: Node | null): boolean {
  switch (node?.type) {
    case "Literal":
      return !node.regex;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    case "UnaryExpression":
      return /^[-+~!]$/.test(node.operator) && isConstant(node.argument);
    case "BinaryExpression":
      return (
        node.operator !== "in" && node.operator !== "instanceof" && isConstant(node.left) && isConstant(node.right)
      );
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return isConstant(node.expression);
    default:
      return false;
  }
}

/** Whether evaluating it runs no code of the user's and has no effect; making it twice is then as good as once. */
export function isInert(node: Node | null, module: Scope): boolean {
  const inert = (it: Node | null) => isInert(it, module);
  switch (node?.type) {
    case undefined:
    case "Literal":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    case "UnaryExpression":
      return inert(node.argument);
    case "BinaryExpression":
      return inert(node.left) && inert(node.right);
    case "TemplateLiteral":
      return node.expressions.every(inert);
    case "ArrayExpression":
      return node.elements.every((it) => it?.type !== "SpreadElement" && inert(it));
    case "ObjectExpression":
      return node.properties.every((it) => it.type === "Property" && !it.computed && inert(it.value));
    case "NewExpression":
      return isNewCollection(node.callee, module) && node.arguments.every(inert);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return inert(node.expression);
    default:
      return false;
  }
}

const isNewCollection = (callee: Node, module: Scope): boolean =>
  callee.type === "Identifier" &&
  /^(?:Weak)?(?:Map|Set)$|^Array$|^Object$/.test(callee.name) &&
  !module.names.has(callee.name);
