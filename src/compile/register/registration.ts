// The text that attaches thunks: a thunk reads the captured variables of one function when that is sent. Each place a
// literal can stand in has its own way, so that the literal keeps its name and its behaviour.

import { maybeBoxText } from "../cells/cell-names.ts";
import { type Edit, type Edits, Rank, type View } from "../output/edits.ts";
import type { OwnNames } from "../output/names.ts";
import type { ClassBody, Node, ObjectExpression, Property } from "../parse/ast.ts";
import { nameOf } from "../parse/walk.ts";
import type { Binding, Unit } from "../scopes/bindings.ts";
import type { Capture, Travel, Travels } from "../travel/travel.ts";
import { pseudoText } from "./pseudo.ts";

/** Adds the registration of every literal that captures something, for the views that need it. */
export function addRegistrations(travels: Travels, edits: Edits, names: OwnNames): void {
  for (const travel of travels.all) {
    const registration = new Registration(travel, edits, names);
    registration.keepName();
    if (registration.isNeeded) registration.add();
  }
}

/** `$_i=>$_i===0?a:b`, or with what writes a boxed variable. */
export function thunkText({ unit, captures }: Travel, view: View, names: OwnNames): string {
  const reads = captures.map((capture) => readText(capture, unit, view, names));
  const choice = reads.map((read, i) => (i === reads.length - 1 ? read : `${names.index}===${i}?${read}:`)).join("");
  const writes = captures.some(({ isBoxed, binding }) => isBoxed || binding?.inScope === "maybe");
  return `${writes ? `(${names.index},${names.write},${names.value})` : names.index}=>${choice}`;
}

function readText({ binding, pseudo, isBoxed }: Capture, unit: Unit, view: View, names: OwnNames): string {
  if (!binding) return pseudoText(pseudo!, unit, view, names);
  if (binding.inScope === "maybe") return maybeBoxText(binding.name, view, names);
  const variable = variableText(binding, view, names);
  return isBoxed ? `(${names.write}?${variable}=${names.value}:${variable})` : variable;
}

export function variableText(binding: Binding, { boxes, root }: View, names: OwnNames): string {
  const { name, inScope } = binding;
  if (!root && inScope) return `${names.scope}.${name}`;
  return boxes?.has(binding) ? `${name}.v` : name;
}

class Registration {
  readonly #travel: Travel;
  readonly #unit: Unit;
  readonly #edits: Edits;
  readonly #names: OwnNames;

  constructor(travel: Travel, edits: Edits, names: OwnNames) {
    this.#travel = travel;
    this.#unit = travel.unit;
    this.#edits = edits;
    this.#names = names;
  }

  get isNeeded(): boolean {
    return this.#travel.captures.length > 0 && !this.#travel.refusal;
  }

  /** `f = () => {}` names the function, `f.v = () => {}` does not: a property names it instead. */
  keepName(): void {
    const { form, scope } = this.#unit;
    if ((form.kind !== "function" && form.kind !== "class") || form.place.kind !== "assignment") return;
    const { node, name } = form;
    const binding = scope.lookup(name);
    if (!binding || (node.type !== "ArrowFunctionExpression" && node.id)) return;
    const isRegistered = (view: View) => form.kind === "function" && this.isNeeded && this.#when(view);
    const isMember = ({ root, boxes, place }: View) =>
      root ? boxes?.has(binding) || binding.inScope === "maybe" : place === "driver" && binding.inScope !== undefined;
    const when = (view: View) => view.root !== this.#unit && !isRegistered(view) && isMember(view) === true;
    const key = JSON.stringify(name);
    this.#edits.wrap(node, `({${key}:`, `})[${key}]`, when);
  }

  add(): void {
    const { form } = this.#unit;
    if (form.kind === "class") this.#inClass(form.node.body);
    else if (form.kind === "method") this.#aroundProperty(form.property, form.object);
    else if (form.kind === "function") this.#byPlace(form);
  }

  /**
   * The running driver has one table for literals that capture its top level only. Elsewhere those are parameters of a
   * factory. What a factory makes is registered by its receiver.
   */
  readonly #when = (view: View): boolean =>
    view.root !== this.#unit && (this.#travel.isPerInstance || view.root !== undefined || view.place !== "driver");

  readonly #thunk = (view: View): string => thunkText(this.#travel, view, this.#names);

  #byPlace({ node, place, name }: Unit["form"] & { kind: "function" }): void {
    const { capture } = this.#names;
    if (place.kind === "declaration") this.#atStartOfScope(name);
    else if (place.kind === "declarator") {
      const variable = this.#names.numbered(this.#unit.id);
      const thunk = (view: View) => `,${variable}=${capture}(${place.id.name},${this.#thunk(view)})`;
      const at = place.declarator;
      this.#insert({ start: at.end, end: at.end, rank: Rank.Close, order: 0, around: at }, thunk);
    } else if (place.kind === "assignment" && !this.#unit.scope.lookup(name)?.isBoxed) {
      this.#wrap(place.node, `${capture}(`, (view) => `,${this.#thunk(view)})`);
    } else if (place.kind === "computed") this.#markedIn(place.object);
    else if (place.kind === "assignment" || place.kind === "named") {
      const key = JSON.stringify(name);
      this.#wrap(node, `${capture}({${key}:`, (view) => `}[${key}],${this.#thunk(view)})`);
    } else {
      // `new (f(…))()` is not `new f(…)()`
      const [open, close] = /\bnew\s*$/.test(this.#edits.text.slice(0, node.start).slice(-9)) ? ["(", ")"] : ["", ""];
      this.#wrap(node, `${open}${capture}(`, (view) => `,${this.#thunk(view)})${close}`);
    }
  }

  /** Declared functions exist from the start of their block. */
  #atStartOfScope(name: string): void {
    const { offsets, body } = this.#unit.scope.starts;
    const binding = this.#unit.scope.names.get(name);
    if (!binding || binding.declaration !== this.#unit.node) return;
    const call = (view: View) =>
      `${this.#names.capture}(${variableText(binding, view, this.#names)},${this.#thunk(view)});`;
    // The cases of a `switch`: where one falls into the next, the function has its thunk already.
    const text = (view: View) => (offsets.length > 1 ? `try{${call(view)}}catch{}` : call(view));
    for (const start of offsets) {
      this.#insert({ start, end: start, rank: Rank.Statement, order: 0, around: body }, text);
    }
  }

  #inClass(body: ClassBody): void {
    const start = body.start + 1;
    const text = (view: View) => `static{${this.#names.capture}(this,${this.#thunk(view)})}`;
    this.#insert({ start, end: start, rank: Rank.Statement, order: 0, around: body }, text);
  }

  #aroundProperty(property: Property, object: ObjectExpression): void {
    const isMethod = property.kind === "init";
    if (this.#unit.superAt || (property.computed && !isMethod)) this.#markedIn(object);
    else if (property.computed) this.#aroundComputed(property);
    else if (isMethod) this.#aroundMethod(property);
    else {
      const end = (view: View) => `,${JSON.stringify(nameOf(property.key))},"${property.kind}",${this.#thunk(view)})`;
      this.#wrap(object, `${this.#names.accessor}(`, end);
    }
  }

  /** The thunk is attached when the object is made: its part is found by the mark, and keeps the name that its key gives it. */
  #markedIn(object: ObjectExpression): void {
    this.#wrap(object, `${this.#names.prefix}.marked(`, (view) => `,${this.#unit.id},${this.#thunk(view)})`);
  }

  /** `m(x) {…}` -> `m:$_c({m(x) {…}}["m"],thunk)`. */
  #aroundMethod(property: Property): void {
    const { key } = property;
    this.#edits.wrap(
      property,
      (out, view) => {
        this.#edits.apply(out, key, view);
        out.write(`:${this.#names.capture}({`);
      },
      (out, view) => out.write(`}[${JSON.stringify(nameOf(key))}],${this.#thunk(view)})`),
      this.#when,
    );
  }

  /** `[k](x) {…}` -> `...$_.named(k,$_v=>({[$_v](x) {…}}),thunk)`: the key is evaluated once, in its place. */
  #aroundComputed(property: Property): void {
    const { key } = property;
    const { value, prefix } = this.#names;
    this.#edits.wrap(
      property,
      (out, view) => {
        out.write(`...${prefix}.named(`);
        this.#edits.apply(out, key, view);
        out.write(`,${value}=>({`);
      },
      (out, view) => out.write(`}),${this.#thunk(view)})`),
      this.#when,
    );
    this.#insert({ ...key, rank: Rank.Replace, order: -1, around: property }, () => value);
  }

  #wrap(node: Node, open: string, close: (view: View) => string): void {
    this.#edits.wrap(node, open, (out, view) => out.write(close(view)), this.#when);
  }

  #insert(edit: Omit<Edit, "text" | "when">, text: (view: View) => string): void {
    this.#edits.add({ ...edit, text: (out, view) => out.write(text(view)), when: this.#when });
  }
}
