// Factories: `12:(a,b)=>literal` makes a literal again from its captures. The literal's text is the user's own, so what
// runs on a worker is exactly what was written; around it stands what gives it its name, `this` and `super`.

import { accessText, maybeParameter, maybeText, spanOf } from "../cells/cell-names.ts";
import { type Edit, type Edits, Rank, type View } from "../output/edits.ts";
import type { OwnNames } from "../output/names.ts";
import type { Output } from "../output/output.ts";
import type { At, ClassNode, FunctionNode, Identifier } from "../parse/ast.ts";
import type { Binding, Pseudo, Unit } from "../scopes/bindings.ts";
import { isDeclaration, type Travel, type Travels } from "../travel/travel.ts";

/** Writes `12:factory,` for each literal; those that only their host can see stand in that (see `addHosted`). */
export function writeFactories(
  out: Output,
  travels: Travels,
  place: View["place"],
  edits: Edits,
  names: OwnNames,
): void {
  for (const travel of travels.all) {
    if (!travel.refusal && !travel.host && !travel.isOnce) writeFactory(out, travel, place, edits, names);
  }
}

/** The name of the one that every process has already. */
export function writeSingletons(out: Output, travels: Travels): void {
  for (const { unit, singleton } of travels.all) if (singleton) out.write(`${unit.id}:()=>${singleton.name},`);
}

/**
 * Puts factories where they see what they name: into a static block of the class whose private names they name, and to the
 * front of the function around them that runs once. That of a class which every process makes once stands in it too. They are
 * a part of the module where there is one such class a process, else they belong to the class that is being made.
 */
export function addHosted(travels: Travels, once: ReadonlySet<Unit>, key: string, edits: Edits, names: OwnNames): void {
  const part = `${names.module}(${JSON.stringify(key)},"{}",0,{make:{`;
  for (const { unit, isOnce, singleton } of travels.all) {
    if (unit.form.kind !== "class") continue;
    const [open, close] = isOnce || singleton ? [part, "}})"] : [`${names.prefix}.hosts(this,{`, "})"];
    const hosted = travels.hostedBy(unit);
    const own = isOnce ? `${unit.id}:()=>this,` : "";
    if (hosted.length > 0 || isOnce) addAtFront(unit, hosted, [`static{${open}${own}`, `${close}}`], edits, names);
  }
  for (const unit of once) {
    const hosted = travels.hostedBy(unit).filter(({ isOnce }) => !isOnce);
    if (hosted.length > 0) addAtFront(unit, hosted, [part, "}});"], edits, names);
  }
}

/** Factories behind the brace that opens the body of a class or function. */
function addAtFront(
  { node }: Unit,
  hosted: readonly Travel[],
  [open, close]: readonly [string, string],
  edits: Edits,
  names: OwnNames,
): void {
  const start = (node as ClassNode | FunctionNode).body.start + 1;
  const text = (out: Output, view: View) => {
    out.write(open);
    for (const travel of hosted) writeFactory(out, travel, view.place, edits, names);
    out.write(close);
  };
  edits.add({ start, end: start, rank: Rank.Statement, order: 2, text, around: node });
}

function writeFactory(out: Output, travel: Travel, place: View["place"], edits: Edits, names: OwnNames): void {
  out.write(`${travel.unit.id}:`);
  if (travel.singleton) out.write(`()=>${travel.singleton.name}`);
  else new FactoryWriter(out, travel, place, edits, names).write();
  out.write(",");
}

class FactoryWriter {
  readonly #out: Output;
  readonly #travel: Travel;
  readonly #edits: Edits;
  readonly #names: OwnNames;
  readonly #view: View;
  /** Captured variables whose parameter is a box. */
  readonly #boxes: readonly Binding[];

  constructor(out: Output, travel: Travel, place: View["place"], edits: Edits, names: OwnNames) {
    this.#out = out;
    this.#travel = travel;
    this.#edits = edits;
    this.#names = names;
    const variables = travel.captures.flatMap(({ binding }) => binding ?? []);
    this.#boxes = variables.filter(({ isBoxed, inScope }) => isBoxed || inScope === "maybe");
    this.#view = { place, root: travel.unit, boxes: new Set(variables.filter(({ isBoxed }) => isBoxed)) };
  }

  write(): void {
    const { unit, self, captures } = this.#travel;
    const setter = this.#setter();
    this.#out.write(`(${this.#parameters().join(",")})=>`);
    if (self && !isDeclaration(unit)) this.#writeBlock(`${setter}const ${self.name}=`, `;return ${self.name}`);
    else if (declaredName(unit) && !captures.some(({ name }) => name === declaredName(unit))) {
      this.#writeBlock(setter, `;return ${declaredName(unit)}`);
    } else this.#writeExpression(setter);
  }

  #writeBlock(before: string, after: string): void {
    this.#out.write(`{${before}`);
    this.#writeLiteral();
    this.#out.write(`${after}}`);
  }

  #writeExpression(setter: string): void {
    this.#out.write(setter ? `{${setter}return ` : "(");
    const [open, close] = this.#pseudoFrame();
    this.#out.write(open);
    this.#writeNamed();
    this.#out.write(close, setter ? "}" : ")");
  }

  /** What the arrow takes from the function around it, as a function called with that. */
  #pseudoFrame(): readonly [open: string, close: string] {
    const { pseudo } = this.#names;
    const has = (which: Pseudo) => this.#has(which);
    const receiver = has("this") ? pseudo("this") : "void 0";
    const args = has("arguments") ? pseudo("arguments") : "[]";
    const call = `.apply(${receiver},${args})`;
    if (has("super") && has("this")) return [`({__proto__:${pseudo("super")},m(){return `, `}}).m${call}`];
    if (has("this") || has("arguments")) return ["(function(){return ", `})${call}`];
    return ["", ""];
  }

  #has(which: Pseudo): boolean {
    return this.#travel.captures.some(({ pseudo }) => pseudo === which);
  }

  /** An anonymous literal is made as a property, which names it. */
  #writeNamed(): void {
    const { form } = this.#travel.unit;
    const key = JSON.stringify(this.#travel.unit.name);
    const home = form.kind === "method" && this.#has("super") ? `__proto__:${this.#names.pseudo("super")},` : "";
    if (form.kind === "method" && form.property.kind === "init") {
      const { async, generator } = form.node;
      this.#around(`({${home}${async ? "async " : ""}${generator ? "*" : ""}${key}`, `})[${key}]`);
    } else if (form.kind === "method") {
      const { kind } = form.property;
      this.#around(`Object.getOwnPropertyDescriptor({${home}${kind} ${key}`, `},${key}).${kind}`);
    } else if (key !== '""' && !this.#ownName()) this.#around(`({${key}:`, `})[${key}]`);
    else this.#around("(", ")");
  }

  #around(open: string, close: string): void {
    this.#out.write(open);
    this.#writeLiteral();
    this.#out.write(close);
  }

  #writeLiteral(): void {
    const { unit } = this.#travel;
    const extra = this.#boxes.flatMap((binding) => boxReads(binding, unit));
    for (const at of unit.newTargets) extra.push(replacement(at, this.#names.pseudo("new.target")));
    const dropped = this.#droppedName();
    if (dropped) extra.push(replacement(dropped, ""));
    this.#edits.apply(this.#out, unit.node, this.#view, extra);
  }

  /** The name that stays in the literal's text. */
  #ownName(): Identifier | undefined {
    const { form } = this.#travel.unit;
    if ((form.kind !== "function" && form.kind !== "class") || form.node.type === "ArrowFunctionExpression")
      return undefined;
    return this.#droppedName() ? undefined : (form.node.id ?? undefined);
  }

  /** A declared function that replaces itself reads the variable, not its own name: as an expression it loses that. */
  #droppedName(): Identifier | undefined {
    const { unit, captures } = this.#travel;
    const name = declaredName(unit);
    if (name === undefined || !captures.some((it) => it.name === name)) return undefined;
    return (unit.node as { id?: Identifier }).id;
  }

  #parameters(): string[] {
    const { captures } = this.#travel;
    const names = captures.map(({ pseudo, name, binding }) => {
      if (pseudo) return this.#names.pseudo(pseudo);
      return binding?.inScope === "maybe" ? maybeParameter(name, this.#names) : name;
    });
    return this.#setter() ? [...names, this.#names.late] : names;
  }

  /** Sets late captures when they come, and all of a class when it comes again; empty without any. */
  #setter(): string {
    const { index, value, late } = this.#names;
    const { unit, captures } = this.#travel;
    const isClass = unit.form.kind === "class";
    const sets = captures.map(({ isLate, pseudo, name }, i) =>
      isLate || (isClass && !pseudo) ? `if(${index}===${i})${name}=${value};` : "",
    );
    const text = sets.join("");
    return text && `${late}.s=(${index},${value})=>{${text}};`;
  }
}

const replacement = ({ start, end }: At, text: string): Edit => ({ start, end, rank: Rank.Replace, order: 0, text });

/** The name of a function or class declaration. */
function declaredName({ form }: Unit): string | undefined {
  if (form.kind !== "function" && form.kind !== "class") return undefined;
  const { node } = form;
  return node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" ? node.id?.name : undefined;
}

/** The edits that make a literal's text read a boxed variable. */
function boxReads({ name, references, inScope }: Binding, { node }: Unit): Edit[] {
  return references
    .filter((it) => it.node.start >= node.start && it.node.end <= node.end)
    .map((it) => replacement(spanOf(it), inScope === "maybe" ? maybeText(name, it) : accessText(it, `${name}.v`)));
}
