// Compiling with TypeScript at hand: what only TypeScript can make JavaScript goes through it first, and is compiled like
// everything else. TypeScript is asked for nothing where no file needs it; who has it, and where, is the caller's matter.
import type { Program } from "../../program/program.ts";
import type { CellCompilation, Compilation, Diagnostic, Emitted, TypeScriptNeed } from "../compiled.ts";
import type { CompileOptions } from "../options.ts";

export type Compile = (program: Program, options: CompileOptions) => Compilation | Promise<Compilation>;

/** Rejects when TypeScript can't be had; the message says why and what to do, as in "… compiler, which is not installed". */
export type Emit = (text: string) => Promise<Emitted>;

/** The answer of `compile`, which never needs TypeScript any more: files for which `emit` fails are errors with their place. */
export async function compileWithTypeScript(
  compile: Compile,
  program: Program,
  emit: Emit,
  options: Omit<CompileOptions, "emitted"> = {},
): Promise<Compilation> {
  const emitted: Record<string, Emitted> = {};
  for (;;) {
    const { needsTypeScript: needs = [], ...answer } = await compile(program, { ...options, emitted });
    if (needs.length === 0) return answer;
    // What an emitted file imports may need it too, and is met in the next round only.
    try {
      for (const { file, text } of needs) emitted[file] = await emit(text);
    } catch (error) {
      return { diagnostics: [...answer.diagnostics, ...needs.map((need) => notHad(need, error))] };
    }
  }
}

/** The same for one cell of the REPL; `compile` may give a word instead of a compilation, which is then the answer. */
export async function compileCellWithTypeScript<Word extends string = never>(
  compile: (emitted?: Emitted) => CellCompilation | Word | Promise<CellCompilation | Word>,
  emit: Emit,
): Promise<CellCompilation | Word> {
  const answer = await compile();
  if (typeof answer === "string" || !answer.needsTypeScript) return answer;
  const need = answer.needsTypeScript;
  let emitted: Emitted;
  try {
    emitted = await emit(need.text);
  } catch (error) {
    return { diagnostics: [notHad(need, error)] };
  }
  return compile(emitted);
}

function notHad({ text: _, ...need }: TypeScriptNeed, error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : String(error);
  return { ...need, message: `${need.message}, ${why}` };
}
