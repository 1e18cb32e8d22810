// npm packages that come from a site are loaded ahead of the modules that import them. When one does not come, engines name the
// module that was asked for and not the one of its imports that is missing. And Firefox (153) loads no site's module as an import
// of one that has no origin, unless it is there already.
import type { Package } from "../compile/compiled.ts";
import { headline } from "../distributed/errors.ts";

export type Import = (url: string) => Promise<Record<string, unknown>>;

/** Imports the module at `url`. Rejects with what it threw, or with which of its packages could not be loaded, and why. */
export async function importWith(packages: readonly Package[], url: string, load: Import): ReturnType<Import> {
  const missing = await firstMissing(packages, load);
  try {
    return await load(url);
  } catch (error) {
    // A program may do without a package that it imports by `import()`; a missing import is a TypeError in every engine.
    throw missing && error instanceof TypeError ? missing : error;
  }
}

async function firstMissing(packages: readonly Package[], load: Import): Promise<Error | undefined> {
  const faults = packages.map(({ specifier, url, file }) =>
    load(url).then(
      () => undefined,
      (cause) => `"${specifier}", which ${file} imports, could not be loaded from ${url}: ${headline(cause)}`,
    ),
  );
  const message = (await Promise.all(faults)).find((fault) => fault !== undefined);
  // It happened in no line of the program.
  return message === undefined ? undefined : Object.assign(new Error(message), { stack: message });
}
