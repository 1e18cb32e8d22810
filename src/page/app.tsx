// The page as a whole: toolbar, banner of a link, work, status bar, and the dialog that is open.
import { lazy, Suspense, useEffect } from "react";
import { IntlProvider } from "use-intl";
import { Bar, RunBar } from "./bar/bar.tsx";
import { Foot } from "./foot.tsx";
import { whenIdle } from "./idle.ts";
import { CATALOGS } from "./messages/catalogs.ts";
import { useLang, usePage, useView } from "./page.tsx";
import { PhoneTabs } from "./phone-tabs.tsx";
import { Banner } from "./share/banner.tsx";
import { layoutNow, useLayout } from "./use-layout.ts";
import { Work } from "./work.tsx";

const ShareDialog = lazy(() => import("./share/share-dialog.tsx"));
const BadLinkDialog = lazy(() => import("./share/bad-link-dialog.tsx"));

export function App() {
  const lang = useLang();
  return (
    <IntlProvider locale={lang} messages={CATALOGS[lang]} timeZone={TIME_ZONE}>
      <Frame />
    </IntlProvider>
  );
}

const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Frame() {
  const size = useLayout();
  useRunKey();
  useMonacoSoon();
  return (
    <div className={`app ${size}`}>
      <Bar size={size} />
      {size === "phone" && <PhoneTabs />}
      <Banner />
      <main className="work">
        <Work size={size} />
        <OpenDialog />
      </main>
      {size === "phone" ? <RunBar /> : <Foot />}
    </div>
  );
}

function OpenDialog() {
  const dialog = useView((view) => view.dialog);
  if (!dialog) return null;
  return (
    <Suspense>
      {dialog.kind === "share" ? <ShareDialog /> : <BadLinkDialog fragment={dialog.fragment} reason={dialog.reason} />}
    </Suspense>
  );
}

/** Ctrl+Enter (Cmd+Enter) runs from everywhere; inside an editor Monaco takes the keys first and does the same. */
function useRunKey(): void {
  const { session } = usePage();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      void session.start();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [session]);
}

/** Monaco comes after the first paint by itself, on a phone when an editor is tapped. */
function useMonacoSoon(): void {
  const { loadEditor } = usePage();
  useEffect(() => {
    if (layoutNow() === "phone") return;
    return whenIdle(() => {
      loadEditor().catch(() => {});
    });
  }, [loadEditor]);
}
