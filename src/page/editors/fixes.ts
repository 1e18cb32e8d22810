// What the compile step says, in Monaco's terms: a marker for the editor, and for what can be set right for sure a quick fix,
// found by the light bulb, Ctrl+. and the hover.
import type { Diagnostic, TextRange } from "../../compile/compiled.ts";
import { type editor, languages, MarkerSeverity, Range, type Uri } from "./monaco.ts";

export const markerOf = (diagnostic: Diagnostic): editor.IMarkerData => ({
  severity: diagnostic.severity === "error" ? MarkerSeverity.Error : MarkerSeverity.Warning,
  message: diagnostic.message,
  startLineNumber: diagnostic.line,
  startColumn: diagnostic.column,
  endLineNumber: diagnostic.endLine,
  endColumn: diagnostic.endColumn,
});

/** Offers the fixes for as long as the page lives. `marked` gives what is said of the text of a model as it stands. */
export function offerFixes(marked: (model: Uri) => readonly Diagnostic[]): void {
  languages.registerCodeActionProvider(
    "typescript",
    {
      provideCodeActions({ uri }, range) {
        const here = marked(uri).filter((it) => it.fix && Range.areIntersectingOrTouching(range, rangeOf(it)));
        return { actions: here.map((it) => actionOf(it, uri)), dispose() {} };
      },
    },
    { providedCodeActionKinds: ["quickfix"] },
  );
}

function actionOf(diagnostic: Diagnostic, resource: Uri): languages.CodeAction {
  const { title, edits } = diagnostic.fix!;
  return {
    title,
    kind: "quickfix",
    isPreferred: true,
    diagnostics: [markerOf(diagnostic)],
    edit: {
      edits: edits.map((edit) => ({
        resource,
        versionId: undefined,
        textEdit: { range: rangeOf(edit), text: edit.text },
      })),
    },
  };
}

const rangeOf = ({ line, column, endLine, endColumn }: TextRange): Range => new Range(line, column, endLine, endColumn);
