// What of Monaco the components use, once it is loaded.
import type { editor } from "monaco-editor/editor";

export interface MonacoParts {
  readonly monaco: typeof import("./monaco.ts");
  readonly models: typeof import("./models.ts");
  /** Scroll and caret of a file whose editor is not shown now. */
  readonly viewStates: Map<string, editor.ICodeEditorViewState>;
}
