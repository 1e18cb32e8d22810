// Switches between the light and the dark theme.
import { IconContrast } from "@tabler/icons-react";
import { useTranslations } from "use-intl";
import { usePage, useSettings } from "../page.tsx";

export function ThemeButton() {
  const t = useTranslations("bar");
  const { settings } = usePage();
  const theme = useSettings((all) => all.theme);
  const other = theme === "light" ? "dark" : "light";
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={other === "dark" ? t("themeDark") : t("themeLight")}
      onClick={() => settings.setState({ theme: other })}
    >
      <IconContrast className="i" stroke={1.75} aria-hidden="true" />
    </button>
  );
}
