// Options of the API's functions: one object, every field optional, an unknown one refused by name.

/** The options, or an empty object. Throws a TypeError that names what is not known. */
export function checkOptions<T extends object>(
  name: string,
  options: T | undefined,
  known: readonly string[],
): Partial<T> {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${name}: the options must be an object, got ${String(options)}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(
        `${name}: unknown option \`${key}\`; it takes ${known.map((one) => `\`${one}\``).join(", ")}`,
      );
    }
  }
  return options;
}
