// The one Web Worker with TypeScript in it, for two masters. Monaco's language service starts it to check types; the page
// starts another of the same text, named "emit", when a program has what only TypeScript can make JavaScript.
import { expose } from "comlink";
import { ts } from "monaco-editor/languages/features/typescript/ts.worker";
import helpers from "tslib/tslib.es6.mjs?raw";
import type { Emitted } from "../../compile/compiled.ts";
import { emitWith } from "../../compile/typescript/emit.ts";

export interface Emitter {
  emit(text: string): Emitted;
}

// Importing Monaco's part has set this Web Worker up for Monaco.
if (self.name === "emit") {
  self.onmessage = null;
  expose({ emit: (text) => emitWith(ts.typescript, text, helpers) } satisfies Emitter);
}
