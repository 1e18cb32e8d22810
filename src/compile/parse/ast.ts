// The syntax tree that `parse.ts` makes: ESTree with TypeScript's nodes, as @babel/parser 7 writes it. Only what the
// compile step looks at is named here; fields that hold types are `At`, since types are blanked and never walked.
// Names are ESTree's. Node objects are never changed.

export interface At {
  /** Offset in the file's text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

interface Is<Type extends string> extends At {
  readonly type: Type;
}

/** A binding or a parameter ends behind its type annotation. */
interface Annotated {
  readonly optional?: boolean;
  readonly typeAnnotation?: At | null;
}

interface TypeArguments {
  readonly typeParameters?: At | null;
}

export interface Identifier extends Is<"Identifier">, Annotated {
  readonly name: string;
}
export interface PrivateIdentifier extends Is<"PrivateIdentifier"> {
  readonly name: string;
}
export interface Literal extends Is<"Literal"> {
  readonly value: string | number | boolean | bigint | RegExp | null;
  readonly raw: string;
  readonly regex?: object;
}
export interface StringLiteral extends Literal {
  readonly value: string;
}
export interface TemplateElement extends Is<"TemplateElement"> {
  readonly value: { readonly raw: string; readonly cooked: string | null };
}
export interface TemplateLiteral extends Is<"TemplateLiteral"> {
  readonly quasis: readonly TemplateElement[];
  readonly expressions: readonly Node[];
}
export interface TaggedTemplateExpression extends Is<"TaggedTemplateExpression">, TypeArguments {
  readonly tag: Node;
  readonly quasi: TemplateLiteral;
}

// Functions

export type Parameter = Pattern | TSParameterProperty;

interface FunctionShape extends TypeArguments {
  readonly params: readonly Parameter[];
  readonly async: boolean;
  readonly generator: boolean;
  readonly returnType?: At | null;
}
export interface FunctionExpression extends Is<"FunctionExpression">, FunctionShape {
  readonly id: Identifier | null;
  /** Absent for an overload or an abstract method. */
  readonly body: BlockStatement;
}
export interface FunctionDeclaration extends Is<"FunctionDeclaration">, FunctionShape {
  /** null only in `export default function () {}`. */
  readonly id: Identifier | null;
  readonly body: BlockStatement;
}
export interface ArrowFunctionExpression extends Is<"ArrowFunctionExpression">, FunctionShape {
  readonly body: Node;
}
export type FunctionNode = FunctionExpression | FunctionDeclaration | ArrowFunctionExpression;

// Classes

interface MemberShape {
  readonly key: Node;
  readonly computed: boolean;
  readonly static: boolean;
  readonly accessibility?: string;
  readonly readonly?: boolean;
  readonly override?: boolean;
  readonly abstract?: boolean;
  readonly optional?: boolean;
  readonly decorators?: readonly At[];
}
export interface MethodDefinition extends Is<"MethodDefinition">, MemberShape {
  readonly kind: "constructor" | "method" | "get" | "set";
  readonly value: FunctionExpression;
}
export interface PropertyDefinition extends Is<"PropertyDefinition">, MemberShape {
  readonly value: Node | null;
  readonly declare?: boolean;
  readonly definite?: boolean;
  readonly typeAnnotation?: At | null;
}
export interface StaticBlock extends Is<"StaticBlock"> {
  readonly body: readonly Node[];
}
export type ClassMember =
  | MethodDefinition
  | PropertyDefinition
  | StaticBlock
  | Is<"AccessorProperty">
  | Is<"TSAbstractAccessorProperty">
  | Is<"TSIndexSignature">;
interface ClassShape extends TypeArguments {
  readonly id: Identifier | null;
  readonly superClass: Node | null;
  readonly superTypeParameters?: At | null;
  readonly implements?: readonly At[];
  readonly body: ClassBody;
  readonly abstract?: boolean;
  readonly declare?: boolean;
  readonly decorators?: readonly At[];
}
export interface ClassBody extends Is<"ClassBody"> {
  readonly body: readonly ClassMember[];
}
export interface ClassDeclaration extends Is<"ClassDeclaration">, ClassShape {}
export interface ClassExpression extends Is<"ClassExpression">, ClassShape {}
export type ClassNode = ClassDeclaration | ClassExpression;

// Patterns

export interface ObjectPattern extends Is<"ObjectPattern">, Annotated {
  readonly properties: readonly (PatternProperty | RestElement)[];
}
export interface PatternProperty extends Is<"Property"> {
  readonly key: Node;
  readonly value: Pattern;
  readonly computed: boolean;
  readonly shorthand: boolean;
}
export interface ArrayPattern extends Is<"ArrayPattern">, Annotated {
  readonly elements: readonly (Pattern | null)[];
}
export interface RestElement extends Is<"RestElement">, Annotated {
  readonly argument: Pattern;
}
export interface AssignmentPattern extends Is<"AssignmentPattern"> {
  readonly left: Pattern;
  readonly right: Node;
}
export type Pattern =
  | Identifier
  | ObjectPattern
  | ArrayPattern
  | RestElement
  | AssignmentPattern
  | MemberExpression
  | Cast;
export interface TSParameterProperty extends Is<"TSParameterProperty"> {
  readonly parameter: Identifier | (AssignmentPattern & { readonly left: Identifier });
  readonly decorators?: readonly At[];
}

// Expressions

export interface MemberExpression extends Is<"MemberExpression"> {
  readonly object: Node;
  readonly property: Node;
  readonly computed: boolean;
}
export interface CallExpression extends Is<"CallExpression">, TypeArguments {
  readonly callee: Node;
  readonly arguments: readonly Node[];
  readonly optional?: boolean;
}
/** What holds a `?.`: all that is left out where it finds nothing. */
export interface ChainExpression extends Is<"ChainExpression"> {
  readonly expression: Node;
}
export interface NewExpression extends Is<"NewExpression">, TypeArguments {
  readonly callee: Node;
  readonly arguments: readonly Node[];
}
export interface ImportExpression extends Is<"ImportExpression"> {
  readonly source: Node;
  readonly options?: Node | null;
}
export interface Property extends Is<"Property"> {
  readonly key: Node;
  readonly value: Node;
  readonly kind: "init" | "get" | "set";
  readonly method: boolean;
  readonly computed: boolean;
  readonly shorthand: boolean;
}
export interface SpreadElement extends Is<"SpreadElement"> {
  readonly argument: Node;
}
export interface ObjectExpression extends Is<"ObjectExpression"> {
  readonly properties: readonly (Property | SpreadElement)[];
}
export interface ArrayExpression extends Is<"ArrayExpression"> {
  readonly elements: readonly (Node | null)[];
}
export interface AssignmentExpression extends Is<"AssignmentExpression"> {
  readonly operator: string;
  readonly left: Pattern;
  readonly right: Node;
}
export interface UpdateExpression extends Is<"UpdateExpression"> {
  readonly operator: "++" | "--";
  readonly argument: Node;
}
export interface UnaryExpression extends Is<"UnaryExpression"> {
  readonly operator: string;
  readonly argument: Node;
}
export interface BinaryExpression extends Is<"BinaryExpression" | "LogicalExpression"> {
  readonly operator: string;
  readonly left: Node;
  readonly right: Node;
}
export interface AwaitExpression extends Is<"AwaitExpression"> {
  readonly argument: Node;
}
export interface MetaProperty extends Is<"MetaProperty"> {
  readonly meta: Identifier;
  readonly property: Identifier;
}

/** `x as T`, `x satisfies T`, `x!`, `<T>x`, `f<T>`: what stays is `expression`. */
export interface Cast
  extends Is<
    "TSAsExpression" | "TSSatisfiesExpression" | "TSNonNullExpression" | "TSTypeAssertion" | "TSInstantiationExpression"
  > {
  readonly expression: Node;
  readonly typeAnnotation?: At;
}

// Statements

export interface BlockStatement extends Is<"BlockStatement"> {
  readonly body: readonly Node[];
}
export interface ExpressionStatement extends Is<"ExpressionStatement"> {
  readonly expression: Node;
  readonly directive?: string;
}
export interface VariableDeclaration extends Is<"VariableDeclaration"> {
  readonly kind: "var" | "let" | "const" | "using" | "await using";
  readonly declarations: readonly VariableDeclarator[];
  readonly declare?: boolean;
}
export interface VariableDeclarator extends Is<"VariableDeclarator"> {
  readonly id: Pattern;
  readonly init: Node | null;
  readonly definite?: boolean;
}
export interface ForStatement extends Is<"ForStatement"> {
  readonly init: Node | null;
  readonly test: Node | null;
  readonly update: Node | null;
  readonly body: Node;
}
export interface ForInOfStatement extends Is<"ForInStatement" | "ForOfStatement"> {
  readonly left: Pattern | VariableDeclaration;
  readonly right: Node;
  readonly body: Node;
}
export interface SwitchCase extends Is<"SwitchCase"> {
  readonly test: Node | null;
  readonly consequent: readonly Node[];
}
export interface SwitchStatement extends Is<"SwitchStatement"> {
  readonly discriminant: Node;
  readonly cases: readonly SwitchCase[];
}
export interface CatchClause extends Is<"CatchClause"> {
  readonly param: Pattern | null;
  readonly body: BlockStatement;
}
export interface LabelledStatement extends Is<"LabeledStatement"> {
  readonly body: Node;
}

// Modules

export interface ImportDeclaration extends Is<"ImportDeclaration"> {
  readonly importKind: "value" | "type" | "typeof";
  readonly specifiers: readonly ImportSpecifierNode[];
  readonly source: StringLiteral;
  readonly attributes?: readonly At[];
}
export interface ImportSpecifierNode
  extends Is<"ImportSpecifier" | "ImportDefaultSpecifier" | "ImportNamespaceSpecifier"> {
  readonly local: Identifier;
  readonly imported?: Identifier | StringLiteral;
  readonly importKind?: "value" | "type" | "typeof";
}
export interface ExportSpecifierNode extends Is<"ExportSpecifier"> {
  readonly local: Identifier | StringLiteral;
  readonly exported: Identifier | StringLiteral;
  readonly exportKind?: "value" | "type";
}
export interface ExportNamedDeclaration extends Is<"ExportNamedDeclaration"> {
  readonly exportKind: "value" | "type";
  readonly declaration: Node | null;
  readonly specifiers: readonly ExportSpecifierNode[];
  readonly source: StringLiteral | null;
  readonly attributes?: readonly At[];
}
export interface ExportDefaultDeclaration extends Is<"ExportDefaultDeclaration"> {
  readonly declaration: Node;
}
export interface ExportAllDeclaration extends Is<"ExportAllDeclaration"> {
  readonly exportKind: "value" | "type";
  readonly exported: Identifier | StringLiteral | null;
  readonly source: StringLiteral;
  readonly attributes?: readonly At[];
}

// TypeScript's statements

export interface TSEnumDeclaration extends Is<"TSEnumDeclaration"> {
  readonly id: Identifier;
  readonly members: readonly TSEnumMember[];
  readonly declare?: boolean;
}
export interface TSEnumMember extends Is<"TSEnumMember"> {
  readonly id: Identifier | StringLiteral;
  readonly initializer?: Node | null;
}
export interface TSModuleDeclaration extends Is<"TSModuleDeclaration"> {
  readonly body?: Node | null;
  readonly declare?: boolean;
  readonly global?: boolean;
}
export interface TSModuleBlock extends Is<"TSModuleBlock"> {
  readonly body: readonly Node[];
}
export interface TSImportEqualsDeclaration extends Is<"TSImportEqualsDeclaration"> {
  readonly importKind?: "value" | "type";
  readonly moduleReference: At & { readonly type: string };
}
export type TypeStatement = Is<
  "TSInterfaceDeclaration" | "TSTypeAliasDeclaration" | "TSDeclareFunction" | "TSNamespaceExportDeclaration"
>;

export interface Program extends Is<"Program"> {
  readonly body: readonly Node[];
}

/** Nodes of which only the children matter. */
type Plain = Is<
  | "BreakStatement"
  | "ConditionalExpression"
  | "ContinueStatement"
  | "DebuggerStatement"
  | "DoWhileStatement"
  | "EmptyStatement"
  | "IfStatement"
  | "ReturnStatement"
  | "SequenceExpression"
  | "Super"
  | "ThisExpression"
  | "ThrowStatement"
  | "TryStatement"
  | "WhileStatement"
  | "YieldExpression"
>;

export type Node =
  | Identifier
  | PrivateIdentifier
  | Literal
  | TemplateElement
  | TemplateLiteral
  | TaggedTemplateExpression
  | FunctionNode
  | ClassNode
  | ClassBody
  | ClassMember
  | ObjectPattern
  | ArrayPattern
  | RestElement
  | AssignmentPattern
  | TSParameterProperty
  | MemberExpression
  | CallExpression
  | ChainExpression
  | NewExpression
  | ImportExpression
  | Property
  | SpreadElement
  | ObjectExpression
  | ArrayExpression
  | AssignmentExpression
  | UpdateExpression
  | UnaryExpression
  | BinaryExpression
  | AwaitExpression
  | MetaProperty
  | Cast
  | BlockStatement
  | ExpressionStatement
  | VariableDeclaration
  | VariableDeclarator
  | ForStatement
  | ForInOfStatement
  | SwitchCase
  | SwitchStatement
  | CatchClause
  | LabelledStatement
  | ImportDeclaration
  | ImportSpecifierNode
  | ExportSpecifierNode
  | ExportNamedDeclaration
  | ExportDefaultDeclaration
  | ExportAllDeclaration
  | TSEnumDeclaration
  | TSEnumMember
  | TSModuleDeclaration
  | TSModuleBlock
  | TSImportEqualsDeclaration
  | Is<"TSExportAssignment">
  | TypeStatement
  | Program
  | Plain;
