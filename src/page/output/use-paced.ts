// A value that changes often, for what is slow to draw: a new one comes at once, but so long after the one before at the least
// that three quarters of the time are left for the rest of the page.
import { useEffect, useRef, useState } from "react";

const SHARE = 4;

/** The newest value within `ms` milliseconds, or within SHARE times as long as the last one took to be drawn. */
export function usePaced<T>(value: T, ms: number): T {
  const [paced, setPaced] = useState(value);
  const nextMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (paced === value) return;
    const change = (): void => {
      const startedMs = performance.now();
      nextMs.current = startedMs + ms;
      setPaced(value);
      afterDrawing(() => {
        nextMs.current = startedMs + Math.max(ms, SHARE * (performance.now() - startedMs));
      });
    };
    const timer = setTimeout(change, Math.max(0, nextMs.current - performance.now()));
    return () => clearTimeout(timer);
  }, [value, paced, ms]);
  return paced;
}

/** The second frame from now comes when the first has been drawn. */
const afterDrawing = (task: () => void): void =>
  void requestAnimationFrame(() => void requestAnimationFrame(() => task()));
