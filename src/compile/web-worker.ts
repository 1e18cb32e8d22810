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
  /** `cdn`: address of npm packages, for a program that may use the network. */
  compile: (program: Program, emitted: EmittedFiles, cdn?: string) =>
    compile(program, { emitted, whyNoPackage: whyNoPackage(cdn) }),
  /** "incomplete": the text goes on in the next line. */
  compileCell(text: string, number: number, scope: CellScope, emitted?: Emitted, cdn?: string) {
    if (completeness(text) === "incomplete") return "incomplete";
    return compileCell(text, number, scope, { emitted, whyNoPackage: whyNoPackage(cdn) });
  },
};

export type CompileApi = typeof api;

expose(api);

/** The sandbox has no network unless the visitor allows it, and then modules from one address; Node's are nowhere. */
const whyNoPackage =
  (cdn: string | undefined) =>
  (specifier: string): string | undefined => {
    if (/^(?:data|blob):/.test(specifier)) return undefined;
    if (specifier.startsWith("node:"))
      return `"${specifier}" is Node's own: it can be imported on the command line only.`;
    if (cdn === undefined)
      return (
        `"${specifier}" can't be imported: this page runs programs without network until you press Allow network. ` +
        "Or put what you need of it into functions.ts, or run the program on the command line."
      );
    if (URL.canParse(specifier) && new URL(specifier).origin !== new URL(cdn).origin)
      return `"${specifier}" can't be imported: this page loads modules from ${cdn} only, as in import … from "lodash-es".`;
    return undefined;
  };
