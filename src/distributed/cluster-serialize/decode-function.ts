// Functions and classes made again from their literal's factory and their captures.
import { fillProps } from "./decode-props.ts";
import type { Decoding } from "./decoding.ts";
import { apply, setPrototypeOf } from "./intrinsics.ts";
import type { CaptureMeta } from "./registration.ts";
import type { Extra, Node, Slot } from "./wire.ts";

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

/** Once per process: a later message with the same uid means the same class. */
export function makeClass(d: Decoding, node: ClassNode): object {
  const theClass = makeLiteral(d, node);
  d.state.classes.add(node[4], theClass);
  return theClass;
}

interface LateSetter {
  s?: (index: number, value: unknown) => void;
}

function makeLiteral(d: Decoding, [, moduleKey, id, captures]: FunctionNode | ClassNode): object {
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
  const factory = d.state.registry.module(moduleKey).factory(id);
  const made = apply(factory, undefined, isLate ? [...values, setter] : values) as object;
  d.state.remade.set(made, values);
  return made;
}

/** What a function has beside its code. */
export function fillExtra(d: Decoding, f: object, [own, prototype, inherits]: Extra): void {
  d.fill(() => {
    if (own) fillProps(d, f, own);
    const target = (f as { prototype?: object }).prototype;
    if (target && prototype) fillProps(d, target, prototype);
    if (target && inherits !== undefined) setPrototypeOf(target, d.value(inherits) as object);
  });
}
