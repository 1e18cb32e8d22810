// What a piece of code changes: variables by assignment, objects by a property or by a method that is known to change them.
import type { At, Node } from "../parse/ast.ts";
import { withoutCast } from "../parse/casts.ts";
import { childrenOf, nameOf } from "../parse/walk.ts";

export interface Change {
  /** The name that is assigned to, or that holds what is changed. */
  readonly target: Node;
  /** What to mark: the name, or the member. */
  readonly at: At;
  readonly isAssignment: boolean;
}

/** Methods of arrays, Maps, Sets and typed arrays that change them. */
const MUTATORS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear)$/;

/** Everything in the node that changes something, also in functions inside it. */
export function changesIn(node: Node): Change[] {
  return [...changesOf(node), ...childrenOf(node).flatMap(changesIn)];
}

function changesOf(node: Node): Change[] {
  switch (node.type) {
    case "AssignmentExpression":
      return targets(node.left);
    case "UpdateExpression":
      return targets(node.argument);
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : targets(node.left);
    case "UnaryExpression":
      return node.operator === "delete" ? targets(node.argument) : [];
    case "CallExpression":
      return mutation(node.callee);
    default:
      return [];
  }
}

function mutation(callee: Node): Change[] {
  if (callee.type !== "MemberExpression" || callee.computed) return [];
  return MUTATORS.test(nameOf(callee.property) ?? "") ? ofMember(callee) : [];
}

/** What is assigned to or deleted. `delete` takes any expression: what is none of a name's changes nothing. */
function targets(target: Node): Change[] {
  switch (target.type) {
    case "Identifier":
      return [{ target, at: target, isAssignment: true }];
    case "MemberExpression":
      return ofMember(target);
    case "ObjectPattern":
      return target.properties.flatMap((it) => targets(it.type === "RestElement" ? it : it.value));
    case "ArrayPattern":
      return target.elements.flatMap((it) => (it ? targets(it) : []));
    case "RestElement":
      return targets(target.argument);
    case "AssignmentPattern":
      return targets(target.left);
    case "ChainExpression":
      return targets(target.expression);
    default: {
      const inner = withoutCast(target);
      return inner === target ? [] : targets(inner);
    }
  }
}

/** Only of what a name holds itself: what lies deeper may be anything, shared memory too. */
function ofMember(node: Node & { type: "MemberExpression" }): Change[] {
  const object = withoutCast(node.object);
  return object.type === "Identifier" ? [{ target: object, at: node, isAssignment: false }] : [];
}
