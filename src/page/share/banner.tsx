// Over a program that came in a link: that nothing has run, and the two ways on. It can be dismissed, and comes back with the
// next link.
import { IconLink, IconPlayerPlayFilled, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { leaveLink, openOwn } from "../address.ts";
import { useBench, usePage, useRun, useSession } from "../page.tsx";

export function Banner() {
  const linked = useBench((bench) => bench.origin.kind === "link");
  const opening = useBench((bench) => bench.opening);
  const [dismissed, setDismissed] = useState(-1);
  if (!linked || dismissed === opening) return null;
  return <LinkBanner onDismiss={() => setDismissed(opening)} />;
}

function LinkBanner({ onDismiss }: { onDismiss: () => void }) {
  const t = useTranslations("banner");
  const { session, workbench } = usePage();
  const opening = useBench((bench) => bench.opening);
  const mayBeCut = useBench((bench) => bench.origin.kind === "link" && bench.origin.mayBeCut);
  const ranHere = useSession((state) => state.opening === opening);
  const running = useRun((state) => state.status === "running");
  return (
    <aside className="banner" aria-label={t("name")}>
      <IconLink className="i" stroke={1.75} aria-hidden="true" />
      <p>
        <b>{t("from")}</b> {!ranHere && <span>{t("notRun")}</span>}
        {mayBeCut && <span className="ember"> {t("mayBeCut")}</span>}
      </p>
      <span className="grow" />
      <span className="ways">
        {!ranHere && (
          <button
            type="button"
            className="btn out"
            aria-disabled={running}
            onClick={() => running || void session.start()}
          >
            <IconPlayerPlayFilled className="i" aria-hidden="true" />
            <span>{t("run")}</span>
          </button>
        )}
        <button
          type="button"
          className="btn out"
          onClick={() => {
            leaveLink();
            openOwn(workbench);
          }}
        >
          {t("back")}
        </button>
      </span>
      <button type="button" className="btn icon" aria-label={t("dismiss")} onClick={onDismiss}>
        <IconX className="i" stroke={1.75} aria-hidden="true" />
      </button>
    </aside>
  );
}
