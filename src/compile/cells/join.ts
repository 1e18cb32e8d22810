// The top-level names of the driver, and of a cell, join the REPL's scope (process/scope.ts): by a getter and, for what can be
// written, a setter, made before the first line runs. A variable of the driver that no function of its names is faster
// without: a loop at the top level keeps it in a register. Such a one joins by its value when the driver has been evaluated,
// since nothing of the driver can touch it any more.

import type { Output } from "../output/output.ts";
import type { Binding } from "../scopes/bindings.ts";
import type { ScriptFile } from "../script.ts";
import { HELPERS_FILE } from "../typescript/helpers.ts";

/**
 * What cells can name: imports only where the file itself reads them, since the others are gone with the types, and none of
 * what TypeScript's emit imports or declares for itself.
 */
export const topLevelNames = ({ scopes, inUse, imported, origin }: ScriptFile): Binding[] =>
  [...scopes.module.scope.names.values()].filter(({ kind, name, imported: from }) => {
    if (kind === "free") return false;
    if (!from) return origin.hasName(name);
    return inUse.isRead(name) && imported.get(from.specifier) !== HELPERS_FILE;
  });

/** Whether programs write it: what declares the name anew makes another. */
export const isVariable = ({ kind }: Binding): boolean => kind === "let" || kind === "var";

/** A variable of the driver that none of its functions names. */
export const isKeptAtEnd = (binding: Binding, { scopes }: ScriptFile): boolean =>
  isVariable(binding) && !scopes.units.some(({ captures }) => captures.has(binding));

/** Writes the accessors of the names that `joins` is true of. */
export function writeJoin(out: Output, file: ScriptFile, joins: (binding: Binding) => boolean = () => true): void {
  const { prefix, value } = file.names;
  const accessors = topLevelNames(file)
    .filter(joins)
    .map((binding) => {
      const { name } = binding;
      const setter = isWritable(binding, file) ? `,${value}=>{${name}=${value}}` : "";
      return `["${name}",()=>${name}${setter}]`;
    });
  if (accessors.length > 0) out.write(`${prefix}.scope.join([${accessors.join(",")}]);`);
}

/** Functions and classes of the driver that workers have by themselves cannot be replaced there. */
const isWritable = (binding: Binding, { statics }: ScriptFile): boolean =>
  binding.kind !== "const" && binding.kind !== "import" && !statics.has(binding);

/** Writes the values that are kept at the end, on a line of their own. */
export function writeKept(out: Output, file: ScriptFile): void {
  const kept = topLevelNames(file).filter((binding) => isKeptAtEnd(binding, file));
  if (kept.length === 0) return;
  out.write(`\n${file.names.prefix}.scope.keep([${kept.map(({ name }) => `["${name}",${name}]`).join(",")}]);`);
}
