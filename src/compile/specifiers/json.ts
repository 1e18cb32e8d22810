// JSON files of a program: modules with a default export. The text stays a string, so that `__proto__` is a key like
// any other, as in JSON.
import type { CompiledModule } from "../compiled.ts";
import { SourceError } from "../diagnostics.ts";
import { lineStarts } from "../parse/lines.ts";
import { syntaxFault } from "../parse/parse.ts";
import { moduleName } from "./files.ts";

export interface JsonFile {
  readonly kind: "json";
  readonly file: string;
  readonly text: string;
}

/** Throws SourceError where the text is not JSON. */
export function readJson(file: string, text: string): JsonFile {
  const json = text.replace(/^\uFEFF/, "");
  try {
    JSON.parse(json);
  } catch (error) {
    const start = faultOf(error as SyntaxError, json) + text.length - json.length;
    throw new SourceError(`${file} is not JSON: ${(error as SyntaxError).message}`, {
      start,
      end: Math.min(start + 1, text.length),
    });
  }
  return { kind: "json", file, text: json };
}

export function emitJson({ file, text }: JsonFile): CompiledModule {
  const parts = [`export default JSON.parse(${JSON.stringify(text)});\n`];
  return { name: moduleName(file), file, parts, segments: [], sourceLines: lineStarts(text) };
}

/** Offset of the fault: engines write "position 5" or "line 1 column 6" for some; else where JavaScript finds one. */
function faultOf({ message }: SyntaxError, text: string): number {
  const position = /position (\d+)/.exec(message);
  if (position) return Number(position[1]);
  const point = /line (\d+) column (\d+)/.exec(message);
  if (point) return (lineStarts(text)[Number(point[1]) - 1] ?? 0) + Number(point[2]) - 1;
  return syntaxFault(text) ?? 0;
}
