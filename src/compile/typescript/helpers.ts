// The functions that what TypeScript emits calls (`__esDecorate` and its like): the module "tslib", whose text comes with
// the emitted file. As a module of the program, workers import it like any other; no place in it is the user's.
import type { CompiledModule } from "../compiled.ts";
import { moduleName } from "../specifiers/files.ts";

export interface HelpersFile {
  readonly kind: "helpers";
  readonly file: string;
  readonly text: string;
}

/** How emitted text names the module. */
export const HELPERS_SPECIFIER = "tslib";

/** No file of a program can be imported by a name with #. */
export const HELPERS_FILE = "tslib#helpers";

export const readHelpers = (text: string): HelpersFile => ({ kind: "helpers", file: HELPERS_FILE, text });

export const emitHelpers = ({ file, text }: HelpersFile): CompiledModule => ({
  name: moduleName(file),
  file: HELPERS_SPECIFIER,
  parts: [text],
  segments: [],
  sourceLines: [0],
});
