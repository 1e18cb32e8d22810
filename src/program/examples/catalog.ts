// The examples of the menu, in its order; the first one opens on a first visit. The door to this folder.
import { cheatSheet } from "./cheat-sheet/example.ts";
import type { Example } from "./example.ts";
import { pi } from "./pi/example.ts";
import { primes } from "./primes/example.ts";
import { uneven } from "./uneven/example.ts";
import { wordCount } from "./word-count/example.ts";

export type { Example, Words } from "./example.ts";

export const EXAMPLES: readonly Example[] = [primes, wordCount, cheatSheet, pi, uneven];

/** The starter. */
export const STARTER: Example = primes;

/**
 * Paths on the site, relative to its root, of the files that examples read. The build copies each `<slug>/<name>` of this
 * folder to `examples/<slug>/<name>`; a link may name these and no other.
 */
export const SHIPPED_ASSETS: ReadonlySet<string> = new Set(
  EXAMPLES.flatMap(({ program }) => Object.values(program.assets)),
);

/** Whether the site has a file at `path`; what `parseLink` asks. */
export const isShippedAsset = (path: string): boolean => SHIPPED_ASSETS.has(path);

export const exampleOf = (slug: string): Example | undefined => EXAMPLES.find((example) => example.slug === slug);
