// Own properties of an object, with their descriptors where these say more than a plain value.
import type { Encoding } from "./encoding.ts";
import { getOwnPropertyDescriptor, isExtensible, isFrozen, isSealed, ownKeys } from "./intrinsics.ts";
import { whyUnreadable } from "./reasons.ts";
import { Flag, Integrity, type Props, type RichProp, type Slot } from "./wire.ts";

const ORDINARY = Flag.Enumerable | Flag.Configurable | Flag.Writable;

interface Own {
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
  readonly flags: number;
}

/** The properties of the object at `node`, but for those that `skip` names. */
export function encodeProps(e: Encoding, object: object, node: number, skip?: (key: PropertyKey) => boolean): Props {
  const integrity = integrityOf(object);
  const usual =
    integrity === Integrity.Frozen
      ? Flag.Enumerable
      : integrity === Integrity.Sealed
        ? ORDINARY ^ Flag.Configurable
        : ORDINARY;
  const own: Own[] = [];
  let isPlain = true;
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const found = skip?.(key) ? undefined : getOwnPropertyDescriptor(object, key);
    if (!found) continue;
    if (!found.get && !found.set) found.value = (object as Record<PropertyKey, unknown>)[key]; // what a proxy shows
    const descriptor = found.get || found.set ? accessorOrValue(e, object, node, key, found) : found;
    const flags = flagsOf(descriptor);
    own[own.length] = { key, descriptor, flags };
    if (typeof key === "symbol" || flags !== (descriptor === found ? usual : ORDINARY)) isPlain = false;
  }
  if (isPlain && integrity === Integrity.Open) return [plainSlots(e, own, node)];
  return isPlain ? [plainSlots(e, own, node), integrity, []] : [[], integrity, richProps(e, own, node)];
}

function plainSlots(e: Encoding, own: readonly Own[], node: number): Slot[] {
  const slots = new Array<Slot>(2 * own.length);
  for (let i = 0; i < own.length; i++) {
    const { key, descriptor } = own[i]!;
    slots[2 * i] = key;
    slots[2 * i + 1] = e.slot(descriptor.value, node, key);
  }
  return slots;
}

function richProps(e: Encoding, own: readonly Own[], node: number): RichProp[] {
  const props = new Array<RichProp>(own.length);
  for (let i = 0; i < own.length; i++) {
    const { key, descriptor, flags } = own[i]!;
    const name = e.slot(key, node, key);
    const isAccessor = (flags & Flag.Accessor) !== 0;
    props[i] = isAccessor
      ? [name, flags, e.slot(descriptor.get, node, key), e.slot(descriptor.set, node, key)]
      : [name, flags, e.slot(descriptor.value, node, key)];
  }
  return props;
}

/** An accessor of the program travels as one; of any other the value is read, as structured clone does. */
function accessorOrValue(
  e: Encoding,
  object: object,
  node: number,
  key: PropertyKey,
  found: PropertyDescriptor,
): PropertyDescriptor {
  if (canTravel(e, found.get) && canTravel(e, found.set)) return found;
  let value: unknown;
  try {
    value = (object as Record<PropertyKey, unknown>)[key];
  } catch (error) {
    e.refuse(node, whyUnreadable(error), key);
  }
  return { value, enumerable: found.enumerable === true, configurable: true, writable: true };
}

const canTravel = (e: Encoding, f: object | undefined) => f === undefined || e.state.registry.identify(f) !== undefined;

function flagsOf({ get, set, enumerable, configurable, writable }: PropertyDescriptor): number {
  const flags = (enumerable ? Flag.Enumerable : 0) | (configurable ? Flag.Configurable : 0);
  return flags | (get || set ? Flag.Accessor : writable ? Flag.Writable : 0);
}

function integrityOf(object: object): Integrity {
  if (isExtensible(object)) return Integrity.Open;
  if (isFrozen(object)) return Integrity.Frozen;
  return isSealed(object) ? Integrity.Sealed : Integrity.NotExtensible;
}
