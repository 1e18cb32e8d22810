// How many workers the next run starts with: a number between two buttons. A number is taken when the field is left or Enter is
// pressed; what is no number, or too many, becomes the nearest that can be.
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { usePage, useSettings } from "../page.tsx";
import { WORKERS_MAX } from "../settings.ts";

export function WorkersField() {
  const t = useTranslations("bar");
  const { settings } = usePage();
  const id = useId();
  const workers = useSettings((all) => all.workers);
  const [typed, setTyped] = useState<string | null>(null);
  const put = (value: number): void => {
    setTyped(null);
    if (Number.isFinite(value)) settings.setState({ workers: Math.max(0, Math.min(WORKERS_MAX, Math.round(value))) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 4, PageDown: -4 }[event.key];
    if (event.key === "Enter" && typed !== null) put(Number.parseFloat(typed));
    if (event.key === "Home") put(0);
    if (event.key === "End") put(WORKERS_MAX);
    if (step) put(workers + step);
    if (step || event.key === "Home" || event.key === "End") event.preventDefault();
  };
  return (
    <div className="stepper">
      <label htmlFor={id}>{t("workers")}</label>
      <button type="button" aria-label={t("fewer")} disabled={workers <= 0} onClick={() => put(workers - 1)}>
        <IconMinus className="i" stroke={1.75} aria-hidden="true" />
      </button>
      <input
        id={id}
        role="spinbutton"
        inputMode="numeric"
        autoComplete="off"
        aria-valuemin={0}
        aria-valuemax={WORKERS_MAX}
        aria-valuenow={workers}
        value={typed ?? String(workers)}
        onChange={(event) => change(event.target.value)}
        onBlur={() => typed !== null && put(Number.parseFloat(typed))}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
      />
      <button type="button" aria-label={t("more")} disabled={workers >= WORKERS_MAX} onClick={() => put(workers + 1)}>
        <IconPlus className="i" stroke={1.75} aria-hidden="true" />
      </button>
    </div>
  );

  /** A whole number in range counts at once; what is being typed still counts when the field is left. */
  function change(text: string): void {
    if (/^\d+$/.test(text) && Number(text) <= WORKERS_MAX) put(Number(text));
    else setTyped(text);
  }
}
