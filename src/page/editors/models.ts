// The texts of the program as Monaco's models, both ways. Whatever opens another program is written into the models; whatever
// the visitor types is read from them. Monaco joins mixed line ends when it takes a text, so what a file holds stays the
// Program's own until its first edit, and an undo to there brings that very text back.
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "../../program/program.ts";
import type { Workbench } from "../workbench.ts";
import { editor, setHiddenFiles, Uri } from "./monaco.ts";

type Model = editor.ITextModel;

export const EDITED_FILES = [FUNCTIONS_FILE, DRIVER_FILE] as const;

const uriOf = (file: string): Uri => Uri.parse(`file:///${file}`);

/** The model of a file, made when it is first asked for. */
export function modelOf(file: string): Model {
  return editor.getModel(uriOf(file)) ?? createModel(file);
}

function createModel(file: string): Model {
  const model = editor.createModel("", "typescript", uriOf(file));
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
}

/** Keeps models and bench in step for as long as the page lives. Returns what ends it. */
export function joinModels(workbench: Workbench): () => void {
  let untouched = new Map<string, { version: number; text: string }>();
  let opening = -1;
  let writing = false;

  const write = (program: Program): void => {
    writing = true;
    untouched = new Map();
    for (const file of EDITED_FILES) {
      const model = modelOf(file);
      const text = program.files[file] ?? "";
      model.setValue(text);
      untouched.set(file, { version: model.getAlternativeVersionId(), text });
    }
    const { [FUNCTIONS_FILE]: _functions, [DRIVER_FILE]: _driver, ...hidden } = program.files;
    setHiddenFiles(hidden);
    writing = false;
  };

  const read = (file: string): void => {
    if (writing) return;
    const model = modelOf(file);
    const start = untouched.get(file);
    const text = start?.version === model.getAlternativeVersionId() ? start.text : model.getValue(undefined, true);
    workbench.edit(file, text);
  };

  const follow = (): void => {
    const bench = workbench.store.getState();
    if (bench.opening === opening) return;
    opening = bench.opening;
    write(bench.program);
  };

  follow();
  const listeners = EDITED_FILES.map((file) => modelOf(file).onDidChangeContent(() => read(file)));
  const unsubscribe = workbench.store.subscribe(follow);
  return () => {
    unsubscribe();
    for (const listener of listeners) listener.dispose();
  };
}
