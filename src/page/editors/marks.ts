// What is marked in the editors: errors of the compile step (owner "panal"), the line where a run failed, and the line whose
// operation is working now with its count. A compile mark stays until its file is edited, as does a failed line.
import type { Diagnostic } from "../../compile/compiled.ts";
import { DRIVER_FILE } from "../../program/program.ts";
import type { OperationView } from "../../run/state.ts";
import { whenIdle } from "../idle.ts";
import { formatProgress, type Lang } from "../units.ts";
import { type Fault, faultOf } from "./faults.ts";
import { markerOf, offerFixes } from "./fixes.ts";
import type { Joined } from "./load-editor.ts";
import { EDITED_FILES, modelOf } from "./models.ts";
import { checked, editor, MarkerSeverity, Range } from "./monaco.ts";

const OWNER = "panal";

/** Keeps marks in step with the session and the run for as long as the page lives. */
export function joinMarks(page: Joined): void {
  const { session, view } = page;
  const marks = new Map(EDITED_FILES.map((file) => [file as string, new FileMarks(file)]));

  const followSession = (): void => {
    const { diagnostics } = session.store.getState();
    for (const [file, mark] of marks) mark.diagnostics(diagnostics.filter((diagnostic) => diagnostic.file === file));
  };
  const followRun = (): void => {
    const { operations, log, status } = session.runner.getState();
    const fault = faultOf(log);
    const { lang } = page.settings.getState();
    for (const [file, mark] of marks) {
      mark.operations(operations, status === "running", lang);
      mark.fault(fault?.file === file ? fault : null);
    }
  };
  offerFixes((uri) => {
    const file = EDITED_FILES.find((name) => modelOf(name).uri.toString() === uri.toString());
    return file === undefined ? [] : marks.get(file)!.marked;
  });
  session.store.subscribe(followSession);
  session.subscribe(followRun);
  followSession();
  followRun();
  const count = (): void => {
    const markers = editor.getModelMarkers({}).filter((marker) => marker.severity >= MarkerSeverity.Warning);
    // TypeScript and the compile step say the same of a syntax error.
    const places = markers.map((marker) => `${marker.resource} ${marker.startLineNumber} ${marker.startColumn}`);
    view.setState({ problems: new Set(places).size });
  };
  editor.onDidChangeMarkers(count);
  // Nothing changes where nothing is wrong, hence asked: once the language has an editor. A service that does not come
  // leaves the number unsaid.
  editor.onDidCreateEditor(() => whenIdle(() => checked(modelOf(DRIVER_FILE)).then(count, () => {})));
}

/** The marks of one file; each setter does nothing when what it is given has not changed. */
class FileMarks {
  readonly #file: string;
  readonly #decorations = { fault: [] as string[], live: [] as string[] };
  #fault: Fault | null = null;
  #dismissed: Fault | null = null;
  #live = "";
  #markers: readonly Diagnostic[] = [];

  constructor(file: string) {
    this.#file = file;
    modelOf(file).onDidChangeContent(() => {
      this.#dismissed = this.#fault;
      this.fault(null);
      this.diagnostics([]);
    });
  }

  /** What the compile step says of the text as it stands. */
  get marked(): readonly Diagnostic[] {
    return this.#markers;
  }

  diagnostics(diagnostics: readonly Diagnostic[]): void {
    if (this.#markers.length === 0 && diagnostics.length === 0) return;
    this.#markers = diagnostics;
    editor.setModelMarkers(modelOf(this.#file), OWNER, diagnostics.map(markerOf));
  }

  fault(fault: Fault | null): void {
    if (fault?.seq === this.#fault?.seq) return;
    if (fault && fault.seq === this.#dismissed?.seq && fault.message === this.#dismissed.message) return;
    this.#fault = fault;
    this.#draw(
      "fault",
      fault ? [{ line: fault.line, className: "bad", note: fault.message, noteClass: "note-bad" }] : [],
    );
  }

  operations(operations: readonly OperationView[], running: boolean, lang: Lang): void {
    const lines = operations.flatMap((operation) => {
      const [file, line] = operation.position.split(":");
      if (file !== this.#file || !line || operation.total === null) return [];
      const live = running && operation.outcome === "running";
      const note = formatProgress(lang, operation.progress, operation.total);
      return [{ line: Number(line), className: live ? "live" : "", note, noteClass: live ? "note-live" : "note-done" }];
    });
    const last = [...new Map(lines.map((line) => [line.line, line])).values()];
    const text = JSON.stringify(last);
    if (text === this.#live) return;
    this.#live = text;
    this.#draw("live", last);
  }

  #draw(kind: "fault" | "live", lines: readonly Line[]): void {
    const model = modelOf(this.#file);
    this.#decorations[kind] = model.deltaDecorations(
      this.#decorations[kind],
      lines
        .filter(({ line }) => line >= 1 && line <= model.getLineCount())
        .map(({ line, className, note, noteClass }) => ({
          range: new Range(line, model.getLineMaxColumn(line), line, model.getLineMaxColumn(line)),
          options: {
            description: `panal-${kind}`,
            isWholeLine: true,
            showIfCollapsed: true,
            className: className && `line-${className}`,
            marginClassName: className && `line-${className} edge-${className}`,
            after: { content: `\u2003${note}`, inlineClassName: `line-note ${noteClass}`, cursorStops: null },
          },
        })),
    );
  }
}

interface Line {
  readonly line: number;
  readonly className: string;
  readonly note: string;
  readonly noteClass: string;
}
