// The page's compile Web Worker: `compile`, off the main thread, by Comlink.
import { expose } from "comlink";
import type { Program } from "../program/program.ts";
import { compile } from "./compile.ts";
import type { EmittedFiles } from "./compiled.ts";

expose({ compile: (program: Program, emitted: EmittedFiles) => compile(program, { emitted, whyNoPackage }) });

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
