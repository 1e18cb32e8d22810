// Instances and errors made again, without any constructor of the program at work.
import { fillElements, fillEntries, fillItems } from "./decode-parts.ts";
import { fillProps } from "./decode-props.ts";
import type { Decoding } from "./decoding.ts";
import { ERRORS } from "./encode-error.ts";
import {
  construct,
  create,
  defineProperty,
  KeptArray,
  KeptDate,
  KeptDOMException,
  KeptError,
  KeptMapClass,
  KeptRegExp,
  KeptSetClass,
  typedArrayName,
} from "./intrinsics.ts";
import { viewClassOf } from "./shape.ts";
import type { Base, Node, Privates } from "./wire.ts";

type InstanceNode = Extract<Node, readonly ["instance", ...unknown[]]>;
type ErrorNode = Extract<Node, readonly ["error", ...unknown[]]>;
type DomExceptionNode = Extract<Node, readonly ["domException", ...unknown[]]>;
type Class = { readonly prototype: object } & (new (...args: unknown[]) => object);

export function makeInstance(d: Decoding, [, slot, props, base, privates]: InstanceNode): object {
  const theClass = d.value(slot) as Class;
  const object =
    privates.length > 0
      ? d.state.registry.restore(theClass, (target) => construct(theClass, [], target as Class))
      : makeBase(d, base, theClass);
  d.fill(() => {
    fillBase(d, object, base);
    fillProps(d, object, props);
    fillPrivates(d, object, privates);
  });
  return object;
}

function makeBase(d: Decoding, base: Base, theClass: Class): object {
  if (base === 0) return create(theClass.prototype) as object;
  switch (base[0]) {
    case "Map":
      return construct(KeptMapClass, [], theClass);
    case "Set":
      return construct(KeptSetClass, [], theClass);
    case "Array":
      return construct(KeptArray, [], theClass);
    case "Error":
      return construct(KeptError, [], theClass);
    case "view":
      return likeView(d.value(base[1]) as ArrayBufferView & { readonly length?: number }, theClass);
    case "made":
      return construct((base[1] === "Date" ? KeptDate : KeptRegExp) as unknown as Class, base[2], theClass);
  }
}

function likeView(view: ArrayBufferView & { readonly length?: number }, theClass: Class): object {
  const { buffer, byteOffset, byteLength, length = byteLength } = view;
  return construct(viewClassOf(typedArrayName(view) ?? "DataView"), [buffer, byteOffset, length], theClass as never);
}

function fillBase(d: Decoding, object: object, base: Base): void {
  if (base === 0) return;
  switch (base[0]) {
    case "Map":
      return fillEntries(d, object, base[1]);
    case "Set":
      return fillItems(d, object, base[1]);
    case "Array":
      return fillElements(d, object as unknown[], base[1], base[2]);
    case "Error":
      return defineStack(object as Error, base[1]);
    case "view":
    case "made":
      return;
  }
}

function fillPrivates(d: Decoding, object: object, privates: readonly Privates[]): void {
  for (let i = 0; i < privates.length; i++) {
    const [theClass, slots] = privates[i]!;
    const values = new Array<unknown>(slots.length);
    for (let j = 0; j < slots.length; j++) values[j] = d.value(slots[j]);
    d.state.registry.privates.get(d.value(theClass) as object)?.write(object, values);
  }
}

export function makeError(d: Decoding, [, name, stack, props]: ErrorNode): object {
  const error = construct(KeptError, [], ERRORS[name] ?? KeptError);
  defineStack(error, stack);
  d.fill(() => fillProps(d, error, props));
  return error;
}

export function makeDomException(d: Decoding, [, message, name, stack, props]: DomExceptionNode): object {
  const error = KeptDOMException ? new KeptDOMException(message, name) : new KeptError(message);
  defineStack(error, stack);
  if (!KeptDOMException) defineProperty(error, "name", { value: name, configurable: true, writable: true });
  d.fill(() => fillProps(d, error, props));
  return error;
}

/** The sender's stack instead of this one. */
function defineStack(error: Error, stack: string): void {
  defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
}
