// A part of the page that comes once the browser is idle.
import { useEffect, useState } from "react";
import { whenIdle } from "./idle.ts";
import type { Lazily } from "./lazily.ts";

/** What `load` gives, undefined until it is there; one that fails stays away. */
export function useWhenIdle<T>(load: Lazily<T>): T | undefined {
  const [part, setPart] = useState(() => load.now);
  useEffect(() => {
    if (part !== undefined) return;
    let current = true;
    const cancel = whenIdle(() => {
      load().then(
        (value) => current && setPart(() => value),
        () => {},
      );
    });
    return () => {
      current = false;
      cancel();
    };
  }, [load, part]);
  return part;
}
