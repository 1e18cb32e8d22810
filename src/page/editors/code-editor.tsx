// One Monaco editor on the model of a file. The model outlives it, and so do caret and scroll when the layout changes.
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { usePage, useView } from "../page.tsx";
import type { Look } from "./monaco.ts";
import type { MonacoParts } from "./parts.ts";

type CodeEditorInstance = ReturnType<MonacoParts["monaco"]["editor"]["create"]>;

interface CodeEditorProps {
  readonly file: string;
  readonly parts: MonacoParts;
  readonly look: Look;
  readonly focused: boolean;
}

export function CodeEditor({ file, parts, look, focused }: CodeEditorProps) {
  const page = usePage();
  const runLabel = useTranslations("bar")("run");
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<CodeEditorInstance>(null);
  const reveal = useView((view) => view.reveal);
  const { size, gutterPx } = look;

  // Before the browser paints: the coloured text that stood here is followed by Monaco's, not by nothing.
  useLayoutEffect(() => {
    const { monaco, models, viewStates } = parts;
    const model = models.modelOf(file);
    const instance = monaco.editor.create(host.current!, { ...monaco.editorOptions(file, { size, gutterPx }), model });
    mounted.current = instance;
    const state = viewStates.get(file);
    if (state) instance.restoreViewState(state);
    monaco.drawNow(instance, model);
    instance.addAction({
      id: "panal.run",
      label: runLabel,
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => page.session.start(),
    });
    const showCaret = (): void => {
      const position = instance.getPosition();
      if (position) page.view.setState({ caret: { file, line: position.lineNumber, column: position.column } });
    };
    instance.onDidFocusEditorText(showCaret);
    instance.onDidChangeCursorPosition(() => instance.hasTextFocus() && showCaret());
    const { tabFocusMode } = monaco.editor.EditorOption;
    instance.onDidChangeConfiguration(
      (event) => event.hasChanged(tabFocusMode) && page.view.setState({ tabLeaves: instance.getOption(tabFocusMode) }),
    );
    return () => {
      const left = instance.saveViewState();
      if (left) viewStates.set(file, left);
      mounted.current = null;
      instance.dispose();
    };
  }, [page, parts, file, size, gutterPx, runLabel]);

  useEffect(() => {
    if (focused) mounted.current?.focus();
  }, [focused]);

  useEffect(() => {
    if (reveal?.file !== file) return;
    const position = { lineNumber: reveal.line, column: reveal.column };
    mounted.current?.setPosition(position);
    mounted.current?.revealPositionInCenterIfOutsideViewport(position);
    if (reveal.focus) mounted.current?.focus();
  }, [reveal, file]);

  // The second class is Monaco's: what has it has the theme's colours, which its menus, in a shadow root here, inherit.
  return <div className="monaco-host monaco-component" ref={host} />;
}
