// Programs and what becomes of them, as files: `fixtures/x.input` has the files of a program, `fixtures/x.output` its
// modules (TypeScript's own helpers left out), with open specifiers as «./functions» and what the process is told of each
// literal on lines of its own.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compileFully } from "./closures/in-memory-typescript.ts";
import type { CompiledModule } from "./compiled.ts";

const FOLDER = fileURLToPath(new URL("./fixtures/", import.meta.url).href);

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".input"))
  .map((name) => name.replace(".input", ""));

/** `=== name` begins a file. */
function filesOf(text: string): Record<string, string> {
  const parts = text.split(/^=== (.*)\n/m).slice(1);
  return Object.fromEntries(parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1]!]] : [])));
}

/** Places of literals in the text without types, which would say nothing here. */
const withoutText = (key: string, value: unknown) => (key === "text" ? undefined : value);

function shown({ name, parts }: CompiledModule): string {
  const whole = parts.map((part) => (typeof part === "string" ? part : `«${part.specifier}»`)).join("");
  const text = whole.replace(/(\.ts)~\w+/g, "$1"); // the hash in a module's key
  const described: string[] = [];
  const code = text.replace(/(\$_m\("[^"]*"),("(?:[^"\\]|\\.)*")/g, (_, call: string, literal: string) => {
    const meta = JSON.parse(JSON.parse(literal) as string) as Record<string, unknown>;
    const { source, ...literals } = meta;
    expect(typeof source === "string" || Object.keys(literals).length === 0).toBe(true);
    described.push(...Object.entries(literals).map(([id, it]) => `  ${id}: ${JSON.stringify(it, withoutText)}`));
    return `${call},‹meta›`;
  });
  return [`=== ${name}`, ...described, code.trimEnd()].join("\n");
}

test.each(names)("compile() makes of fixtures/%s.input what is in its .output", async (name) => {
  const { program, diagnostics } = await compileFully({
    files: filesOf(readFileSync(`${FOLDER}${name}.input`, "utf8")),
    assets: {},
  });
  expect(diagnostics).toEqual([]);
  const modules = program!.modules.filter(({ name }) => name !== "./tslib#helpers");
  await expect(`${modules.map(shown).join("\n")}\n`).toMatchFileSnapshot(`${FOLDER}${name}.output`);
});
