import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { withPolicy } from "./bundle.ts";
import { pagePolicy, sandboxPolicy } from "./policy.ts";

const INDEX = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Panal</title>
    <script type="module" crossorigin src="./assets/index-1.js"></script>
    <link rel="modulepreload" crossorigin href="./assets/react-2.js">
    <link rel="stylesheet" crossorigin href="./assets/index-3.css">
  </head>
  <body></body>
</html>`;

describe("withPolicy()", () => {
  const html = withPolicy(INDEX, (loaderHash) => pagePolicy([loaderHash, "'sha256-x'"], "https://cdn.test"));
  const [, loader = ""] = /<script>(.*?)<\/script>/.exec(html) ?? [];

  it("leaves no script that the parser loads, and no preload", () => {
    expect(html).not.toMatch(/<script[^>]+src|<link[^>]+modulepreload/);
    expect(html).toContain('<link rel="stylesheet" crossorigin href="./assets/index-3.css">');
  });

  it("has the loader's hash in the policy, which stands before any script", () => {
    const hash = createHash("sha256").update(loader).digest("base64");
    expect(html).toContain(`'sha256-${hash}'`);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script>"));
    expect(html.indexOf("charset")).toBeLessThan(html.indexOf("Content-Security-Policy"));
  });

  it("has a loader that appends the module and its preloads", () => {
    const appended: object[] = [];
    const document = {
      createElement: (tag: string) => ({ tag }),
      head: { append: (one: object) => appended.push(one) },
    };
    new Function("document", loader)(document);
    expect(appended).toEqual([
      { tag: "link", rel: "modulepreload", href: "./assets/react-2.js" },
      { tag: "script", type: "module", src: "./assets/index-1.js" },
    ]);
  });

  it("refuses a document without a module script", () => {
    expect(() => withPolicy("<head></head>", () => "")).toThrow("index.html must have one module script");
  });
});

it("the policies name no scheme for scripts of the page, and no host for the sandbox", () => {
  expect(pagePolicy(["'sha256-x'"], "https://cdn.test")).toMatch(
    /script-src 'strict-dynamic' 'sha256-x' 'wasm-unsafe-eval';/,
  );
  expect(pagePolicy([], "http://127.0.0.1:9")).toContain("connect-src 'self' blob: data: https: http://127.0.0.1:9;");
  expect(sandboxPolicy("'sha256-x'", "https://cdn.test")).toMatch(
    /script-src 'sha256-x' blob: data: 'wasm-unsafe-eval' https:\/\/cdn\.test; .*connect-src blob: data: https: https:\/\/cdn\.test;/,
  );
  expect(sandboxPolicy("'sha256-x'")).not.toMatch(/https?:|'self'|\*|unsafe-eval'.*unsafe-eval|'unsafe-inline'/);
});
