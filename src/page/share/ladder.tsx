// How far a link of this length carries: the limits of the places where links are pasted, as a ladder.
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useLang } from "../page.tsx";
import { formatLength } from "../units.ts";

const RUNGS = [2000, 4000, 8000, 60_000] as const;

export function Ladder({ length }: { length: number }) {
  const t = useTranslations("share");
  const lang = useLang();
  const reached = RUNGS.findIndex((limit) => length <= limit);
  const names = [t("anywhere"), "Slack", t("mail"), t("browsers")];
  return (
    <div className="ladder">
      <p>
        <b>{formatLength(lang, length)}</b> {t("characters", { count: length })} <Reach rung={reached} />
      </p>
      <ol aria-hidden="true">
        {RUNGS.map((limit, rung) => (
          <li className={rung === reached ? (rung === 0 ? "on" : "on far") : ""} key={limit}>
            <i />
            <b>{formatLength(lang, limit)}</b>
            <span>{names[rung]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Reach({ rung }: { rung: number }): ReactNode {
  const t = useTranslations("share");
  const words = [t("fits"), t("tooLongDiscord"), t("tooLongChat"), t("tooLongMail")];
  return (
    <span className={rung === 0 ? "okt" : "embert"}>
      {rung === 0 ? (
        <IconCheck className="i" stroke={1.75} aria-hidden="true" />
      ) : (
        <IconAlertTriangle className="i" stroke={1.75} aria-hidden="true" />
      )}
      <span>{words[rung] ?? t("tooLongMail")}</span>
    </span>
  );
}
