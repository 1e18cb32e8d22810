// For the tests beside: two codecs that stand for two processes, and modules written by hand in the form that compile gives
// them. Every graph goes through structured clone, as between real processes.
import { type Codec, createCodec } from "./codec.ts";
import type { EncodeOptions } from "./encode.ts";
import type { CaptureMeta, FunctionMeta, Registrar } from "./registration.ts";

export type TestCodec = Codec & { readonly registrar: Registrar };

export const process = (pid: number): TestCodec => createCodec({ pid: () => pid });

/** What the module's text returns stands for its exports. */
// biome-ignore lint/suspicious/noExplicitAny: values of the programs under test
export type Exports = Record<string, any>;

/** Evaluates a module's text, in which `$panal` is the process's registrar and `$meta` what compile says of its literals. */
export function load(codec: TestCodec, text: string, meta: Record<number, FunctionMeta>): Exports {
  return new Function("$panal", "$meta", `"use strict"; ${text}`)(codec.registrar, JSON.stringify(meta)) as Exports;
}

/** The value as another process gets it. */
// biome-ignore lint/suspicious/noExplicitAny: values of the programs under test
export function carry(from: TestCodec, to: TestCodec, value: unknown, options?: EncodeOptions): any {
  return to.decode(structuredClone(from.encode(value, options)));
}

/** The error of an encode that must fail. */
export function refusal(codec: TestCodec, value: unknown, options?: EncodeOptions): Error {
  try {
    codec.encode(value, options);
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was encoded");
}

export const meta = (kind: FunctionMeta["kind"], line: number, more: Partial<FunctionMeta> = {}): FunctionMeta => ({
  kind,
  name: "",
  at: [line, 1],
  ...more,
});

/** A captured variable: used on the literal's line, declared on the line before. */
export const capture = (name: string, line: number, more: Partial<CaptureMeta> = {}): CaptureMeta => ({
  name,
  use: [line, 20],
  declared: [line - 1, 7],
  ...more,
});
