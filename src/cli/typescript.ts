// TypeScript's own compiler for programs that need it: whichever is installed beside the program, else beside us. It is not
// a dependency, since most programs never need it; it is looked for and loaded when one does.
import { createRequire } from "node:module";
import { join } from "node:path";
import helpers from "tslib/tslib.es6.mjs?raw";
import type { Emitted } from "../compile/compiled.ts";
import { emitWith, type Transpiler } from "../compile/typescript/emit.ts";

/** TypeScript 7 has no `transpileModule`; who has that as `typescript` can have 5 under another name. */
const NAMES = ["typescript", "typescript5"];

/** For `compileWithTypeScript`; `folder` is the program's. */
export const createEmit = (folder: string) => async (text: string) => emit(text, folder);

function emit(text: string, folder: string): Emitted {
  const typescript = find(join(folder, "driver.ts")) ?? find(import.meta.url);
  if (!typescript) throw new Error(`which is not installed: run \`npm install typescript@5\` in ${folder}.`);
  return emitWith(typescript, text, helpers);
}

function find(from: string): Transpiler | undefined {
  const require = createRequire(from);
  for (const name of NAMES) {
    try {
      const found = require(name) as Partial<Transpiler>;
      if (found.transpileModule) return found as Transpiler;
    } catch (error) {
      if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return undefined;
}
