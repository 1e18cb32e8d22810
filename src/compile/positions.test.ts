import { expect, test } from "vitest";
import { CLOSURES, IMPORTS } from "./closures/cases.ts";
import { compile } from "./compile.ts";
import type { PositionTable } from "./compiled.ts";
import { pointAt } from "./lines.ts";
import { originalPosition } from "./positions.ts";
import { resolveProgram } from "./resolve.ts";

interface Made {
  readonly text: string;
  readonly source: string;
  readonly table: PositionTable;
}

/** A host whose URLs are longer than the specifiers, so that columns move. */
function made(files: Record<string, string>): Made[] {
  const texts = new Map<string, string>();
  const { program } = compile({ files, assets: {} });
  const { positions } = resolveProgram(program!, {
    runtimeUrl: "blob:00000000-0000-0000-0000-runtime",
    npmUrl: (specifier) => `https://cdn.example.org/npm/${specifier}`,
    makeUrl(text, name) {
      const url = `blob:00000000-0000-0000-0000-000000000000/${name}`;
      texts.set(url, text);
      return url;
    },
  });
  return positions.map((table) => ({ table, text: texts.get(table.url)!, source: files[table.file] ?? "" }));
}

const programs = Object.values(CLOSURES).flat();
const filesOf = ({ functions = "", driver }: (typeof programs)[number]) => ({
  "functions.ts": functions,
  "driver.ts": IMPORTS + driver,
});

test.each(programs)("originalPosition() maps every copied word to the same word: $title", (program) => {
  for (const { text, source, table } of made(filesOf(program))) {
    for (const [output, , length] of table.segments) {
      for (const { 0: word, index } of text.slice(output, output + length).matchAll(/(?<![\w$])[\w$]+/g)) {
        const position = originalPosition(table, ...pointAt(table.outputLines, output + index))!;
        const offset = table.sourceLines[position.line - 1]! + position.column - 1;
        expect(source.slice(offset, offset + word.length)).toBe(word);
      }
    }
  }
});

test.each(programs)("compile() keeps every line of a module that runs where it was: $title", (program) => {
  for (const { table, source } of made(filesOf(program)).filter(({ table }) => !table.url.includes("#"))) {
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

test("originalPosition() maps text of our own to the end of what stands before it", () => {
  const [, , driver] = made({ "driver.ts": "const f = (k: number) => () => k;\nf(1);" });
  const { table, text } = driver!;
  const ownText = text.indexOf("$_c(", text.indexOf("\n") - 80);
  const [line, column] = pointAt(table.outputLines, ownText + 1);
  expect(originalPosition(table, line, column)).toMatchObject({ file: "driver.ts", line: 1 });
});

test("originalPosition() is undefined before the first copied piece and past the end", () => {
  const [, , driver] = made({ "driver.ts": "f(() => 1);" });
  expect(originalPosition(driver!.table, 1, 1)).toBeUndefined();
  expect(originalPosition(driver!.table, 99, 1)).toBeUndefined();
});
