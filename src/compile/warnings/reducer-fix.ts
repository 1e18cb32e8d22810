// The fix for the loop that adds up into a variable:
//     await distributed(items, (i) => { sum += f(i) });
// becomes
//     sum = await distributed((a, b) => a + b, items, (i) => f(i), { init: sum });
// Offered only where that is the same for sure: the sum is a number from the start, and the loop does nothing else.
import type { At, Node } from "../parse/ast.ts";
import { walk } from "../parse/walk.ts";
import type { Scopes } from "../scopes/scopes.ts";
import type { Shipment } from "./library-calls.ts";
import { type Fix, insertion } from "./warning.ts";
import type { Source } from "./warnings.ts";

export function reducerFix(at: At, name: string, { call, ...shipment }: Shipment, source: Source): Fix | undefined {
  const [items, body] = call.arguments;
  if (shipment.name !== "distributed" || call.arguments.length !== 2 || !items || !body) return undefined;
  const added = addedBy(body, at, source.text);
  const statement = statementAwaiting(call, source);
  if (added === undefined || !statement || added.includes(name)) return undefined;
  if (!beginsAsNumber(at, source.scopes)) return undefined;
  const edits = [
    insertion(statement.start, `${name} = `),
    insertion(items.start, "(a, b) => a + b, "),
    { ...bodyOf(body), text: added },
    insertion(body.end, `, { init: ${name} }`),
  ];
  return { title: "Add up with a reducer", edits };
}

const bodyOf = (arrow: Node): At => {
  const { start, end } = (arrow as Node & { type: "ArrowFunctionExpression" }).body;
  return { start, end };
};

/** The text of what an arrow with a block adds to the variable at `at`, when it does nothing else. */
function addedBy(arrow: Node, at: At, text: string): string | undefined {
  if (arrow.type !== "ArrowFunctionExpression" || arrow.body.type !== "BlockStatement") return undefined;
  const { start, end, body } = arrow.body;
  const [only, ...more] = body;
  if (only?.type !== "ExpressionStatement" || more.length > 0) return undefined;
  const around = text.slice(start + 1, only.start) + text.slice(only.end, end - 1);
  if (around.trim() !== "") return undefined; // a comment would be lost
  const { expression } = only;
  if (expression.type === "UpdateExpression") {
    return expression.operator === "++" && isAt(expression.argument, at) ? "1" : undefined;
  }
  if (expression.type !== "AssignmentExpression" || expression.operator !== "+=") return undefined;
  if (!isAt(expression.left, at) || expression.right.type === "ObjectExpression") return undefined;
  const [, added = ""] = /^\s*\+=\s*(.*?)\s*;?\s*$/s.exec(text.slice(expression.left.end, only.end)) ?? [];
  return added === "" || /\/[/*]/.test(added) ? undefined : added;
}

const isAt = ({ start, end }: At, at: At): boolean => start === at.start && end === at.end;

/** The statement that is `await call` and nothing more: its value is not used yet. */
function statementAwaiting(call: Node, { tree }: Source): Node | undefined {
  let found: Node | undefined;
  walk(tree, (node) => {
    if (node.type !== "ExpressionStatement" || node.expression.type !== "AwaitExpression") return;
    if (node.expression.argument === call && node.start === node.expression.start) found = node;
  });
  return found;
}

/** `let sum = 0`. */
function beginsAsNumber(at: At, { references }: Scopes): boolean {
  const reference = references.find(({ node }) => node.start === at.start);
  const declarator = reference?.scope.lookup(reference.node.name)?.declarator;
  return (
    declarator?.id.type === "Identifier" &&
    declarator.init?.type === "Literal" &&
    typeof declarator.init.value === "number"
  );
}
