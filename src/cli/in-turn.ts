// For tests: how many commands run at once. Each has threads of its own; more would only wait for each other.
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs the work when fewer than two others do. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
