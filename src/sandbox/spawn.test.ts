import { expect, test } from "vitest";
import { createHost } from "./spawn.ts";

const TEXTS = { boot: "", runtime: "" };
const FOOTING = { scheme: "data", shared: false } as const;

test.each([
  ["lodash", "https://cdn.test/lodash"],
  ["@scope/name/deep.js", "https://cdn.test/@scope/name/deep.js"],
  ["d3@7", "https://cdn.test/d3@7"],
])("npmUrl() of %s is at the CDN of a sandbox that may use it", (specifier, url) => {
  expect(createHost(TEXTS, FOOTING, "https://cdn.test").npmUrl(specifier)).toBe(url);
  expect(createHost(TEXTS, FOOTING, "https://cdn.test/npm/").npmUrl(specifier)).toBe(url.replace("test/", "test/npm/"));
});

test("npmUrl() says why there are no packages in a sandbox without network", () => {
  expect(() => createHost(TEXTS, FOOTING).npmUrl("lodash")).toThrow(
    /"lodash" can't be loaded: this sandbox has no network/,
  );
});
