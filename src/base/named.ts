// Names that a program sees. Minifying renames classes, so those that are exported to programs, or printed by them, say their
// own name.

/** Gives the class its name, whatever the build calls it. Use it in a static block. */
export function named(theClass: { readonly prototype: object }, name: string): void {
  Object.defineProperty(theClass, "name", { value: name, configurable: true });
}
