// The fix that puts the library's `fetch` around a call: by the name the file has for it, by the file's namespace, or by a
// name added to the import. Where `fetch` means something else in the file, there is no fix: the platform's would be hidden.
import type { ImportSpecifierNode, Node } from "../parse/ast.ts";
import { childrenOf } from "../parse/walk.ts";
import type { Scope } from "../scopes/bindings.ts";
import { LIBRARY } from "../specifiers/files.ts";
import { type Fix, insertion, type Replacement } from "./warning.ts";
import type { Source } from "./warnings.ts";

/** undefined: the text offers no name for `fetch` that is right for sure. */
export function wrapInFetch(node: Node, source: Source): Fix | undefined {
  const name = nameOfFetch(scopeIn(node, source), source);
  if (!name) return undefined;
  const edits = [...name.imports, insertion(node.start, `${name.text}(`), insertion(node.end, ")")];
  return { title: "Wrap in fetch(…)", edits };
}

interface FetchName {
  readonly text: string;
  readonly imports: readonly Replacement[];
}

function nameOfFetch(scope: Scope, { tree, scopes }: Source): FetchName | undefined {
  const own = importedAs("fetch", scopes.module.scope);
  if (own !== undefined) return isVisible(own, scope) ? { text: own, imports: [] } : undefined;
  const namespace = importedAs("*", scopes.module.scope);
  if (namespace !== undefined && isVisible(namespace, scope)) return { text: `${namespace}.fetch`, imports: [] };
  const isTaken = scope.lookup("fetch") !== undefined || scopes.references.some(({ node }) => node.name === "fetch");
  const last = tree.body.flatMap(namedImports).at(-1);
  return isTaken || !last ? undefined : { text: "fetch", imports: [insertion(last.end, ", fetch")] };
}

const namedImports = (node: Node): ImportSpecifierNode[] =>
  node.type === "ImportDeclaration" && node.source.value === LIBRARY && node.importKind !== "type"
    ? node.specifiers.filter(({ type }) => type === "ImportSpecifier").slice(-1)
    : [];

/** What the file calls a name of the library. */
const importedAs = (name: string, module: Scope): string | undefined =>
  [...module.names.values()].find(({ imported }) => imported?.specifier === LIBRARY && imported.name === name)?.name;

/** No scope around the place has another variable of that name. */
const isVisible = (name: string, scope: Scope): boolean => scope.lookup(name)?.kind === "import";

/** The scope of the first name in the node: what is called is a name of the library, or of its namespace. */
function scopeIn(node: Node, { scopes }: Source): Scope {
  const [callee] = childrenOf(node);
  const name = callee?.type === "MemberExpression" ? callee.object : callee;
  return scopes.references.find((it) => it.node === name)?.scope ?? scopes.module.scope;
}
