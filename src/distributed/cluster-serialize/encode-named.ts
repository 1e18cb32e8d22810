// Objects and functions that every process has by a name: they travel as the name.
import type { Encoding } from "./encoding.ts";
import type { Node } from "./wire.ts";

/** What the library exposes, the realm has built in, or a module of the program imports. */
export function nodeOfNamed(e: Encoding, value: object): Node | undefined {
  const { known, builtins } = e.state;
  const key = known.exposedKeyOf(value);
  if (key !== undefined) return ["known", key];
  const path = builtins.pathOf(value);
  if (path !== undefined) return ["builtin", path];
  const imported = nodeOfImport(e, value);
  if (imported) return imported;
  const platformPath = builtins.platformPathOf(value);
  return platformPath === undefined ? undefined : ["builtin", platformPath];
}

/** What a module of the program imports, or holds in every process. */
export function nodeOfImport(e: Encoding, value: object): Node | undefined {
  const path = e.state.imports.pathOf(value);
  if (!path) return undefined;
  e.needsImports = true;
  return ["import", ...path];
}
