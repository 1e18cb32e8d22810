// A chart that was displayed: a picture, and below it the table of its points. What draws it is loaded with the first chart;
// when that fails the table says the same.
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ShownChart, ShownTable } from "../../run/state.ts";
import { lazily } from "../lazily.ts";
import { useLang } from "../page.tsx";
import { Table } from "./table.tsx";

const loadDrawing = lazily(() => import("./draw-chart.ts"));

export function Chart({ chart }: { chart: ShownChart }) {
  const t = useTranslations("output");
  const [failed, setFailed] = useState(false);
  return (
    <figure>
      {chart.title !== "" && <figcaption>{chart.title}</figcaption>}
      {failed ? <p className="note">{t("noChart")}</p> : <Picture chart={chart} onFailure={() => setFailed(true)} />}
      <Points key={String(failed)} chart={chart} opened={failed} />
    </figure>
  );
}

/** As wide as there is room. */
function Picture({ chart, onFailure }: { chart: ShownChart; onFailure: () => void }) {
  const t = useTranslations("output");
  const lang = useLang();
  const place = useRef<HTMLDivElement>(null);
  const label = [t(chart.chart), chart.title].filter((part) => part !== "").join(": ");
  const fail = useRef(onFailure);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let observer: ResizeObserver | undefined;
    let current = true;
    const observe = ({ drawChart }: Awaited<ReturnType<typeof loadDrawing>>): void => {
      if (!current) return;
      observer = new ResizeObserver(() => {
        const widthPx = element.clientWidth;
        try {
          if (widthPx > 0) element.replaceChildren(drawChart(chart, { widthPx, lang, label }));
        } catch {
          fail.current();
        }
      });
      observer.observe(element);
    };
    loadDrawing().then(observe, () => current && fail.current());
    return () => {
      current = false;
      observer?.disconnect();
    };
  }, [chart, lang, label]);
  return <div className="picture" ref={place} />;
}

/** Its table is made when it is opened. */
function Points({ chart, opened }: { chart: ShownChart; opened: boolean }) {
  const t = useTranslations("output");
  const [open, setOpen] = useState(opened);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("points")}</summary>
      {open && <Table name={t("points")} table={pointsOf(chart)} />}
    </details>
  );
}

const POINTS_LISTED = 1000;

function pointsOf({ x, y, total }: ShownChart): ShownTable {
  const columns = [
    { name: "x", numeric: x instanceof Float64Array },
    { name: "y", numeric: true },
  ];
  const rows = Array.from(y.subarray(0, POINTS_LISTED), (value, i) => [String(x[i]), String(value)]);
  return { kind: "table", columns, rows, total };
}
