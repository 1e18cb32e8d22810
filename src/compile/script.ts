// A TypeScript file of a program, read: its tree, what it imports, and the edits that make it JavaScript.
import type { Node, Program } from "./ast.ts";
import type { SourceText } from "./diagnostics.ts";
import { Edits } from "./edits.ts";
import { erase } from "./erase.ts";
import { eraseTypeNames, type NamesInUse, type Request, requestsOf } from "./imports.ts";
import { lineStarts } from "./lines.ts";
import { parse } from "./parse.ts";
import { childrenOf } from "./walk.ts";

export interface ScriptFile extends SourceText {
  readonly kind: "script";
  readonly text: string;
  readonly tree: Program;
  readonly edits: Edits;
  readonly requests: readonly Request[];
  /** Specifiers that mean a file of the program -> that file. */
  readonly imported: Map<string, string>;
}

/** Throws SourceError at a syntax error and at what erasing types can't do. */
export function readScript(file: string, text: string): ScriptFile {
  const tree = parse(text);
  const edits = new Edits(text);
  erase(tree, edits);
  const names = namesInUse(tree);
  eraseTypeNames(tree, names, edits);
  const requests = requestsOf(tree, names, text);
  return { kind: "script", file, text, tree, edits, requests, lineStarts: lineStarts(text), imported: new Map() };
}

function namesInUse(tree: Program): NamesInUse {
  const read = new Set(tree.body.filter((node) => node.type !== "ImportDeclaration").flatMap(identifiers));
  return { isRead: (name) => read.has(name), isValue: () => true };
}

function identifiers(node: Node): string[] {
  return node.type === "Identifier" ? [node.name] : childrenOf(node).flatMap(identifiers);
}
