// Text -> syntax tree, by @babel/parser with ESTree's shapes. What no engine or erasure could run is still parsed, so
// that the refusal can name the construct.
import { parseExpression, parse as parseWithBabel } from "@babel/parser";
import { SourceError } from "../diagnostics.ts";
import type { Program } from "./ast.ts";

/**
 * The tree of a TypeScript module. Throws SourceError at the first syntax error. Trees are never changed, so an unchanged text
 * is not parsed again: that is where nearly all time of a compilation goes.
 */
export const parse = remembering(parseText, 8);

function parseText(text: string): Program {
  try {
    return treeOf(text);
  } catch (error) {
    throw asSourceError(error, text);
  }
}

function treeOf(text: string): Program {
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
}

/** What the parser stopped at, by its own name for it ("UnterminatedTemplate"). */
export interface Fault {
  readonly offset: number;
  readonly reason: string;
}

/** The first syntax error of a module's text, or undefined. */
export function faultOf(text: string): Fault | undefined {
  try {
    treeOf(text);
    return undefined;
  } catch (error) {
    const { pos, reasonCode } = error as { pos?: number; reasonCode?: string };
    if (pos === undefined) throw error;
    return { offset: pos, reason: reasonCode ?? "" };
  }
}

/** The same function, which keeps what it gave for the last few texts it was asked for. */
function remembering<T>(f: (text: string) => T, most: number): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const value = kept.get(text) ?? f(text);
    kept.delete(text);
    kept.set(text, value);
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return value;
  };
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
