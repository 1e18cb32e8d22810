// One value that was displayed: time and number of its process beside it, then what it is. Nothing of it is ever taken for HTML:
// texts are text, pixels go to a canvas, numbers to the chart.
import { useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { ShownImage, ShownValue } from "../../run/state.ts";
import { Badge } from "../badge.tsx";
import { Chart } from "./chart.tsx";
import { Table } from "./table.tsx";

export function Value({ value: { pid, atMs, shown } }: { value: ShownValue }) {
  const t = useTranslations("dashboard");
  return (
    <article
      className="shown"
      data-pid={pid}
      data-kind={shown.kind}
      aria-label={pid === 1 ? t("driver") : t("worker", { pid: String(pid) })}
    >
      <time aria-hidden="true">{(Math.max(0, atMs) / 1000).toFixed(3)}</time>
      <Badge pid={pid} />
      <div>
        <Content shown={shown} />
      </div>
    </article>
  );
}

function Content({ shown }: { shown: ShownValue["shown"] }) {
  const t = useTranslations("output");
  switch (shown.kind) {
    case "text":
      return <pre>{shown.text}</pre>;
    case "table":
      return <Table name={t("table")} table={shown} />;
    case "image":
      return <Image image={shown} />;
    case "chart":
      return <Chart chart={shown} />;
  }
}

function Image({ image: { width, height, data } }: { image: ShownImage }) {
  const t = useTranslations("output");
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const pixels = new ImageData(width, height);
    pixels.data.set(data);
    canvas.current?.getContext("2d")?.putImageData(pixels, 0, 0);
  }, [width, height, data]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role="img"
      aria-label={t("image", { width: String(width), height: String(height) })}
    />
  );
}
