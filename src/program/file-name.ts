// Which names a link may give to a file or an asset.

/**
 * Whether `name` can be the name of a file of a program: 1 to 100 characters, no control character, no backslash, no way
 * out of its folder, and not the one name that JavaScript's records treat as something else.
 */
export function isFileName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (!/^[^\u0000-\u001f\u007f\\]{1,100}$/u.test(name)) return false;
  return name !== "__proto__" && !name.split("/").some((part) => part === "" || part === "." || part === "..");
}
