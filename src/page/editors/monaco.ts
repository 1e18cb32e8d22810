// Monaco, set up once for this page: its Web Workers, our colouring, TypeScript's options with the library's types, both themes.
// This module and what it imports is the large chunk that loads after the first paint (`load-editor.ts`); nothing that must
// work without Monaco may import it. Models live as long as the page; editors come and go with the layout.
import { editor, KeyCode, KeyMod, languages, MarkerSeverity, Range, Uri } from "monaco-editor/editor";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import "monaco-editor/features/register.all";
import {
  getTypeScriptWorker,
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  typescriptDefaults,
} from "monaco-editor/languages/features/typescript/register";
import { coloring, configuration } from "./coloring.ts";
import { themeFromTokens } from "./theme.ts";
import TypeScriptWorker from "./ts.worker.ts?worker";
import { libraryTypes } from "./types.ts";

export { editor, KeyCode, KeyMod, languages, MarkerSeverity, Range, Uri };

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) => (label === "typescript" ? new TypeScriptWorker() : new EditorWorker()),
};

languages.register({ id: "typescript", extensions: [".ts"], aliases: ["TypeScript"], mimetypes: ["text/typescript"] });
languages.setLanguageConfiguration("typescript", configuration);
languages.setMonarchTokensProvider("typescript", coloring());

typescriptDefaults.setEagerModelSync(true);
const library = libraryTypes.map(({ filePath, content }) => ({
  filePath: `file:///${filePath.replace(/^(file:)?\/*/, "")}`,
  content,
}));
typescriptDefaults.setExtraLibs(library);
typescriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.NodeJs,
  // Every file is a module, also one without import and export: `await` may stand at its top level.
  moduleDetection: 3,
  lib: ["lib.esnext.d.ts", "lib.webworker.d.ts"],
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  allowNonTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
});

/** Files of the program that no editor shows; the shown ones may import them. */
export function setHiddenFiles(files: Readonly<Record<string, string>>): void {
  const hidden = Object.entries(files).map(([name, content]) => ({ filePath: `file:///${name}`, content }));
  typescriptDefaults.setExtraLibs([...library, ...hidden]);
}

/** "Cannot find module": TypeScript has no types of npm packages here, and the compile step says which names can't be imported. */
const NO_MODULE = 2307;

/** Whether the program may import npm packages, whose names are no faults then. */
export function allowPackages(allowed: boolean): void {
  const options = typescriptDefaults.getDiagnosticsOptions();
  typescriptDefaults.setDiagnosticsOptions({ ...options, diagnosticCodesToIgnore: allowed ? [NO_MODULE] : [] });
}

/** Settles when TypeScript has looked at the model: then no mark means no problem. */
export async function checked(model: editor.ITextModel): Promise<void> {
  const service = await (await getTypeScriptWorker())(model.uri);
  await service.getSemanticDiagnostics(model.uri.toString());
}

/** Draws what is in view with its colours, which Monaco would do in later frames. */
export function drawNow(instance: editor.IStandaloneCodeEditor, model: editor.ITextModel): void {
  const last = instance.getVisibleRanges().at(-1)?.endLineNumber ?? 1;
  // Colours every line up to this one, as Monaco keeps them.
  if (last <= LINES_COLORED_NOW) editor.colorizeModelLine(model, last);
  instance.render(true);
}

const LINES_COLORED_NOW = 500;

/** Uses the tokens of the theme that is in force on the document. */
export function applyTheme(theme: "light" | "dark"): void {
  const name = `panal-${theme}`;
  editor.defineTheme(name, themeFromTokens(theme === "dark" ? "vs-dark" : "vs"));
  editor.setTheme(name);
}

export interface Look {
  /** Phone: larger text, since small inputs make a phone zoom in. */
  readonly size: "wide" | "narrow" | "phone";
  readonly gutterPx: number;
}

/** The options of both editors; `file` is the text box's accessible name. */
export function editorOptions(file: string, look: Look): editor.IStandaloneEditorConstructionOptions {
  const phone = look.size === "phone";
  // The numbers end about where the coloured text has them (`.ln .no`); the sheet moves them the last pixels.
  const digits = phone ? 3 : 4;
  return {
    ariaLabel: file,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-code"),
    fontSize: phone ? 16 : 13,
    lineHeight: phone ? 24 : 20,
    fontLigatures: false,
    padding: { top: 8, bottom: 8 },
    lineNumbersMinChars: digits,
    lineDecorationsWidth: look.gutterPx - Math.round(digits * (phone ? 9.6 : 7.8)),
    glyphMargin: false,
    folding: false,
    renderFinalNewline: "off",
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    scrollBeyondLastLine: false,
    scrollBeyondLastColumn: 1,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    stickyScroll: { enabled: false },
    renderLineHighlight: "line",
    renderLineHighlightOnlyWhenFocus: true,
    guides: { indentation: false, bracketPairs: false },
    matchBrackets: "near",
    occurrencesHighlight: "off",
    selectionHighlight: false,
    roundedSelection: false,
    renderWhitespace: "none",
    fixedOverflowWidgets: true,
    automaticLayout: true,
    unusualLineTerminators: "off",
    cursorBlinking: "solid",
    contextmenu: true,
    lightbulb: { enabled: editor.ShowLightbulbIconMode.OnCode },
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  };
}
