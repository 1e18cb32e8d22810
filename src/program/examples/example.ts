// What an example of the menu is. Each has a folder: functions.ts and driver.ts, which the command line runs as they are
// (`panal -p 4 src/program/examples/primes/driver.ts`), the files they read beside them, and example.ts, which tells of
// them. Every example prints the same in the page and on the command line, but for lines that begin with `time:`.
/// <reference path="./raw.d.ts" />
import type { Program } from "../program.ts";

/** The same sentence in both languages. */
export interface Words {
  readonly en: string;
  readonly es: string;
}

export interface Example {
  /** Its name in links, `#ex/<slug>`, and its folder's. Never given to another example. */
  readonly slug: string;
  readonly title: Words;
  /** One line for the menu. */
  readonly summary: Words;
  /** The sentence above the driver, which names the number of workers that the next run starts. */
  readonly hint: { readonly en: (workers: number) => string; readonly es: (workers: number) => string };
  /** Slugs of what to try next, the nearest first. */
  readonly next: readonly string[];
  readonly program: Program;
}

/** "on 4 workers", for hints. */
export function onWorkers(workers: number): string {
  if (workers === 0) return "without workers";
  return workers === 1 ? "on 1 worker" : `on ${workers} workers`;
}

/** "en 4 workers", for hints. */
export function enWorkers(workers: number): string {
  if (workers === 0) return "sin workers";
  return workers === 1 ? "en 1 worker" : `en ${workers} workers`;
}
