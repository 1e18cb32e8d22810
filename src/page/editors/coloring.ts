// TypeScript's colours in Monaco: its own tokenizer with three refinements the look asks for: what is called is coloured as a
// call, the built-in types as types, and what stands in `${…}` as code.

import type { languages } from "monaco-editor/editor";
import { conf, language } from "monaco-editor/languages/definitions/typescript/typescript";

const BUILT_IN_TYPES = ["any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "unknown", "void"];

export const configuration: languages.LanguageConfiguration = conf;

export function coloring(): languages.IMonarchLanguage {
  const { tokenizer, keywords, ...rest } = language;
  const common = tokenizer.common ?? [];
  return {
    ...rest,
    keywords: keywords.filter((word: string) => !BUILT_IN_TYPES.includes(word)),
    builtInTypes: BUILT_IN_TYPES,
    tokenizer: {
      ...tokenizer,
      common: [
        [
          /#?[a-z_$][\w$]*(?=\s*(?:<[\w\s,[\]|]*>)?\()/,
          { cases: { "@keywords": "keyword", "@builtInTypes": "type", "@default": "identifier.call" } },
        ],
        [/#?[a-z_$][\w$]*/, { cases: { "@keywords": "keyword", "@builtInTypes": "type", "@default": "identifier" } }],
        ...common,
      ],
      bracketCounting: [
        [/\{/, "delimiter.interpolation", "@bracketCounting"],
        [/\}/, "delimiter.interpolation", "@pop"],
        { include: "common" },
      ],
      string_backtick: [
        [/\$\{/, { token: "delimiter.interpolation", next: "@bracketCounting" }],
        ...(tokenizer.string_backtick ?? []),
      ],
    },
  };
}
