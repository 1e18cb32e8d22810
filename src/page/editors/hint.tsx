// One line above the driver that says what to do next: what the example does and to press Run, afterwards to change something.
// It keeps its row while an example stands there unchanged, so that pressing Run moves nothing.
import { useTranslations } from "use-intl";
import { exampleOf } from "../../program/examples/catalog.ts";
import { isMac } from "../mac.ts";
import { useBench, useLang, useRun, useSession, useSettings } from "../page.tsx";

export function Hint() {
  const t = useTranslations("editors");
  const lang = useLang();
  const workers = useSettings((settings) => settings.workers);
  const slug = useBench((bench) => (bench.origin.kind === "example" ? bench.slug : null));
  const program = useBench((bench) => bench.program);
  const ran = useSession((session) => session.ran === program);
  const running = useRun((state) => state.status === "running");
  const example = slug === null ? undefined : exampleOf(slug);
  if (!example) return null;
  if (ran && !running) return <p className="hint">{t("again")}</p>;
  return (
    <p className="hint">
      <span>
        {example.hint[lang](workers)} {!running && <b>{t("press")}</b>}
      </span>
      {!running && (
        <>
          <kbd>{isMac ? "⌘" : "Ctrl"}</kbd>
          <kbd>Enter</kbd>
        </>
      )}
    </p>
  );
}
