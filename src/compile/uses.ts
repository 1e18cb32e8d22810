// What a unit uses without naming a binding: `this` and its like, private names, a direct call of eval. Noted on the unit
// where it is met, and on those around it that it concerns.
import type { ClassNode, Node, Pattern } from "./ast.ts";
import type { Pseudo, Scope, Unit } from "./bindings.ts";
import { namesIn } from "./hoist.ts";

/** `this` and its like belong to the nearest unit that is not an arrow; the arrows between capture them. */
export function notePseudo(pseudo: Pseudo, node: Node, from: Unit): void {
  const arrows: Unit[] = [];
  let unit: Unit | undefined = from;
  for (; unit?.isArrow; unit = unit.parent) arrows.push(unit);
  if (!unit || unit.form.kind === "module") return;
  if (unit.form.kind === "class") {
    for (const it of [unit, ...arrows]) it.headerThisAt ??= node;
    return;
  }
  if (pseudo === "super") unit.superAt ??= node;
  for (const arrow of arrows) if (!arrow.pseudo.has(pseudo)) arrow.pseudo.set(pseudo, node);
}

/** Whatever names `#x` can only be made again inside the class that declares it. */
export function notePrivate(node: Node & { type: "PrivateIdentifier" }, from: Unit): void {
  for (let unit: Unit | undefined = from; unit; unit = unit.parent) {
    if (unit.form.kind === "class" && declaresPrivate(unit.form.node, node.name)) return;
    unit.privateUse ??= node;
  }
}

const declaresPrivate = (node: ClassNode, name: string): boolean =>
  node.body.body.some((it) => "key" in it && it.key.type === "PrivateIdentifier" && it.key.name === name);

export function noteEval(node: Node, scope: Scope, unit: Unit): void {
  if (scope.lookup("eval")) return;
  for (let it: Unit | undefined = unit; it; it = it.parent) it.evalAt ??= node;
}

/** A `var` of the name of a function or parameter writes that. */
export function noteOverwrite(pattern: Pattern, scope: Scope): void {
  for (const { name } of namesIn(pattern)) {
    const binding = scope.forVar.names.get(name);
    if (binding && binding.kind !== "var") binding.isWritten = true;
  }
}
