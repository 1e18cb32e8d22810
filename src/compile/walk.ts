// Children of a node, in the parser's order, for the walks that treat only some kinds of node themselves. Types are
// never entered: after this file a walk meets only what stays in the output.
import type { Node } from "./ast.ts";

/** Fields that hold types, decorators or no nodes at all. */
const SKIPPED = new Set([
  "type",
  "start",
  "end",
  "loc",
  "extra",
  "decorators",
  "typeAnnotation",
  "typeParameters",
  "returnType",
  "superTypeParameters",
  "implements",
  "attributes",
]);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (SKIPPED.has(field)) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** The name a key or an identifier stands for: `a`, `"a"`, `1`, `#a`; undefined for anything computed. */
export function nameOf(key: Node): string | undefined {
  if (key.type === "Identifier") return key.name;
  if (key.type === "Literal") return String(key.value);
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return undefined;
}
