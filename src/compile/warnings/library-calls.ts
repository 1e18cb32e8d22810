// Calls of the library in a file, whatever names the file gives what it imports, and which of their arguments run on
// another process.
import type { CallExpression, NewExpression, Node } from "../ast.ts";
import type { Scope } from "../bindings.ts";
import { LIBRARY } from "../files.ts";
import { nameOf } from "../walk.ts";

/** Every mention of what is imported from the library -> its name there; "*" for the namespace. */
export type LibraryNames = ReadonlyMap<Node, string>;

/** @param given names of the library that need no import, in a cell of the REPL */
export function libraryNames(scope: Scope, given: ReadonlySet<string> = new Set()): LibraryNames {
  const named = [...scope.names.values()].flatMap(({ imported, kind, name, references }) => {
    if (imported?.specifier === LIBRARY) return references.map(({ node }) => [node, imported.name] as const);
    return kind === "free" && given.has(name) ? references.map(({ node }) => [node, name] as const) : [];
  });
  return new Map(named);
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

/** What `pmap` calls in its options (onError, retryCheck) runs on the caller. */
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
};

/** `1`, `[1]`, `myid()`. In a function that runs on a worker `1` is another process; such calls are too rare to tell. */
function isOwnProcess(where: Node, library: LibraryNames): boolean {
  if (where.type === "ArrayExpression") return where.elements.every((it) => it !== null && isOwnProcess(it, library));
  if (where.type === "CallExpression") return calledName(where, library) === "myid";
  return where.type === "Literal" && where.value === 1;
}
