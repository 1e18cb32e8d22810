// The compile step against other implementations, on real files: the erasure against TypeScript's own emit, captures
// against eslint-scope. Syntax trees are compared, without positions.
import { readdirSync, readFileSync } from "node:fs";
import { parse as parseWithBabel } from "@babel/parser";
import { analyze, type Scope as EslintScope } from "eslint-scope";
import ts from "typescript5";
import { expect, test } from "vitest";
import { findCaptures } from "./captures.ts";
import { NeedsFullTypeScript } from "./diagnostics.ts";
import { Output } from "./output.ts";
import { parse } from "./parse.ts";
import { findScopes } from "./scopes.ts";
import { eraseTypes, readScript } from "./script.ts";

const FOLDERS = [
  "node_modules/comlink/src",
  "node_modules/dompurify/src",
  "node_modules/@jridgewell/sourcemap-codec/src",
  "src/distributed/cluster-serialize",
];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /(?<!\.d|\.test)\.ts$/.test(name))
    .map((name) => `${folder}/${name}`),
);

const emitted = new Map(files.map((file) => [file, transpile(readFileSync(file, "utf8"))]));

function transpile(text: string): string {
  const { ESNext } = ts.ScriptTarget;
  const compilerOptions = { target: ESNext, module: ts.ModuleKind.ESNext, isolatedModules: true, removeComments: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

function erased(text: string): string | undefined {
  try {
    const out = new Output();
    const { edits } = eraseTypes(text);
    edits.apply(out, { start: 0, end: text.length }, { place: "functions" });
    return out.parts.join("");
  } catch (error) {
    if (error instanceof NeedsFullTypeScript) return undefined;
    throw error;
  }
}

test("there are enough files to compare", () => {
  expect(files.length).toBeGreaterThan(40);
});

test.each(files)("eraseTypes() leaves what TypeScript leaves of %s", (file) => {
  const text = erased(readFileSync(file, "utf8"));
  if (text !== undefined) expect(shape(text)).toBe(shape(emitted.get(file)!));
});

test.each(files)("readScript() keeps %s JavaScript when it registers its functions", (file) => {
  const { edits, text } = readScript(file, readFileSync(file, "utf8"));
  for (const place of ["functions", "driver", "lifted"] as const) {
    const out = new Output();
    edits.apply(out, { start: 0, end: text.length }, { place });
    expect(() => javascript(out.parts.map((part) => (typeof part === "string" ? part : '"x"')).join(""))).not.toThrow();
  }
});

test.each(files)("findCaptures() finds the captures that eslint-scope finds in %s", (file) => {
  const text = emitted.get(file)!;
  const scopes = findScopes(parse(text), text);
  findCaptures(scopes.references);
  const found = new Map(
    scopes.units.map(({ node, captures }) => [`${node.start}:${node.end}`, names([...captures.keys()])]),
  );
  for (const [range, captured] of capturesByEslint(text)) {
    // A class's scope is not the class, and field initialisers have none there.
    if (found.has(range))
      expect(`${text.slice(...at(range))}\n${found.get(range)}`).toBe(`${text.slice(...at(range))}\n${captured}`);
  }
});

const names = (bindings: readonly { name: string }[]): string =>
  bindings
    .map(({ name }) => name)
    .sort()
    .join(" ");

const at = (range: string) => range.split(":").map(Number) as [number, number];

function capturesByEslint(text: string): Map<string, string> {
  const captures = new Map<string, string>();
  for (const scope of analyze(javascript(text) as never, { ecmaVersion: 2022, sourceType: "module" }).scopes) {
    if (scope.type !== "function") continue;
    const { start, end } = scope.block as unknown as { start: number; end: number };
    captures.set(`${start}:${end}`, names([...variablesThrough(scope)]));
  }
  return captures;
}

function variablesThrough(scope: EslintScope): Set<{ name: string }> {
  const resolved = scope.through.flatMap(({ resolved }) => (resolved ? [resolved] : []));
  return new Set(resolved.filter((it) => it.scope.block !== scope.block && it.name !== "arguments"));
}

function javascript(text: string) {
  return parseWithBabel(text, {
    sourceType: "module",
    plugins: [["estree", { classFeatures: true }]],
    ranges: true,
    attachComment: false,
  }).program;
}

/** The tree as text, without positions and without what has no meaning. */
function shape(text: string): string {
  const isNothing = (node: { type?: string; declaration?: unknown; source?: unknown; specifiers?: unknown[] }) =>
    node.type === "EmptyStatement" ||
    (node.type === "ExportNamedDeclaration" && !node.declaration && !node.source && node.specifiers?.length === 0);
  return JSON.stringify(javascript(text).body, (key, value: unknown) => {
    if (["start", "end", "loc", "range", "extra", "raw", "directive"].includes(key)) return undefined;
    if (typeof value === "bigint") return `${value}n`;
    return Array.isArray(value) ? value.filter((it) => !isNothing(it ?? {})) : value;
  });
}
