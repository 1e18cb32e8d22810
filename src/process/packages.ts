// npm packages that come from a site. When one does not come, engines name the module that was asked for and not the one of its
// imports that is missing: so each is asked for by itself, and the first that fails is told.
import type { Package } from "../compile/compiled.ts";
import { headline } from "../distributed/errors.ts";

/** What to say of a module whose import failed with `error`: that of a package which can't be loaded, else the same. */
export async function blamePackage(
  error: unknown,
  packages: readonly Package[],
  load: (url: string) => Promise<unknown>,
): Promise<unknown> {
  if (!(error instanceof TypeError)) return error; // no engine says it otherwise
  for (const { specifier, url, file } of packages) {
    try {
      await load(url);
    } catch (cause) {
      const why = new Error(
        `"${specifier}", which ${file} imports, could not be loaded from ${url}: ${headline(cause)}`,
      );
      why.stack = why.message; // it happened in no line of the program
      return why;
    }
  }
  return error;
}
