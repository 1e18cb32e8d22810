// How each function literal of a file travels: what it takes along, where that is read, and what forbids it. The text that
// follows from it is in registration.ts and factories.ts, the description for the process in meta.ts.
import type { At } from "../parse/ast.ts";
import { hostOf, whyNoHome } from "../register/pseudo.ts";
import type { Binding, Pseudo, Unit } from "../scopes/bindings.ts";
import type { Scopes } from "../scopes/scopes.ts";
import type { Statics } from "./statics.ts";

/** A captured variable that travels by value. */
export interface Capture {
  readonly name: string;
  readonly use: At;
  /** Absent for `this` and its like. */
  readonly binding?: Binding;
  readonly pseudo?: Pseudo;
  readonly isBoxed: boolean;
  /** May get its value only after the literal has been made. */
  readonly isLate: boolean;
  /** Of a function, so that each instance of the literal needs its own thunk. */
  readonly isLocal: boolean;
}

export interface Travel {
  readonly unit: Unit;
  readonly captures: readonly Capture[];
  /** Its own name from outside, `const f = () => f()`: made again together with it. */
  readonly self?: Binding;
  /** Every process has it in this binding, and it is never made again. */
  readonly singleton?: Binding;
  /** A class that every process makes once by itself, without a binding that always holds it. */
  readonly isOnce: boolean;
  /**
   * In whose body its factory must stand: the class of a private name that it names, or the function around it that runs
   * once (once.ts).
   */
  readonly host?: Unit;
  readonly refusal?: Refusal;
  readonly isPerInstance: boolean;
}

export type Refusal = readonly [what: string, at: At];

export class Travels {
  readonly #of = new Map<Unit, Travel>();

  constructor(scopes: Scopes, statics: Statics) {
    const travelling = scopes.units.filter((unit) => canTravel(unit) && !statics.once.has(unit));
    for (const unit of travelling) this.#of.set(unit, travelOf(unit, statics));
  }

  get all(): IterableIterator<Travel> {
    return this.#of.values();
  }

  /** Undefined for what travels only inside its class. */
  of(unit: Unit): Travel | undefined {
    return this.#of.get(unit);
  }

  hostedBy(unit: Unit): Travel[] {
    return [...this.#of.values()].filter(({ host, refusal }) => host === unit && !refusal);
  }
}

const canTravel = ({ form }: Unit): boolean =>
  form.kind === "function" || form.kind === "class" || form.kind === "method";

function travelOf(unit: Unit, statics: Statics): Travel {
  const self = [...unit.captures.keys()].find((binding) => isSelf(binding, unit, statics));
  const variables = [...unit.captures]
    .filter(([binding]) => binding.kind !== "import" && !statics.has(binding) && binding !== self)
    .map(([binding, use]) => variable(binding, use, unit));
  const singleton = statics.holderOf(unit);
  const isOnce = !singleton && statics.isOnce(unit);
  const theClass = hostOf(unit);
  const hasToBeSent = theClass !== undefined && !statics.isEverywhere(theClass);
  const captures = [...variables, ...pseudoCaptures(unit, hasToBeSent ? theClass : undefined)];
  const host = theClass ?? statics.onceAround(unit);
  const refusal = refusalOf(unit, captures);
  return {
    unit,
    captures,
    isOnce,
    isPerInstance: !refusal && captures.some(({ isLocal }) => isLocal),
    ...(self && { self }),
    ...(singleton && { singleton }),
    ...(host && { host }),
    ...(refusal && { refusal }),
  };
}

/** `const f = literal` or `function f` that names itself and is never replaced. */
function isSelf(binding: Binding, { form }: Unit, statics: Statics): boolean {
  if (binding.isWritten || statics.has(binding) || (form.kind !== "function" && form.kind !== "class")) return false;
  const { place } = form;
  if (place.kind === "declarator") return binding.at === place.id && binding.kind !== "var";
  return binding.kind === "function" && binding.declaration === form.node;
}

function variable(binding: Binding, use: At, unit: Unit): Capture {
  return {
    name: binding.name,
    use,
    binding,
    isBoxed: binding.isBoxed,
    isLate: !binding.isBoxed && (binding.inScope ? isLateInScope(binding, unit) : isLate(binding, unit)),
    isLocal: binding.scope.kind !== "module",
  };
}

/** Only such captures can close a cycle; the others have their value before the literal is made. */
function isLate(binding: Binding, unit: Unit): boolean {
  if (binding.isWritten || binding.kind === "var") return true;
  if (isDeclaration(unit) && binding.scope === unit.scope && binding.kind !== "parameter") return true;
  return unit.node.start < binding.readyAt;
}

/** A name of the REPL's scope may mean something newer than the literal; but what makes a class needs its value at once. */
const isLateInScope = ({ references }: Binding, unit: Unit): boolean =>
  unit.form.kind !== "class" || !references.some((it) => makesClass(it.unit, unit));

/** Whether code of the unit runs when the class is made: its header, static fields and static blocks. */
function makesClass(unit: Unit, theClass: Unit): boolean {
  const { form, parent } = unit;
  if (unit === theClass) return true;
  if (!parent || form.kind === "member" || (form.kind === "field" && !form.node.static)) return false;
  return makesClass(parent, theClass);
}

/** Function declarations are made when their block is entered, before all else in it. */
export const isDeclaration = ({ form }: Unit): boolean => form.kind === "function" && form.place.kind === "declaration";

/** What travels without being a variable. `host` is the class that has to be there first. */
function pseudoCaptures(unit: Unit, host: Unit | undefined): Capture[] {
  const uses = new Map(unit.pseudo);
  const superUse = uses.get("super");
  if (superUse && !uses.has("this")) uses.set("this", superUse);
  if (unit.form.kind === "method" && unit.superAt) uses.set("super", unit.superAt);
  if (host) uses.set("class", unit.privateUse!);
  return ORDER.filter((it) => uses.has(it)).map((it) => ({
    name: it === "class" ? host!.name || "class" : it,
    use: uses.get(it)!,
    pseudo: it,
    isBoxed: false,
    isLate: false,
    isLocal: true,
  }));
}

const ORDER: readonly Pseudo[] = ["this", "arguments", "super", "new.target", "class"];

const headerText = (pseudo: Pseudo): string =>
  `\`${pseudo}\` of the surrounding function in the head of a class (put it into a variable before the class)`;

function refusalOf(unit: Unit, captures: readonly Capture[]): Refusal | undefined {
  const { evalAt, headerUse } = unit;
  if (headerUse) return [headerText(headerUse.pseudo), headerUse.at];
  if (evalAt) return ["a direct call of eval, whose variables cannot be known (write its code out)", evalAt];
  for (const { pseudo, use } of captures) {
    const why = pseudo && whyNoHome(pseudo, unit);
    if (why) return [why, use];
  }
  return undefined;
}
