// What runs, but can't be meant. A ref is not a promise, so `await` hands it on at once and the value is never waited for;
// types can't say so without breaking functions that return refs.
import type { At, Node, Program } from "./ast.ts";
import type { Scope } from "./bindings.ts";
import { LIBRARY } from "./files.ts";
import type { Scopes } from "./scopes.ts";
import { nameOf, walk } from "./walk.ts";

export interface Warning {
  readonly at: At;
  readonly message: string;
}

/** `await` and `Promise.all` straight on a call that returns a ref. */
export function findWarnings(program: Program, { module }: Scopes): Warning[] {
  const library = libraryNames(module.scope);
  if (library.size === 0) return [];
  return awaited(program).flatMap((node) => {
    const name = refMaker(node, library);
    return name === undefined ? [] : [{ at: node, message: warningFor(name) }];
  });
}

/** Every mention of what is imported from the library -> its name there; "*" for the namespace. */
type LibraryNames = ReadonlyMap<Node, string>;

function libraryNames(scope: Scope): LibraryNames {
  const imported = [...scope.names.values()].filter((it) => it.imported?.specifier === LIBRARY);
  return new Map(imported.flatMap((it) => it.references.map(({ node }) => [node, it.imported!.name] as const)));
}

const warningFor = (name: string): string =>
  `\`${name}\` returns a ref, which \`await\` does not wait for; use fetch(…) around it to get its value.`;

/** What `await` or a `Promise` combinator waits for, directly. */
function awaited(program: Program): Node[] {
  const found: Node[] = [];
  walk(program, (node) => {
    if (node.type === "AwaitExpression") found.push(withoutCast(node.argument));
    if (node.type !== "CallExpression" || !isPromiseCombinator(node.callee)) return;
    const [list] = node.arguments;
    if (list) found.push(...itemsOf(withoutCast(list)));
  });
  return found;
}

const isPromiseCombinator = (callee: Node): boolean =>
  callee.type === "MemberExpression" &&
  callee.object.type === "Identifier" &&
  callee.object.name === "Promise" &&
  /^(?:all|allSettled|any|race)$/.test(nameOf(callee.property) ?? "");

/** The items of an array literal, and what `list.map(x => item)` makes. */
function itemsOf(list: Node): Node[] {
  if (list.type === "ArrayExpression") return list.elements.filter((it) => it !== null).map(withoutCast);
  if (list.type !== "CallExpression" || list.callee.type !== "MemberExpression") return [];
  const [mapper] = list.arguments;
  const isMap = nameOf(list.callee.property) === "map" && mapper?.type === "ArrowFunctionExpression";
  return isMap && mapper.body.type !== "BlockStatement" ? [withoutCast(mapper.body)] : [];
}

function withoutCast(node: Node): Node {
  const isCast =
    node.type === "TSAsExpression" || node.type === "TSNonNullExpression" || node.type === "TSSatisfiesExpression";
  return isCast ? withoutCast(node.expression) : node;
}

/** `remotecall` for a call of what the library calls so, whatever name the file gives it. */
function refMaker(node: Node, library: LibraryNames): string | undefined {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const name = libraryName(node.callee, library);
  if (node.type === "NewExpression") return name === "Future" ? "new Future" : undefined;
  return name !== undefined && /^(?:remotecall|spawnat|spawn)$/.test(name) ? name : undefined;
}

function libraryName(callee: Node, library: LibraryNames): string | undefined {
  if (callee.type !== "MemberExpression") return library.get(callee);
  return library.get(callee.object) === "*" ? nameOf(callee.property) : undefined;
}
