// What people edit, link and run. No text is ever altered here: line ends, a byte order mark and empty files stay.

/** A program: its TypeScript (and JSON) files by name, and the assets it may read. */
export interface Program {
  /** File name (`driver.ts`, `functions.ts`, `words.json`) -> text, exactly as it was written. */
  readonly files: Readonly<Record<string, string>>;
  /** Name that `readText` and `readBytes` know -> path on the site, relative to its root. */
  readonly assets: Readonly<Record<string, string>>;
}

export const DRIVER_FILE = "driver.ts";
export const FUNCTIONS_FILE = "functions.ts";
