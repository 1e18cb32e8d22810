// Arrays, Maps and Sets filled from slots.
import type { Decoding } from "./decoding.ts";
import { mapSet, setAdd } from "./intrinsics.ts";
import type { Slot } from "./wire.ts";

/** Holes stay holes. */
export function fillElements(d: Decoding, array: unknown[], slots: readonly Slot[], length = slots.length): void {
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i];
    if (slot !== undefined || i in slots) array[i] = d.value(slot);
  }
  array.length = length;
}

export function fillEntries(d: Decoding, map: object, slots: readonly Slot[]): void {
  for (let i = 0; i < slots.length; i += 2) mapSet(map, d.value(slots[i]), d.value(slots[i + 1]));
}

export function fillItems(d: Decoding, set: object, slots: readonly Slot[]): void {
  for (let i = 0; i < slots.length; i++) setAdd(set, d.value(slots[i]));
}
