// Whether the last text of a plain link was cut off. Such a link carries no sum and no end mark, so this is a guess by its
// look, made to err to one side: half an expression never opens as if it were whole, but with a warning, and code that is
// whole or wrong on purpose, which authors end at a line or statement, still opens.
import { bareCode, END_INSIDE, leavesOpen } from "./bare-code.ts";

/**
 * "yes": `code` stops inside a string, a comment, brackets or an import. "maybe": it stops inside of something, but at the
 * end of a line or statement, or behind a word or value that may go on. "no": it ends as code does, or is empty.
 */
export function wasCutOff(code: string): "yes" | "maybe" | "no" {
  const bare = bareCode(code);
  const text = code.trimEnd();
  const endsStatement = /[;}]$/.test(text) || code.slice(text.length).includes("\n");
  if (stopsInside(code, bare)) return endsStatement ? "maybe" : "yes";
  if (endsStatement || /[)\]]$/.test(text) || stopsInComment(text, bare)) return "no";
  return text === "" ? "no" : "maybe";
}

const stopsInside = (code: string, bare: string): boolean =>
  bare.endsWith(END_INSIDE) ||
  [")", "]", "}"].some((closing) => leavesOpen(bare, closing)) ||
  code.split(/["';]/).at(-1)!.trimStart().startsWith("import ");

/** A comment is all that the bare code lacks at its end, but for strings, templates and regular expressions. */
const stopsInComment = (text: string, bare: string): boolean =>
  text !== "" && bare.trimEnd().at(-1) !== text.at(-1) && !/["'`/]$/.test(text);
