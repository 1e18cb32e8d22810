// Which bindings at a file's top level every process can have without running the driver. In functions mode all do: the
// file is evaluated everywhere, and with it what stands in a function that runs once (once.ts). Of the driver, the lifted
// module declares anew what is *static*: functions, classes, enums and constants whose making runs no code of the driver, and
// which name only imports and other statics. `let` is not among them: a cell of the REPL may write it. Of a cell nothing is: a
// later one may declare the name anew.

import { isConstantEnum } from "../erase/enums.ts";
import type { ClassNode, Node, Program } from "../parse/ast.ts";
import type { Binding, Scope, Unit } from "../scopes/bindings.ts";
import type { Scopes } from "../scopes/scopes.ts";
import { findOnce } from "../typescript/once.ts";
import { isConstant } from "./inert.ts";

export type Mode = "functions" | "driver" | "cell";

export class Statics {
  /** The functions that run once in every process. */
  readonly once: ReadonlySet<Unit>;
  readonly #scope: Scope;
  readonly #mode: Mode;
  readonly #holds = new Map<Binding, Unit>();
  readonly #static = new Set<Binding>();

  constructor(scopes: Scopes, program: Program, mode: Mode) {
    this.#scope = scopes.module.scope;
    this.#mode = mode;
    this.once = mode === "functions" ? findOnce(scopes, program) : new Set();
    for (const unit of scopes.units) {
      const binding = this.#isAtTop(unit) ? bindingOf(unit) : undefined;
      if (binding) this.#holds.set(binding, unit);
    }
    if (mode === "driver") this.#findStatics(program);
  }

  /** Whether every process has the binding by itself. */
  has(binding: Binding): boolean {
    if (binding.scope === this.#scope) return this.#mode === "functions" || this.#static.has(binding);
    return binding.scope.kind === "function" && this.once.has(binding.scope.unit);
  }

  /** The innermost function around the literal that runs once in every process. */
  onceAround(unit: Unit): Unit | undefined {
    for (let it = unit.parent; it; it = it.parent) if (this.once.has(it)) return it;
    return undefined;
  }

  /** The binding of every process that always holds what this literal made, if there is one. */
  holderOf(unit: Unit): Binding | undefined {
    const binding = this.#isAtTop(unit) ? bindingOf(unit) : undefined;
    return binding && this.#holds.get(binding) === unit && this.has(binding) ? binding : undefined;
  }

  /** Whether every process has this class by itself. */
  isEverywhere(theClass: Unit): boolean {
    return this.holderOf(theClass) !== undefined || this.isOnce(theClass);
  }

  /** Whether every process makes this class once by itself, though no binding holds it for ever. */
  isOnce(unit: Unit): boolean {
    return this.#mode === "functions" && unit.form.kind === "class" && this.#isAtTop(unit);
  }

  /** Whether the literal stands at the top level of the file, or of a function that runs once. */
  #isAtTop({ parent, scope }: Unit): boolean {
    if (parent?.form.kind === "module") return scope === this.#scope;
    return parent !== undefined && this.once.has(parent) && scope.kind === "function" && scope.unit === parent;
  }

  /** The greatest set: begins with all that could be static, and loses what names something that is not. */
  #findStatics(program: Program): void {
    for (const binding of this.#scope.names.values())
      if (this.#canBeStatic(binding, program)) this.#static.add(binding);
    for (let before = -1; before !== this.#static.size; ) {
      before = this.#static.size;
      for (const binding of this.#static) if (!this.#namesOnlyStatics(binding)) this.#static.delete(binding);
    }
  }

  #canBeStatic(binding: Binding, program: Program): boolean {
    if (binding.isWritten || binding.isExtended || binding.kind === "let") return false;
    const unit = this.#holds.get(binding);
    if (unit?.ownName?.isExtended || unit?.setsStatics) return false;
    if (unit) return unit.form.kind !== "class" || this.#isInertClass(unit.form.node);
    if (binding.kind === "const") {
      return binding.declarator?.id.type === "Identifier" && isConstant(binding.declarator.init);
    }
    return binding.kind === "enum" && enumsNamed(binding.name, program).every(isConstantEnum);
  }

  #namesOnlyStatics(binding: Binding): boolean {
    const unit = this.#holds.get(binding);
    if (!unit) return true;
    if (unit.evalAt) return false;
    return [...unit.captures.keys()].every((it) => it === binding || it.kind === "import" || this.#static.has(it));
  }

  /** Whether evaluating the class runs nothing of the user's. */
  #isInertClass(node: ClassNode): boolean {
    return (
      (!node.superClass || this.#isInertBase(node.superClass)) &&
      node.body.body.every((member) => {
        if (member.type === "StaticBlock" || ("computed" in member && member.computed && !isInertKey(member.key)))
          return false;
        return member.type !== "PropertyDefinition" || !member.static || isSameEverywhere(member.value);
      })
    );
  }

  #isInertBase(base: Node): boolean {
    if (base.type !== "Identifier") return false;
    const binding = this.#scope.names.get(base.name);
    if (!binding) return BUILT_IN_BASES.test(base.name);
    return binding.kind === "import" || this.#holds.get(binding)?.form.kind === "class";
  }
}

/** A name in brackets that runs no code: the class is static only if the names in it are. */
const isInertKey = (key: Node): boolean =>
  key.type === "Identifier" ||
  isConstant(key) ||
  (key.type === "BinaryExpression" && isInertKey(key.left) && isInertKey(key.right)) ||
  (key.type === "MemberExpression" && key.object.type === "Identifier" && key.object.name === "Symbol");

/** A static field without a state of its own. */
const isSameEverywhere = (value: Node | null): boolean =>
  value === null ||
  isConstant(value) ||
  value.type === "ArrowFunctionExpression" ||
  value.type === "FunctionExpression";

/** The binding of its scope that the literal initialises and that is never given another value. */
function bindingOf({ form, scope }: Unit): Binding | undefined {
  if (form.kind !== "function" && form.kind !== "class") return undefined;
  const id =
    form.place.kind === "declarator"
      ? form.place.id
      : form.node.type === "ArrowFunctionExpression"
        ? null
        : form.node.id;
  const binding = id ? scope.names.get(id.name) : undefined;
  if (!binding || binding.isWritten || binding.kind === "var") return undefined;
  return binding.declaration === form.node || binding.at === id ? binding : undefined;
}

const BUILT_IN_BASES =
  /^(?:(?:Type|Range|Syntax|Reference|Eval|URI|Aggregate)?Error|Map|Set|Array|Object|Date|RegExp|Promise|ArrayBuffer|(?:Float(?:32|64)|Big(?:Int|Uint)64|Int(?:8|16|32)|Uint(?:8|16|32))Array)$/;

const enumsNamed = (name: string, program: Program) =>
  program.body
    .map((it) => (it.type === "ExportNamedDeclaration" ? it.declaration : it))
    .filter((it) => it?.type === "TSEnumDeclaration" && it.id.name === name)
    .map((it) => it as Node & { type: "TSEnumDeclaration" });
