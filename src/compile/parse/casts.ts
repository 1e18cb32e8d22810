// What stands under a cast: `x as T`, `x satisfies T`, `x!`, `<T>x`, `f<T>`.
import type { Node } from "./ast.ts";

export function withoutCast(node: Node): Node {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return withoutCast(node.expression);
    default:
      return node;
  }
}
