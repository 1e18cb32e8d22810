// A chart of `display`, as the table of its points.
import { useTranslations } from "use-intl";
import type { ShownChart, ShownTable } from "../../run/state.ts";
import { Table } from "./table.tsx";

export function Chart({ chart }: { chart: ShownChart }) {
  const t = useTranslations("output");
  return (
    <figure>
      {chart.title !== "" && <figcaption>{chart.title}</figcaption>}
      <Table name={t("points")} table={pointsOf(chart)} />
    </figure>
  );
}

const POINTS_LISTED = 1000;

function pointsOf({ x, y, total }: ShownChart): ShownTable {
  const numeric = x instanceof Float64Array;
  const rows = Array.from(y.subarray(0, POINTS_LISTED), (value, i) => [String(x[i]), String(value)]);
  return { kind: "table", columns: [{ name: "x", numeric }, { name: "y", numeric: true }], rows, total }; // biome-ignore format: short
}
