// Lines of what a program prints.

/** Puts `prefix` before each line. Other characters that JavaScript counts as line ends (U+2028, a lone CR) end none here. */
export const prefixLines = (prefix: string, text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => prefix + line)
    .join("\n");
