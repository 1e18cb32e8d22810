// The page's parts, made once in `main.tsx` and reached by every component through one context.
import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { RunState } from "../run/state.ts";
import type { Pacer } from "./dashboard/pacer.ts";
import type { MonacoParts } from "./editors/parts.ts";
import type { Lazily } from "./lazily.ts";
import type { EnterCell } from "./repl/entering.ts";
import type { History } from "./repl/history.ts";
import type { Session, SessionState } from "./session.ts";
import type { Settings, SettingsStore } from "./settings.ts";
import type { Lang } from "./units.ts";
import type { View, ViewStore } from "./view.ts";
import type { Bench, Workbench } from "./workbench.ts";

export interface Page {
  readonly settings: SettingsStore;
  readonly workbench: Workbench;
  readonly session: Session;
  readonly pacer: Pacer;
  readonly view: ViewStore;
  /** Of the REPL's cells. */
  readonly history: History;
  readonly enterCell: EnterCell;
  readonly loadEditor: Lazily<MonacoParts>;
}

const PageContext = createContext<Page | null>(null);

export function PageProvider({ page, children }: { page: Page; children: ReactNode }) {
  return <PageContext value={page}>{children}</PageContext>;
}

export function usePage(): Page {
  const page = use(PageContext);
  if (!page) throw new Error("a component of the page stands outside PageProvider");
  return page;
}

export const useSettings = <T,>(select: (settings: Settings) => T): T => useStore(usePage().settings, select);
export const useLang = (): Lang => useSettings((settings) => settings.lang);
export const useBench = <T,>(select: (bench: Bench) => T): T => useStore(usePage().workbench.store, select);
export const useSession = <T,>(select: (state: SessionState) => T): T => useStore(usePage().session.store, select);
export const useView = <T,>(select: (view: View) => T): T => useStore(usePage().view, select);

/** A part of the run's state. `select` returns the part itself or a primitive: parts keep their identity while they stay. */
export function useRun<T>(select: (state: RunState) => T): T {
  const { runner, subscribe } = usePage().session;
  return useSyncExternalStore(subscribe, () => select(runner.getState()));
}
