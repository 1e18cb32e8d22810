// Marks: the comment `/*@driver.ts#12*/` as first inner token of each literal. Function.prototype.toString gives it back,
// so a process knows which literal made a function, and nothing happens when one is created.
import type { FunctionNode, Node, Property } from "../parse/ast.ts";
import { behind, skipSpace } from "../parse/tokens.ts";
import type { Unit } from "../scopes/bindings.ts";
import { type Edits, Rank } from "./edits.ts";

/** Adds the marks of all literals of a file; `key` is its module's. */
export function addMarks(units: readonly Unit[], key: string, edits: Edits): void {
  for (const unit of units) {
    const at = markOffset(unit, edits.text);
    const text = `/*@${key}#${unit.id}*/`;
    if (at !== undefined) edits.add({ start: at, end: at, rank: Rank.Mark, order: 0, text, around: unit.node });
  }
}

function markOffset({ form, isArrow }: Unit, text: string): number | undefined {
  switch (form.kind) {
    case "function":
      return isArrow ? inArrow(form.node, text) : behind(text, "function", form.node.start);
    case "class":
      return behind(text, "class", form.node.start);
    case "method":
      return inMethod(form.node, form.property, text);
    case "member":
      return form.member.kind === "constructor" ? undefined : inMethod(form.node, form.member, text);
    default:
      return undefined;
  }
}

/** Behind the opening parenthesis, or behind a parameter without one. */
function inArrow(node: FunctionNode, text: string): number {
  let at = node.start;
  if (node.async) at = skipSpace(text, at + "async".length);
  if (text[at] === "<" || text[at] === "(") return behind(text, "(", node.typeParameters?.end ?? at);
  const [parameter] = node.params;
  return parameter!.end;
}

function inMethod(
  node: FunctionNode,
  { key, computed }: Pick<Property, "computed"> & { key: Node },
  text: string,
): number {
  const keyEnd = computed ? behind(text, "]", key.end) : key.end;
  return behind(text, "(", node.typeParameters?.end ?? keyEnd);
}
