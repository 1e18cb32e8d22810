// Functions and classes made again from their literal's factory and their captures.
import { fillProps } from "./decode-props.ts";
import type { Decoding } from "./decoding.ts";
import { apply, defineProperty, setPrototypeOf } from "./intrinsics.ts";
import type { CaptureMeta } from "./registration.ts";
import type { LateSetter } from "./state.ts";
import type { ClassState, Extra, Node, Slot } from "./wire.ts";

type FunctionNode = Extract<Node, readonly ["function", ...unknown[]]>;
type ClassNode = Extract<Node, readonly ["class", ...unknown[]]>;

/** Captures that exist before the literal runs. Those that are late are set afterwards, and only they can close a cycle. */
export function captureDeps(d: Decoding, [, moduleKey, id, captures]: FunctionNode | ClassNode): readonly Slot[] {
  const list = capturesOf(d, moduleKey, id);
  const deps: Slot[] = [];
  for (let k = 0; k < captures.length; k++) if (!list[k]!.late) deps[deps.length] = captures[k];
  return deps;
}

const capturesOf = (d: Decoding, moduleKey: string, id: number): readonly CaptureMeta[] =>
  d.state.registry.module(moduleKey).meta(id)?.captures ?? [];

export function makeFunction(d: Decoding, node: FunctionNode): object {
  const f = makeLiteral(d, node);
  const extra = node[4];
  if (extra) fillExtra(d, f, extra);
  return f;
}

/**
 * Once per process: a later message with the same uid means the same class, with the captured variables and static fields of
 * now. The process that made the class first keeps its own: nothing is written back.
 */
export function makeClass(d: Decoding, node: ClassNode): object {
  const { classes } = d.state;
  const known = classes.at(node[4]);
  if (known && classes.isOwn(node[4])) return known;
  if (!known && node[3].length > 0) d.fillEarly();
  const theClass = known ?? makeLiteral(d, node);
  if (known) renew(d, known, node);
  else classes.add(node[4], theClass);
  if (node[5]) fillState(d, theClass as Class, node[5]);
  return theClass;
}

type Class = { readonly prototype: object };

function renew(d: Decoding, theClass: object, [, moduleKey, id, captures]: ClassNode): void {
  const list = capturesOf(d, moduleKey, id);
  const setter = d.state.classes.setterOf(theClass);
  const values = d.state.remade.get(theClass) as unknown[] | undefined;
  if (!setter || !values) return;
  d.fill(() => {
    for (let k = 0; k < captures.length; k++) {
      if (list[k]!.pseudo) continue;
      values[k] = d.value(captures[k]);
      setter.s?.(k, values[k]);
    }
  });
}

function fillState(d: Decoding, theClass: Class, [own, prototype, privates]: ClassState): void {
  d.fill(() => {
    fillProps(d, theClass, own);
    if (prototype) fillProps(d, theClass.prototype, prototype);
    const values = new Array<unknown>(privates.length);
    for (let i = 0; i < privates.length; i++) values[i] = d.value(privates[i]);
    d.state.registry.statics.get(theClass)?.write(theClass, values);
  });
}

function makeLiteral(d: Decoding, node: FunctionNode | ClassNode): object {
  const [, moduleKey, id, captures] = node;
  const list = capturesOf(d, moduleKey, id);
  const values = new Array<unknown>(captures.length);
  const setter: LateSetter = {};
  let isLate = false;
  for (let k = 0; k < captures.length; k++) {
    const slot = captures[k];
    if (list[k]!.late) isLate = true;
    if (!list[k]!.late || d.has(slot)) values[k] = d.value(slot);
    else {
      d.fill(() => {
        values[k] = d.value(slot);
        setter.s!(k, values[k]);
      });
    }
  }
  const { registry } = d.state;
  const host = registry.module(moduleKey).meta(id)?.host;
  const factory =
    host === undefined ? registry.module(moduleKey).factory(id) : registry.hostedFactory(values[host] as object, id);
  const isClass = node[0] === "class";
  const made = apply(factory, undefined, isLate || isClass ? [...values, setter] : values) as object;
  d.state.remade.set(made, values);
  if (isClass) d.state.classes.keepSetter(made, setter);
  return made;
}

/** What a function has beside its code. */
export function fillExtra(d: Decoding, f: object, [own, prototype, inherits, replaced]: Extra): void {
  d.fill(() => {
    if (own) fillProps(d, f, own);
    if (replaced !== undefined) defineProperty(f, "prototype", { value: d.value(replaced) });
    const target = (f as { prototype?: object }).prototype;
    if (target && prototype) fillProps(d, target, prototype);
    if (target && inherits !== undefined) setPrototypeOf(target, d.value(inherits) as object);
  });
}
