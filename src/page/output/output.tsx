// What `display` showed, in order, only what is in view drawn. The newest value is brought into view, its beginning at the top,
// until the reader scrolls back, and again when the reader is there.
import { memo, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { VList, type VListHandle } from "virtua";
import type { RunState } from "../../run/state.ts";
import { useLang, useRun } from "../page.tsx";
import { formatCount } from "../units.ts";
import { usePaced } from "./use-paced.ts";
import { Value } from "./value.tsx";

const NEAR_PX = 22;

/** Values may come faster than tables, images and charts can be drawn. */
const DRAWN_EVERY_MS = 250;

export default function Output() {
  const output = useRun((state) => state.output);
  return <Values output={usePaced(output, DRAWN_EVERY_MS)} />;
}

const Values = memo(function Values({ output: { values, total } }: { output: RunState["output"] }) {
  const t = useTranslations("output");
  const lang = useLang();
  const list = useRef<VListHandle>(null);
  const following = useRef(true);
  const newest = values.length - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value is what must be followed
  useLayoutEffect(() => {
    if (following.current) list.current?.scrollToIndex(newest, { align: "start" });
  }, [total, newest]);
  const gone = total - values.length;
  return (
    <>
      {gone > 0 && <p className="note gone">{t("gone", { count: gone, n: formatCount(lang, gone) })}</p>}
      <VList
        className="output"
        role="region"
        aria-label={t("name")}
        tabIndex={0}
        ref={list}
        data={values}
        onScroll={(offset) => {
          const handle = list.current;
          if (!handle) return;
          const end = handle.scrollSize - handle.viewportSize;
          following.current = offset > Math.min(end, handle.getItemOffset(newest)) - NEAR_PX;
        }}
      >
        {(value) => <Value key={value.seq} value={value} />}
      </VList>
    </>
  );
});
