// The three layouts: both editors beside the workers, one editor at a time (1100 px and less), one panel at a time (700 px and
// less). The style sheets use the same widths.
import { useSyncExternalStore } from "react";

export type LayoutSize = "wide" | "narrow" | "phone";

const NARROW = "(max-width: 1100px)";
const PHONE = "(max-width: 700px)";

function subscribe(listener: () => void): () => void {
  const queries = [NARROW, PHONE].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
  };
}

export const layoutNow = (): LayoutSize =>
  matchMedia(PHONE).matches ? "phone" : matchMedia(NARROW).matches ? "narrow" : "wide";

export const useLayout = (): LayoutSize => useSyncExternalStore(subscribe, layoutNow);
