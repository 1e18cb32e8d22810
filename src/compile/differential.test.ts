// The compile step against other implementations, on real files: the erasure against TypeScript's own emit, captures
// against eslint-scope. Syntax trees are compared, without positions. PANAL_LONG=1 takes all that is installed.
import { parse as parseWithBabel } from "@babel/parser";
import { analyze, type Scope as EslintScope } from "eslint-scope";
import ts from "typescript5";
import { afterAll, expect, test } from "vitest";
import { NeedsFullTypeScript } from "./diagnostics.ts";
import { LONG, REAL_FILES } from "./in-memory-real-files.ts";
import { Output } from "./output/output.ts";
import { parse } from "./parse/parse.ts";
import { findCaptures } from "./scopes/captures.ts";
import { findScopes } from "./scopes/scopes.ts";
import { eraseTypes, readScript } from "./script.ts";

const files = [...REAL_FILES.keys()];
const textOf = (file: string): string => REAL_FILES.get(file)!;

/** What TypeScript makes of a file; undefined for what is no module of a program. */
const emitted = new Map<string, string | undefined>();
function emittedOf(file: string): string | undefined {
  if (!emitted.has(file)) emitted.set(file, isModule(file) ? transpile(textOf(file)) : undefined);
  return emitted.get(file);
}

const isDeclaration = (file: string) => /\.d\.[mc]?ts$/.test(file);

/** A file of declarations may leave `declare` out or be a CommonJS module's, and then is none that a program could hold. */
const isModule = (file: string) =>
  !isDeclaration(file) || !/^\s*(?:export (?:const|let|var|=)|import \w+ = require)/m.test(textOf(file));

/** Whether TypeScript leaves exports of names that have no value: no engine would load that, and we leave them out. */
function exportsNothing(text: string): boolean {
  try {
    parseWithBabel(text, { sourceType: "module" });
    return false;
  } catch (error) {
    return /^Export '.*' is not defined/.test((error as Error).message);
  }
}

const counts = { same: 0, beyondErasing: 0, notTypeScript: 0, exportsNothing: 0, functions: 0 };
afterAll(() => {
  if (LONG) console.log(`${files.length} files: ${JSON.stringify(counts)}`);
});

function transpile(text: string): string | undefined {
  const { ESNext } = ts.ScriptTarget;
  const compilerOptions = { target: ESNext, module: ts.ModuleKind.ESNext, isolatedModules: true, removeComments: true };
  const { outputText, diagnostics } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
  return diagnostics?.length === 0 ? outputText : undefined;
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
  const wanted = emittedOf(file);
  if (wanted === undefined) return void counts.notTypeScript++;
  if (exportsNothing(wanted)) return void counts.exportsNothing++;
  const text = erased(textOf(file));
  if (text === undefined) return void counts.beyondErasing++;
  if (isDeclaration(file) && shape(text) === "[]") return void counts.exportsNothing++;
  expect(difference(shape(text), shape(wanted))).toBe("");
  counts.same++;
});

test.each(files)("readScript() keeps %s JavaScript when it registers its functions", (file) => {
  if (emittedOf(file) === undefined || erased(textOf(file)) === undefined) return;
  const { edits, text } = readScript(file, textOf(file));
  for (const place of ["functions", "driver", "lifted"] as const) {
    const out = new Output();
    edits.apply(out, { start: 0, end: text.length }, { place });
    expect(() => javascript(out.parts.map((part) => (typeof part === "string" ? part : '"x"')).join(""))).not.toThrow();
  }
});

test.each(files)("findCaptures() finds the captures that eslint-scope finds in %s", (file) => {
  const text = emittedOf(file);
  if (text === undefined) return;
  const scopes = findScopes(parse(text), text);
  findCaptures(scopes.references);
  const found = new Map(
    scopes.units.map(({ node, captures }) => [`${node.start}:${node.end}`, names([...captures.keys()])]),
  );
  for (const [range, captured] of capturesByEslint(text)) {
    // A class's scope is not the class, and field initialisers have none there.
    if (!found.has(range)) continue;
    counts.functions++;
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
    allowUndeclaredExports: true, // declarations export names that have no value
  }).program;
}

/** Where two texts part, with what stands around there; they may be large. */
function difference(a: string, b: string): string {
  if (a === b) return "";
  let at = 0;
  while (a[at] === b[at]) at++;
  return `${a.slice(Math.max(0, at - 200), at + 100)}\n${b.slice(Math.max(0, at - 200), at + 100)}`;
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
