import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { linesOf, loadHighlight, plain } from "./highlight.ts";

const highlight = await loadHighlight();

const join = (lines: readonly (readonly { text: string }[])[]): string =>
  lines.map((line) => line.map(({ text }) => text).join("")).join("\n");

test("linesOf() closes and opens again what reaches over a line's end", () => {
  expect(linesOf('<span class="a">one\ntwo <span class="b">&lt;x&gt;</span></span> &amp;')).toEqual([
    [{ className: "a", text: "one" }],
    [
      { className: "a", text: "two " },
      { className: "b", text: "<x>" },
      { className: "", text: " &" },
    ],
  ]);
});

test("loadHighlight() gives exactly the text, coloured, exactly the text, of every example and of what is special in HTML", async () => {
  const folder = new URL("../../program/examples/", import.meta.url);
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /[/\\](functions|driver)\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name.replaceAll("\\", "/"), folder), "utf8"));
  expect(texts.length).toBeGreaterThan(5);
  for (const text of [...texts, 'const a = `<b>&amp;${"\'"}`; // "é" 🐝\n\n', "", "\n"]) {
    expect(join(highlight(text))).toBe(text.replace(/\r\n?/g, "\n"));
  }
});

test("plain() and loadHighlight() have the same lines, so that colours move nothing", async () => {
  const text = "const a = 1;\r\n/* b\r\nc */\r\n";
  expect(plain(text)).toHaveLength(4);
  expect(highlight(text)).toHaveLength(4);
});
