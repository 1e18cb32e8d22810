// References -> bindings, and from that what each unit captures and which variables closures write. A binding is
// captured by every unit between its use and its declaration.

import type { Binding, Reference, Unit } from "./bindings.ts";
import { notePseudo } from "./uses.ts";

/** Fills `references` of the bindings, `captures` of the units, and what is written. */
export function findCaptures(references: readonly Reference[]): void {
  for (const reference of references) {
    const binding = reference.scope.lookup(reference.node.name);
    if (binding) bind(reference, binding);
    else if (reference.node.name === "arguments") notePseudo("arguments", reference.node, reference.unit);
  }
}

function bind(reference: Reference, binding: Binding): void {
  const { node, unit, writes } = reference;
  const owner = binding.scope.unit;
  binding.references.push(reference);
  if (reference.extends) binding.isExtended = true;
  for (let it: Unit | undefined = unit; it && it !== owner; it = it.parent) {
    if (!it.captures.has(binding)) it.captures.set(binding, node);
  }
  if (!writes) return;
  binding.isWritten = true;
  if (unit !== owner && binding.kind !== "import" && binding.inScope !== "maybe") binding.isBoxed = true;
}
