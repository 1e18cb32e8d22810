// Tells listeners of a change at most once a frame while changes stream in. In a hidden tab no frame comes, so a timer
// stands beside it.

const FALLBACK_MS = 100;

export interface Pacer {
  /** A change that may wait for the next frame. */
  soon(): void;
  /** A change that somebody caused by a click. */
  now(): void;
  cancel(): void;
}

export function createPacer(tell: () => void): Pacer {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function cancel(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = undefined;
  }
  function now(): void {
    cancel();
    tell();
  }
  return {
    now,
    cancel,
    soon() {
      if (timer !== undefined) return;
      frame = requestAnimationFrame(now);
      timer = setTimeout(now, FALLBACK_MS);
    },
  };
}
