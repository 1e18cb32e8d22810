// The parts of arrays, Maps and Sets as slots, each with its step in the path.
import type { Encoding } from "./encoding.ts";
import { mapForEach, setForEach } from "./intrinsics.ts";
import type { Slot } from "./wire.ts";

/** A longer run of holes means a sparse array, which travels by its keys. */
const HOLES = 1_000;

export const isElementOrLength = (key: PropertyKey): boolean =>
  key === "length" || (typeof key === "string" && String(Number(key) >>> 0) === key);

/** Undefined for a sparse array. */
export function elementsOf(e: Encoding, value: ArrayLike<unknown>, node: number): Slot[] | undefined {
  const elements: Slot[] = [];
  let holes = 0;
  for (let i = 0; i < value.length; i++) {
    const element = value[i];
    if (element !== undefined || i in value) elements[i] = e.slot(element, node, i);
    else if (++holes > HOLES) return undefined;
  }
  elements.length = value.length;
  return elements;
}

/** How a key or item is written in a path: text and numbers as they are. */
const stepOf = (name: string, key: unknown, n: number) =>
  typeof key === "string" || typeof key === "number" ? `.${name}(${JSON.stringify(key)})` : ` (${name} ${n})`;

export function entriesOf(e: Encoding, value: object, node: number): Slot[] {
  const slots: Slot[] = [];
  mapForEach(value, (part: unknown, key: unknown) => {
    const n = slots.length;
    slots[n] = e.slot(key, node, { step: ` (key ${n >> 1})` });
    slots[n + 1] = e.slot(part, node, { step: stepOf("get", key, n >> 1) });
  });
  return slots;
}

export function itemsOf(e: Encoding, value: object, node: number): Slot[] {
  const slots: Slot[] = [];
  setForEach(value, (item: unknown) => {
    slots[slots.length] = e.slot(item, node, { step: ` (item ${slots.length})` });
  });
  return slots;
}
