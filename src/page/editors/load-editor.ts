// Loads Monaco, after the first paint, with its Spanish words for a Spanish reader (they are read when its modules load; a
// later change of language needs a reload for Monaco's own part). A failure is remembered in the view and the page goes on
// without it: the program can be read and run.
import { type Lazily, lazily } from "../lazily.ts";
import type { Session } from "../session.ts";
import type { SettingsStore } from "../settings.ts";
import type { ViewStore } from "../view.ts";
import type { Workbench } from "../workbench.ts";
import type { MonacoParts } from "./parts.ts";

/** What the editors are joined with. */
export interface Joined {
  readonly settings: SettingsStore;
  readonly workbench: Workbench;
  readonly session: Session;
  readonly view: ViewStore;
}

/** Loads Monaco with the models of the program on the bench when it is called, and tells the view how that goes. */
export function createLoadEditor(page: Joined): Lazily<MonacoParts> {
  return lazily(async () => {
    page.view.setState({ monaco: "loading" });
    try {
      const parts = await load(page);
      page.view.setState({ monaco: "ready" });
      return parts;
    } catch (error) {
      console.warn("Panal: the editor could not be loaded", error);
      page.view.setState({ monaco: "failed" });
      throw error;
    }
  });
}

async function load(page: Joined): Promise<MonacoParts> {
  if (page.settings.getState().lang === "es") await import("monaco-editor/nls/lang/es");
  const [monaco, models, marks] = await Promise.all([
    import("./monaco.ts"),
    import("./models.ts"),
    import("./marks.ts"),
  ]);
  // Monaco measures a character once; a font that comes later would shift the caret.
  await document.fonts?.load("13px 'Geist Mono Variable'").catch(() => {});
  monaco.applyTheme(page.settings.getState().theme);
  page.settings.subscribe((now, before) => {
    if (now.theme !== before.theme) monaco.applyTheme(now.theme);
  });
  monaco.allowPackages(page.session.store.getState().network);
  page.session.store.subscribe((now, before) => {
    if (now.network !== before.network) monaco.allowPackages(now.network);
  });
  models.joinModels(page.workbench);
  marks.joinMarks(page);
  return { monaco, models, viewStates: new Map() };
}
