// Own properties, set so that no setter or property of a prototype comes between.
import type { Decoding } from "./decoding.ts";
import { defineProperty, freeze, preventExtensions, seal } from "./intrinsics.ts";
import { Flag, Integrity, type Props, type RichProp } from "./wire.ts";

/** Sets the properties; freezing and the like come when the whole graph is filled. */
export function fillProps(d: Decoding, object: object, [plain, integrity, rich]: Props): void {
  const target = object as Record<PropertyKey, unknown>;
  for (let i = 0; i < plain.length; i += 2) {
    const key = plain[i] as string;
    const value = d.value(plain[i + 1]);
    if (key in target) defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    else target[key] = value;
  }
  if (rich) for (let i = 0; i < rich.length; i++) defineRich(d, target, rich[i]!);
  if (integrity) d.seal(() => protect(object, integrity));
}

function defineRich(d: Decoding, object: object, [slot, flags, value, set]: RichProp): void {
  const enumerable = (flags & Flag.Enumerable) !== 0;
  const configurable = (flags & Flag.Configurable) !== 0;
  const key = d.value(slot) as PropertyKey;
  if ((flags & Flag.Accessor) === 0) {
    defineProperty(object, key, {
      value: d.value(value),
      enumerable,
      configurable,
      writable: (flags & Flag.Writable) !== 0,
    });
    return;
  }
  const getter = d.value(value) as (() => unknown) | undefined;
  const setter = d.value(set) as ((value: unknown) => void) | undefined;
  defineProperty(object, key, { get: getter, set: setter, enumerable, configurable } as PropertyDescriptor);
}

function protect(object: object, integrity: Integrity): void {
  if (integrity === Integrity.Frozen) freeze(object);
  else if (integrity === Integrity.Sealed) seal(object);
  else if (integrity === Integrity.NotExtensible) preventExtensions(object);
}
