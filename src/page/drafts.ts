// The visitor's programs, kept in this browser: the own draft, the edits of one linked program, and older drafts. A change is
// copied to localStorage at once, so that a crash of the tab loses no text, and written to IndexedDB within SAVE_MS (which
// has room where localStorage does not). A draft that another one replaces goes to `recent`; nothing is thrown away but the
// oldest of those. What cannot be stored stays in memory and is said in the status bar.
import { get, set, update } from "idb-keyval";
import type { Program } from "../program/program.ts";
import { readLocal, writeLocal } from "./settings.ts";

export interface Draft {
  readonly program: Program;
  /** When its last change was made, as `Date.now()`. */
  readonly savedAtMs: number;
  /** The example it began as. */
  readonly slug?: string;
}

/** Edits of a program that came in a link; `fragment` is that link's. */
export interface LinkedDraft extends Draft {
  readonly fragment: string;
}

export interface Kept {
  readonly own: Draft | null;
  readonly linked: LinkedDraft | null;
  /** Newest first. */
  readonly recent: readonly Draft[];
}

/** Where drafts are kept; the browser's in the page, a plain object in tests. */
export interface Shelves {
  /** The synchronous copy, or null. */
  readNow(): string | null;
  /** Whether the text is kept. */
  writeNow(text: string): boolean;
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  update(key: string, change: (before: unknown) => unknown): Promise<void>;
}

export const browserShelves: Shelves = {
  readNow: () => readLocal("panal.drafts"),
  writeNow: (text) => writeLocal("panal.drafts", text),
  // Async, since a browser that refuses IndexedDB may throw at the first touch of it.
  read: async (key) => get(key),
  write: async (key, value) => set(key, value),
  update: async (key, change) => update(key, change),
};

export const SAVE_MS = 250;
export const RECENT_KEPT = 10;
/** Longer programs are copied to localStorage with the IndexedDB write, not at each key. */
const COPY_AT_ONCE = 300_000;

export interface Drafts {
  get(): Kept;
  /** What IndexedDB holds has been read; settles in any case. */
  readonly loaded: Promise<void>;
  /** The own draft is this now. The one it replaces is kept in `recent` when `replaces` says that it is another program. */
  saveOwn(draft: Draft, replaces: "same" | "another"): void;
  saveLinked(draft: LinkedDraft): void;
  /** Writes what waits, now; for `pagehide`. */
  flush(): void;
  /** Called when something has been written: whether it is safe now. */
  onSaved(listener: (kept: boolean) => void): void;
}

export function openDrafts(shelves: Shelves): Drafts {
  const copy = readCopy(shelves.readNow());
  let kept: Kept = { own: copy.own, linked: copy.linked, recent: [] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listener: (kept: boolean) => void = () => {};
  const waiting = new Set<"own" | "linked">();

  const writeCopy = (): boolean => {
    shelveForeign();
    return shelves.writeNow(JSON.stringify({ own: kept.own, linked: kept.linked }));
  };

  /** Another tab may have saved its own draft meanwhile: it goes to `recent` before ours takes its place. */
  const shelveForeign = (): void => {
    const there = readCopy(shelves.readNow()).own;
    if (there && there.savedAtMs > lastOwnMs && there.savedAtMs !== kept.own?.savedAtMs) shelve(there);
    lastOwnMs = Math.max(lastOwnMs, kept.own?.savedAtMs ?? 0);
  };
  let lastOwnMs = copy.own?.savedAtMs ?? 0;

  const shelve = (draft: Draft): void => {
    const add = (before: unknown): Draft[] => withRecent(asDrafts(before), draft);
    kept = { ...kept, recent: withRecent(kept.recent, draft) };
    shelves.update("recent", add).catch(() => {});
  };

  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const copied = writeCopy();
    const writes = [...waiting].map((key) => shelves.write(key, kept[key]));
    waiting.clear();
    Promise.all(writes).then(
      () => listener(true),
      () => listener(copied),
    );
  };

  const change = (key: "own" | "linked", length: number): void => {
    waiting.add(key);
    if (length < COPY_AT_ONCE) writeCopy();
    timer ??= setTimeout(save, SAVE_MS);
  };

  return {
    get: () => kept,
    loaded: Promise.all([shelves.read("own"), shelves.read("linked"), shelves.read("recent")]).then(
      ([own, linked, recent]) => {
        kept = {
          own: newer(kept.own, asDraft(own)),
          linked: newer(kept.linked, asLinked(linked)),
          recent: asDrafts(recent),
        };
        lastOwnMs = Math.max(lastOwnMs, kept.own?.savedAtMs ?? 0);
      },
      () => {},
    ),
    saveOwn(draft, replaces) {
      if (replaces === "another" && kept.own) shelve(kept.own);
      kept = { ...kept, own: draft };
      change("own", lengthOf(draft.program));
    },
    saveLinked(draft) {
      if (kept.linked && kept.linked.fragment !== draft.fragment) shelve(kept.linked);
      kept = { ...kept, linked: draft };
      change("linked", lengthOf(draft.program));
    },
    flush() {
      if (timer !== undefined) save();
    },
    onSaved(next) {
      listener = next;
    },
  };
}

const lengthOf = (program: Program): number =>
  Object.values(program.files).reduce((total, text) => total + text.length, 0);

const sameProgram = (a: Program, b: Program): boolean => JSON.stringify(a.files) === JSON.stringify(b.files);

function withRecent(recent: readonly Draft[], draft: Draft): Draft[] {
  return [draft, ...recent.filter((other) => !sameProgram(other.program, draft.program))].slice(0, RECENT_KEPT);
}

function newer<T extends Draft>(a: T | null, b: T | null): T | null {
  if (!a || !b) return a ?? b;
  return b.savedAtMs > a.savedAtMs ? b : a;
}

/** What was read is checked field by field: another version of the page may have written it. */
function readCopy(text: string | null): { own: Draft | null; linked: LinkedDraft | null } {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    const { own, linked } = isRecord(value) ? value : {};
    return { own: asDraft(own), linked: asLinked(linked) };
  } catch {
    return { own: null, linked: null };
  }
}

function asDraft(value: unknown): Draft | null {
  if (!isRecord(value) || typeof value.savedAtMs !== "number" || !isProgram(value.program)) return null;
  const { program, savedAtMs, slug } = value;
  return { program, savedAtMs, ...(typeof slug === "string" ? { slug } : {}) };
}

function asLinked(value: unknown): LinkedDraft | null {
  const draft = asDraft(value);
  const fragment = isRecord(value) ? value.fragment : undefined;
  return draft && typeof fragment === "string" ? { ...draft, fragment } : null;
}

const asDrafts = (value: unknown): Draft[] =>
  Array.isArray(value) ? value.map(asDraft).filter((draft) => draft !== null) : [];

function isProgram(value: unknown): value is Program {
  return isRecord(value) && isTexts(value.files) && isTexts(value.assets);
}

const isTexts = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === "string");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
