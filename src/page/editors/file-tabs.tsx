// The two files as tabs, where there is room for one editor.
import { type KeyboardEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { DRIVER_FILE, FUNCTIONS_FILE } from "../../program/program.ts";
import { usePage, useView } from "../page.tsx";
import { walkTabs } from "../tabs.ts";

const FILES = [FUNCTIONS_FILE, DRIVER_FILE];

export function FileTabs() {
  const t = useTranslations("editors");
  const { view } = usePage();
  const current = useView((state) => state.file);
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => walkTabs(event, list.current);
  return (
    <div className="ftabs" role="tablist" aria-label={t("files")} ref={list} onKeyDown={onKeyDown}>
      {FILES.map((file) => (
        <button
          type="button"
          role="tab"
          key={file}
          aria-selected={file === current}
          tabIndex={file === current ? 0 : -1}
          onClick={() => view.setState({ file })}
        >
          {file}
        </button>
      ))}
    </div>
  );
}
