// One file: its head, which says where it runs, the hint above the driver, and its text.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DRIVER_FILE } from "../../program/program.ts";
import { Badge, colorOf } from "../badge.tsx";
import { useRun } from "../page.tsx";
import { EditorBody } from "./editor-body.tsx";
import { Hint } from "./hint.tsx";
import type { Look } from "./monaco.ts";

export function EditorPane({ file, look }: { file: string; look: Look }) {
  const driver = file === DRIVER_FILE;
  return (
    <section className={driver ? "pane dr" : "pane fn"} aria-label={file}>
      <header className="head">
        <h2 className="file">{file}</h2>
        {driver ? <DriverNote /> : <FunctionsNote />}
      </header>
      {driver && <Hint />}
      <EditorBody file={file} look={look} />
    </section>
  );
}

function DriverNote(): ReactNode {
  const t = useTranslations("editors");
  return (
    <span className="note">
      {t("driverNote")} <Badge pid={1} />
    </span>
  );
}

/** Who loads the functions: a small hexagon in the colour of each process there is. */
function FunctionsNote(): ReactNode {
  const t = useTranslations("editors");
  const processes = useRun((state) => state.processes);
  return (
    <span className="note">
      {t("functionsNote")}
      <span className="minis" aria-hidden="true">
        {processes.map(({ pid }) => (
          <i key={pid} style={{ background: colorOf(pid) }} />
        ))}
      </span>
    </span>
  );
}
