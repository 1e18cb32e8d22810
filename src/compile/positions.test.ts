import { expect, test } from "vitest";
import { CLOSURES, IMPORTS } from "./closures/cases.ts";
import { compileFully } from "./closures/in-memory-typescript.ts";
import { compile } from "./compile.ts";
import type { CompiledProgram, PositionTable } from "./compiled.ts";
import { SourceError } from "./diagnostics.ts";
import { REAL_FILES } from "./in-memory-real-files.ts";
import { pointAt } from "./parse/lines.ts";
import { originalPosition } from "./positions.ts";
import { emitLifted } from "./register/lift.ts";
import { emitDriver, emitFunctions } from "./register/module.ts";
import { resolveProgram } from "./resolve.ts";
import { readScript, type ScriptFile } from "./script.ts";

interface Made {
  readonly text: string;
  readonly source: string;
  readonly table: PositionTable;
}

async function made(files: Record<string, string>): Promise<Made[]> {
  const { program } = await compileFully({ files, assets: {} });
  return resolved(program!).map((it) => ({ ...it, source: files[it.table.file] ?? "" }));
}

/** On a host whose URLs are longer than the specifiers, so that columns move. */
function resolved(program: CompiledProgram): Omit<Made, "source">[] {
  const texts = new Map<string, string>();
  const { positions } = resolveProgram(program, {
    runtimeUrl: "blob:00000000-0000-0000-0000-runtime",
    npmUrl: (specifier) => `https://cdn.example.org/npm/${specifier}`,
    makeUrl(text, name) {
      const url = `blob:00000000-0000-0000-0000-000000000000/${name}`;
      texts.set(url, text);
      return url;
    },
  });
  return positions.map((table) => ({ table, text: texts.get(table.url)! }));
}

const programs = Object.values(CLOSURES).flat();
const filesOf = ({ functions = "", driver }: (typeof programs)[number]) => ({
  "functions.ts": functions,
  "driver.ts": IMPORTS + driver,
});

test.each(programs)("originalPosition() maps every copied word to the same word: $title", async (program) => {
  for (const module of await made(filesOf(program))) expect(wronglyMapped(module)).toEqual([]);
});

/** Copied words whose place in the user's file has another word. */
function wronglyMapped({ text, source, table }: Made): string[] {
  const wrong: string[] = [];
  for (const [output, , length] of table.segments) {
    for (const { 0: word, index } of text.slice(output, output + length).matchAll(/(?<![\w$])[\w$]+/g)) {
      const offset = sourceOffset(table, output + index);
      if (!source.startsWith(word, offset)) wrong.push(`${word} at ${offset}: ${source.slice(offset, offset + 20)}`);
    }
  }
  return wrong;
}

function sourceOffset(table: PositionTable, offset: number): number {
  const { line, column } = originalPosition(table, ...pointAt(table.outputLines, offset))!;
  return table.sourceLines[line - 1]! + column - 1;
}

/** Names that the user's file uses and the module has not, as a copied piece; exported names aside, where nothing can fail. */
function notCopied({ tree, scopes, text: source }: ScriptFile, { table, text }: Made): string[] {
  const exports = tree.body.filter(
    (it) =>
      (it.type === "ExportNamedDeclaration" && !it.declaration) ||
      (it.type === "ExportDefaultDeclaration" && it.declaration.type === "Identifier"),
  );
  const isExport = (offset: number) => exports.some(({ start, end }) => start <= offset && offset < end);
  const used = scopes.references.map(({ node }) => node).filter(({ start }) => !isExport(start));
  const missing = used.filter(({ name, start }) => {
    const piece = table.segments.find(([, from, length]) => from <= start && start < from + length);
    return !piece || !text.startsWith(name, piece[0] + start - piece[1]);
  });
  return missing.map(({ name, start }) => `${name} at ${start}: ${source.slice(start, start + 20)}`);
}

test.each([...REAL_FILES.keys()])(
  "originalPosition() maps every word of %s, and every name it uses is there",
  async (path) => {
    const source = REAL_FILES.get(path)!;
    for (const name of ["functions.ts", "driver.ts"]) {
      const file = readIfErasable(name, source);
      if (!file) return;
      const modules = name === "driver.ts" ? [emitLifted(file), emitDriver(file)] : [emitFunctions(file)];
      const all = resolved({ modules, everywhere: [], driver: modules.at(-1)!.name }).map((it) => ({ ...it, source }));
      expect(all.flatMap(wronglyMapped)).toEqual([]);
      expect(notCopied(file, all.at(-1)!)).toEqual([]);
    }
  },
);

function readIfErasable(name: string, text: string): ScriptFile | undefined {
  try {
    return readScript(name, text);
  } catch (error) {
    if (error instanceof SourceError) return undefined; // what is no module of a program, and what TypeScript emits
    throw error;
  }
}

const erasable = programs.filter((it) => compile({ files: filesOf(it), assets: {} }).program);

test.each(erasable)("compile() keeps every line of a module that runs where it was: $title", async (program) => {
  const modules = await made(filesOf(program));
  for (const { table, source } of modules.filter(({ table }) => !table.url.includes("#"))) {
    const lines = source.split(/\r\n|\n/);
    for (const [i, line] of lines.entries()) {
      const word = line.search(/[A-Za-z]/);
      if (word < 0 || i === 0) continue;
      const output = table.segments.find(
        ([, from, length]) => from <= table.sourceLines[i]! + word && table.sourceLines[i]! + word < from + length,
      );
      if (output)
        expect(pointAt(table.outputLines, output[0] + table.sourceLines[i]! + word - output[1])[0]).toBe(i + 1);
    }
  }
});

test("originalPosition() maps text of our own to the end of what stands before it", async () => {
  const [, , driver] = await made({ "driver.ts": "const f = (k: number) => () => k;\nf(1);" });
  const { table, text } = driver!;
  const ownText = text.indexOf("$_c(", text.indexOf("\n") - 80);
  const [line, column] = pointAt(table.outputLines, ownText + 1);
  expect(originalPosition(table, line, column)).toMatchObject({ file: "driver.ts", line: 1 });
});

test("originalPosition() is undefined before the first copied piece and past the end", async () => {
  const [, , driver] = await made({ "driver.ts": "f(() => 1);" });
  expect(originalPosition(driver!.table, 1, 1)).toBeUndefined();
  expect(originalPosition(driver!.table, 99, 1)).toBeUndefined();
});

/** Where the text of a module at `words` is in the user's file: "word" for the same word at the place it has there. */
async function placesOf(driver: string, words: readonly RegExp[]): Promise<string[]> {
  const { text, table } = (await made({ "driver.ts": driver })).find(({ table }) => table.url.endsWith("/./driver"))!;
  return words.map((word) => {
    const found = originalPosition(table, ...pointAt(table.outputLines, text.search(word)));
    return found ? `${found.line}:${found.column}` : "none";
  });
}

test("originalPosition() maps what TypeScript wrote word by word, and what it renamed to the user's name", async () => {
  const driver = `namespace Geo {
  export const k = 2;
  export function area(r: number) { return missing(r, k); }
}
class Box {
  @logged grow(x: number): number { throw new Error("grown " + x); }
  accessor n: number = start();
}`;
  const words = [/missing/, /Geo\.k\)/, /new Error/, /"grown/, /start\(/, /logged/];
  expect(await placesOf(driver, words)).toEqual(["3:44", "3:55", "6:43", "6:53", "7:24", "6:4"]);
});

test("compile() describes functions and faults at the places of the user's file when TypeScript wrote the text", async () => {
  const driver = `import { missing } from "./functions";
@decorated class Box {
  // a line that goes
  later = () => missing(
    (x: number) => x);
}`;
  const withOther = { "driver.ts": driver, "functions.ts": "export const other = 1;" };
  const { diagnostics } = await compileFully({ files: withOther, assets: {} });
  expect(diagnostics.map((it) => `${it.line}:${it.column}-${it.endLine}:${it.endColumn}`)).toEqual(["1:10-1:17"]);
  const { program } = await compileFully({
    files: { "driver.ts": driver, "functions.ts": "export const missing = 1;" },
    assets: {},
  });
  const text = program!.modules.find(({ name }) => name === "./driver#lifted")!.parts.join("");
  expect(text).toContain('\\"name\\":\\"later\\",\\"at\\":[4,11]');
});
