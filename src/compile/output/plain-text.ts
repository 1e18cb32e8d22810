// The file as JavaScript and nothing else: what a function's text is for the program, whose modules have marks and
// registrations of ours in it. One text for the file; each literal is a piece of it.
import type { At } from "../parse/ast.ts";
import { lastNotAbove } from "../parse/lines.ts";
import type { Unit } from "../scopes/bindings.ts";
import type { Edits } from "./edits.ts";
import { Output } from "./output.ts";

export interface PlainText {
  readonly text: string;
  /** Where the literal's own text is in it. */
  rangeOf(unit: Unit): readonly [start: number, end: number];
}

/** To be called when `edits` has those of the erasure and no others. */
export function plainText(edits: Edits): PlainText {
  const out = new Output();
  edits.apply(out, { start: 0, end: edits.text.length }, { place: "functions" });
  const { segments } = out;
  const placeOf = (offset: number): number => {
    const [output, source, length] = segments[lastNotAbove(segments.length, (i) => segments[i]![1], offset)] ?? [
      0, 0, 0,
    ];
    return output + Math.min(offset - source, length);
  };
  return {
    text: out.parts.join(""),
    rangeOf(unit) {
      const { start, end } = literalOf(unit);
      return [placeOf(start), placeOf(end)];
    },
  };
}

/** A method is all of its property: its name is a part of its text. */
function literalOf({ form }: Unit): At {
  if (form.kind === "method") return form.property;
  return form.kind === "member" ? form.member : form.node;
}
