// A menu's button at once, the menu itself when the page is idle; pressed before that, it opens as soon as it is there.
import { IconDots } from "@tabler/icons-react";
import { type ComponentType, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { whenIdle } from "../idle.ts";

type Menu = ComponentType<{ phone: boolean; opened: boolean }>;

export function LazyMenu({ phone = false }: { phone?: boolean }) {
  const t = useTranslations("bar");
  const [Loaded, setLoaded] = useState<Menu | null>(null);
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    let current = true;
    const load = (): void => {
      import("./menus.tsx").then(
        (module) => current && setLoaded(() => module.default),
        () => current && setPressed(false),
      );
    };
    if (pressed) load();
    const cancel = pressed ? () => {} : whenIdle(load);
    return () => {
      current = false;
      cancel();
    };
  }, [pressed]);
  if (Loaded) return <Loaded phone={phone} opened={pressed} />;
  return (
    <button
      type="button"
      className={phone ? "btn icon" : "btn quiet"}
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={phone ? t("menu") : undefined}
      onClick={() => setPressed(true)}
    >
      {phone ? <IconDots className="i" stroke={1.75} aria-hidden="true" /> : t("examples")}
    </button>
  );
}
