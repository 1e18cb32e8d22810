// `await` and `Promise.all` straight on a call that returns a ref. A ref is not a promise, so `await` hands it on at once and
// the value is never waited for; types can't say so without breaking functions that return refs.
import type { Node, Program } from "../parse/ast.ts";
import { withoutCast } from "../parse/casts.ts";
import { nameOf, walk } from "../parse/walk.ts";
import { wrapInFetch } from "./fetch-fix.ts";
import { calledName, type LibraryNames } from "./library-calls.ts";
import type { Warning } from "./warning.ts";
import type { Source } from "./warnings.ts";

export function awaitedRefs(source: Source, library: LibraryNames): Warning[] {
  return awaited(source.tree).flatMap((node) => {
    const name = refMaker(node, library);
    if (name === undefined) return [];
    const fix = wrapInFetch(node, source);
    return [{ at: node, message: warningFor(name), ...(fix && { fix }) }];
  });
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

/** `remotecall` for a call of what the library calls so, whatever name the file gives it. */
function refMaker(node: Node, library: LibraryNames): string | undefined {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const name = calledName(node, library);
  if (node.type === "NewExpression") return name === "Future" ? "new Future" : undefined;
  return name !== undefined && /^(?:remotecall|spawnat|spawn)$/.test(name) ? name : undefined;
}
