// The text of a cell before it is compiled: whether it goes on in the next line, which is what a terminal asks at Enter, and
// whether it is an object. The parser says where it stopped; at the end of the text more could still make sense of it.
import { lineStarts } from "../parse/lines.ts";
import { type Fault, faultOf } from "../parse/parse.ts";

/** "incomplete": open brackets, a template, a trailing operator. "wrong": nothing that follows could make it right. */
export function completeness(text: string): "complete" | "incomplete" | "wrong" {
  const fault = faultOf(sourceOf(text).text);
  if (fault === undefined) return "complete";
  // An object that has only begun reads as a block with a fault in it.
  const inObject = BRACE.test(text) ? faultOf(`(${text}`) : undefined;
  return goesOn(fault, text) || (inObject && goesOn(inObject, `(${text}`)) ? "incomplete" : "wrong";
}

const BRACE = /^\s*\{/;
const OPEN = new Set(["UnterminatedTemplate", "UnterminatedComment", "NoCatchOrFinally"]);
/** At the end of the text, but what is missing belongs before it. */
const CLOSED = new Set([
  "UnterminatedString",
  "UnterminatedRegExp",
  "DeclarationMissingInitializer",
  "TrailingDecorator",
]);

function goesOn({ offset, reason }: Fault, text: string): boolean {
  return OPEN.has(reason) || (offset >= text.trimEnd().length && !CLOSED.has(reason));
}

export interface CellSource {
  readonly text: string;
  /** Where lines begin, so that positions are those of the text as it was entered. */
  readonly lineStarts: readonly number[];
}

/** What begins with a brace and can be an object is one, as in every console: it is read in parentheses. */
export function sourceOf(text: string): CellSource {
  const wrapped = `(${text}\n)`;
  if (!BRACE.test(text) || faultOf(wrapped)) return { text, lineStarts: lineStarts(text) };
  // Columns of the first line count from behind the parenthesis.
  return { text: wrapped, lineStarts: lineStarts(wrapped).with(0, 1) };
}
