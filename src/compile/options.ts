// What a caller may say about a compilation beside the program.
import type { EmittedFiles } from "./compiled.ts";

export interface CompileOptions {
  /**
   * Any text. Functions of two compilations never meet in a process, unless file and build are the same: to be different each
   * time, where processes outlive a run. Default "".
   */
  readonly build?: string;
  /**
   * Why the host can't import a package, or anything else that is neither a file of the program nor the library; undefined
   * when it can. An import that it can't is an error of the program. Default: it can.
   */
  readonly whyNoPackage?: (specifier: string) => string | undefined;
  /** What TypeScript made of the files that `needsTypeScript` asked for. Default: nothing. */
  readonly emitted?: EmittedFiles;
}
