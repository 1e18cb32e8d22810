// English and Spanish say the same things: same keys (checked by tsc too), same arguments, and every text can be formatted.
import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import en from "./en.ts";
import es from "./es.ts";

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
}

/** A plural form of one word is no argument. */
const argumentsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/(?<!(?:one|other|=\d) )\{(\w+)(?=[,}])/g)].map(([, name]) => name!))].sort();

test("every message has the same arguments in both languages", () => {
  const spanish = new Map(leaves(es));
  expect([...spanish.keys()].sort()).toEqual(
    leaves(en)
      .map(([key]) => key)
      .sort(),
  );
  for (const [key, text] of leaves(en))
    expect([key, ...argumentsOf(spanish.get(key)!)]).toEqual([key, ...argumentsOf(text)]);
});

test.each([
  ["en", en],
  ["es", es],
] as const)("every message in %s can be formatted, for none, one and many", (locale, messages) => {
  const t = createTranslator({
    locale,
    messages: messages as typeof en,
    onError: (error) => {
      throw error;
    },
  }) as unknown as (key: string, values: Record<string, unknown>) => string;
  for (const [key, text] of leaves(messages)) {
    for (const count of [0, 1, 2]) {
      const values = Object.fromEntries(
        argumentsOf(text).map((name) => [name, name === "count" ? count : `«${name}»`]),
      );
      const formatted = t(key, values);
      expect(formatted).not.toMatch(/[{}]/);
      expect(formatted).not.toBe("");
    }
  }
});
