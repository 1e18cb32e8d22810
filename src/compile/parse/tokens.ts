// Small readings of the source text, for the few tokens that the tree has no position for.

/** Offset of the first character at or after `at` that is neither white space nor part of a comment. */
export function skipSpace(text: string, at: number): number {
  for (;;) {
    if (text.startsWith("//", at)) at = lineEnd(text, at);
    else if (text.startsWith("/*", at)) at = text.indexOf("*/", at + 2) + 2;
    else if (at < text.length && /\s/.test(text[at]!)) at += 1;
    else return at;
  }
}

/** Offset just behind the next `token` at or after `at`, comments skipped. Throws if there is none: the tree said so. */
export function behind(text: string, token: string, at: number): number {
  for (let next = skipSpace(text, at); next < text.length; next = skipSpace(text, next + 1)) {
    if (text.startsWith(token, next)) return next + token.length;
  }
  throw new Error(`no \`${token}\` behind offset ${at}`);
}

function lineEnd(text: string, at: number): number {
  const length = text.slice(at).search(/[\n\r\u2028\u2029]/);
  return length < 0 ? text.length : at + length;
}
