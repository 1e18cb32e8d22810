// The page's two menus, on Radix: examples, and on a phone everything that the bar has no room for. They are their own chunk,
// loaded when the page is idle or one is first asked for (`lazy-menu.tsx`). Not modal, and inside `main`, so that what is
// outside stays reachable for assistive technology.
import { IconDots } from "@tabler/icons-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { EXAMPLES } from "../../program/examples/catalog.ts";
import { leaveLink } from "../address.ts";
import type { Draft } from "../drafts.ts";
import { useBench, useLang, usePage, useRun, useSession, useSettings } from "../page.tsx";
import { formatClock } from "../units.ts";

export default function Menu({ phone, opened }: { phone: boolean; opened: boolean }) {
  const t = useTranslations("bar");
  const [open, setOpen] = useState(opened);
  const container = typeof document === "undefined" ? null : document.querySelector("main");
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
      <DropdownMenu.Trigger asChild>
        {phone ? (
          <button type="button" className="btn icon" aria-label={t("menu")}>
            <IconDots className="i" stroke={1.75} aria-hidden="true" />
          </button>
        ) : (
          <button type="button" className="btn quiet">
            {t("examples")}
          </button>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content className="menu" align="start" sideOffset={6} collisionPadding={8}>
          <Examples />
          <OwnDrafts />
          {phone && <PhoneItems />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Examples(): ReactNode {
  const t = useTranslations("bar");
  const lang = useLang();
  const { workbench } = usePage();
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="menu-label">{t("examplesLead")}</DropdownMenu.Label>
      {EXAMPLES.map((example) => (
        <DropdownMenu.Item
          className="menu-item"
          key={example.slug}
          textValue={example.title[lang]}
          onSelect={() => {
            leaveLink();
            workbench.openExample(example.slug, example.program);
          }}
        >
          <span>{example.title[lang]}</span>
          <span className="dim">{example.summary[lang]}</span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  );
}

/** The own draft while something else is on the bench, and the older ones. */
function OwnDrafts(): ReactNode {
  const t = useTranslations("bar");
  const lang = useLang();
  const { workbench } = usePage();
  const onBench = useBench((bench) => bench.origin.kind === "draft");
  const drafts = useDrafts();
  const shown = onBench ? drafts.slice(1) : drafts;
  if (shown.length === 0) return null;
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Label className="menu-label">{t("drafts")}</DropdownMenu.Label>
      {shown.map((draft) => (
        <DropdownMenu.Item
          className="menu-item"
          key={draft.savedAtMs}
          onSelect={() => {
            leaveLink();
            workbench.openDraft(draft);
          }}
        >
          <span>{t("draftOf", { when: formatClock(lang, draft.savedAtMs) })}</span>
          <span className="dim">{firstWords(draft)}</span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  );
}

/** The own draft first, then the recent ones; read when the menu opens. */
function useDrafts(): readonly Draft[] {
  const { drafts } = usePage().workbench;
  const [all, setAll] = useState<readonly Draft[]>([]);
  useEffect(() => {
    const { own, recent } = drafts.get();
    setAll(own ? [own, ...recent] : recent);
  }, [drafts]);
  return all;
}

/** The first line of the driver that says something. */
function firstWords({ program }: Draft): string {
  const lines = (program.files["driver.ts"] ?? "").split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("import ")) ?? "";
}

function PhoneItems(): ReactNode {
  const t = useTranslations("bar");
  const { settings, session, view } = usePage();
  const network = useSession((state) => state.network);
  const running = useRun((state) => state.status === "running");
  const tNetwork = useTranslations("network");
  const { lang, theme } = useSettings((all) => all);
  const other = theme === "light" ? "dark" : "light";
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Item className="menu-item" onSelect={() => view.setState({ dialog: { kind: "share" } })}>
        {t("share")}
      </DropdownMenu.Item>
      <DropdownMenu.CheckboxItem
        className="menu-item"
        textValue={tNetwork("allow")}
        checked={network}
        disabled={running}
        onCheckedChange={(allowed) => session.allowNetwork(allowed)}
      >
        <span>
          {tNetwork("allow")}
          <DropdownMenu.ItemIndicator> ✓</DropdownMenu.ItemIndicator>
        </span>
        <span className="dim">{tNetwork("what")}</span>
      </DropdownMenu.CheckboxItem>
      <DropdownMenu.Item className="menu-item" onSelect={() => settings.setState({ theme: other })}>
        {other === "dark" ? t("themeDark") : t("themeLight")}
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className="menu-item"
        lang={lang === "en" ? "es" : "en"}
        onSelect={() => settings.setState({ lang: lang === "en" ? "es" : "en" })}
      >
        {lang === "en" ? "Español" : "English"}
      </DropdownMenu.Item>
    </DropdownMenu.Group>
  );
}
