// The workers: how many are busy, the comb, the operations, the card of a selected process.
import type { ReactNode } from "react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import type { ProcessView } from "../../run/state.ts";
import { useLang, usePage, useRun, useSettings } from "../page.tsx";
import { bytesIn, formatCount, formatRate } from "../units.ts";
import { Card } from "./card.tsx";
import { Comb } from "./comb.tsx";
import { Operations } from "./operations.tsx";

export function Dashboard({ phone }: { phone: boolean }) {
  const t = useTranslations("dashboard");
  return (
    <section className="dash" aria-label={t("region")}>
      <header className="head">
        <h2>{t("heading")}</h2>
        <Metrics />
      </header>
      <div className="top">
        <Comb phone={phone} />
        <div className="ops">
          <Operations />
          <Card />
        </div>
      </div>
    </section>
  );
}

function Metrics(): ReactNode {
  const t = useTranslations("dashboard");
  const lang = useLang();
  const processes = useRun((state) => state.processes);
  const running = useRun((state) => state.status === "running");
  const wanted = useSettings((settings) => settings.workers);
  const workers = processes.filter(({ pid, state }) => pid > 1 && state !== "ended" && state !== "lost");
  if (running) return <RunningMetrics workers={workers} />;
  const idle = workers.filter(({ state }) => state !== "starting").length;
  return (
    <dl className="metrics">
      <Metric
        value={formatCount(lang, processes.length > 0 ? idle : wanted)}
        name={processes.length > 0 ? t("idle") : t("notStarted")}
      />
    </dl>
  );
}

function RunningMetrics({ workers }: { workers: readonly ProcessView[] }): ReactNode {
  const t = useTranslations("dashboard");
  const lang = useLang();
  const { pacer } = usePage();
  const { tasksPerSecond, bytesPerSecond } = useSyncExternalStore(pacer.subscribe, pacer.get);
  const busy = workers.filter(({ state }) => state === "busy").length;
  const load = workers.length === 0 ? 0 : workers.reduce((sum, process) => sum + process.load, 0) / workers.length;
  const moved = bytesPerSecond === null ? null : bytesIn(lang, bytesPerSecond);
  return (
    <dl className="metrics">
      <Metric value={formatCount(lang, busy)} of={`/${formatCount(lang, workers.length)}`} name={t("busy")} />
      <Metric value={formatCount(lang, load * 100)} name={`% ${t("load")}`} />
      {tasksPerSecond !== null && <Metric value={formatRate(lang, tasksPerSecond)} name={t("tasksPerSecond")} />}
      {moved !== null && <Metric value={moved.value} name={t("moved", { unit: moved.unit })} />}
    </dl>
  );
}

/** The name stands after its value, as a sentence reads; the list keeps name and value together for a screen reader. */
const Metric = ({ value, of, name }: { value: string; of?: string; name: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {value}
      {of && <i>{of}</i>}
    </dd>
  </div>
);
