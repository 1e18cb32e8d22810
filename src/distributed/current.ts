// The API of this realm's one process, which `index.ts` exports name by name. Bound once, before any user code runs.
import type { Distributed } from "./api.ts";

let current: Distributed | undefined;

export function bindProcess(api: Distributed): void {
  if (current) throw new Error("this process has been started already");
  current = api;
}

export function the(): Distributed {
  if (!current) throw new Error("this process has not been started yet");
  return current;
}
