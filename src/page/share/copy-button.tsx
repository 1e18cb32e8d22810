// A button that copies a text and says so in its own words for two seconds. A refused clipboard is said too.
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly className: string;
}

export function CopyButton({ text, label, className }: CopyButtonProps) {
  const t = useTranslations("share");
  const tConsole = useTranslations("console");
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(setState, 2000, "ready");
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  };
  return (
    <>
      <button type="button" className={className} onClick={copy}>
        {state === "copied" ? (
          <IconCheck className="i" stroke={1.75} aria-hidden="true" />
        ) : (
          <IconCopy className="i" stroke={1.75} aria-hidden="true" />
        )}
        <span>{state === "copied" ? t("copied") : label}</span>
      </button>
      <span className="hidden-text" aria-live="polite">
        {state === "copied" && t("copied")}
      </span>
      {state === "refused" && <span className="refused">{tConsole("copyRefused")}</span>}
    </>
  );
}
