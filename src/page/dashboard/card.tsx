// The card of the selected process, below the operations: what it runs and for how long, what it has done, what it moved.
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ProcessView } from "../../run/state.ts";
import { Badge } from "../badge.tsx";
import { useLang, useRun, useView } from "../page.tsx";
import { bytesIn, formatCount, formatElapsed } from "../units.ts";

export function Card() {
  const selected = useView((view) => view.selected);
  const process = useRun((state) => state.processes.find(({ pid }) => pid === selected));
  return process ? <CardOf process={process} /> : null;
}

function CardOf({ process }: { process: ProcessView }): ReactNode {
  const t = useTranslations("dashboard");
  const lang = useLang();
  const { pid, state, done, failed } = process;
  return (
    <section className="card" aria-label={pid === 1 ? t("driver") : t("worker", { pid: String(pid) })}>
      <div className="c1">
        <Badge pid={pid} />
        <b>
          {t(`state.${state}`)}
          <Elapsed process={process} />
        </b>
        <code>{process.function}</code>
      </div>
      <div className="c2">
        <span>
          <b>{formatCount(lang, done)}</b> {t("done", { count: done })}
        </span>
        <span>
          <b>{formatCount(lang, failed)}</b> {t("failed", { count: failed })}
        </span>
        {process.kept > 0 && (
          <span title={t("keptHint")}>
            <b>{formatCount(lang, process.kept)}</b> {t("kept", { count: process.kept })}
          </span>
        )}
        <Bytes bytes={process.bytesIn} name={t("received")} icon={<IconArrowDown className="i" aria-hidden="true" />} />
        <Bytes bytes={process.bytesOut} name={t("sent")} icon={<IconArrowUp className="i" aria-hidden="true" />} />
      </div>
    </section>
  );
}

function Elapsed({ process }: { process: ProcessView }): ReactNode {
  const lang = useLang();
  const { busySinceMs } = process;
  const tenths = useRun((state) =>
    busySinceMs === null ? null : Math.max(0, Math.floor((state.nowMs - busySinceMs) / 100)),
  );
  return tenths === null ? null : ` ${formatElapsed(lang, tenths * 100)}`;
}

function Bytes({ bytes, name, icon }: { bytes: number; name: string; icon: ReactNode }): ReactNode {
  const lang = useLang();
  const { value, unit } = bytesIn(lang, bytes);
  return (
    <span>
      {icon}
      <span className="hidden-text">{name}</span>
      <b>{value}</b> {unit}
    </span>
  );
}
