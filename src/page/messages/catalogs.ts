// The messages by language. `es.ts` is checked to have the keys of English; its texts differ, which is all the cast says.
import type { Lang } from "../units.ts";
import en from "./en.ts";
import es from "./es.ts";

export const CATALOGS: Readonly<Record<Lang, typeof en>> = { en, es: es as unknown as typeof en };
