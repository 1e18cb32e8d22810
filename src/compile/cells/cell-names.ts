// Names of a REPL cell that mean something beyond it. A free name, and a top-level name of the cell where a function reads
// it, are read in the REPL's scope (`$_n.x`, process/scope.ts), since a later cell may declare the name anew. A function
// captures them as it captures any variable; one that can be written is shared by the functions of all cells that are sent
// together, since a function of any cell may write it. A free name that nobody has declared when the cell is compiled may be a
// global or may be declared later: *maybe*, it travels as a box that the sender leaves out for a global.

import { type Edits, Rank, type View } from "../output/edits.ts";
import type { OwnNames } from "../output/names.ts";
import type { Output } from "../output/output.ts";
import type { At } from "../parse/ast.ts";
import type { Binding, Reference, Unit } from "../scopes/bindings.ts";
import type { Scopes } from "../scopes/scopes.ts";
import type { Origin } from "../typescript/origin.ts";
import { GLOBALS } from "./globals.ts";
import { isVariable } from "./join.ts";

/** Declares the free names, and marks what is read in the scope. To be called before references are bound. */
export function declareCellNames(
  { module, references }: Scopes,
  known: ReadonlySet<string>,
  variables: ReadonlySet<string>,
  origin: Origin,
): void {
  const { scope } = module;
  for (const binding of scope.names.values()) {
    if (binding.kind === "import" || !origin.hasName(binding.name)) continue;
    binding.inScope = "known";
    binding.isBoxed = isVariable(binding);
  }
  for (const { node, scope: from } of references) {
    const { name } = node;
    if (from.lookup(name) || (GLOBALS.has(name) && !known.has(name))) continue;
    const binding = scope.declare(name, "free", node);
    binding.inScope = known.has(name) ? "known" : "maybe";
    binding.isBoxed = variables.has(name);
  }
}

/** Adds the edits that read names in the scope, for the cell's own text. `values`: offsets of expressions that are kept. */
export function addScopeReads({ module }: Scopes, edits: Edits, names: OwnNames, values: ReadonlySet<number>): void {
  const when = (view: View) => view.place === "driver" && !view.root;
  for (const binding of module.scope.names.values()) {
    if (!binding.inScope) continue;
    for (const reference of binding.references) {
      if (binding.kind !== "free" && isOwnUse(reference, binding, module)) continue;
      const { name } = binding;
      const isMaybeTypeof = binding.inScope === "maybe" && reference.form === "typeof";
      const isKept = reference.form === "first" && values.has(reference.node.start); // it stands behind `$_e=(`
      const text = isMaybeTypeof
        ? `${names.peek}(${JSON.stringify(name)})`
        : accessText(isKept ? { ...reference, form: "callee" } : reference, `${names.scope}.${name}`);
      const { start, end } = spanOf(reference);
      // Engines place a call of what stands in parentheses at its own, which so becomes the name's.
      const call = text.endsWith(")") && edits.text[end] === "(" ? "(" : "";
      const write = (out: Output) => {
        out.standFor(start);
        out.write(text + call);
      };
      edits.add({ start, end: end + call.length, rank: Rank.Replace, order: 0, text: write, when });
    }
  }
}

/** Whether the cell reads its own variable: at the top level, and in the function or class that the name was declared with. */
function isOwnUse({ unit }: Reference, binding: Binding, module: Unit): boolean {
  for (let it: Unit | undefined = unit; it && it !== module; it = it.parent) {
    if (it.parent === module) return !binding.isWritten && declares(binding, it);
  }
  return true;
}

function declares(binding: Binding, { form }: Unit): boolean {
  if (form.kind !== "function" && form.kind !== "class") return false;
  const { place } = form;
  return place.kind === "declarator" ? place.id === binding.at : binding.declaration === form.node;
}

/** The name of a reference; an identifier's node may end behind its type. */
export const spanOf = ({ node }: Reference): At => ({ start: node.start, end: node.start + node.name.length });

/** `access` instead of the name. A called function must not get the object it is read from as its `this`. */
export function accessText({ node, form }: Reference, access: string): string {
  if (form === "shorthand") return `${node.name}:${access}`;
  if (form === "callee") return `(0,${access})`;
  // Without the semicolon it could be read as a call of what ends the line before it.
  return form === "first" ? `;(0,${access})` : access;
}

// Maybe-names in functions that travel: the parameter of the factory is a box `{v}`, or the platform's own global.

/** What the thunk gives: a box with the value, undefined for a global. */
export function maybeBoxText(name: string, { root }: View, names: OwnNames): string {
  const [read, variable] = root
    ? [`${name}.peek?void 0:${name}`, `${name}.v`]
    : [`${names.box}(${JSON.stringify(name)})`, `${names.scope}.${name}`];
  return `(${names.write}?${variable}=${names.value}:${read})`;
}

/** The parameter of a factory. */
export const maybeParameter = (name: string, names: OwnNames): string =>
  `${name}=${names.prefix}.globalBox(${JSON.stringify(name)})`;

/** What reads the box. */
export const maybeText = (name: string, reference: Reference): string =>
  reference.form === "typeof" ? `(${name}.peek?${name}.peek():${name}.v)` : accessText(reference, `${name}.v`);
