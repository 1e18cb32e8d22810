import { expect, test } from "vitest";
import { importWith } from "./packages.ts";

const LODASH = { specifier: "lodash", url: "https://cdn.test/lodash", file: "driver.ts" };
const LIST = { specifier: "list", url: "https://cdn.test/list", file: "functions.ts" };

test("importWith() loads the packages of a module before the module", async () => {
  const loaded: string[] = [];
  const load = async (url: string) => {
    await Promise.resolve();
    loaded.push(url);
    return { url };
  };
  expect(await importWith([LODASH, LIST], "blob:driver", load)).toEqual({ url: "blob:driver" });
  expect(loaded).toEqual([LODASH.url, LIST.url, "blob:driver"]);
});

test("importWith() names the package that can't be loaded and who imports it, and does not load the module", async () => {
  const loaded: string[] = [];
  const load = async (url: string) => {
    if (url === LIST.url) throw new TypeError("Failed to fetch");
    loaded.push(url);
    return {};
  };
  const error = await importWith([LODASH, LIST], "blob:driver", load).catch((thrown: Error) => thrown);
  const message =
    '"list", which functions.ts imports, could not be loaded from https://cdn.test/list: TypeError: Failed to fetch';
  expect(error).toMatchObject({ message, stack: message });
  expect(loaded).toEqual([LODASH.url]);
});

test("importWith() rejects with what the module itself throws", async () => {
  const thrown = new RangeError("own");
  await expect(importWith([], "blob:driver", () => Promise.reject(thrown))).rejects.toBe(thrown);
});
