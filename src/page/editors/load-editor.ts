// Loads Monaco once, after the first paint, with its Spanish words for a Spanish reader (they are read when its modules load;
// a later change of language needs a reload for Monaco's own part). A failure is remembered in the view and the page goes on
// without it: the program can be read and run.
import type { Page } from "../page.tsx";

export interface MonacoParts {
  readonly monaco: typeof import("./monaco.ts");
  readonly models: typeof import("./models.ts");
  /** Scroll and caret of a file whose editor is not shown now. */
  readonly viewStates: Map<string, import("monaco-editor/editor").editor.ICodeEditorViewState>;
}

let parts: Promise<MonacoParts> | undefined;

/** Monaco with the models of the program on the bench. Rejects when it cannot be loaded; the next call tries again. */
export function loadMonaco(page: Page): Promise<MonacoParts> {
  if (parts !== undefined) return parts;
  page.view.setState({ monaco: "loading" });
  parts = load(page);
  parts.then(
    () => page.view.setState({ monaco: "ready" }),
    (error: unknown) => {
      console.warn("Panal: the editor could not be loaded", error);
      parts = undefined;
      page.view.setState({ monaco: "failed" });
    },
  );
  return parts;
}

async function load(page: Page): Promise<MonacoParts> {
  if (page.settings.getState().lang === "es") await import("monaco-editor/nls/lang/es");
  const [monaco, models, marks] = await Promise.all([
    import("./monaco.ts"),
    import("./models.ts"),
    import("./marks.ts"),
  ]);
  await document.fonts?.load("13px 'Geist Mono Variable'").catch(() => {});
  monaco.applyTheme(page.settings.getState().theme);
  page.settings.subscribe((now, before) => {
    if (now.theme !== before.theme) monaco.applyTheme(now.theme);
  });
  models.joinModels(page.workbench);
  marks.joinMarks(page);
  return { monaco, models, viewStates: new Map() };
}
