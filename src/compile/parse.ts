// Text -> syntax tree, by @babel/parser with ESTree's shapes. What no engine or erasure could run is still parsed, so
// that the refusal can name the construct.
import { parseExpression, parse as parseWithBabel } from "@babel/parser";
import type { Program } from "./ast.ts";
import { SourceError } from "./diagnostics.ts";

/** The tree of a TypeScript module. Throws SourceError at the first syntax error. */
export function parse(text: string): Program {
  try {
    const file = parseWithBabel(text, {
      sourceType: "module",
      plugins: [
        "typescript",
        ["estree", { classFeatures: true }],
        "decorators",
        "decoratorAutoAccessors",
        "explicitResourceManagement",
      ],
      attachComment: false,
      // Types may be exported by name; whether the value exists is looked at later.
      allowUndeclaredExports: true,
    });
    // Babel's types describe its own tree; with the estree plugin it makes the one of ast.ts.
    return file.program as unknown as Program;
  } catch (error) {
    throw asSourceError(error, text);
  }
}

/** Offset of the first syntax error of an expression, or undefined. */
export function syntaxFault(text: string): number | undefined {
  try {
    parseExpression(text);
    return undefined;
  } catch (error) {
    return (error as { pos?: number }).pos;
  }
}

function asSourceError(error: unknown, text: string): unknown {
  const at = (error as { pos?: unknown }).pos;
  if (!(error instanceof SyntaxError) || typeof at !== "number") return error;
  const message = error.message.replace(/\s*\(\d+:\d+\)$/, "");
  return new SourceError(message, { start: at, end: Math.min(at + 1, text.length) });
}
