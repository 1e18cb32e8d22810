// `enum` and `const enum`: the one construct whose code is written anew, as TypeScript writes it, on the lines of its
// members. Initialisers that are constants become their value; others keep their text, with members qualified.
import type { Node, TSEnumDeclaration, TSEnumMember } from "./ast.ts";
import { lineEndsOf } from "./blanks.ts";
import { SourceError } from "./diagnostics.ts";
import type { Edits } from "./edits.ts";
import { childrenOf, nameOf } from "./walk.ts";

type Constant = string | number;

/** Replaces the declaration by code. Throws SourceError where a member needs an initialiser. */
export function emitEnum(node: TSEnumDeclaration, atTop: boolean, edits: Edits): void {
  const lines = new LineKeeper(edits.text, node.start);
  const name = node.id.name;
  const members = valuesOf(node).map(({ member, value }) => {
    const key = JSON.stringify(nameOf(member.id));
    return lines.upTo(member.start) + memberCode(node, member, key, value, edits.text);
  });
  // `var` where it can be, since several declarations of one enum add to the same object.
  edits.replace(
    node,
    `${atTop ? "var" : "let"} ${name};(function(${name}){${members.join("")}})(${name}||(${name}={}));${lines.upTo(node.end)}`,
  );
}

/** Whether making the enum runs nothing but arithmetic: every process may make it for itself. */
export const isConstantEnum = (node: TSEnumDeclaration): boolean =>
  valuesOf(node).every(({ value }) => value !== undefined);

function valuesOf(node: TSEnumDeclaration): { member: TSEnumMember; value: Constant | undefined }[] {
  const known = new Map<string, Constant>();
  let next: number | undefined = 0;
  return node.members.map((member) => {
    const value = member.initializer ? constantOf(member.initializer, node.id.name, known) : next;
    if (value === undefined && !member.initializer) throw new SourceError(needsInitialiser(member), member);
    if (value !== undefined) known.set(nameOf(member.id)!, value);
    next = typeof value === "number" ? value + 1 : undefined;
    return { member, value };
  });
}

const needsInitialiser = (member: TSEnumMember): string =>
  `The enum member ${nameOf(member.id)} needs an initialiser, since the one before it is not a constant number.`;

function memberCode(
  node: TSEnumDeclaration,
  member: TSEnumMember,
  key: string,
  value: Constant | undefined,
  text: string,
): string {
  const name = node.id.name;
  if (typeof value === "string") return `${name}[${key}]=${JSON.stringify(value)};`;
  const code = value === undefined ? qualified(node, member.initializer!, text) : `${value}`;
  return `${name}[${name}[${key}]=${code}]=${key};`;
}

/** The value of a constant initialiser, as TypeScript computes it; undefined for anything else. */
function constantOf(node: Node, enumName: string, known: ReadonlyMap<string, Constant>): Constant | undefined {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "number" || typeof node.value === "string" ? node.value : undefined;
    case "TemplateLiteral":
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    case "Identifier":
      return known.get(node.name);
    case "MemberExpression":
      if (node.object.type !== "Identifier" || node.object.name !== enumName) return undefined;
      return known.get(nameOf(node.property) ?? "");
    case "UnaryExpression":
      return unary(node.operator, constantOf(node.argument, enumName, known));
    case "BinaryExpression":
      return binary(node.operator, constantOf(node.left, enumName, known), constantOf(node.right, enumName, known));
    default:
      return undefined;
  }
}

function unary(operator: string, value: Constant | undefined): number | undefined {
  if (typeof value !== "number") return undefined;
  if (operator === "-") return -value;
  if (operator === "~") return ~value;
  return operator === "+" ? value : undefined;
}

const ARITHMETIC: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
  "|": (a, b) => a | b,
  "&": (a, b) => a & b,
  "^": (a, b) => a ^ b,
};

function binary(operator: string, a: Constant | undefined, b: Constant | undefined): Constant | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === "number" && typeof b === "number") return ARITHMETIC[operator]?.(a, b);
  return operator === "+" ? `${a}${b}` : undefined;
}

/** An initialiser's text where `Other` reads `Enum.Other`. */
function qualified(node: TSEnumDeclaration, initializer: Node, text: string): string {
  const names = new Set(node.members.map((member) => nameOf(member.id)));
  let code = "";
  let at = initializer.start;
  for (const { start, end, name } of freeNames(initializer)) {
    if (!names.has(name)) continue;
    code += `${text.slice(at, start)}${node.id.name}.${name}`;
    at = end;
  }
  return (code + text.slice(at, initializer.end)).replace(/[\n\r\u2028\u2029]/g, " ");
}

function freeNames(node: Node): { start: number; end: number; name: string }[] {
  if (node.type === "Identifier") return [node];
  if (node.type === "MemberExpression" && !node.computed) return freeNames(node.object);
  return childrenOf(node).flatMap(freeNames);
}

/** Hands out the line ends of the source between places, each once. */
class LineKeeper {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  upTo(offset: number): string {
    const between = lineEndsOf(this.#text.slice(this.#at, offset));
    this.#at = offset;
    return between;
  }
}
