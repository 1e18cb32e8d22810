// Which variables hold, for sure, an ordinary object that is copied when it travels: made on the spot by a literal, a
// built-in or a class of the file. What a call gives may be anything: a ref, a channel, shared memory.
import type { Node } from "../parse/ast.ts";
import { withoutCast } from "../parse/casts.ts";
import type { Binding, Reference } from "../scopes/bindings.ts";

const COLLECTIONS = /^(?:Array|Map|Set|WeakMap|WeakSet|Date|Object)$/;
const TYPED_ARRAYS = /^(?:(?:Int|Uint)(?:8|16|32)Array|Uint8ClampedArray|Float(?:32|64)Array|Big(?:Int|Uint)64Array)$/;

export function isOwnObject({ kind, declarator, isWritten }: Binding, references: References): boolean {
  if (kind === "class") return true; // its static members
  if (isWritten || declarator?.id.type !== "Identifier" || !declarator.init) return false;
  return isMadeHere(withoutCast(declarator.init), references);
}

type References = ReadonlyMap<Node, Reference>;

function isMadeHere(init: Node, references: References): boolean {
  if (init.type === "ArrayExpression" || init.type === "ObjectExpression") return true;
  if (init.type !== "NewExpression" || init.callee.type !== "Identifier") return false;
  const binding = references.get(init.callee)?.scope.lookup(init.callee.name);
  if (binding) return binding.kind === "class";
  const { name } = init.callee;
  return COLLECTIONS.test(name) || (TYPED_ARRAYS.test(name) && !canBeShared(init.arguments[0]));
}

/** `new Float64Array(x)` looks at shared memory when x is that. */
const canBeShared = (first: Node | undefined): boolean =>
  first !== undefined && !/^(?:Literal|BinaryExpression|ArrayExpression)$/.test(first.type);
