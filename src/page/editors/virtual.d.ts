// Served by the build: the library's declaration files, as Monaco's extra files.
declare module "virtual:distributed-types" {
  const files: readonly { readonly filePath: string; readonly content: string }[];
  export default files;
}

// Monaco's tokenizer for TypeScript, which it ships without types.
declare module "monaco-editor/languages/definitions/typescript/typescript" {
  import type { languages } from "monaco-editor/editor";
  export const conf: languages.LanguageConfiguration;
  export const language: languages.IMonarchLanguage & {
    keywords: string[];
    tokenizer: Record<string, languages.IMonarchLanguageRule[]>;
  };
}

// Monaco's Web Worker with TypeScript, which it ships without types. Importing it sets `onmessage`.
declare module "monaco-editor/languages/features/typescript/ts.worker" {
  import type { Transpiler } from "../../compile/typescript/emit.ts";
  export const ts: { readonly typescript: Transpiler };
}
