// The status bar: problems in the files, where the caret is, what Tab does, whether programs may use the network, and whether
// the text is safe in this browser.
import { IconAlertCircle, IconCheck, IconWorld, IconWorldOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { isMac } from "./mac.ts";
import { useBench, useLang, usePage, useRun, useSession, useView } from "./page.tsx";
import { formatClock, formatCount } from "./units.ts";

export function Foot() {
  const t = useTranslations("foot");
  const caret = useView((view) => view.caret);
  const tabLeaves = useView((view) => view.tabLeaves);
  const ready = useView((view) => view.monaco === "ready");
  const key = isMac ? "⌃⇧M" : "Ctrl+M";
  return (
    <footer className="foot">
      <Problems />
      {caret && <span>{t("place", { line: String(caret.line), column: String(caret.column) })}</span>}
      {ready && <span className="tab">{tabLeaves ? t("tabLeaves", { key }) : t("tabSpaces", { key })}</span>}
      <span className="grow" />
      <Network />
      <Saved />
    </footer>
  );
}

function Problems(): ReactNode {
  const t = useTranslations("foot");
  const lang = useLang();
  const problems = useView((view) => view.problems);
  const known = problems !== null;
  const count = problems ?? 0;
  return (
    // Not known yet: its place is kept, so that what stands behind it does not move.
    <span style={known ? undefined : { visibility: "hidden" }}>
      {count === 0 ? (
        <IconCheck className="i" stroke={1.75} aria-hidden="true" />
      ) : (
        <IconAlertCircle className="i bad" stroke={1.75} aria-hidden="true" />
      )}
      <span>{t("problems", { count, n: formatCount(lang, count) })}</span>
    </span>
  );
}

function Network(): ReactNode {
  const t = useTranslations("network");
  const { session } = usePage();
  const allowed = useSession((state) => state.network);
  const running = useRun((state) => state.status === "running");
  const Icon = allowed ? IconWorld : IconWorldOff;
  return (
    <button
      type="button"
      className="network"
      title={t("what")}
      aria-pressed={allowed}
      aria-disabled={running}
      onClick={() => session.allowNetwork(!allowed)}
    >
      <Icon className="i" stroke={1.75} aria-hidden="true" />
      <span>{t("allow")}</span>
    </button>
  );
}

function Saved(): ReactNode {
  const t = useTranslations("foot");
  const lang = useLang();
  const { savedAtMs, unsafe, origin } = useBench((bench) => bench);
  if (unsafe) return <span className="ember">{t("notSaved")}</span>;
  if (savedAtMs !== null) return <span>{t("saved", { time: formatClock(lang, savedAtMs) })}</span>;
  return origin.kind === "link" ? <span>{t("notSavedLink")}</span> : null;
}
