// The corpus as data: small programs, by theme, as text in `*.txt` beside this file. `## title` begins a program, whose
// driver follows; `=== functions.ts` begins a further file of it. Lines before the first program tell of the theme.
//
// A program writes by console.log and awaits what it starts. `ship(f, ...args)` settles with what `f(...args)` gives:
// plainly it calls `f`, through the pipeline it sends `f` to another process first. So a shipped function must not print,
// nor write what the driver reads later.
import { DRIVER_FILE } from "../../program/program.ts";

export interface CorpusProgram {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}

/** The programs in the text of one theme. */
export function programsOf(text: string): CorpusProgram[] {
  return pairs(text, /^## (.*)\n/m).map(([title, body]) => {
    const [driver = ""] = body.split(/^=== /m);
    return { title, files: { [DRIVER_FILE]: driver, ...Object.fromEntries(pairs(body, /^=== (.*)\n/m)) } };
  });
}

/** Headings and what stands under each. */
function pairs(text: string, heading: RegExp): [string, string][] {
  const parts = text.split(heading).slice(1);
  return parts.flatMap((title, i) => (i % 2 === 0 ? [[title, parts[i + 1]!]] : []));
}
