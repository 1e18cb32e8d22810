// What scope analysis is about: units own code, scopes hold names, bindings are what a name stands for. Filled by
// scopes.ts, and only read afterwards.
import type {
  At,
  ClassNode,
  FunctionNode,
  Identifier,
  MethodDefinition,
  Node,
  ObjectExpression,
  Property,
  PropertyDefinition,
  StaticBlock,
  VariableDeclarator,
} from "../parse/ast.ts";
import { nameOf } from "../parse/walk.ts";

/**
 * A piece of text that owns code. Functions and classes can travel; a class's members, field initialisers and static
 * blocks travel inside it.
 */
export class Unit {
  /** First use of each binding that is declared outside. */
  readonly captures = new Map<Binding, Identifier>();
  /** First use of what an arrow function takes from the function around it. */
  readonly pseudo = new Map<Pseudo, At>();
  /** A direct call of eval in it. */
  evalAt: At | undefined;
  /** A use of `#x` in it, of a class around it. */
  privateUse: (At & { readonly name: string }) | undefined;
  /** The classes around it whose private names it uses. */
  readonly privateOf = new Set<Unit>();
  /** `super` in it, also by arrow functions of its own. */
  superAt: At | undefined;
  /** Every `new.target` that an arrow function takes from the function around it. */
  readonly newTargets: At[] = [];
  /** `this` or its like of the function around a class, in the class's header. */
  headerUse: { readonly pseudo: Pseudo; readonly at: At } | undefined;
  /** The binding of a class's own name inside it. */
  ownName: Binding | undefined;
  /** A static member of the class sets a property of `this`. */
  setsStatics = false;
  readonly form: UnitForm;
  readonly parent: Unit | undefined;
  /** The scope it stands in. */
  readonly scope: Scope;
  /** Number of the literal in its file, as in its mark. */
  readonly id: number;

  constructor(form: UnitForm, parent: Unit | undefined, scope: Scope | undefined, id: number) {
    this.form = form;
    this.parent = parent;
    this.scope = scope ?? new Scope("module", undefined, this);
    this.id = id;
  }

  get node(): Node {
    return this.form.node;
  }

  /** The name a literal has, or gets from its place; empty for none. */
  get name(): string {
    const { form } = this;
    if (form.kind === "function" || form.kind === "class") return form.name;
    const key = form.kind === "method" ? form.property : form.kind === "member" ? form.member : undefined;
    return (key && !key.computed && nameOf(key.key)) || "";
  }

  get isArrow(): boolean {
    return this.node.type === "ArrowFunctionExpression";
  }
}

export type UnitForm =
  | { readonly kind: "module"; readonly node: Node }
  /** A function or an arrow function; `at` is its place in the text around it. */
  | { readonly kind: "function"; readonly node: FunctionNode; readonly place: Place; readonly name: string }
  | { readonly kind: "class"; readonly node: ClassNode; readonly place: Place; readonly name: string }
  /** A method, getter or setter of an object literal. */
  | {
      readonly kind: "method";
      readonly node: FunctionNode;
      readonly property: Property;
      readonly object: ObjectExpression;
    }
  | { readonly kind: "member"; readonly node: FunctionNode; readonly member: MethodDefinition }
  | { readonly kind: "field"; readonly node: PropertyDefinition }
  | { readonly kind: "static"; readonly node: StaticBlock };

/** Where a literal stands, which decides its name and how a thunk can be attached without changing that. */
export type Place =
  | { readonly kind: "declaration" }
  | { readonly kind: "declarator"; readonly declarator: VariableDeclarator; readonly id: Identifier }
  /** `name = literal` as an expression. */
  | { readonly kind: "assignment"; readonly node: Node; readonly target: Identifier }
  /** A place that gives the literal this name: a property, a default value. */
  | { readonly kind: "named"; readonly name: string }
  /** A property of an object literal whose name is computed. */
  | { readonly kind: "computed"; readonly object: ObjectExpression }
  | { readonly kind: "expression" };

/** `class` is the class around a literal that names a private name: no such word is in the text. */
export type Pseudo = "this" | "arguments" | "super" | "new.target" | "class";

export type ScopeKind = "module" | "function" | "name" | "block";

export class Scope {
  readonly names = new Map<string, Binding>();
  /** Where statements can be put that run before any other of the scope. */
  starts: Starts = { offsets: [], body: { start: 0, end: 0 } };
  readonly kind: ScopeKind;
  readonly parent: Scope | undefined;
  readonly unit: Unit;

  constructor(kind: ScopeKind, parent: Scope | undefined, unit: Unit) {
    this.kind = kind;
    this.parent = parent;
    this.unit = unit;
  }

  lookup(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.lookup(name);
  }

  /** The scope that `var` in this one declares in. */
  get forVar(): Scope {
    return this.kind === "module" || this.kind === "function" || !this.parent ? this : this.parent.forVar;
  }

  /** Declares a name. `var`, functions and parameters of one name share a binding; of these a function wins. */
  declare(name: string, kind: BindingKind, at: Identifier, more: DeclarationParts = {}): Binding {
    const earlier = this.names.get(name);
    if (!earlier || !(SHARED.has(kind) || SHARED.has(earlier.kind))) {
      const binding = new Binding(name, kind, this, at, more);
      this.names.set(name, binding);
      return binding;
    }
    if (kind === "function") earlier.becomes(kind, at, more);
    return earlier;
  }
}

/** Several offsets, of which the first reached counts: the cases of a `switch`. */
export interface Starts {
  readonly offsets: readonly number[];
  /** The node in whose text the offsets are. */
  readonly body: At;
}

const SHARED = new Set<BindingKind>(["var", "function", "parameter", "enum"]);

export type BindingKind =
  | "var"
  | "let"
  | "const"
  | "function"
  | "class"
  | "enum"
  | "import"
  /** Of a REPL cell: declared by another cell, by the driver, by the platform, or by nobody yet. */
  | "free"
  | "parameter"
  /** The name of a function expression or a class, inside it. */
  | "ownName";

interface DeclarationParts {
  readonly declaration?: Node;
  readonly declarator?: VariableDeclarator;
  readonly imported?: Imported;
}

/** "default" and "*" as in the specification. */
export interface Imported {
  readonly specifier: string;
  readonly name: string;
}

export class Binding {
  readonly references: Reference[] = [];
  readonly name: string;
  readonly scope: Scope;
  kind: BindingKind;
  /** Its first declaration. */
  at: Identifier;
  /** The function, class or enum declaration that makes it. */
  declaration: Node | undefined;
  declarator: VariableDeclarator | undefined;
  imported: Imported | undefined;
  /** Written after its declaration has run. */
  isWritten = false;
  /** Written by a unit other than the one that declares it: must travel as a box. */
  isBoxed = false;
  /** Properties of its value are set by name: what a function or class owns may differ from what its text says. */
  isExtended = false;
  /** A top-level or free name of a REPL cell: functions read it in the REPL's scope, see cell-names.ts. */
  inScope: "known" | "maybe" | undefined;

  constructor(name: string, kind: BindingKind, scope: Scope, at: Identifier, parts: DeclarationParts) {
    this.name = name;
    this.scope = scope;
    this.kind = kind;
    this.at = at;
    this.declaration = parts.declaration;
    this.declarator = parts.declarator;
    this.imported = parts.imported;
  }

  becomes(kind: BindingKind, at: Identifier, parts: DeclarationParts): void {
    this.kind = kind;
    this.at = at;
    this.declaration = parts.declaration;
  }

  /** Offset behind which code runs only when the binding has its value; 0 for what is there from the start. */
  get readyAt(): number {
    if (this.kind === "function" || this.kind === "import" || this.kind === "parameter" || this.kind === "ownName")
      return 0;
    return (this.declarator ?? this.declaration ?? this.at).end;
  }
}

/** "first": called, and the first word of a statement in a list. */
export type ReferenceForm = "shorthand" | "callee" | "first" | "typeof";

export interface Reference {
  readonly node: Identifier;
  readonly scope: Scope;
  readonly unit: Unit;
  readonly writes: boolean;
  /** It sets a property of the value, or of a part of it. */
  readonly extends?: true;
  /** How it is written where more than the name has to change with it. */
  readonly form?: ReferenceForm;
}
