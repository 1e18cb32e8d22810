// What a visitor chooses and the page remembers: language, theme, number of workers. The address wins over what was stored,
// what was stored over the system. A choice made in the page is stored, and an address that says otherwise is corrected, so
// that a reload shows what was chosen. Storage that refuses costs memory only.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Lang } from "./units.ts";

export type Theme = "light" | "dark";

export interface Settings {
  readonly lang: Lang;
  readonly theme: Theme;
  /** Workers of the next run, 0 to WORKERS_MAX. */
  readonly workers: number;
}

export const WORKERS_MAX = 32;

const STORED = "panal.settings";

/** What the surroundings say, read once when the page opens. */
export interface Surroundings {
  /** The query of the address, `?p=4&lang=es`. */
  readonly search: string;
  /** What `panal.settings` held, or null. */
  readonly stored: string | null;
  readonly languages: readonly string[];
  readonly prefersDark: boolean;
  readonly hardwareThreads: number;
}

/** The settings a page opens with. Values that make no sense are passed over, never an error. */
export function initialSettings(around: Surroundings): Settings {
  const query = new URLSearchParams(around.search);
  const stored = readStored(around.stored);
  return {
    lang: asLang(query.get("lang")) ?? asLang(stored.lang) ?? systemLang(around.languages),
    theme: asTheme(query.get("theme")) ?? asTheme(stored.theme) ?? (around.prefersDark ? "dark" : "light"),
    workers: asWorkers(query.get("p")) ?? Math.max(1, Math.min(4, around.hardwareThreads || 1)),
  };
}

function readStored(text: string | null): { lang?: unknown; theme?: unknown } {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

const asLang = (value: unknown): Lang | undefined => (value === "en" || value === "es" ? value : undefined);
const asTheme = (value: unknown): Theme | undefined => (value === "light" || value === "dark" ? value : undefined);
const systemLang = (languages: readonly string[]): Lang =>
  languages.map((tag) => asLang(tag.slice(0, 2).toLowerCase())).find((lang) => lang !== undefined) ?? "en";

function asWorkers(text: string | null): number | undefined {
  return text !== null && /^\d{1,3}$/.test(text) ? Math.min(Number(text), WORKERS_MAX) : undefined;
}

export type SettingsStore = StoreApi<Settings>;

/** The live settings. Changes are written to storage and the address, and language and theme to the document. */
export function createSettings(): SettingsStore {
  const store = createStore<Settings>(() =>
    initialSettings({
      search: location.search,
      stored: readLocal(STORED),
      languages: navigator.languages,
      prefersDark: matchMedia("(prefers-color-scheme: dark)").matches,
      hardwareThreads: navigator.hardwareConcurrency,
    }),
  );
  showInDocument(store.getState());
  store.subscribe((now, before) => {
    showInDocument(now);
    if (now.lang !== before.lang) keep("lang", now.lang);
    if (now.theme !== before.theme) keep("theme", now.theme);
    if (now.workers !== before.workers) setQuery("p", String(now.workers));
  });
  return store;
}

function showInDocument({ lang, theme }: Settings): void {
  document.documentElement.lang = lang;
  document.documentElement.dataset.theme = theme;
}

function keep(name: "lang" | "theme", value: string): void {
  writeLocal(STORED, JSON.stringify({ ...readStored(readLocal(STORED)), [name]: value }));
  if (new URLSearchParams(location.search).has(name)) setQuery(name, value);
}

function setQuery(name: string, value: string): void {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
}

/** `localStorage` of a browser that may refuse it. */
export function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Whether the text is kept now. */
export function writeLocal(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
