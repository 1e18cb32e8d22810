// What a class itself holds: methods, which travel as those of the class, and static fields. A class that is made again gets
// the fields of the class that was sent, so its static initialisers do not run again; static private fields have a reader and
// a writer like those of instances.

import { type Edits, Rank, type View } from "../output/edits.ts";
import type { OwnNames } from "../output/names.ts";
import type { ClassNode, Node, PropertyDefinition } from "../parse/ast.ts";
import type { Unit } from "../scopes/bindings.ts";
import type { Travels } from "../travel/travel.ts";
import { hasDecorators } from "../typescript/once.ts";

/** Adds the edits for all classes that are made again elsewhere, and for those whose decorators replace members. */
export function addClassState(travels: Travels, edits: Edits, names: OwnNames): void {
  for (const { unit, singleton, isOnce, refusal } of travels.all) {
    if (unit.form.kind !== "class" || refusal) continue;
    if (hasDecorators(unit)) addStatement(unit.form.node, `${names.prefix}.decorated(this)`, edits);
    if (singleton || isOnce) continue;
    addMembers(unit.form.node, edits, names);
    addStaticPrivates(unit.form.node, edits, names);
    dropInitialisers(unit, unit.form.node, edits);
  }
}

/** Methods that are taken off the class find back to it. */
function addMembers(node: ClassNode, edits: Edits, names: OwnNames): void {
  const isMember = (it: Node) =>
    it.type === "MethodDefinition" && it.kind !== "constructor" && it.key.type !== "PrivateIdentifier" && !it.abstract;
  if (!node.body.body.some(isMember)) return;
  addStatement(node, `${names.prefix}.members(this)`, edits);
}

/** Runs while the class is made, before anything of the user's. */
function addStatement(node: ClassNode, statement: string, edits: Edits): void {
  const start = node.body.start + 1;
  edits.add({ start, end: start, rank: Rank.Statement, order: 1, text: `static{${statement}}`, around: node });
}

const staticFieldOf = (member: Node): PropertyDefinition | undefined =>
  member.type === "PropertyDefinition" && member.static && !member.declare ? member : undefined;

const isPrivate = (field: PropertyDefinition) => field.key.type === "PrivateIdentifier";

function addStaticPrivates(node: ClassNode, edits: Edits, names: OwnNames): void {
  const { object: o, value: v } = names;
  const fields = node.body.body.flatMap((it) => staticFieldOf(it) ?? []).filter(isPrivate);
  if (fields.length === 0) return;
  const list = fields.map(({ key }) => `${o}.#${(key as { name: string }).name}`).join(",");
  addStatement(node, `${names.prefix}.statics(this,${o}=>[${list}],(${o},${v})=>{[${list}]=${v}})`, edits);
}

/** In the class's own factory: private fields stay without a value, the rest goes. */
function dropInitialisers(unit: Unit, node: ClassNode, edits: Edits): void {
  const when = (view: View) => view.root === unit;
  for (const member of node.body.body) {
    const field = staticFieldOf(member);
    if (field?.value && isPrivate(field)) drop(field.key.end, field.value.end);
    else if (member.type === "StaticBlock" || (field && !isPrivate(field))) drop(member.start, member.end);
  }

  function drop(start: number, end: number): void {
    edits.add({ start, end, rank: Rank.Replace, order: -1, text: ";", when });
  }
}
