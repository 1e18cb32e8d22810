// The code of a text without its strings, templates, comments and regular expressions: enough to count brackets by, and
// to see whether a text ends inside one of those. No parser: a guess for links, never for what runs.

/** Stands at the end of the bare code of a text that ends inside a string, a template or a comment. */
export const END_INSIDE = "\u0000";

/** Each also takes what is not closed, so that no part of a text is looked at twice. */
const SKIPPED = [
  /"(?:\\[\s\S]|[^"\\\n])*"?/,
  /'(?:\\[\s\S]|[^'\\\n])*'?/,
  /`(?:\\[\s\S]|[^`\\])*`?/,
  /\/\/.*/,
  /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/,
  // A regular expression stands where a value is awaited; elsewhere "/" divides.
  /\/(?<=[(,=:[!&|?{};\n]\s*\/)(?:\\.|\[(?:\\.|[^\]\\\n])*\]?|[^/\\\n[])+\/?/,
];
const SKIPPED_ANY = new RegExp(SKIPPED.map((part) => part.source).join("|"), "g");

export function bareCode(code: string): string {
  return code.replace(SKIPPED_ANY, (token, at: number) =>
    at + token.length === code.length && !isClosed(token) ? END_INSIDE : "",
  );
}

/** Whether `bare` has more brackets open than closed, of the kind that `closing` closes. */
export function leavesOpen(bare: string, closing: string): boolean {
  const opening = { ")": "(", "]": "[", "}": "{" }[closing];
  return opening !== undefined && bare.split(opening).length > bare.split(closing).length;
}

function isClosed(token: string): boolean {
  if (token.startsWith("//")) return true;
  const end = token.startsWith("/*") ? "*/" : token[0]!;
  return token.length >= 2 * end.length && token.endsWith(end);
}
