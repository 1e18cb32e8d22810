// The text of a file in the best form there is: Monaco, the coloured text before or without it, a plain text box when Monaco
// could not be loaded and the reader wants to write all the same.
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useBench, usePage, useView } from "../page.tsx";
import { CodeEditor } from "./code-editor.tsx";
import type { Look } from "./monaco.ts";
import { StaticCode } from "./static-code.tsx";

export function EditorBody({ file, look }: { file: string; look: Look }) {
  const { loadEditor } = usePage();
  const state = useView((view) => view.monaco);
  const [parts, setParts] = useState(loadEditor.now);
  const [tapped, setTapped] = useState(false);
  useEffect(() => {
    if (state === "ready" || state === "loading") loadEditor().then(setParts, () => {});
  }, [state, loadEditor]);
  if (parts) return <CodeEditor file={file} parts={parts} look={look} focused={tapped} />;
  const open = (): void => {
    setTapped(true);
    loadEditor().catch(() => {});
  };
  if (state === "failed") return <WithoutMonaco file={file} />;
  return <StaticCode file={file} onEdit={open} />;
}

function WithoutMonaco({ file }: { file: string }) {
  const t = useTranslations("editors");
  const [writing, setWriting] = useState(false);
  if (writing) return <PlainEditor file={file} />;
  return (
    <>
      <p className="without">
        <span>{t("unavailable")}</span>
        <button type="button" className="btn out sm" onClick={() => setWriting(true)}>
          {t("plain")}
        </button>
      </p>
      <StaticCode file={file} />
    </>
  );
}

function PlainEditor({ file }: { file: string }) {
  const { workbench } = usePage();
  const text = useBench((bench) => bench.program.files[file] ?? "");
  return (
    <textarea
      className="plain-editor"
      aria-label={file}
      spellCheck={false}
      value={text}
      onChange={(event) => workbench.edit(file, event.target.value)}
    />
  );
}
