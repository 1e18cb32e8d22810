// For tests: TypeScript as the command line has it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript5";
import type { Program } from "../../program/program.ts";
import { compile } from "../compile.ts";
import type { Compilation, Emitted } from "../compiled.ts";
import { emitWith } from "../typescript/emit.ts";
import { compileWithTypeScript } from "../typescript/with-typescript.ts";

const folder = dirname(createRequire(import.meta.url).resolve("tslib"));
const helpers = readFileSync(join(folder, "tslib.es6.mjs"), "utf8");

export const emit = async (text: string): Promise<Emitted> => emitWith(ts, text, helpers);

export const compileFully = (program: Program): Promise<Compilation> => compileWithTypeScript(compile, program, emit);
