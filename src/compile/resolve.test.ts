import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import { type MadeUrls, type ModuleHost, resolveProgram } from "./resolve.ts";

function resolve(files: Record<string, string>, host: Partial<ModuleHost> = {}) {
  const texts = new Map<string, string>();
  const { program } = compile({ files, assets: {} });
  const made: MadeUrls = new Map();
  const ours: ModuleHost = {
    runtimeUrl: "blob:runtime",
    makeUrl(text, name) {
      texts.set(name, text);
      return `blob:${name}`;
    },
    npmUrl: (specifier) => `cdn:${specifier}`,
    ...host,
  };
  return { resolved: resolveProgram(program!, ours, made), texts, made };
}

const FILES = {
  "driver.ts":
    'import _ from "lodash";\nimport { f } from "./functions.ts";\nconsole.log(_, f, await import("./late"));',
  "functions.ts":
    'import { myid } from "distributed";\nimport w from "./w.json" with { type: "json" };\nexport const f = () => [myid(), w];',
  "late.ts": 'export * from "https://example.org/x.js";',
  "w.json": '{ "__proto__": 1 }',
};

test("resolveProgram() makes a URL for each module once, in dependency order", () => {
  const { resolved, texts, made } = resolve(FILES);
  expect([...texts.keys()]).toEqual(["./w.json", "./functions", "./late", "./driver#lifted", "./driver"]);
  expect([...made]).toEqual([...texts.keys()].map((name) => [name, `blob:${name}`]));
  expect(resolved.everywhere).toEqual(["blob:./functions", "blob:./late", "blob:./driver#lifted"]);
  expect(resolved.driver).toBe("blob:./driver");
  expect(resolved.positions.map(({ url, file }) => [url, file])).toEqual([
    ["blob:./w.json", "w.json"],
    ["blob:./functions", "functions.ts"],
    ["blob:./late", "late.ts"],
    ["blob:./driver#lifted", "driver.ts"],
    ["blob:./driver", "driver.ts"],
  ]);
});

test("resolveProgram() fills specifiers with the library's, the program's, npm's and given URLs", () => {
  const { texts } = resolve(FILES);
  expect(texts.get("./driver")).toContain('import _ from "cdn:lodash";');
  expect(texts.get("./driver")).toContain('import { f } from "blob:./functions";');
  expect(texts.get("./driver")).toContain('await import("blob:./late")');
  expect(texts.get("./functions")).toContain('import { myid } from "blob:runtime";');
  expect(texts.get("./functions")).toMatch(/import w from "blob:\.\/w\.json" +;/);
  expect(texts.get("./late")).toContain('export * from "https://example.org/x.js";');
});

test("resolveProgram() lists the packages that come from a site and are needed at once, with the file that imports each", () => {
  const driver = `${FILES["driver.ts"]}\nawait import("optional");`;
  const { resolved, texts } = resolve(
    { ...FILES, "driver.ts": driver },
    { npmUrl: (specifier) => `https://cdn.test/${specifier}` },
  );
  expect(resolved.packages).toEqual([
    { specifier: "https://example.org/x.js", url: "https://example.org/x.js", file: "late.ts" },
    { specifier: "lodash", url: "https://cdn.test/lodash", file: "driver.ts" },
  ]);
  expect(texts.get("./driver")).toContain('await import("https://cdn.test/optional")');
});

test("resolveProgram() keeps a JSON file's keys what they are", async () => {
  const { default: value } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(resolve(FILES).texts.get("./w.json")!)}`
  );
  expect(Object.keys(value)).toEqual(["__proto__"]);
});

test("resolveProgram() throws what the host says of a package", () => {
  const npmUrl = (specifier: string) => {
    throw new Error(`no network for ${specifier}`);
  };
  expect(() => resolve(FILES, { npmUrl })).toThrow("no network for lodash");
});
