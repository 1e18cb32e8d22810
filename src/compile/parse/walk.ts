// Children of a node, in the order of the text, for the walks that treat only some kinds of node themselves. Types are
// never entered: a walk meets only what stays in the output.
import type { Node } from "./ast.ts";

const FUNCTION = ["id", "params", "body"];
const CLASS = ["id", "superClass", "body"];
const BINARY = ["left", "right"];
const LOOP = ["left", "right", "body"];
const MEMBER = ["key", "value"];
const CALL = ["callee", "arguments"];

/** Fields with children that are code. Named rather than found: asking each node for its fields took half of all time. */
const FIELDS: Readonly<Record<Node["type"], readonly string[]>> = {
  AccessorProperty: MEMBER,
  ArrayExpression: ["elements"],
  ArrayPattern: ["elements"],
  ArrowFunctionExpression: FUNCTION,
  AssignmentExpression: BINARY,
  AssignmentPattern: BINARY,
  AwaitExpression: ["argument"],
  BinaryExpression: BINARY,
  BlockStatement: ["body"],
  BreakStatement: [],
  CallExpression: CALL,
  CatchClause: ["param", "body"],
  ChainExpression: ["expression"],
  ClassBody: ["body"],
  ClassDeclaration: CLASS,
  ClassExpression: CLASS,
  ConditionalExpression: ["test", "consequent", "alternate"],
  ContinueStatement: [],
  DebuggerStatement: [],
  DoWhileStatement: ["body", "test"],
  EmptyStatement: [],
  ExportAllDeclaration: [],
  ExportDefaultDeclaration: ["declaration"],
  ExportNamedDeclaration: ["declaration"],
  ExportSpecifier: [],
  ExpressionStatement: ["expression"],
  ForInStatement: LOOP,
  ForOfStatement: LOOP,
  ForStatement: ["init", "test", "update", "body"],
  FunctionDeclaration: FUNCTION,
  FunctionExpression: FUNCTION,
  Identifier: [],
  IfStatement: ["test", "consequent", "alternate"],
  ImportDeclaration: [],
  ImportDefaultSpecifier: [],
  ImportExpression: ["source", "options"],
  ImportNamespaceSpecifier: [],
  ImportSpecifier: [],
  LabeledStatement: ["body"],
  Literal: [],
  LogicalExpression: BINARY,
  MemberExpression: ["object", "property"],
  MetaProperty: [],
  MethodDefinition: MEMBER,
  NewExpression: CALL,
  ObjectExpression: ["properties"],
  ObjectPattern: ["properties"],
  PrivateIdentifier: [],
  Program: ["body"],
  Property: MEMBER,
  PropertyDefinition: MEMBER,
  RestElement: ["argument"],
  ReturnStatement: ["argument"],
  SequenceExpression: ["expressions"],
  SpreadElement: ["argument"],
  StaticBlock: ["body"],
  Super: [],
  SwitchCase: ["test", "consequent"],
  SwitchStatement: ["discriminant", "cases"],
  TSAbstractAccessorProperty: [],
  TSAsExpression: ["expression"],
  TSDeclareFunction: [],
  TSEnumDeclaration: ["members"],
  TSEnumMember: ["initializer"],
  TSExportAssignment: ["expression"],
  TSImportEqualsDeclaration: [],
  TSIndexSignature: [],
  TSInstantiationExpression: ["expression"],
  TSInterfaceDeclaration: [],
  TSModuleBlock: ["body"],
  TSModuleDeclaration: ["body"],
  TSNamespaceExportDeclaration: [],
  TSNonNullExpression: ["expression"],
  TSParameterProperty: ["parameter"],
  TSSatisfiesExpression: ["expression"],
  TSTypeAliasDeclaration: [],
  TSTypeAssertion: ["expression"],
  TaggedTemplateExpression: ["tag", "quasi"],
  TemplateElement: [],
  TemplateLiteral: ["expressions"],
  ThisExpression: [],
  ThrowStatement: ["argument"],
  TryStatement: ["block", "handler", "finalizer"],
  UnaryExpression: ["argument"],
  UpdateExpression: ["argument"],
  VariableDeclaration: ["declarations"],
  VariableDeclarator: ["id", "init"],
  WhileStatement: ["test", "body"],
  YieldExpression: ["argument"],
};

/** Throws for a kind of node this step has never heard of: syntax that the parser was not asked for. */
export function childrenOf(node: Node): Node[] {
  const fields = FIELDS[node.type];
  if (!fields) throw new Error(`the compile step does not know ${node.type}`);
  const children: Node[] = [];
  for (const field of fields) {
    const value = (node as unknown as Record<string, Node | null | readonly (Node | null)[]>)[field];
    if (Array.isArray(value)) for (const child of value) child && children.push(child);
    else if (value) children.push(value as Node);
  }
  return children;
}

/** Calls `visit` for the node and everything in it, outer nodes first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

/** The name a key or an identifier stands for: `a`, `"a"`, `1`, `#a`; undefined for anything computed. */
export function nameOf(key: Node): string | undefined {
  if (key.type === "Identifier") return key.name;
  if (key.type === "Literal") return String(key.value);
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return undefined;
}
