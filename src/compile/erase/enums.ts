// `enum` and `const enum`: the one construct whose code is written anew, as TypeScript writes it, on the lines of its
// members. Initialisers that are constants become their value; others keep their text, with members qualified.

import { SourceError } from "../diagnostics.ts";
import type { Edits, View } from "../output/edits.ts";
import type { Output } from "../output/output.ts";
import type { Node, Program, TSEnumDeclaration, TSEnumMember } from "../parse/ast.ts";
import { childrenOf, nameOf, walk } from "../parse/walk.ts";
import { lineEndsOf } from "./blanks.ts";

type Constant = string | number;

/** What initialisers may name: "k" of `const k = 1`, "E.A" of a member. */
type Constants = ReadonlyMap<string, Constant>;

/** The enums of a file, in the order of the text. */
export class Enums {
  /** Declarations that add to the enum of one before them. */
  readonly #again = new Set<Node>();
  readonly #atTop = new Set<Node | null | undefined>();
  /** Of the file's top level, as far as it has been read. */
  readonly #constants = new Map<string, Constant>([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
  ]);

  constructor(program: Program, text: string) {
    for (const node of program.body) this.#atTop.add(declared(node));
    if (text.includes("enum")) walk(program, (node) => this.#findRepeated(node));
  }

  #findRepeated(parent: Node): void {
    const names = new Set<string>();
    for (const node of childrenOf(parent).map(declared)) {
      if (node?.type !== "TSEnumDeclaration") continue;
      if (names.has(node.id.name)) this.#again.add(node);
      names.add(node.id.name);
    }
  }

  /** Whether a declaration before it has made the variable, and exported it. */
  isRepeated(node: Node | null | undefined): boolean {
    return node != null && this.#again.has(node);
  }

  /** Notes `const k = 1` of the top level, which an enum behind it may name. */
  note(node: Node): void {
    const declaration = declared(node);
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") return;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || id.typeAnnotation || !init) continue;
      const value = constantOf(init, "", this.#constants);
      if (value !== undefined) this.#constants.set(id.name, value);
    }
  }

  /** Replaces the declaration by code; `erase` is called for what stays. Throws where a member needs an initialiser. */
  emit(node: TSEnumDeclaration, edits: Edits, erase: (node: Node) => void): void {
    const atTop = this.#atTop.has(node);
    const members = valuesOf(node, atTop ? this.#constants : new Map());
    for (const { member, value } of members) {
      if (value === undefined) keepInitialiser(node, member, edits, erase);
      else if (atTop) this.#constants.set(`${node.id.name}.${nameOf(member.id)}`, value);
    }
    // `var` where it can be, as TypeScript has it.
    const variable = this.#again.has(node) ? "" : `${atTop ? "var" : "let"} ${node.id.name};`;
    edits.replace(node, (out, view) => new EnumWriter(node, edits, out, view).write(variable, members));
  }
}

/** What a statement declares, exported or not. */
const declared = (node: Node): Node | null | undefined =>
  node.type === "ExportNamedDeclaration" ? node.declaration : node;

/** Whether making the enum runs nothing but arithmetic: every process may make it for itself. */
export const isConstantEnum = (node: TSEnumDeclaration): boolean =>
  valuesOf(node, new Map()).every(({ value }) => value !== undefined);

interface Member {
  readonly member: TSEnumMember;
  /** Undefined where the text must be evaluated. */
  readonly value: Constant | undefined;
}

function valuesOf(node: TSEnumDeclaration, constants: Constants): Member[] {
  const known = new Map(constants);
  for (const { id } of node.members) known.delete(nameOf(id)!); // a member hides what is outside, known or not
  let next: number | undefined = 0;
  return node.members.map((member) => {
    const value = member.initializer ? constantOf(member.initializer, node.id.name, known) : next;
    if (value !== undefined) known.set(`${node.id.name}.${nameOf(member.id)}`, value);
    next = typeof value === "number" ? value + 1 : undefined;
    return { member, value };
  });
}

const needsInitialiser = (member: TSEnumMember): string =>
  `The enum member ${nameOf(member.id)} needs an initialiser, since the one before it is not a constant number.`;

/** Makes the initialiser JavaScript in which `Other` reads `Enum.Other`. */
function keepInitialiser(
  node: TSEnumDeclaration,
  member: TSEnumMember,
  edits: Edits,
  erase: (node: Node) => void,
): void {
  if (!member.initializer) throw new SourceError(needsInitialiser(member), member);
  erase(member.initializer);
  const names = new Set(node.members.map(({ id }) => nameOf(id)));
  for (const name of freeNames(member.initializer)) {
    if (names.has(name.name)) edits.insert(name.start, `${node.id.name}.`, name);
  }
}

function freeNames(node: Node): (Node & { name: string })[] {
  if (node.type === "Identifier") return [node];
  if (node.type === "MemberExpression" && !node.computed) return freeNames(node.object);
  return childrenOf(node).flatMap(freeNames);
}

class EnumWriter {
  readonly #node: TSEnumDeclaration;
  readonly #edits: Edits;
  readonly #out: Output;
  readonly #view: View;
  /** Up to where the line ends of the source have been written. */
  #at: number;

  constructor(node: TSEnumDeclaration, edits: Edits, out: Output, view: View) {
    this.#node = node;
    this.#edits = edits;
    this.#out = out;
    this.#view = view;
    this.#at = node.start;
  }

  write(variable: string, members: readonly Member[]): void {
    const { name } = this.#node.id;
    this.#out.write(`${variable}(function(${name}){`);
    for (const { member, value } of members) this.#writeMember(member, value);
    this.#out.write(`})(${name}||(${name}={}));`);
    this.#lineEndsUpTo(this.#node.end);
  }

  #writeMember(member: TSEnumMember, value: Constant | undefined): void {
    const { name } = this.#node.id;
    const key = JSON.stringify(nameOf(member.id));
    const hasName = typeof value === "string" || (value === undefined && isText(member.initializer!));
    this.#lineEndsUpTo(member.start);
    this.#out.write(hasName ? `${name}[${key}]=` : `${name}[${name}[${key}]=`);
    if (value === undefined) this.#copy(member.initializer!);
    else this.#out.write(typeof value === "string" ? JSON.stringify(value) : `${value}`);
    this.#out.write(hasName ? ";" : `]=${key};`);
  }

  #copy(initializer: Node): void {
    this.#lineEndsUpTo(initializer.start);
    this.#edits.apply(this.#out, initializer, this.#view);
    this.#at = initializer.end;
  }

  #lineEndsUpTo(offset: number): void {
    this.#out.write(lineEndsOf(this.#edits.text.slice(this.#at, offset)));
    this.#at = offset;
  }
}

/** Whether TypeScript takes it for text without knowing its value: then no member is found by it. */
function isText(node: Node): boolean {
  switch (node.type) {
    case "TemplateLiteral":
      return true;
    case "Literal":
      return typeof node.value === "string";
    case "BinaryExpression":
      return node.operator === "+" && (isText(node.left) || isText(node.right));
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return isText(node.expression);
    default:
      return false;
  }
}

/** The value of a constant initialiser, as TypeScript computes it; undefined for anything else. */
function constantOf(node: Node, enumName: string, known: Constants): Constant | undefined {
  const constant = (it: Node) => constantOf(it, enumName, known);
  switch (node.type) {
    case "Literal":
      return typeof node.value === "number" || typeof node.value === "string" ? node.value : undefined;
    case "TemplateLiteral":
      return joined(
        node.quasis.map(({ value }) => value.cooked ?? undefined),
        node.expressions.map(constant),
      );
    case "Identifier":
      return known.get(`${enumName}.${node.name}`) ?? known.get(node.name);
    case "MemberExpression":
      return node.object.type === "Identifier"
        ? known.get(`${node.object.name}.${nameOf(node.property) ?? ""}`)
        : undefined;
    case "UnaryExpression":
      return unary(node.operator, constant(node.argument));
    case "BinaryExpression":
      return binary(node.operator, constant(node.left), constant(node.right));
    default:
      return undefined;
  }
}

/** A template's text, when all its parts are known. */
function joined(texts: readonly (string | undefined)[], values: readonly (Constant | undefined)[]): string | undefined {
  let text = "";
  for (const [i, part] of texts.entries()) {
    const value = i < values.length ? values[i] : "";
    if (part === undefined || value === undefined) return undefined;
    text += part + value;
  }
  return text;
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
