import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchAssets, urlOnSite } from "./assets.ts";

let server: Server;
let site: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/panal/examples/book.txt") response.end("Call me Ishmael.");
    else if (request.url !== "/panal/silent.txt") response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/panal/?p=2#ex/book`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;

it("fetchAssets() gives the bytes by name", async () => {
  const { book } = await fetchAssets({ book: "examples/book.txt" }, site, never);
  expect(new TextDecoder().decode(book)).toBe("Call me Ishmael.");
});

it("fetchAssets() names the asset that the site does not have", async () => {
  await expect(fetchAssets({ words: "examples/none.txt" }, site, never)).rejects.toThrow(
    /^words could not be read: the site answered 404 for .*\/panal\/examples\/none\.txt$/,
  );
});

it("fetchAssets() rejects when it is aborted", async () => {
  const abort = new AbortController();
  const assets = fetchAssets({ silent: "silent.txt" }, site, abort.signal);
  abort.abort();
  await expect(assets).rejects.toThrow(/^silent could not be read/);
});

it.each([
  "https://elsewhere.test/x",
  "//elsewhere.test/x",
  "../secret",
  "/secret",
  "data:text/plain,x",
  "javascript:0",
])("urlOnSite() refuses %s", (path) => {
  expect(() => urlOnSite(path, "https://site.test/panal/index.html")).toThrow(`${path} is not a file of this site`);
});
