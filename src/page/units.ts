// Numbers as the page writes them, in both languages: seconds, bytes, counts, rates. English "0.21 s" and "10,000", Spanish
// "0,21 s" and "10 000" (a narrow space, none in numbers of four digits). Pure; every formatter is made once per language.

export type Lang = "en" | "es";

type Digits = "count" | "grouped" | "short" | "two" | "one" | "six" | "compact";

const OPTIONS: Record<Digits, Intl.NumberFormatOptions> = {
  count: { useGrouping: "min2", maximumFractionDigits: 0 },
  grouped: { useGrouping: "always", maximumFractionDigits: 0 },
  short: { maximumSignificantDigits: 2, useGrouping: "min2" },
  two: { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: "min2" },
  one: { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "min2" },
  six: { maximumSignificantDigits: 6, useGrouping: "min2" },
  compact: { notation: "compact", maximumSignificantDigits: 3 },
};

const formatters = new Map<string, Intl.NumberFormat>();

function format(lang: Lang, digits: Digits, value: number): string {
  const key = lang + digits;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(lang, OPTIONS[digits]);
    formatters.set(key, formatter);
  }
  if (lang === "en") return formatter.format(value);
  return formatter
    .formatToParts(value)
    .map((part) => (part.type === "group" ? "\u202f" : part.value))
    .join("");
}

/** A whole number: `1000`, `10,000`; Spanish `1000`, `10 000`. */
export const formatCount = (lang: Lang, value: number): string => format(lang, "count", value);

/** How far something is where room is short: `412 / 1000`, of larger totals the share, `83 %`. */
export const formatProgress = (lang: Lang, done: number, total: number): string =>
  total < 10_000
    ? `${formatCount(lang, done)} / ${formatCount(lang, total)}`
    : `${formatCount(lang, Math.floor((done / total) * 100))} %`;

/** A length in characters: English groups four digits too (`5,120`), Spanish does not (`5120`). */
export const formatLength = (lang: Lang, value: number): string =>
  format(lang, lang === "en" ? "grouped" : "count", value);

/** A rate or a ratio to two digits, large ones short: `46`, `4.6`, `2.1M`. */
export const formatRate = (lang: Lang, value: number): string =>
  value >= 10_000
    ? format(lang, "compact", value)
    : value >= 100
      ? formatCount(lang, value)
      : format(lang, "short", value);

/** A number at an axis: `0.25`, `10,500`, from a million on short: `1.5M`, very large and very small ones as `1e+300`. */
export function formatTick(lang: Lang, value: number): string {
  const size = Math.abs(value);
  if (size < 1e15 && (size === 0 || size >= 1e-4)) return format(lang, size >= 1_000_000 ? "compact" : "six", value);
  const text = Number(value.toPrecision(6)).toExponential();
  return lang === "en" ? text : text.replace(".", ",");
}

/** A ratio of two times with one digit: `3.5`. */
export const formatRatio = (lang: Lang, value: number): string => format(lang, "one", value);

/** How long something took: `0.21 s`, `12.4 s`. */
export const formatSeconds = (lang: Lang, ms: number): string =>
  `${format(lang, ms < 10_000 ? "two" : "one", ms / 1000)} s`;

/** How long something has been going on, steady while it ticks: `9.2 s`. */
export const formatElapsed = (lang: Lang, ms: number): string => `${format(lang, "one", ms / 1000)} s`;

/** The seconds that an estimate says, at least one: what a plural form goes by, since minutes come from two on. */
export const secondsLeft = (ms: number): number => Math.max(1, Math.round(ms / 1000));

/** An estimate in whole seconds or minutes: `13 s`, `4 min`. */
export function formatLeft(lang: Lang, ms: number): string {
  const seconds = secondsLeft(ms);
  return seconds < 120 ? `${formatCount(lang, seconds)} s` : `${formatCount(lang, Math.round(seconds / 60))} min`;
}

/** A start-up time: `181 ms`, from a second on `1.2 s`. */
export const formatShortTime = (lang: Lang, ms: number): string =>
  ms < 1000 ? `${formatCount(lang, ms)} ms` : formatElapsed(lang, ms);

export interface Amount {
  readonly value: string;
  readonly unit: string;
}

/** Bytes in the unit that leaves one to three digits: `1.3` `kB`, `412` `B`. */
export function bytesIn(lang: Lang, bytes: number): Amount {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return { value: format(lang, unit === 0 || value >= 99.95 ? "count" : "one", value), unit: units[unit]! };
}

export function formatBytes(lang: Lang, bytes: number): string {
  const { value, unit } = bytesIn(lang, bytes);
  return `${value} ${unit}`;
}

/** The time of day of a saved draft: `12:04`. */
export const formatClock = (lang: Lang, atMs: number): string =>
  new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(atMs);
