// The program on the bench: which one, where it came from, whether it was changed. Texts here are the `Program`'s own, byte for
// byte, until a file is first edited; `opening` grows when another program takes the place, and the editors follow it.
// Edits of an example or a draft are the visitor's own draft from the first key on; edits of a linked program are kept apart,
// so that a link never replaces the own draft.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Program } from "../program/program.ts";
import type { Draft, Drafts } from "./drafts.ts";

/** Where the program on the bench came from. */
export type Origin =
  | { readonly kind: "draft" }
  | { readonly kind: "example" }
  /** The fragment of the address it was in; a plain link may stop in the middle of its code. */
  | { readonly kind: "link"; readonly fragment: string; readonly mayBeCut: boolean };

export interface Bench {
  readonly program: Program;
  readonly origin: Origin;
  /** The example it is or began as. */
  readonly slug: string | null;
  /** Whether it was changed since it was opened here. */
  readonly edited: boolean;
  /** How many programs were opened, this one included. */
  readonly opening: number;
  /** When the text on the bench was last safe in this browser, null while it never was. */
  readonly savedAtMs: number | null;
  /** The browser refused to keep the last change. */
  readonly unsafe: boolean;
}

export interface Linked {
  readonly fragment: string;
  readonly program: Program;
  readonly mayBeCut?: boolean;
  /** The example it names. */
  readonly slug?: string;
}

export interface Workbench {
  readonly store: StoreApi<Bench>;
  readonly drafts: Drafts;
  /** Puts an example on the bench. */
  openExample(slug: string, program: Program): void;
  /** Puts a program that came in a link on the bench; when `returning`, with the edits made of it before a reload. */
  openLinked(link: Linked, returning: boolean): void;
  openDraft(draft: Draft): void;
  /** Puts an empty program on the bench, which becomes the own draft when something is written. */
  openEmpty(program: Program): void;
  /** The visitor has changed a file. The text is kept from now on. */
  edit(file: string, text: string): void;
}

export function createWorkbench(first: Program, slug: string | null, drafts: Drafts): Workbench {
  const store = createStore<Bench>(() => ({
    program: first,
    origin: { kind: "example" },
    slug,
    edited: false,
    opening: 0,
    savedAtMs: null,
    unsafe: false,
  }));

  const open = (program: Program, origin: Origin, more: { slug?: string | undefined; savedAtMs?: number }): void =>
    store.setState((bench) => ({
      program,
      origin,
      slug: more.slug ?? null,
      edited: false,
      opening: bench.opening + 1,
      savedAtMs: more.savedAtMs ?? null,
      unsafe: false,
    }));

  drafts.onSaved((kept) => {
    const { own, linked } = drafts.get();
    const { origin } = store.getState();
    const draft = origin.kind === "link" ? linked : own;
    if (origin.kind !== "example" && draft)
      store.setState({ unsafe: !kept, ...(kept ? { savedAtMs: draft.savedAtMs } : {}) });
  });

  return {
    store,
    drafts,
    openExample: (slug, program) => open(program, { kind: "example" }, { slug }),
    openLinked({ fragment, program, slug, mayBeCut = false }, returning) {
      const { linked } = drafts.get();
      const edits = returning && linked?.fragment === fragment ? linked : null;
      const origin = { kind: "link", fragment, mayBeCut } as const;
      open(edits?.program ?? program, origin, { slug, ...(edits && { savedAtMs: edits.savedAtMs }) });
    },
    openEmpty: (program) => open(program, { kind: "example" }, {}),
    openDraft: (draft) => open(draft.program, { kind: "draft" }, { slug: draft.slug, savedAtMs: draft.savedAtMs }),
    edit(file, text) {
      const { program: before, origin, slug } = store.getState();
      if (before.files[file] === text) return;
      const program = { ...before, files: { ...before.files, [file]: text } };
      const savedAtMs = Date.now();
      if (origin.kind === "link") {
        store.setState({ program, edited: true });
        drafts.saveLinked({ program, savedAtMs, fragment: origin.fragment });
        return;
      }
      store.setState({ program, edited: true, origin: { kind: "draft" } });
      const draft = { program, savedAtMs, ...(slug ? { slug } : {}) };
      drafts.saveOwn(draft, origin.kind === "example" ? "another" : "same");
    },
  };
}
