// The page's compile Web Worker: `compile` and cells of the REPL, off the main thread, by Comlink. It remembers nothing: a
// cell comes with the scope it is compiled against.
import { expose } from "comlink";
import type { Program } from "../program/program.ts";
import type { CellScope } from "./cells/cell-scope.ts";
import { completeness } from "./cells/cell-text.ts";
import { compileCell } from "./cells/cells.ts";
import { compile } from "./compile.ts";
import type { Emitted, EmittedFiles } from "./compiled.ts";

const api = {
  compile: (program: Program, emitted: EmittedFiles) => compile(program, { emitted, whyNoPackage }),
  /** "incomplete": the text goes on in the next line. */
  compileCell: (text: string, number: number, scope: CellScope, emitted: Emitted | undefined) =>
    completeness(text) === "incomplete" ? "incomplete" : compileCell(text, number, scope, { emitted, whyNoPackage }),
};

export type CompileApi = typeof api;

expose(api);

/** The sandbox has no network, and Node's modules are nowhere. */
function whyNoPackage(specifier: string): string | undefined {
  if (/^(?:data|blob):/.test(specifier)) return undefined;
  if (specifier.startsWith("node:"))
    return `"${specifier}" is Node's own: it can be imported on the command line only.`;
  return (
    `"${specifier}" can't be imported: this page runs programs without network. ` +
    "Put what you need of it into functions.ts, or run the program on the command line."
  );
}
