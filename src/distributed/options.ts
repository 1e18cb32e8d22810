// Options of the API's functions: one object, every field optional, an unknown one refused by name; times in seconds.
import type { Platform } from "./managers.ts";

/** The most that a platform's timer can wait; one set for longer would go off at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The options, or an empty object. Throws a TypeError that names what is not known. */
export function checkOptions<T extends object>(
  name: string,
  options: T | undefined,
  known: readonly string[],
): Partial<T> {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${name}: the options must be an object, got ${String(options)}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(
        `${name}: unknown option \`${key}\`; it takes ${known.map((one) => `\`${one}\``).join(", ")}`,
      );
    }
  }
  return options;
}

/** Throws a TypeError that names the option unless it is a number of seconds: 0 or more, Infinity too. */
export function checkSeconds(name: string, option: string, value: unknown): void {
  if (typeof value === "number" && value >= 0) return;
  const got = typeof value === "string" ? JSON.stringify(value) : typeof value === "number" ? value : typeof value;
  throw new TypeError(`${name}: \`${option}\` must be a number of seconds, 0 or more, got ${got}`);
}

/** A timer for `seconds`; none for Infinity. */
export function startTimer(
  { after }: Pick<Platform, "after">,
  seconds: number,
  task: () => void,
): ReturnType<Platform["after"]> {
  if (seconds === Infinity) return { cancel() {} };
  return after(Math.min(seconds * 1000, MAX_TIMER_MS), task);
}
