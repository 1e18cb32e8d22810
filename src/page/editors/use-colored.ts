// Lines of code with their colours: at once where highlight.js is loaded, else without until it is.
import { useEffect, useMemo, useState } from "react";
import { type Colored, loadHighlight, plain } from "./highlight.ts";

export function useColored(text: string): Colored {
  const [highlight, setHighlight] = useState(() => loadHighlight.now);
  useEffect(() => {
    if (highlight) return;
    let current = true;
    loadHighlight().then(
      (loaded) => current && setHighlight(() => loaded),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [highlight]);
  return useMemo(() => (highlight ?? plain)(text), [highlight, text]);
}
