// The program in the address: opened when the page opens and whenever the part after "#" changes, never run. A link that can't
// be opened is told in a dialog over the visitor's own draft. What leaves the linked program also takes it out of the address,
// so that a reload shows what was on the bench.
import { exampleOf, STARTER } from "../program/examples/catalog.ts";
import { fragmentOf, parseLink } from "../program/link.ts";
import { SITE } from "./examples.ts";
import type { ViewStore } from "./view.ts";
import type { Workbench } from "./workbench.ts";

/** Where a chat wrote "%23" for the "#" of a link, the address is written as it was meant; before anything reads it. */
export function mendAddress(): void {
  const { href } = location;
  const fragment = location.hash === "" ? fragmentOf(href) : "";
  if (fragment === "") return;
  const before = href.slice(0, -fragment.length).replace(/%(?:25)*23$/, "");
  history.replaceState(history.state, "", `${before}#${fragment}`);
}

/** Follows the address from now on, and opens what it holds now. Returns what ends it. */
export function followAddress(workbench: Workbench, view: ViewStore): () => void {
  const onChange = (): void => openAddress(workbench, view, wasHere());
  onChange();
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}

/**
 * Whether this entry of the tab's history was opened before: by a reload, Back or Forward. Then edits of a linked program are
 * shown, not the link's own text. The browser keeps the mark with the entry; a link that is followed makes a new one.
 */
function wasHere(): boolean {
  const was = (history.state as { opened?: boolean } | null)?.opened === true;
  history.replaceState({ opened: true }, "");
  return was;
}

function openAddress(workbench: Workbench, view: ViewStore, returning: boolean): void {
  const fragment = location.hash;
  const link = parseLink(fragment, SITE);
  view.setState({ dialog: null });
  switch (link.kind) {
    case "program":
      return workbench.openLinked({ fragment, program: link.program, mayBeCut: link.mayBeCut }, returning);
    case "example":
      return workbench.openLinked({ fragment, program: exampleOf(link.slug)!.program, slug: link.slug }, returning);
    case "problem":
      openOwn(workbench);
      return view.setState({ dialog: { kind: "badLink", fragment, reason: link.reason } });
    case "none":
      return openOwn(workbench);
  }
}

/** The visitor's own draft, or on a first visit the starter. */
export function openOwn(workbench: Workbench): void {
  const { own } = workbench.drafts.get();
  if (own) workbench.openDraft(own);
  else workbench.openExample(STARTER.slug, STARTER.program);
}

/** Takes a link out of the address; Back brings it again. */
export function leaveLink(): void {
  if (location.hash === "") return;
  history.pushState(null, "", location.pathname + location.search);
}
