// What `compile` hands on: modules whose import specifiers are open. Nothing here knows a URL; `resolve.ts` fills the
// specifiers on each host.

/** An open import specifier of a compiled module: the name of another compiled module, "distributed", or an npm name. */
export interface Specifier {
  readonly specifier: string;
  /** It stands in `import("…")`: loaded when the program comes there, if it does. */
  readonly isDynamic?: boolean;
}

/**
 * A piece of the output that was copied from the source: `length` characters from `source` stand at `output`. Of length 0:
 * text of our own that stands for what is at `source`.
 */
export type Segment = readonly [output: number, source: number, length: number];

export interface CompiledModule {
  /** Unique in the program and its own specifier: "./functions", "./driver", "./driver#lifted", "./words.json". */
  readonly name: string;
  /** The user's file it was made from, as shown in positions: "functions.ts". */
  readonly file: string;
  readonly parts: readonly (string | Specifier)[];
  /** Ascending. Output offsets count the string parts only: a specifier has length 0 here, since no URL is known. */
  readonly segments: readonly Segment[];
  /** Offset of the first character of each line of the user's file, ascending, beginning with 0. */
  readonly sourceLines: readonly number[];
}

/** A whole program. Every process imports `everywhere` in order; pid 1 then imports `driver`. */
export interface CompiledProgram {
  /** In dependency order: a module's specifiers name earlier modules only. */
  readonly modules: readonly CompiledModule[];
  readonly everywhere: readonly string[];
  readonly driver: string;
}

/** Lines and columns count from 1; the end is exclusive. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Something to say about a program, with its place. */
export interface Diagnostic extends TextRange {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly file: string;
  /** A change of that file which sets it right for sure. Its edits do not overlap. */
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

/** `text` takes the place of the range, which may be empty. */
export interface TextEdit extends TextRange {
  readonly text: string;
}

/** An error among `diagnostics` means there is no `program`. */
export interface Compilation {
  readonly program?: CompiledProgram;
  readonly diagnostics: readonly Diagnostic[];
  /** Top-level names of the driver, which cells of the REPL see. */
  readonly names?: readonly string[];
  /** Those of them that are variables. */
  readonly variables?: readonly string[];
  /**
   * Files that only TypeScript itself can make JavaScript, each with its first construct that says so; then there is no
   * `program` yet, and the answer to the same program with these files `Emitted` is the next one.
   */
  readonly needsTypeScript?: readonly TypeScriptNeed[];
}

/** A cell of the REPL. Its specifiers may name modules of the program, of cells before it, and of `announced`. */
export interface CompiledCell {
  /** Those that every process can load, in dependency order: what its functions need and the program may have too, and its own. */
  readonly announced: readonly CompiledModule[];
  /** The one that process 1 runs. */
  readonly own: CompiledModule;
  /** What it declares, for the cells after it. */
  readonly names: readonly string[];
  /** Those of them that are variables: functions of later cells may write them. */
  readonly variables: readonly string[];
}

/** An error among `diagnostics`, whose file is "REPL[3]", means there is no `cell`. */
export interface CellCompilation {
  readonly cell?: CompiledCell;
  readonly diagnostics: readonly Diagnostic[];
  /** The cell takes TypeScript itself: compiled again with what that `Emitted`, it is one. */
  readonly needsTypeScript?: TypeScriptNeed;
}

/** What to say of the file when there is no TypeScript: "decorators need TypeScript's own compiler", at its place. */
export interface TypeScriptNeed extends Diagnostic {
  /** The whole text of the file. */
  readonly text: string;
}

/** What TypeScript made of a file: a module of today's JavaScript, which imports its helpers from "tslib". */
export interface Emitted {
  readonly text: string;
  /** JSON of the source map of `text`, whose only source is the user's file. */
  readonly sourceMap: string;
  /** Text of the module "tslib". */
  readonly helpers: string;
}

/** Emitted files by name. */
export type EmittedFiles = Readonly<Record<string, Emitted>>;

/** Maps the final text of one module, at `url`, to the user's file. Made by `resolve`, since URLs move columns. */
export interface PositionTable {
  readonly url: string;
  readonly file: string;
  /** Offset of the first character of each line of the final text. */
  readonly outputLines: readonly number[];
  readonly sourceLines: readonly number[];
  readonly segments: readonly Segment[];
}

/** A cell with the URLs of one host. */
export interface ResolvedCell {
  /** What is new to the processes, in dependency order. */
  readonly announced: readonly ResolvedModule[];
  readonly own: ResolvedModule;
}

export interface ResolvedModule {
  readonly url: string;
  readonly positions: PositionTable;
  readonly packages: readonly Package[];
}

/** An npm package that `file` imports from a site, by a declaration: the module cannot be loaded without it. */
export interface Package {
  readonly specifier: string;
  readonly url: string;
  readonly file: string;
}

/** A compiled program with the URLs of one host. */
export interface ResolvedProgram {
  /** URLs that every process imports, in order. */
  readonly everywhere: readonly string[];
  readonly driver: string;
  readonly positions: readonly PositionTable[];
  readonly packages: readonly Package[];
}
