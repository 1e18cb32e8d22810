// What the page adds to the examples: what a link has to know of this site, and the program that is no example at all.
import { EXAMPLES, isShippedAsset } from "../program/examples/catalog.ts";
import type { LinkSite } from "../program/link.ts";
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "../program/program.ts";

export const SITE: LinkSite = { examples: EXAMPLES, isShippedAsset };

/** What "Start empty" puts on the bench. */
export const EMPTY: Program = { files: { [FUNCTIONS_FILE]: "", [DRIVER_FILE]: "" }, assets: {} };
