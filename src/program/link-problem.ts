// Why a link could not be opened, as a code with what its sentence needs: the page says it in English or Spanish. And the
// limits of a link, which hold for all formats.

/** Characters of a fragment, without its "#". Browsers keep at least this much in their history. */
export const MAX_FRAGMENT_CHARACTERS = 65_536;

/** UTF-8 bytes of a program's JSON. */
export const MAX_TEXT_BYTES = 1_048_576;

export type LinkProblem =
  /** Its end is missing; `characters` of the fragment came. */
  | { readonly code: "cutOff"; readonly characters: number }
  /** A character was changed, lost or added somewhere. */
  | { readonly code: "damaged" }
  /** A format that this build does not know: made by a newer one. */
  | { readonly code: "newerFormat"; readonly format: string }
  | { readonly code: "unknownExample"; readonly slug: string }
  | { readonly code: "tooBig"; readonly unit: "characters" | "bytes"; readonly limit: number }
  /** A plain link: a "%" that begins no escape, bytes that are not UTF-8, a part without a known name. `near` it, 20 characters. */
  | { readonly code: "malformed"; readonly near: string }
  | { readonly code: "assetNotShipped"; readonly name: string; readonly path: string }
  /** Nothing a link of ours begins with. */
  | { readonly code: "unknown" };

export interface ProblemResult {
  readonly kind: "problem";
  readonly reason: LinkProblem;
}

export const problem = (reason: LinkProblem): ProblemResult => ({ kind: "problem", reason });
