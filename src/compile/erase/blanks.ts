// Ways of taking a type out of the text without changing what stays: a line end that comes to stand in the wrong place
// would end a statement, or join two.

import { NeedsFullTypeScript } from "../diagnostics.ts";
import type { Edits } from "../output/edits.ts";
import type { At } from "../parse/ast.ts";
import { behind, skipSpace } from "../parse/tokens.ts";

const HAS_LINE_END = /[\n\r\u2028\u2029]/;
const NOT_LINE_ENDS = /[^\n\r\u2028\u2029]/g;

export const hasLineEnd = (text: string): boolean => HAS_LINE_END.test(text);

/** The line ends of `text` and nothing else. */
export const lineEndsOf = (text: string): string => text.replace(NOT_LINE_ENDS, "");

/** Blanks a whole statement or member. The semicolon keeps the neighbours apart. */
export function dropStatement(edits: Edits, { start, end }: At): void {
  edits.blank(start, end, ";");
}

export function blankNode(edits: Edits, node: At | null | undefined): void {
  if (node) edits.blank(node.start, node.end);
}

/** Blanks `?` and `: T` behind a name or pattern. */
export function blankAnnotation(edits: Edits, node: At & { optional?: boolean; typeAnnotation?: At | null }): void {
  blankNode(edits, node.typeAnnotation);
  if (node.optional) blankToken(edits, "?", node.start);
}

/** Blanks the next `token`, one character, at or after `from`. */
export function blankToken(edits: Edits, token: string, from: number): void {
  const end = behind(edits.text, token, from);
  edits.blank(end - 1, end);
}

/** Without its type, a statement or field that ends without a semicolon would run on into the next line. */
export function endAfterBlank(edits: Edits, node: At): void {
  const { text } = edits;
  const isEnded = text[node.end - 1] === ";" || text[skipSpace(text, node.end)] === ";"; // also in the head of a `for`
  if (edits.blanksBefore(node.end) && !isEnded) edits.insert(node.end, ";", node, 9);
}

/** Blanks a type before which no line may end: if the type has line ends, `token` behind it is drawn to its front. */
export function blankOnOneLine(edits: Edits, type: At, token: string): void {
  const at = skipSpace(edits.text, type.end);
  const range = edits.text.slice(type.start, at);
  if (!hasLineEnd(range) || !edits.text.startsWith(token, at)) blankNode(edits, type);
  else edits.replace({ start: type.start, end: at + token.length }, token + lineEndsOf(range));
}

/** End of an expression with the parentheses around it, which the tree does not show, as far as `limit`. */
export function endWithParentheses({ text }: Edits, end: number, limit: number): number {
  for (;;) {
    const next = skipSpace(text, end);
    if (next >= limit || text[next] !== ")") return end;
    end = next + 1;
  }
}

/** Throws NeedsFullTypeScript at the first one. */
export function leaveDecorators(node: { readonly decorators?: readonly At[] }): void {
  const decorator = node.decorators?.[0];
  if (decorator) throw new NeedsFullTypeScript("decorators", decorator);
}
