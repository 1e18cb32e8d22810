// Places of literals, and the names that those give them.
import type { AssignmentExpression, Node, Pattern } from "../parse/ast.ts";
import { nameOf } from "../parse/walk.ts";
import type { Place } from "./bindings.ts";

export const EXPRESSION: Place = { kind: "expression" };

export function nameByPlace(place: Place): string {
  switch (place.kind) {
    case "declarator":
      return place.id.name;
    case "assignment":
      return place.target.name;
    case "named":
      return place.name;
    default:
      return "";
  }
}

export const namedLike = (target: Pattern): Place =>
  target.type === "Identifier" ? { kind: "named", name: target.name } : EXPRESSION;

export function keyPlace(key: Node, computed: boolean): Place {
  const name = computed ? undefined : nameOf(key);
  return name === undefined ? EXPRESSION : { kind: "named", name };
}

export function assignmentPlace(node: AssignmentExpression): Place {
  const { left, operator } = node;
  if (left.type !== "Identifier" || !/^(?:=|\|\|=|&&=|\?\?=)$/.test(operator)) return EXPRESSION;
  return operator === "=" ? { kind: "assignment", node, target: left } : { kind: "named", name: left.name };
}
