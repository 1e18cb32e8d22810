// A link that could not be opened: one reason, that nothing was lost, and three ways on. The page behind stays usable.
import { useTranslations } from "use-intl";
import { assertUnreachable } from "../../base/assert.ts";
import type { LinkProblem } from "../../program/link.ts";
import { leaveLink, openOwn } from "../address.ts";
import { EMPTY } from "../examples.ts";
import { useLang, usePage } from "../page.tsx";
import { formatBytes, formatLength } from "../units.ts";
import { CopyButton } from "./copy-button.tsx";
import { Dialog } from "./dialog.tsx";

export default function BadLinkDialog({ fragment, reason }: { fragment: string; reason: LinkProblem }) {
  const t = useTranslations("badLink");
  const { view, workbench } = usePage();
  const words = useReason(reason);
  const close = (): void => {
    leaveLink();
    view.setState({ dialog: null });
  };
  return (
    <Dialog title={t("title")} modal={false} onClose={close}>
      <p className="lead">
        {words} {t("kept")}
      </p>
      <div className="ways">
        <button
          type="button"
          className="btn out"
          data-first
          onClick={() => {
            close();
            openOwn(workbench);
          }}
        >
          {t("draft")}
        </button>
        <button
          type="button"
          className="btn out"
          onClick={() => {
            close();
            workbench.openEmpty(EMPTY);
          }}
        >
          {t("empty")}
        </button>
        <CopyButton
          className="btn out"
          text={`${location.origin}${location.pathname}${location.search}${fragment}`}
          label={t("copy")}
        />
      </div>
    </Dialog>
  );
}

function useReason(reason: LinkProblem): string {
  const t = useTranslations("badLink");
  const lang = useLang();
  switch (reason.code) {
    case "cutOff":
      return t("cutOff");
    case "damaged":
      return t("damaged");
    case "newerFormat":
      return t("newerFormat", { format: reason.format });
    case "unknownExample":
      return t("unknownExample", { slug: reason.slug });
    case "tooBig":
      return reason.unit === "bytes"
        ? t("tooBigBytes", { limit: formatBytes(lang, reason.limit) })
        : t("tooBigCharacters", { limit: formatLength(lang, reason.limit) });
    case "malformed":
      return t("malformed", { near: reason.near });
    case "assetNotShipped":
      return t("assetNotShipped", { path: reason.path });
    case "unknown":
      return t("unknown");
    default:
      return assertUnreachable(reason);
  }
}
