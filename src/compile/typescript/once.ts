// Functions that TypeScript puts around what it writes anew: a namespace's body, a decorated class with its decorators. They
// run once, where they stand. In a file that every process evaluates, what they declare is therefore each process's own,
// as its top level is: it need not travel.
import type { CallExpression, Node, Program } from "../parse/ast.ts";
import { childrenOf } from "../parse/walk.ts";
import type { Imported, Unit } from "../scopes/bindings.ts";
import { declarationOf } from "../scopes/hoist.ts";
import type { Scopes } from "../scopes/scopes.ts";
import { HELPERS_SPECIFIER } from "./helpers.ts";

/** Those at the top level of a file and, in them, at theirs. */
export function findOnce(scopes: Scopes, program: Program): ReadonlySet<Unit> {
  const unitOf = new Map(scopes.units.map((unit) => [unit.node, unit]));
  const found = new Set<Unit>();
  const search = (statements: readonly Node[]): void => {
    for (const call of statements.flatMap(callsOf)) {
      const unit = unitOf.get(call.callee);
      if (!unit || !(isNamespace(call) || isDecorated(unit))) continue;
      found.add(unit);
      search((call.callee as { body: { body: readonly Node[] } }).body.body);
    }
  };
  search(program.body);
  return found;
}

/** The calls that a statement is, or that a variable gets its value by. */
function callsOf(statement: Node): CallExpression[] {
  const node = declarationOf(statement);
  const values =
    node.type === "ExpressionStatement"
      ? [node.expression]
      : node.type === "VariableDeclaration"
        ? node.declarations.map(({ init }) => init)
        : [];
  return values.filter((it) => it?.type === "CallExpression");
}

/** `(function (N) {…})(N || (N = {}))`, and inside another namespace `(N = O.N || (O.N = {}))`. Enums have that form too. */
function isNamespace({ callee, arguments: [argument] }: CallExpression): boolean {
  if (callee.type !== "FunctionExpression" || callee.params.length !== 1) return false;
  const value = argument?.type === "AssignmentExpression" ? argument.right : argument;
  if (value?.type !== "LogicalExpression" || value.operator !== "||") return false;
  const { right } = value;
  return right.type === "AssignmentExpression" && right.right.type === "ObjectExpression";
}

/** `(() => {…; return class C {…}})()`, or with `return C = _classThis` where the class itself is decorated. */
function isDecorated(unit: Unit): boolean {
  const { node } = unit;
  if (node.type !== "ArrowFunctionExpression" || node.params.length > 0 || node.body.type !== "BlockStatement")
    return false;
  const last = node.body.body.at(-1);
  const value = last?.type === "ReturnStatement" ? childrenOf(last)[0] : undefined;
  const isItsClass = value?.type === "ClassExpression" || value?.type === "AssignmentExpression";
  return isItsClass && hasDecorators(unit);
}

/** Whether decorators of TypeScript's emit run while the class is made. */
export const hasDecorators = ({ captures }: Unit): boolean =>
  [...captures.keys()].some(({ imported }) => imported && isDecorate(imported));

const isDecorate = ({ specifier, name }: Imported): boolean =>
  specifier === HELPERS_SPECIFIER && name === "__esDecorate";
