// The programs of the menu as the page needs them: found by slug, the one a first visit opens with, and what a link has to
// know of this site.
import type { LinkSite } from "../program/link.ts";
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "../program/program.ts";
import { EXAMPLES, type Example } from "./examples-seam.ts";

export { EXAMPLES, type Example };

export const findExample = (slug: string): Example | undefined => EXAMPLES.find((example) => example.slug === slug);

/** What a first visit opens with. */
export const STARTER: Example = EXAMPLES[0]!;

/** What "Start empty" puts on the bench. */
export const EMPTY: Program = { files: { [FUNCTIONS_FILE]: "", [DRIVER_FILE]: "" }, assets: {} };

const shipped = new Set(EXAMPLES.flatMap((example) => Object.values(example.program.assets)));

export const SITE: LinkSite = { examples: EXAMPLES, isShippedAsset: (path) => shipped.has(path) };
