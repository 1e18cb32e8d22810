// Instances of classes with private names. Only the class's own text can read `#x`, or give an object that has it; so
// each such class hands out a reader and a writer, and its constructor has a way through that installs the names and
// runs nothing of the user's. Classes that extend one they can't see into get that way too.

import { type Edits, Rank } from "../output/edits.ts";
import type { OwnNames } from "../output/names.ts";
import type {
  ClassNode,
  FunctionExpression,
  MethodDefinition,
  Node,
  Parameter,
  PropertyDefinition,
} from "../parse/ast.ts";
import type { Scope, Unit } from "../scopes/bindings.ts";
import { isInert } from "../travel/inert.ts";

/** Adds the edits for all classes of a file. */
export function addInstanceAccess(units: readonly Unit[], edits: Edits, names: OwnNames): void {
  for (const unit of units) {
    if (unit.form.kind !== "class") continue;
    const { node } = unit.form;
    if (hasPrivates(node)) addPrivates(node, edits, names);
    if (needsRestoring(node, unit.scope)) addRestoring(node, unit.scope, edits, names);
  }
}

const isPrivate = (member: MethodDefinition | PropertyDefinition): boolean =>
  member.key.type === "PrivateIdentifier" && !member.static;

const fieldsOf = ({ body }: ClassNode): PropertyDefinition[] =>
  body.body.filter((it) => it.type === "PropertyDefinition").filter((it) => !it.static && !it.declare && !it.abstract);

const methodsOf = ({ body }: ClassNode): MethodDefinition[] =>
  body.body.filter((it) => it.type === "MethodDefinition").filter((it) => it.value.body && !it.abstract);

const hasPrivates = (node: ClassNode): boolean => [...fieldsOf(node), ...methodsOf(node)].some(isPrivate);

/** Whether making an instance again goes through this class's constructor. */
function needsRestoring(node: ClassNode, scope: Scope): boolean {
  if (hasPrivates(node)) return true;
  if (!node.superClass) return false;
  if (node.superClass.type !== "Identifier") return true;
  const base = scope.lookup(node.superClass.name);
  if (!base) return false; // a built-in class
  const known = base.declaration?.type === "ClassDeclaration" && !base.isWritten;
  return !known || needsRestoring(base.declaration as ClassNode, base.scope);
}

function addPrivates(node: ClassNode, edits: Edits, names: OwnNames): void {
  const { object: o, value: v } = names;
  const fields = fieldsOf(node).filter(isPrivate);
  const list = fields.map(({ key }) => `${o}.#${(key as { name: string }).name}`).join(",");
  const write = list && `[${list}]=${v}`;
  addStatement(
    node.body.start + 1,
    node,
    `static{${names.privates}(this,${o}=>[${list}],(${o},${v})=>{${write}})}`,
    1,
    edits,
  );
}

function addRestoring(node: ClassNode, scope: Scope, edits: Edits, names: OwnNames): void {
  const own = methodsOf(node).find(({ kind }) => kind === "constructor");
  if (own) passThrough(own.value, node, scope, edits, names);
  for (const { value } of fieldsOf(node)) if (value) guard(value, "void 0", scope, edits, names);
}

/** The constructor's way through; its parameters get no arguments then, and must not mind. */
function passThrough(fn: FunctionExpression, node: ClassNode, scope: Scope, edits: Edits, names: OwnNames): void {
  const way = node.superClass ? "{super();return}" : "return;";
  addStatement(fn.body.start + 1, fn, `if(new.target===${names.restoreTarget})${way}`, 0, edits);
  for (const parameter of fn.params) guardParameter(parameter, scope, edits, names);
}

function guardParameter(parameter: Parameter, scope: Scope, edits: Edits, names: OwnNames): void {
  switch (parameter.type) {
    case "AssignmentPattern":
      guard(parameter.right, emptyFor(parameter.left) ?? "void 0", scope, edits, names);
      guardParts(parameter.left, scope, edits, names);
      break;
    case "ObjectPattern":
    case "ArrayPattern":
      addDefault(parameter, edits, names);
      guardParts(parameter, scope, edits, names);
      break;
    case "TSParameterProperty":
      guardParameter(parameter.parameter, scope, edits, names);
      break;
  }
}

function guardParts(pattern: Parameter, scope: Scope, edits: Edits, names: OwnNames): void {
  const parts =
    pattern.type === "ObjectPattern"
      ? pattern.properties.map((it) => (it.type === "RestElement" ? it : it.value))
      : pattern.type === "ArrayPattern"
        ? pattern.elements
        : [];
  for (const part of parts) if (part) guardParameter(part, scope, edits, names);
}

/** What a pattern can be matched with. */
function emptyFor(pattern: Parameter): string | undefined {
  if (pattern.type === "ObjectPattern") return "{}";
  return pattern.type === "ArrayPattern" ? "[]" : undefined;
}

function addDefault(pattern: Parameter, edits: Edits, names: OwnNames): void {
  const text = `=${names.restoring}()?${emptyFor(pattern)}:void 0`;
  edits.add({ start: pattern.end, end: pattern.end, rank: Rank.Close, order: 0, text, around: pattern });
}

/** Skips code of the user's while an instance is made again. */
function guard(value: Node, instead: string, scope: Scope, edits: Edits, names: OwnNames): void {
  if (instead === "void 0" && isInert(value, moduleOf(scope))) return;
  edits.wrap(value, `${names.restoring}()?${instead}:(`, ")");
}

const moduleOf = (scope: Scope): Scope => (scope.parent ? moduleOf(scope.parent) : scope);

function addStatement(start: number, around: Node, text: string, order: number, edits: Edits): void {
  edits.add({ start, end: start, rank: Rank.Statement, order, text, around });
}
