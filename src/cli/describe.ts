// A diagnostic as the command line prints it.
import type { Diagnostic } from "../compile/compiled.ts";

/** "driver.ts:3:5: what is wrong"; `file` where it is called otherwise on disk. */
export function describe({ severity, message, line, column, ...at }: Diagnostic, file = at.file): string {
  const place = `${file}:${line}:${column}`;
  return severity === "error" ? `${place}: ${message}` : `${place}: warning: ${message}`;
}
