// Program <-> the fragment of a URL. Three formats, which open for ever: plain (link-plain.ts), an example's name, and
// format 0 (link-format0.ts), which is what Share writes. How many workers start is no part of it: that stays `?p=N`.
// What is read came from anybody by way of anything: nothing here throws, nothing falls back to another program in
// silence, and a link that was changed gives either the program it was made of or a problem with its reason.
// Format 0 carries every text there is, lone surrogates included (JSON escapes them); a plain link every text that is UTF-8.

import { packFormat0, readFormat0, type TooLong } from "./link-format0.ts";
import { decodeEscapes, fragmentOf, undoEncoding } from "./link-mangled.ts";
import { readPlain } from "./link-plain.ts";
import { type LinkProblem, MAX_FRAGMENT_CHARACTERS, type ProblemResult, problem } from "./link-problem.ts";
import type { Program } from "./program.ts";

export { fragmentOf, type LinkProblem, type TooLong };

/** What a link needs to know of the site it is opened on. */
export interface LinkSite {
  readonly examples: readonly { readonly slug: string; readonly program: Program }[];
  /** Whether the site has a file at this path, relative to its root. */
  isShippedAsset(path: string): boolean;
}

export type LinkResult =
  /** No fragment. */
  | { readonly kind: "none" }
  | {
      readonly kind: "program";
      readonly program: Program;
      readonly from: "plain" | "format0";
      /** A plain link whose code stops where code seldom does: open it, and say so. */
      readonly mayBeCut: boolean;
    }
  | { readonly kind: "example"; readonly slug: string }
  | ProblemResult;

/** Reads `location.hash`, with or without its "#". Never throws. Undoes what chats do to links where that can be known. */
export function parseLink(fragment: string, site: LinkSite): LinkResult {
  const given = fragment.replace(/^#/, "");
  if (given === "") return { kind: "none" };
  if (given.length > MAX_FRAGMENT_CHARACTERS) {
    return problem({ code: "tooBig", unit: "characters", limit: MAX_FRAGMENT_CHARACTERS });
  }
  const link = undoEncoding(given);
  const format = /^(\w{1,8})\//.exec(link)?.[1];
  if (format === undefined)
    return /^[a-z]+(?::|%3A|=)/i.test(link) ? checked(readPlain(link), "plain", site) : unreadable(link);
  if (format === "ex") return readExample(decodeEscapes(link), site);
  if (format === "0") return checked(readFormat0(decodeEscapes(link)), "format0", site);
  return problem({ code: "newerFormat", format });
}

/**
 * The fragment that holds `program`, "#" included: the name of an example it equals, else format 0. Where it would be
 * longer than a link may be, by how much: then it can only be given away as files.
 */
export function encodeLink(
  program: Program,
  site: Pick<LinkSite, "examples">,
): { fragment: string } | { tooLong: TooLong } {
  const example = site.examples.find((known) => isSameProgram(known.program, program));
  if (example) return { fragment: `#ex/${example.slug}` };
  const packed = packFormat0(program);
  return typeof packed === "string" ? { fragment: `#${packed}` } : { tooLong: packed };
}

function readExample(link: string, site: LinkSite): LinkResult {
  const slug = /^ex\/([a-z0-9]*(?:-[a-z0-9]+)*)/i.exec(link)?.[1] ?? "";
  return site.examples.some((example) => example.slug === slug)
    ? { kind: "example", slug }
    : problem({ code: "unknownExample", slug });
}

/** Only paths that the site ships are opened: a link can't make the page fetch anything else. */
function checked(
  read: { kind: "program"; program: Program; mayBeCut?: boolean } | ProblemResult,
  from: "plain" | "format0",
  site: LinkSite,
): LinkResult {
  if (read.kind === "problem") return read;
  for (const [name, path] of Object.entries(read.program.assets)) {
    if (!site.isShippedAsset(path)) return problem({ code: "assetNotShipped", name, path });
  }
  return { kind: "program", program: read.program, from, mayBeCut: read.mayBeCut ?? false };
}

/** No format and no part: the beginning of a link that was cut very early, or something else. */
function unreadable(link: string): ProblemResult {
  const isBeginning = ["functions=", "driver=", "file:", "asset:", "ex/", "0/"].some((start) => start.startsWith(link));
  return problem(isBeginning ? { code: "cutOff", characters: link.length } : { code: "unknown" });
}

function isSameProgram(a: Program, b: Program): boolean {
  return isSameRecord(a.files, b.files) && isSameRecord(a.assets, b.assets);
}

function isSameRecord(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name]);
}
