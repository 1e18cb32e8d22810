// npm packages that come from a site are loaded ahead of the modules that import them. When one does not come, engines name the
// module that was asked for and not the one of its imports that is missing. And Firefox (153) loads no site's module as an import
// of one that has no origin, unless it is there already.
import type { Package } from "../compile/compiled.ts";
import { headline } from "../distributed/errors.ts";

export type Import = (url: string) => Promise<Record<string, unknown>>;

/** Imports the module at `url`. Rejects with what it threw, or with which of its packages could not be loaded, and why. */
export async function importWith(packages: readonly Package[], url: string, load: Import): ReturnType<Import> {
  await Promise.all(packages.map((one) => load(one.url).catch((cause: unknown) => refuse(one, cause))));
  return load(url);
}

function refuse({ specifier, url, file }: Package, cause: unknown): never {
  const message = `"${specifier}", which ${file} imports, could not be loaded from ${url}: ${headline(cause)}`;
  throw Object.assign(new Error(message), { stack: message }); // it happened in no line of the program
}
