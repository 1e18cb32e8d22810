// Run: a honey hexagon; while a run goes on the same button in the same place, hollow, saying for how long. It is then disabled
// by `aria-disabled`, so that the keyboard's focus stays where it is.
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useTranslations } from "use-intl";
import { useBench, useLang, usePage, useRun, useSession } from "../page.tsx";
import { formatElapsed } from "../units.ts";

export function RunButton() {
  const t = useTranslations("bar");
  const { session } = usePage();
  const running = useRun((state) => state.status === "running");
  const inviting = useInviting();
  return (
    <button
      type="button"
      className={running ? "hexbtn running" : inviting ? "hexbtn run inviting" : "hexbtn run"}
      aria-disabled={running}
      onClick={() => void session.start()}
    >
      <span>
        {running ? (
          <Elapsed />
        ) : (
          <>
            <IconPlayerPlayFilled className="i" aria-hidden="true" />
            <span>{t("run")}</span>
          </>
        )}
      </span>
    </button>
  );
}

/** On a first visit, until something has run or been written, Run glows once. */
function useInviting(): boolean {
  const { drafts } = usePage().workbench;
  const untouched = useBench((bench) => bench.origin.kind === "example" && bench.opening <= 1);
  const ran = useSession((session) => session.ran !== null);
  return untouched && !ran && drafts.get().own === null;
}

function Elapsed() {
  const t = useTranslations("bar");
  const lang = useLang();
  const tenths = useRun((state) => (state.startedMs === null ? 0 : Math.floor((state.nowMs - state.startedMs) / 100)));
  const words = (ms: number): string => t("running", { seconds: formatElapsed(lang, ms) });
  const widestMs = tenths < 1000 ? 99_900 : 9_999_900;
  return (
    <span className="elapsed" data-widest={words(widestMs)}>
      {words(tenths * 100)}
    </span>
  );
}
