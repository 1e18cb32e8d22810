// EN and ES, the chosen one underlined.
import { useTranslations } from "use-intl";
import { useLang, usePage } from "../page.tsx";

export function Language() {
  const t = useTranslations("bar");
  const { settings } = usePage();
  const current = useLang();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend of its own
    <div className="seg lang" role="group" aria-label={t("language")}>
      {(["en", "es"] as const).map((lang) => (
        <button type="button" key={lang} aria-pressed={lang === current} onClick={() => settings.setState({ lang })}>
          {lang.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
