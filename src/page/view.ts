// What is looked at: the editor or panel in front where there is room for one only, the selected process, where the caret is,
// and where it should go. Nothing of it is kept.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { LinkProblem } from "../program/link.ts";
import { DRIVER_FILE, FUNCTIONS_FILE } from "../program/program.ts";

export type Panel = "functions" | "driver" | "workers" | "console";

/** A place in a file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What stands in the line of the REPL. */
export interface WrittenCell {
  readonly text: string;
  /** Where the caret and the keyboard are asked to go, null when they are where the visitor has put them. */
  readonly caret: number | null;
}

/** The dialog that is open. */
export type Dialog =
  | { readonly kind: "share" }
  /** The fragment that could not be opened, and why. */
  | { readonly kind: "badLink"; readonly fragment: string; readonly reason: LinkProblem };

export interface View {
  /** The file in front where one editor is shown at a time. */
  readonly file: string;
  /** The panel in front on a phone. */
  readonly panel: Panel;
  /** What stands in the console's place; Output only while there is something in it. */
  readonly front: "console" | "output";
  /** pid of the selected cell. */
  readonly selected: number | null;
  readonly caret: Place | null;
  /** Where the caret was asked to go, and whether to take the keyboard along; a new object each time. */
  readonly reveal: (Place & { readonly focus: boolean }) | null;
  readonly cell: WrittenCell;
  /** Problems that Monaco marks in the files, null before it has looked. */
  readonly problems: number | null;
  /** Whether Tab leaves the editor, as Ctrl+M switches. */
  readonly tabLeaves: boolean;
  readonly monaco: "waiting" | "loading" | "ready" | "failed";
  readonly dialog: Dialog | null;
}

export type ViewStore = StoreApi<View>;

export const createView = (): ViewStore =>
  createStore<View>(() => ({
    file: DRIVER_FILE,
    panel: "driver",
    front: "console",
    selected: null,
    caret: null,
    reveal: null,
    cell: { text: "", caret: null },
    problems: null,
    tabLeaves: false,
    monaco: "waiting",
    dialog: null,
  }));

export const panelOf = (file: string): Panel => (file === DRIVER_FILE ? "driver" : "functions");

/** Brings the place to the front, the caret and the keyboard to it. */
export function reveal(view: ViewStore, place: Place): void {
  view.setState({ reveal: { ...place, focus: true }, file: place.file, panel: panelOf(place.file) });
}

/** Scrolls to the place without taking the keyboard from where it is; nothing for a file that has no editor. */
export function showPlace(view: ViewStore, { file, line, column }: Place): void {
  if (file !== DRIVER_FILE && file !== FUNCTIONS_FILE) return;
  view.setState({ reveal: { file, line, column, focus: false }, file });
}

/** Writes into the line of the REPL and takes the keyboard there. `caret`: offset, default the end. */
export function writeCell(view: ViewStore, text: string, caret = text.length): void {
  view.setState({ cell: { text, caret }, panel: "console" });
}

/** Brings a cell that was evaluated back into the line, the caret to the place in it. */
export function revealInCell(view: ViewStore, text: string, { line, column }: Place): void {
  const before = text.split("\n").slice(0, line - 1);
  writeCell(view, text, Math.min(text.length, before.join("\n").length + (before.length > 0 ? 1 : 0) + column - 1));
}
