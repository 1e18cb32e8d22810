// Colours for code that Monaco does not show: highlight.js, loaded when it is first needed, its result as plain data so that
// nothing is ever inserted as HTML.
import { lazily } from "../lazily.ts";

/** A piece of a line and the class that colours it, "" for plain text. */
export interface Run {
  readonly className: string;
  readonly text: string;
}

/** One array of runs a line. */
export type Colored = readonly (readonly Run[])[];

/** Gives what colours a text; rejects when highlight.js cannot be loaded. */
export const loadHighlight = lazily(async (): Promise<(text: string) => Colored> => {
  const [{ default: core }, { default: typescript }] = await Promise.all([
    import("highlight.js/lib/core"),
    import("highlight.js/lib/languages/typescript"),
  ]);
  core.registerLanguage("typescript", typescript);
  return (text) => linesOf(core.highlight(text, { language: "typescript", ignoreIllegals: true }).value);
});

/** The text without colours. */
export const plain = (text: string): Colored => text.split(/\r\n|\r|\n/).map((line) => [{ className: "", text: line }]);

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
const PIECE = /<span class="([^"]*)">|(<\/span>)|&(amp|lt|gt|quot|#x27);|(\r\n|\r|\n)|([^<&\r\n]+)/g;

/** highlight.js writes nested spans and five entities; lines end inside spans. */
export function linesOf(html: string): Colored {
  const open: string[] = [];
  const lines: Run[][] = [[]];
  for (const [, className, close, entity, newline, text] of html.matchAll(PIECE)) {
    if (className !== undefined) open.push(className);
    else if (close) open.pop();
    else if (newline) lines.push([]);
    else append(lines.at(-1)!, open.at(-1) ?? "", entity ? ENTITIES[entity]! : text!);
  }
  return lines;
}

function append(line: Run[], className: string, text: string): void {
  const last = line.at(-1);
  if (last?.className === className) line[line.length - 1] = { className, text: last.text + text };
  else line.push({ className, text });
}
