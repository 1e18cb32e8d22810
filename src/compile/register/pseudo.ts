// What a literal takes along without a variable of the program: `this`, `arguments`, `new.target`, where `super` looks, and
// the class whose private names it uses; and how the text reads each. `super` and private names hang on a home, a class or
// an object literal. To read them the text needs a name for that, so homes without one get it here.

import { type Edits, Rank, type View } from "../output/edits.ts";
import type { OwnNames } from "../output/names.ts";
import type { ClassNode, Node, ObjectExpression } from "../parse/ast.ts";
import { behind } from "../parse/tokens.ts";
import { childrenOf, nameOf } from "../parse/walk.ts";
import type { Pseudo, Unit } from "../scopes/bindings.ts";
import type { Travel } from "../travel/travel.ts";

/** The expression that reads it where the literal stands. */
export function pseudoText(pseudo: Pseudo, unit: Unit, view: View, names: OwnNames): string {
  if (pseudo === "this" || pseudo === "arguments") return pseudo;
  if (pseudo === "class") return className(hostOf(unit)!, names);
  if (view.root && comesThrough(pseudo, unit, view.root)) return names.pseudo(pseudo);
  return pseudo === "super" ? superText(ownerOf(unit), names) : pseudo;
}

/** Whether the factory of `root` has it as a parameter. */
function comesThrough(pseudo: Pseudo, unit: Unit, root: Unit): boolean {
  let it: Unit | undefined = unit;
  while (it?.isArrow && it !== root) it = it.parent;
  return it === root && (root.isArrow || (pseudo === "super" && root.form.kind === "method"));
}

/** The object that `super.x` asks for x: what the home inherits from when the literal is sent. */
function superText(owner: Unit, names: OwnNames): string {
  const home =
    owner.form.kind === "method"
      ? `${names.home(owner.form.object.start)}.o`
      : className(owner.parent!, names) + (isStatic(owner) ? "" : ".prototype");
  return `${names.prefix}.prototypeOf(${home})`;
}

const className = ({ form, id }: Unit, names: OwnNames): string =>
  (form.node as ClassNode).id?.name ?? names.numbered(id);

/** The method or member whose `this` and `super` the literal has. */
function ownerOf(unit: Unit): Unit {
  return unit.isArrow ? ownerOf(unit.parent!) : unit;
}

function isStatic({ form }: Unit): boolean {
  if (form.kind === "member") return form.member.static;
  return form.kind === "static" || (form.kind === "field" && form.node.static);
}

/** The innermost class around it of which it names a private name. */
export function hostOf(unit: Unit): Unit | undefined {
  for (let it = unit.parent; it; it = it.parent) if (unit.privateOf.has(it)) return it;
  return undefined;
}

/** Why the literal's text has no way to its home; undefined where it has, or needs none. */
export function whyNoHome(pseudo: Pseudo, unit: Unit): string | undefined {
  if (pseudo === "class") return whyHidden(hostOf(unit)!, unit, "a private name");
  if (pseudo !== "super") return undefined;
  const { form, parent } = ownerOf(unit);
  if (form.kind !== "method") return whyHidden(parent!, unit, "super");
  if (!suspends(form.object)) return undefined;
  return "super in an object literal that waits between its braces (put what it awaits or yields into a variable before it)";
}

function whyHidden({ ownName }: Unit, { scope }: Unit, what: string): string | undefined {
  if (!ownName || scope.lookup(ownName.name) === ownName) return undefined;
  return `${what} where the class's name, ${ownName.name}, means something else (rename one of them)`;
}

/** Whether evaluating the literal itself may pause the function around it. */
function suspends(node: Node): boolean {
  if (node.type === "AwaitExpression" || node.type === "YieldExpression") return true;
  if (/^(?:Arrow)?Function/.test(node.type) || node.type === "StaticBlock") return false;
  return childrenOf(node).some(suspends);
}

/** Gives names to the homes of all literals that need one and have none. */
export function addHomes(travels: Iterable<Travel>, edits: Edits, names: OwnNames): void {
  const classes = new Set<Unit>();
  const objects = new Set<ObjectExpression>();
  for (const { unit, captures, refusal } of travels) {
    if (refusal) continue;
    if (captures.some(({ pseudo }) => pseudo === "class")) classes.add(hostOf(unit)!);
    if (!captures.some(({ pseudo }) => pseudo === "super")) continue;
    const { form, parent } = ownerOf(unit);
    if (form.kind === "method") objects.add(form.object);
    else classes.add(parent!);
  }
  for (const unit of classes) nameClass(unit, edits, names);
  for (const object of objects) nameObject(object, edits, names);
}

/** `class {` -> `class $_7 {`, which keeps the name that its place has given it. */
function nameClass({ form, id, name }: Unit, edits: Edits, names: OwnNames): void {
  const node = form.node as ClassNode;
  if (node.id) return;
  const at = behind(edits.text, "class", node.start);
  edits.add({ start: at, end: at, rank: Rank.Statement, order: 0, text: ` ${names.numbered(id)} `, around: node });
  if (node.body.body.some((it) => "key" in it && it.static && !it.computed && nameOf(it.key) === "name")) return;
  const text = `static{${names.prefix}.name(this,${JSON.stringify(name)})}`;
  const start = node.body.start + 1;
  edits.add({ start, end: start, rank: Rank.Statement, order: -1, text, around: node.body });
}

/** `{…}` -> `$_.home($_h7=>({…}))`, in which `$_h7.o` is the object. Comes after the registrations, which name it. */
function nameObject(object: ObjectExpression, edits: Edits, names: OwnNames): void {
  edits.wrap(object, `${names.prefix}.home(${names.home(object.start)}=>(`, "))");
}
