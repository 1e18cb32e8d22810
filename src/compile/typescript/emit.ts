// What TypeScript makes of a file that has more than types: decorators, value namespaces, `using`, `accessor`. The same on
// every host that has a TypeScript 5, which is given: the compile step itself never loads one.
import type { Emitted } from "../compiled.ts";

/** What is needed of the module "typescript". */
export interface Transpiler {
  transpileModule(
    text: string,
    options: { fileName: string; compilerOptions: Record<string, number | boolean> },
  ): { readonly outputText: string; readonly sourceMapText?: string | undefined };
  readonly ScriptTarget: { readonly ES2022: number };
  readonly ModuleKind: { readonly ESNext: number };
  readonly ModuleDetectionKind: { readonly Force: number };
  readonly NewLineKind: { readonly LineFeed: number };
}

/** As the TypeScript Playground does without `experimentalDecorators`; `helpers` is the text of the module "tslib". */
export function emitWith(ts: Transpiler, text: string, helpers: string): Emitted {
  const { outputText, sourceMapText = "" } = ts.transpileModule(text, {
    fileName: "module.ts",
    compilerOptions: {
      // The newest that runs everywhere: a later one leaves decorators and `using` to engines that don't have them.
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      newLine: ts.NewLineKind.LineFeed,
      importHelpers: true,
      // Which imports are of types only is told from the names that are left, as in every file.
      verbatimModuleSyntax: true,
      sourceMap: true,
    },
  });
  return { text: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""), sourceMap: sourceMapText, helpers };
}
