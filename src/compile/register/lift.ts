// The lifted module: what a process loads to make the driver's functions again. It imports what they use, declares anew
// what is static of the driver, and has the factories. No other statement of the driver runs in it.

import type { CompiledModule } from "../compiled.ts";
import type { View } from "../output/edits.ts";
import { Output } from "../output/output.ts";
import type { At, Node } from "../parse/ast.ts";
import type { Binding } from "../scopes/bindings.ts";
import { declarationOf } from "../scopes/hoist.ts";
import { type ImportedValues, openSpecifier, type ScriptFile } from "../script.ts";
import { metaText } from "./meta.ts";
import { isSilent, moduleOf, writeFactoryTable, writeRegistration } from "./module.ts";

/** Ending of its name. */
export const LIFTED = "#lifted";

const VIEW: View = { place: "lifted" };

export function emitLifted(file: ScriptFile): CompiledModule {
  const out = new Output();
  if (!isSilent(file)) {
    const used = new Set(file.scopes.units.flatMap((unit) => [...unit.captures.keys()]));
    for (const imports of file.importedValues)
      writeImport(out, { ...imports, specifier: openSpecifier(file, imports.specifier).specifier }, used);
    writeRegistration(out, file, metaText(file), () => {
      writeLazyImports(out, file);
      out.write(`make:${file.names.factories}`);
    });
    out.write("\n");
    for (const statement of file.tree.body) writeStatics(out, declarationOf(statement), file);
    writeFactoryTable(out, file, VIEW.place);
  }
  return moduleOf(file, out, LIFTED);
}

/** The import, with the names that functions use. */
function writeImport(out: Output, { specifier, bindings }: ImportedValues, used: ReadonlySet<Binding>): void {
  const names = bindings.filter((binding) => used.has(binding));
  const namespaces = names.filter(({ imported }) => imported!.name === "*");
  const others = names.filter(({ imported }) => imported!.name !== "*");
  for (const { name } of namespaces) out.write(`import*as ${name} from`, { specifier }, ";");
  if (others.length === 0) return;
  const list = others.map(({ imported, name }) => `${JSON.stringify(imported!.name)} as ${name}`);
  out.write(`import{${list.join(",")}}from`, { specifier }, ";");
}

/** Imports of which a function that comes from elsewhere may hold a value. */
function writeLazyImports(out: Output, file: ScriptFile): void {
  out.write("lazy:{");
  for (const { specifier } of file.importedValues) {
    const open = openSpecifier(file, specifier);
    out.write(open, ":()=>import(", open, "),");
  }
  out.write("},");
}

function writeStatics(out: Output, node: Node, file: ScriptFile): void {
  const { edits } = file;
  const write = (at: At, before = "", after = "\n") => {
    out.write(before);
    edits.apply(out, at, VIEW);
    out.write(after);
  };
  if (node.type === "VariableDeclaration") {
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier" && init && isStatic(id.name, file)) write(init, `const ${id.name}=`, ";\n");
    }
  } else if (
    node.type === "FunctionDeclaration" ||
    node.type === "ClassDeclaration" ||
    node.type === "TSEnumDeclaration"
  ) {
    const binding = node.id && file.scopes.module.scope.names.get(node.id.name);
    const isIts = binding && (node.type === "TSEnumDeclaration" || binding.declaration === node);
    if (isIts && isStatic(binding.name, file)) write(node);
  }
}

function isStatic(name: string, { scopes, statics }: ScriptFile): boolean {
  const binding = scopes.module.scope.names.get(name);
  return binding !== undefined && statics.has(binding);
}
