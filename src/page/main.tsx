// The page's entry: makes its parts, joins them, and mounts React. Nothing here decides anything.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { STARTER } from "../program/examples/catalog.ts";
import { createCompiler } from "../run/compiler.ts";
import { createRunner } from "../run/runner.ts";
import { followAddress, mendAddress, openOwn } from "./address.ts";
import { App } from "./app.tsx";
import { createPacer } from "./dashboard/pacer.ts";
import { browserShelves, openDrafts } from "./drafts.ts";
import { createEmit } from "./editors/emit.ts";
import { createLoadEditor } from "./editors/load-editor.ts";
import { FailureBoundary } from "./failure.tsx";
import { whenIdle } from "./idle.ts";
import { type Page, PageProvider } from "./page.tsx";
import { createEnterCell } from "./repl/entering.ts";
import { createHistory } from "./repl/history.ts";
import { createSession } from "./session.ts";
import { createSettings, readLocal, writeLocal } from "./settings.ts";
import { createView } from "./view.ts";
import { followWarnings } from "./warnings.ts";
import { createWorkbench } from "./workbench.ts";
import "./styles.css";

/** Where the browser keeps the REPL's history. */
const CELLS = "panal.cells";

function createPage(): Page {
  mendAddress();
  const settings = createSettings();
  const drafts = openDrafts(browserShelves);
  const workbench = createWorkbench(STARTER.program, STARTER.slug, drafts);
  const view = createView();
  const compiler = createCompiler(createEmit());
  const { compile, compileCell } = compiler;
  const runner = createRunner({ workers: settings.getState().workers, compile, compileCell });
  const session = createSession(runner, { workbench, settings, view });
  followWarnings(workbench, session.store, compiler.check);
  followAddress(workbench, view);
  const { opening } = workbench.store.getState();
  // What only IndexedDB held comes a moment later; it takes the starter's place unless something was written meanwhile.
  void drafts.loaded.then(() => {
    const bench = workbench.store.getState();
    const untouched = bench.opening === opening && bench.origin.kind === "example" && location.hash === "";
    if (untouched && drafts.get().own) openOwn(workbench);
  });
  addEventListener("pagehide", () => drafts.flush());
  whenIdle(compiler.warm);
  const history = createHistory({ read: () => readLocal(CELLS), write: (text) => writeLocal(CELLS, text) });
  const enterCell = createEnterCell((text) => runner.evaluate(text), history, view);
  const joined = { settings, workbench, session, view, history, enterCell };
  return { ...joined, pacer: createPacer(runner), loadEditor: createLoadEditor(joined) };
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <FailureBoundary>
      <PageProvider page={createPage()}>
        <App />
      </PageProvider>
    </FailureBoundary>
  </StrictMode>,
);
