import { expect, test } from "vitest";
import { initialSettings, type Surroundings } from "./settings.ts";

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  search: "",
  stored: null,
  languages: ["en-GB"],
  prefersDark: false,
  hardwareThreads: 8,
  ...more,
});

test("initialSettings() starts 4 workers, or as many as there are hardware threads if those are fewer", () => {
  expect(initialSettings(around()).workers).toBe(4);
  expect(initialSettings(around({ hardwareThreads: 2 })).workers).toBe(2);
});

test.each([
  ["?p=0", 0],
  ["?p=7", 7],
  ["?p=32", 32],
  ["?p=33", 32],
  ["?p=-1", 4],
  ["?p=2.5", 4],
  ["?p=many", 4],
  ["?p=", 4],
])("initialSettings() reads %s as %i workers", (search, workers) => {
  expect(initialSettings(around({ search })).workers).toBe(workers);
});

test("initialSettings() takes language and theme from the address before what was stored, and that before the system", () => {
  const stored = JSON.stringify({ lang: "es", theme: "dark" });
  expect(initialSettings(around({ stored }))).toMatchObject({ lang: "es", theme: "dark" });
  expect(initialSettings(around({ stored, search: "?lang=en&theme=light" }))).toMatchObject({
    lang: "en",
    theme: "light",
  });
  expect(initialSettings(around({ languages: ["fr", "es-MX", "en"], prefersDark: true }))).toMatchObject({
    lang: "es",
    theme: "dark",
  });
});

test.each(["{", "null", "[]", '{"lang":"xx","theme":7}'])(
  "initialSettings() passes over stored nonsense: %s",
  (stored) => {
    expect(initialSettings(around({ stored }))).toMatchObject({ lang: "en", theme: "light" });
  },
);
