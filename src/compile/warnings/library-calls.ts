// Calls of the library in a file, whatever names the file gives what it imports, and which of their arguments run on
// another process.
import type { CallExpression, NewExpression, Node, Program } from "../parse/ast.ts";
import { nameOf, walk } from "../parse/walk.ts";
import { LIBRARY } from "../specifiers/files.ts";
import type { Source } from "./warnings.ts";

/** Every mention of what is imported from the library -> its name there; "*" for what has the library's functions as members. */
export type LibraryNames = ReadonlyMap<Node, string>;

/** Of a file, and of a cell of the REPL, where names of the library are `given` without an import. */
export function libraryNames({ tree, scopes, given }: Source): LibraryNames {
  const names = new Map<Node, string>();
  for (const { imported, kind, name, references } of scopes.module.scope.names.values()) {
    const own = kind === "free" && given?.has(name) ? name : undefined;
    const meant = imported?.specifier === LIBRARY ? imported.name : own;
    if (meant !== undefined) for (const { node } of references) names.set(node, meant);
  }
  const blocks = names.size > 0 ? syncBlocks(tree, names) : new Set();
  for (const { node, scope } of blocks.size > 0 ? scopes.references : []) {
    const binding = scope.lookup(node.name);
    if (binding && blocks.has(binding.at)) names.set(node, "*");
  }
  return names;
}

/** The `s` of each `sync((s) => …)`. */
function syncBlocks(tree: Program, names: LibraryNames): ReadonlySet<Node> {
  const found = new Set<Node>();
  walk(tree, (node) => {
    if (node.type !== "CallExpression" || calledName(node, names) !== "sync") return;
    const [block] = node.arguments;
    const [s] = block?.type === "ArrowFunctionExpression" || block?.type === "FunctionExpression" ? block.params : [];
    if (s?.type === "Identifier") found.add(s);
  });
  return found;
}

/** The library's own name of what is called; undefined for anything else. */
export function calledName({ callee }: CallExpression | NewExpression, library: LibraryNames): string | undefined {
  if (callee.type !== "MemberExpression") return library.get(callee);
  return library.get(callee.object) === "*" ? nameOf(callee.property) : undefined;
}

/** A call that lets functions run elsewhere. */
export interface Shipment {
  readonly name: string;
  readonly call: CallExpression;
  /** The arguments that are, or may be, functions that run there. */
  readonly functions: readonly Node[];
}

/** undefined: the call ships nothing, or only to the caller's own process, where nothing is copied. */
export function shipmentOf(call: CallExpression, library: LibraryNames): Shipment | undefined {
  const name = calledName(call, library);
  const split = name === undefined ? undefined : SHIPPERS[name];
  if (!split) return undefined;
  const { where, functions } = split(call.arguments);
  return where && isOwnProcess(where, library) ? undefined : { name: name!, call, functions };
}

interface Split {
  readonly where?: Node | undefined;
  readonly functions: readonly Node[];
}
type Arguments = readonly Node[];

/** The arguments of a call behind its pid are sent as well: functions among them are copies, too. */
const callOf = ([f, where, ...more]: Arguments): Split => ({ where, functions: f ? [f, ...more] : [] });
const at = ([where, ...f]: Arguments): Split => ({ where, functions: f });
const first = (all: Arguments): Split => ({ functions: all.slice(0, 1) });

/** A loop's body is its last function; a reducer before the collection folds on the workers, too. */
const loop = (all: Arguments): Split => ({ functions: all.length > 2 ? [all[0]!, all[2]!] : all.slice(1, 2) });

/** What `pmap` and `pmapreduce` call in their options (onError, retryCheck) runs on the caller. */
const SHIPPERS: Readonly<Record<string, ((all: Arguments) => Split) | undefined>> = {
  remotecall: callOf,
  remotecallFetch: callOf,
  remotecallWait: callOf,
  remoteDo: callOf,
  spawnat: at,
  fetchfrom: at,
  spawn: first,
  fetchany: first,
  everywhere: (all) => (all.length > 1 ? at(all) : first(all)),
  distributed: loop,
  pmap: first,
  pmapreduce: (all) => ({ functions: all.slice(0, 2) }),
};

/** `1`, `[1]`, `{ on: 1 }`, `myid()`. In a function that runs on a worker `1` is another process; such calls are too rare to tell. */
function isOwnProcess(where: Node, library: LibraryNames): boolean {
  if (where.type === "ArrayExpression") return where.elements.every((it) => it !== null && isOwnProcess(it, library));
  if (where.type === "ObjectExpression") {
    const on = where.properties.find((it) => it.type === "Property" && nameOf(it.key) === "on");
    return on?.type === "Property" && isOwnProcess(on.value, library);
  }
  if (where.type === "CallExpression") return calledName(where, library) === "myid";
  return where.type === "Literal" && where.value === 1;
}
