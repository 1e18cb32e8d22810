// The toolbar. It shares the column seam with the panes below, so that Run and Stop stand between code and workers. On a phone
// only the mark, the workers and a menu with the rest are here; Run and Stop are in the bar at the bottom.
import { IconShare2 } from "@tabler/icons-react";
import { useTranslations } from "use-intl";
import { usePage } from "../page.tsx";
import type { LayoutSize } from "../use-layout.ts";
import { Language } from "./language.tsx";
import { LazyMenu } from "./lazy-menu.tsx";
import { Mark } from "./mark.tsx";
import { RunButton } from "./run-button.tsx";
import { Status } from "./status.tsx";
import { StopButton } from "./stop-button.tsx";
import { ThemeButton } from "./theme-button.tsx";
import { WorkersField } from "./workers-field.tsx";

export function Bar({ size }: { size: LayoutSize }) {
  return size === "phone" ? <PhoneBar /> : <WideBar />;
}

function WideBar() {
  const t = useTranslations("bar");
  const { view } = usePage();
  return (
    <header className="bar">
      <div className="bar-l">
        <Brand />
        <LazyMenu />
        <span className="grow" />
        <WorkersField />
        <RunButton />
        <StopButton />
      </div>
      <div className="bar-r">
        <Status />
        <span className="grow" />
        <button
          type="button"
          className="btn quiet"
          aria-label={t("share")}
          onClick={() => view.setState({ dialog: { kind: "share" } })}
        >
          <IconShare2 className="i" stroke={1.75} aria-hidden="true" />
          <span>{t("share")}</span>
        </button>
        <Language />
        <ThemeButton />
      </div>
    </header>
  );
}

function PhoneBar() {
  return (
    <header className="bar">
      <div className="bar-l">
        <Brand />
        <span className="grow" />
        <WorkersField />
      </div>
      <div className="bar-r">
        <LazyMenu phone />
      </div>
    </header>
  );
}

/** Run, Stop and the status within reach of the thumb. */
export function RunBar() {
  return (
    <footer className="runbar">
      <RunButton />
      <StopButton />
      <Status phone />
    </footer>
  );
}

function Brand() {
  const t = useTranslations();
  return (
    <h1>
      <a className="brand" href="./" aria-label={t("home")}>
        <Mark />
        <span>Panal</span>
      </a>
    </h1>
  );
}
