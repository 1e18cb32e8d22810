// Types out of a class: modifiers, abstract and declared members, `implements`, parameter properties. What is dropped
// or begins a member leaves a semicolon, since fields may end without one.

import { NeedsFullTypeScript, SourceError } from "../diagnostics.ts";
import type { Edits } from "../output/edits.ts";
import type {
  ClassMember,
  ClassNode,
  MethodDefinition,
  Node,
  PropertyDefinition,
  TSParameterProperty,
} from "../parse/ast.ts";
import { behind } from "../parse/tokens.ts";
import { blankNode, blankToken, dropStatement, endAfterBlank, leaveDecorators } from "./blanks.ts";

const MODIFIER = /\b(?:public|private|protected|readonly|override|abstract)\b/g;

/** `erase` is called for every expression and function in the class. */
export function eraseClass(node: ClassNode, edits: Edits, erase: (node: Node) => void): void {
  leaveDecorators(node);
  if (node.abstract) edits.blank(node.start, node.start + "abstract".length);
  blankNode(edits, node.typeParameters);
  blankNode(edits, node.superTypeParameters);
  const [first] = node.implements ?? [];
  if (first) edits.blank(edits.text.lastIndexOf("implements", first.start), node.implements!.at(-1)!.end);
  if (node.superClass) erase(node.superClass);
  for (const member of node.body.body) eraseMember(member, node, edits, erase);
}

function eraseMember(member: ClassMember, owner: ClassNode, edits: Edits, erase: (node: Node) => void): void {
  if (isDropped(member)) {
    dropStatement(edits, member);
  } else if (member.type === "StaticBlock") {
    member.body.forEach(erase);
  } else if (member.type === "MethodDefinition" || member.type === "PropertyDefinition") {
    leaveDecorators(member);
    eraseModifiers(member, edits);
    if (member.computed) erase(member.key);
    if (member.type === "PropertyDefinition") eraseField(member, edits, erase);
    else eraseMethod(member, owner, edits, erase);
  } else {
    throw new NeedsFullTypeScript("`accessor` fields", member);
  }
}

const isDropped = (member: ClassMember): boolean =>
  member.type === "TSIndexSignature" ||
  member.type === "TSAbstractAccessorProperty" ||
  (member.type === "PropertyDefinition" && (member.declare === true || member.abstract === true)) ||
  (member.type === "MethodDefinition" && (member.abstract === true || !member.value.body));

function eraseModifiers(member: MethodDefinition | PropertyDefinition, edits: Edits): void {
  if (!member.accessibility && !member.readonly && !member.override) return;
  for (const word of edits.text.slice(member.start, member.key.start).matchAll(MODIFIER)) {
    const start = member.start + word.index;
    edits.blank(start, start + word[0].length, word.index === 0 ? ";" : "");
  }
}

function eraseField(field: PropertyDefinition, edits: Edits, erase: (node: Node) => void): void {
  if (field.optional) blankToken(edits, "?", keyEnd(field, edits));
  if (field.definite) blankToken(edits, "!", keyEnd(field, edits));
  blankNode(edits, field.typeAnnotation);
  if (field.value) erase(field.value);
  endAfterBlank(edits, field);
}

function eraseMethod(method: MethodDefinition, owner: ClassNode, edits: Edits, erase: (node: Node) => void): void {
  if (method.optional) blankToken(edits, "?", keyEnd(method, edits));
  if (method.kind === "constructor") emitParameterProperties(method, owner, edits);
  erase(method.value);
}

const keyEnd = ({ computed, key }: MethodDefinition | PropertyDefinition, { text }: Edits): number =>
  computed ? behind(text, "]", key.end) : key.end;

/** `constructor(public x)` declares the field `x` and assigns it, after `super()` where there is one. */
function emitParameterProperties(method: MethodDefinition, owner: ClassNode, edits: Edits): void {
  const names = method.value.params.filter((it) => it.type === "TSParameterProperty").map(nameOfParameter);
  if (names.length === 0) return;
  edits.insert(owner.body.start + 1, names.map((name) => `${name};`).join(""), owner, 1);
  const assignments = names.map((name) => `this.${name}=${name};`).join("");
  const at = owner.superClass ? behindSuper(method) : method.value.body.start + 1;
  const ended = !owner.superClass || edits.text[at - 1] === ";";
  edits.insert(at, ended ? assignments : `;${assignments}`, owner, 2);
}

function nameOfParameter({ parameter }: TSParameterProperty): string {
  return parameter.type === "AssignmentPattern" ? parameter.left.name : parameter.name;
}

function behindSuper(method: MethodDefinition): number {
  for (const statement of method.value.body.body) {
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "CallExpression") continue;
    if (statement.expression.callee.type === "Super") return statement.end;
  }
  const message = "A constructor with parameter properties needs `super(…)` as a statement of its own.";
  throw new SourceError(message, { start: method.start, end: method.key.end });
}
