// One walk over a file's tree that finds its units, scopes, bindings and references. What a unit captures follows from
// them in captures.ts. Nothing here changes text.

import { isTypeOnly } from "../erase/type-only.ts";
import type {
  BlockStatement,
  ClassNode,
  FunctionNode,
  Identifier,
  Node,
  ObjectExpression,
  Parameter,
  Pattern,
  Program,
  Property,
  SwitchStatement,
  TSEnumDeclaration,
  VariableDeclaration,
} from "../parse/ast.ts";
import { behind } from "../parse/tokens.ts";
import { childrenOf, nameOf } from "../parse/walk.ts";
import { type Place, type Reference, Scope, Unit, type UnitForm } from "./bindings.ts";
import { hoist, hoistVars, namesIn } from "./hoist.ts";
import { assignmentPlace, EXPRESSION, keyPlace, nameByPlace, namedLike } from "./places.ts";
import { noteEval, noteOverwrite, notePrivate, notePseudo, noteStaticWrite, ownerIn } from "./uses.ts";

export interface Scopes {
  readonly module: Unit;
  /** All but the module, in the order of their text; a unit's `id` is its index. */
  readonly units: readonly Unit[];
  readonly references: readonly Reference[];
}

export function findScopes(program: Program, text: string): Scopes {
  return new ScopeFinder(program, text);
}

interface Here {
  readonly scope: Scope;
  readonly unit: Unit;
}

class ScopeFinder implements Scopes {
  readonly module: Unit;
  readonly units: Unit[] = [];
  readonly references: Reference[] = [];
  readonly #text: string;
  /** Names of values whose properties are set there. */
  readonly #owners = new Set<Node>();
  /** Offsets of statements in lists. */
  readonly #starts = new Set<number>();

  constructor(program: Program, text: string) {
    this.#text = text;
    this.module = new Unit({ kind: "module", node: program }, undefined, undefined, -1);
    const { scope } = this.module;
    this.#declareImports(program, scope);
    this.#visitBody(program.body, { scope, unit: this.module });
  }

  #declareImports(program: Program, scope: Scope): void {
    for (const node of program.body) {
      if (node.type !== "ImportDeclaration" || isTypeOnly(node)) continue;
      for (const it of node.specifiers) {
        if (it.importKind === "type") continue;
        const byForm = it.type === "ImportDefaultSpecifier" ? "default" : "*";
        const name = it.imported ? nameOf(it.imported)! : byForm;
        scope.declare(it.local.name, "import", it.local, { imported: { specifier: node.source.value, name } });
      }
    }
  }

  /** A function's or the module's statements: where `var` stops. */
  #visitBody(statements: readonly Node[], here: Here): void {
    this.#noteStarts(statements);
    for (const statement of statements) hoistVars(statement, here.scope);
    hoist(statements, here.scope);
    this.#visitAll(statements, here);
  }

  #noteStarts(statements: readonly Node[]): void {
    for (const { type, start } of statements) if (type === "ExpressionStatement") this.#starts.add(start);
  }

  #visitAll(nodes: readonly (Node | null)[], here: Here): void {
    for (const node of nodes) if (node) this.#visit(node, here);
  }

  #visit(node: Node, here: Here, place: Place = EXPRESSION): void {
    if (isTypeOnly(node)) return;
    switch (node.type) {
      case "Identifier":
        this.#refer(node, here, false);
        break;
      case "ThisExpression":
        notePseudo("this", node, here.unit);
        break;
      case "Super":
        notePseudo("super", node, here.unit);
        notePseudo("this", node, here.unit);
        break;
      case "MetaProperty":
        if (node.meta.name === "new") notePseudo("new.target", node, here.unit);
        break;
      case "PrivateIdentifier":
        notePrivate(node, here.unit);
        break;
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        this.#visitFunction(node, here, place);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        this.#visitClass(node, here, place);
        break;
      case "ObjectExpression":
        this.#visitObject(node, here);
        break;
      case "VariableDeclaration":
        this.#visitVariables(node, here);
        break;
      case "AssignmentExpression":
        this.#visitTarget(node.left, here);
        this.#visit(node.right, here, assignmentPlace(node));
        break;
      case "AssignmentPattern":
        this.#visitTarget(node.left, here);
        this.#visit(node.right, here, namedLike(node.left));
        break;
      case "UpdateExpression":
        this.#visitTarget(node.argument as Pattern, here);
        break;
      case "CallExpression":
      case "NewExpression":
      case "TaggedTemplateExpression":
        this.#visitCall(node, here);
        break;
      case "MemberExpression":
        this.#visit(node.object, here);
        if (node.computed || node.property.type === "PrivateIdentifier") this.#visit(node.property, here);
        break;
      case "BlockStatement":
        this.#visitBlock(node, here);
        break;
      case "WhileStatement":
      case "DoWhileStatement":
        this.#visitAll(childrenOf(node), { scope: new Scope("block", here.scope, here.unit), unit: here.unit });
        break;
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
        this.#visitFor(node, here);
        break;
      case "SwitchStatement":
        this.#visitSwitch(node, here);
        break;
      case "CatchClause":
        this.#visitCatch(node, here);
        break;
      case "LabeledStatement":
        this.#visit(node.body, here);
        break;
      case "UnaryExpression":
        if (node.operator === "delete") this.#noteOwner(node.argument, here);
        if (node.operator !== "typeof" || node.argument.type !== "Identifier") this.#visit(node.argument, here);
        else this.#refer(node.argument, here, false, "typeof");
        break;
      case "TSEnumDeclaration":
        this.#visitEnum(node, here);
        break;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
        this.#visit(node.expression, here, place);
        break;
      case "ExportDefaultDeclaration":
        this.#visit(node.declaration, here, { kind: "named", name: "default" });
        break;
      case "ExportNamedDeclaration":
        if (node.declaration) this.#visit(node.declaration, here);
        else if (!node.source) this.#visitExports(node.specifiers, here);
        break;
      case "BreakStatement":
      case "ContinueStatement":
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        break;
      default:
        this.#visitAll(childrenOf(node), here);
    }
  }

  #refer(node: Identifier, { scope, unit }: Here, writes: boolean, form?: Reference["form"]): void {
    const sets = this.#owners.has(node);
    this.references.push({ node, scope, unit, writes, ...(form && { form }), ...(sets && { extends: true }) });
  }

  /** `target` is a property that is set or deleted. */
  #noteOwner(target: Node, { unit }: Here): void {
    if (target.type !== "MemberExpression") return;
    const owner = ownerIn(target);
    this.#owners.add(owner);
    if (owner.type === "ThisExpression") noteStaticWrite(unit);
  }

  #newUnit(form: UnitForm, { unit, scope }: Here): Unit {
    const made = new Unit(form, unit, scope, this.units.length);
    this.units.push(made);
    return made;
  }

  // Functions

  #visitFunction(node: FunctionNode, here: Here, place: Place): void {
    const isDeclaration = node.type === "FunctionDeclaration";
    const own = node.type === "ArrowFunctionExpression" ? undefined : node.id;
    const name = own?.name ?? nameByPlace(place);
    // A name of its own, and nothing around it can change it.
    const at: Place = isDeclaration ? { kind: "declaration" } : own ? EXPRESSION : place;
    const unit = this.#newUnit({ kind: "function", node, place: at, name }, here);
    if (isDeclaration || !own) return this.#visitSignatureAndBody(node, here.scope, unit);
    const scope = new Scope("name", here.scope, unit);
    scope.declare(own.name, "ownName", own);
    this.#visitSignatureAndBody(node, scope, unit);
  }

  #visitSignatureAndBody(node: FunctionNode, outer: Scope, unit: Unit): void {
    const scope = new Scope("function", outer, unit);
    const here = { scope, unit };
    const params = node.params.filter((it) => !(it.type === "Identifier" && it.name === "this"));
    for (const param of params) for (const id of namesIn(param)) scope.declare(id.name, "parameter", id);
    for (const param of params) this.#visitPattern(param, here);
    if (node.body.type !== "BlockStatement") this.#visit(node.body, here);
    else {
      scope.starts = { offsets: [behindDirectives(node.body.body, node.body.start + 1)], body: node.body };
      this.#visitBody(node.body.body, here);
    }
  }

  // Classes

  #visitClass(node: ClassNode, here: Here, place: Place): void {
    const name = node.id?.name ?? nameByPlace(place);
    const unit = this.#newUnit({ kind: "class", node, place, name }, here);
    const scope = new Scope("name", here.scope, unit);
    if (node.id) unit.ownName = scope.declare(node.id.name, "ownName", node.id);
    const inside = { scope, unit };
    if (node.superClass) this.#visit(node.superClass, inside);
    for (const member of node.body.body) {
      if (member.type === "StaticBlock") {
        const block = this.#newUnit({ kind: "static", node: member }, inside);
        const own = new Scope("function", scope, block);
        own.starts = { offsets: [behind(this.#text, "{", member.start)], body: member };
        this.#visitBody(member.body, { scope: own, unit: block });
      } else if (member.type === "MethodDefinition") {
        if (member.computed) this.#visit(member.key, inside);
        if (!member.value.body || member.abstract) continue;
        const method = this.#newUnit({ kind: "member", node: member.value, member }, inside);
        this.#visitSignatureAndBody(member.value, scope, method);
      } else if (member.type === "PropertyDefinition" && !member.declare && !member.abstract) {
        if (member.computed) this.#visit(member.key, inside);
        if (!member.value) continue;
        const field = this.#newUnit({ kind: "field", node: member }, inside);
        const named = keyPlace(member.key, member.computed);
        this.#visit(member.value, { scope: new Scope("function", scope, field), unit: field }, named);
      }
    }
  }

  #visitObject(node: ObjectExpression, here: Here): void {
    for (const property of node.properties) {
      if (property.type === "SpreadElement") this.#visit(property.argument, here);
      else this.#visitProperty(property, node, here);
    }
  }

  #visitProperty(property: Property, object: ObjectExpression, here: Here): void {
    if (property.computed) this.#visit(property.key, here);
    if (property.method || property.kind !== "init") {
      const node = property.value as FunctionNode;
      const unit = this.#newUnit({ kind: "method", node, property, object }, here);
      this.#visitSignatureAndBody(node, here.scope, unit);
    } else if (property.shorthand) this.#refer(property.value as Identifier, here, false, "shorthand");
    else if (property.computed) this.#visit(property.value, here, { kind: "computed", object });
    else this.#visit(property.value, here, keyPlace(property.key, false));
  }

  // Variables and assignments

  #visitVariables(node: VariableDeclaration, here: Here): void {
    for (const declarator of node.declarations) {
      const { id, init } = declarator;
      this.#visitPattern(id, here);
      if (!init) continue;
      if (node.kind === "var") noteOverwrite(id, here.scope);
      this.#visit(init, here, id.type === "Identifier" ? { kind: "declarator", declarator, id } : EXPRESSION);
    }
  }

  /** A declared pattern: its names are declared already; default values and computed keys are code. */
  #visitPattern(pattern: Parameter, here: Here): void {
    switch (pattern.type) {
      case "ObjectPattern":
        for (const it of pattern.properties) {
          if (it.type === "Property" && it.computed) this.#visit(it.key, here);
          this.#visitPattern(it.type === "RestElement" ? it : it.value, here);
        }
        break;
      case "ArrayPattern":
        for (const it of pattern.elements) if (it) this.#visitPattern(it, here);
        break;
      case "AssignmentPattern":
        this.#visitPattern(pattern.left, here);
        this.#visit(pattern.right, here, namedLike(pattern.left));
        break;
      case "RestElement":
        this.#visitPattern(pattern.argument, here);
        break;
      case "TSParameterProperty":
        this.#visitPattern(pattern.parameter, here);
        break;
    }
  }

  /** What an assignment, an update or the head of a loop writes. */
  #visitTarget(pattern: Pattern, here: Here): void {
    switch (pattern.type) {
      case "Identifier":
        this.#refer(pattern, here, true);
        break;
      case "ObjectPattern":
        for (const it of pattern.properties) {
          if (it.type === "Property" && it.computed) this.#visit(it.key, here);
          if (it.type === "Property" && it.shorthand) this.#visitShorthandTarget(it.value, here);
          else this.#visitTarget(it.type === "RestElement" ? it : it.value, here);
        }
        break;
      case "ArrayPattern":
        for (const it of pattern.elements) if (it) this.#visitTarget(it, here);
        break;
      case "AssignmentPattern":
        this.#visit(pattern, here);
        break;
      case "RestElement":
        this.#visitTarget(pattern.argument, here);
        break;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
        this.#visitTarget(pattern.expression as Pattern, here);
        break;
      default:
        this.#noteOwner(pattern, here);
        this.#visit(pattern, here);
    }
  }

  #visitShorthandTarget(value: Pattern, here: Here): void {
    const name = value.type === "AssignmentPattern" ? value.left : value;
    this.#refer(name as Identifier, here, true, "shorthand");
    if (value.type === "AssignmentPattern") this.#visit(value.right, here, namedLike(value.left));
  }

  #visitCall(node: Node & { type: "CallExpression" | "NewExpression" | "TaggedTemplateExpression" }, here: Here): void {
    const callee = node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
    if (node.type === "CallExpression" && setsProperties(callee) && node.arguments[0]) {
      this.#owners.add(ownerIn(node.arguments[0]));
    }
    if (callee.type !== "Identifier") this.#visit(callee, here);
    else {
      if (node.type === "CallExpression" && callee.name === "eval") noteEval(node, here.scope, here.unit);
      const form = this.#starts.has(callee.start) ? "first" : "callee";
      this.#refer(callee, here, false, node.type === "NewExpression" ? undefined : form);
    }
    if (node.type === "TaggedTemplateExpression") this.#visit(node.quasi, here);
    else this.#visitAll(node.arguments, here);
  }

  // Statements with a scope

  #visitBlock(block: BlockStatement, here: Here): void {
    const scope = new Scope("block", here.scope, here.unit);
    scope.starts = { offsets: [block.start + 1], body: block };
    hoist(block.body, scope);
    this.#noteStarts(block.body);
    this.#visitAll(block.body, { scope, unit: here.unit });
  }

  #visitFor(node: Node & { type: "ForStatement" | "ForInStatement" | "ForOfStatement" }, here: Here): void {
    const inside = { scope: new Scope("block", here.scope, here.unit), unit: here.unit };
    const head = node.type === "ForStatement" ? node.init : node.left;
    if (head?.type === "VariableDeclaration") {
      hoist([head], inside.scope);
      this.#visit(head, inside);
      if (node.type !== "ForStatement" && head.kind === "var") noteOverwrite(head.declarations[0]!.id, inside.scope);
    } else if (head && node.type !== "ForStatement") this.#visitTarget(head as Pattern, inside);
    else if (head) this.#visit(head, inside);
    this.#visitAll(
      node.type === "ForStatement" ? [node.test, node.update, node.body] : [node.right, node.body],
      inside,
    );
  }

  #visitSwitch(node: SwitchStatement, here: Here): void {
    this.#visit(node.discriminant, here);
    const inside = { scope: new Scope("block", here.scope, here.unit), unit: here.unit };
    const { cases } = node;
    // Any case may be the first to run.
    const offsets = cases.map((it) => behind(this.#text, ":", it.test?.end ?? it.start));
    inside.scope.starts = { offsets, body: node };
    hoist(
      cases.flatMap(({ consequent }) => consequent),
      inside.scope,
    );
    for (const { test, consequent } of cases) {
      this.#noteStarts(consequent);
      this.#visitAll([test, ...consequent], inside);
    }
  }

  #visitCatch(node: Node & { type: "CatchClause" }, here: Here): void {
    const inside = { scope: new Scope("block", here.scope, here.unit), unit: here.unit };
    for (const id of namesIn(node.param)) inside.scope.declare(id.name, "parameter", id);
    if (node.param) this.#visitPattern(node.param, inside);
    this.#visitBlock(node.body, inside);
  }

  /** Initialisers see the members by name. */
  #visitEnum(node: TSEnumDeclaration, here: Here): void {
    const scope = new Scope("block", here.scope, here.unit);
    for (const { id } of node.members) scope.declare(nameOf(id)!, "const", id as Identifier);
    for (const { initializer } of node.members) if (initializer) this.#visit(initializer, { scope, unit: here.unit });
  }

  #visitExports(specifiers: readonly (Node & { type: "ExportSpecifier" })[], here: Here): void {
    for (const { local, exportKind } of specifiers) {
      if (exportKind !== "type" && local.type === "Identifier") this.#refer(local, here, false);
    }
  }
}

/** `Object.assign` and its like. */
const setsProperties = (callee: Node): boolean =>
  callee.type === "MemberExpression" &&
  callee.object.type === "Identifier" &&
  callee.object.name === "Object" &&
  /^(?:assign|definePropert(?:y|ies)|setPrototypeOf)$/.test(nameOf(callee.property) ?? "");

function behindDirectives(statements: readonly Node[], start: number): number {
  const last = statements.findLast((it) => it.type === "ExpressionStatement" && it.directive !== undefined);
  return last?.end ?? start;
}
