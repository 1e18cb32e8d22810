// The program on the bench as a link: the link itself, how long it is and where it fits, and whether it says how many workers
// to start with. A program that is too large for a link is told so, with the numbers.
import { type ReactNode, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { encodeLink, type TooLong } from "../../program/link.ts";
import { SITE } from "../examples.ts";
import { useBench, useLang, usePage, useSettings } from "../page.tsx";
import { formatBytes, formatCount, formatLength } from "../units.ts";
import { CopyButton } from "./copy-button.tsx";
import { Dialog } from "./dialog.tsx";
import { Ladder } from "./ladder.tsx";

export default function ShareDialog() {
  const t = useTranslations("share");
  const { view } = usePage();
  const program = useBench((bench) => bench.program);
  const workers = useSettings((settings) => settings.workers);
  const [withWorkers, setWithWorkers] = useState(true);
  const encoded = useMemo(() => encodeLink(program, SITE), [program]);
  return (
    <Dialog title={t("title")} modal onClose={() => view.setState({ dialog: null })}>
      <p className="lead">{t("lead")}</p>
      {"tooLong" in encoded ? (
        <TooLarge tooLong={encoded.tooLong} />
      ) : (
        <Link address={addressOf(encoded.fragment, withWorkers ? workers : null)} />
      )}
      <div className="opts">
        <WorkersSwitch workers={workers} checked={withWorkers} onChange={setWithWorkers} />
      </div>
    </Dialog>
  );
}

/** The page's own address with a program in it; nothing of the visitor's settings but, when wanted, the workers. */
function addressOf(fragment: string, workers: number | null): string {
  const query = workers === null ? "" : `?p=${workers}`;
  return `${location.origin}${location.pathname}${query}${fragment}`;
}

function Link({ address }: { address: string }): ReactNode {
  const t = useTranslations("share");
  return (
    <>
      <div className="linkrow">
        <input
          className="field"
          readOnly
          data-first
          aria-label={t("link")}
          value={address}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton className="btn honey" text={address} label={t("copy")} />
      </div>
      <Ladder length={address.length} />
    </>
  );
}

interface WorkersSwitchProps {
  readonly workers: number;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function WorkersSwitch({ workers, checked, onChange }: WorkersSwitchProps): ReactNode {
  const t = useTranslations("share");
  const lang = useLang();
  return (
    <label className="sw">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <i />
      <span>{t("openWith", { count: workers, n: formatCount(lang, workers) })}</span>
      <code>{`?p=${workers}`}</code>
    </label>
  );
}

function TooLarge({ tooLong }: { tooLong: TooLong }): ReactNode {
  const t = useTranslations("share");
  const lang = useLang();
  const amount = (value: number): string =>
    tooLong.unit === "bytes" ? formatBytes(lang, value) : formatLength(lang, value);
  return (
    <p className="refused">
      {tooLong.unit === "bytes"
        ? t("tooLargeBytes", { size: amount(tooLong.wanted), limit: amount(tooLong.limit) })
        : t("tooLargeCharacters", { size: amount(tooLong.wanted), limit: amount(tooLong.limit) })}
    </p>
  );
}
