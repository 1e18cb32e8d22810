// What a unit uses without naming a binding: `this` and its like, private names, a direct call of eval. Noted on the unit
// where it is met, and on those around it that it concerns.
import type { ClassNode, Node, Pattern } from "../parse/ast.ts";
import { withoutCast } from "../parse/casts.ts";
import type { Pseudo, Scope, Unit } from "./bindings.ts";
import { namesIn } from "./hoist.ts";

/** `this` and its like belong to the nearest unit that is not an arrow; the arrows between capture them. */
export function notePseudo(pseudo: Pseudo, node: Node, from: Unit): void {
  const arrows: Unit[] = [];
  let unit: Unit | undefined = from;
  for (; unit?.isArrow; unit = unit.parent) arrows.push(unit);
  if (!unit || unit.form.kind === "module") return;
  if (unit.form.kind === "class") {
    for (const it of [unit, ...arrows]) it.headerUse ??= { pseudo, at: node };
    return;
  }
  if (pseudo === "super") unit.superAt ??= node;
  if (pseudo === "new.target") for (const arrow of arrows) arrow.newTargets.push(node);
  for (const arrow of arrows) if (!arrow.pseudo.has(pseudo)) arrow.pseudo.set(pseudo, node);
}

/** Whatever names `#x` can only be made again inside the class that declares it. */
export function notePrivate(node: Node & { type: "PrivateIdentifier" }, from: Unit): void {
  const inside: Unit[] = [];
  let unit: Unit | undefined = from;
  while (unit && !(unit.form.kind === "class" && declaresPrivate(unit.form.node, node.name))) {
    inside.push(unit);
    unit = unit.parent;
  }
  for (const it of unit ? inside : []) {
    it.privateUse ??= node;
    it.privateOf.add(unit!);
  }
}

const declaresPrivate = (node: ClassNode, name: string): boolean =>
  node.body.body.some((it) => "key" in it && it.key.type === "PrivateIdentifier" && it.key.name === name);

export function noteEval(node: Node, scope: Scope, unit: Unit): void {
  if (scope.lookup("eval")) return;
  for (let it: Unit | undefined = unit; it; it = it.parent) it.evalAt ??= node;
}

/** The name whose value, or a part of it, has its property set by `target`: `f` in `f.x = 1` and in `f.prototype.x = 1`. */
export function ownerIn(target: Node): Node {
  const node = withoutCast(target);
  return node.type === "MemberExpression" ? ownerIn(node.object) : node;
}

/** `this.x = 1` in a static member. */
export function noteStaticWrite(from: Unit): void {
  let unit: Unit | undefined = from;
  while (unit?.isArrow) unit = unit.parent;
  const isStatic =
    unit?.form.kind === "static" ||
    (unit?.form.kind === "member" && unit.form.member.static) ||
    (unit?.form.kind === "field" && unit.form.node.static);
  if (isStatic && unit?.parent) unit.parent.setsStatics = true;
}

/** A `var` of the name of a function or parameter writes that. */
export function noteOverwrite(pattern: Pattern, scope: Scope): void {
  for (const { name } of namesIn(pattern)) {
    const binding = scope.forVar.names.get(name);
    if (binding && binding.kind !== "var") binding.isWritten = true;
  }
}
