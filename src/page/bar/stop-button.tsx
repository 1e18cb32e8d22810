// Stop: solid while a run goes on or a cell of the REPL is evaluated, quiet while the processes live on that did so, disabled
// when nothing is there to stop.
import { IconPlayerStopFilled } from "@tabler/icons-react";
import { useTranslations } from "use-intl";
import { usePage, useRun } from "../page.tsx";

export function StopButton() {
  const t = useTranslations("bar");
  const { session } = usePage();
  const status = useRun((state) => state.status);
  const repl = useRun((state) => state.repl);
  const running = status === "running" || repl === "evaluating";
  const enabled = running || status === "finished" || status === "failed" || repl === "ready";
  return (
    <button
      type="button"
      className={running ? "btn stop" : "btn stop resting"}
      aria-disabled={!enabled}
      onClick={() => enabled && session.stop()}
    >
      <IconPlayerStopFilled className="i" aria-hidden="true" />
      <span>{t("stop")}</span>
    </button>
  );
}
