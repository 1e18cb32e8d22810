// What runs, but can't be meant: the door of the warnings. Each kind has a file of its own; none of them changes the output.
import type { Program } from "../parse/ast.ts";
import type { Scopes } from "../scopes/scopes.ts";
import { awaitedRefs } from "./awaited-refs.ts";
import { changesOnWorkers } from "./changes-on-workers.ts";
import { libraryNames } from "./library-calls.ts";
import type { Warning } from "./warning.ts";

/** What the warnings read of a file. */
export interface Source {
  readonly text: string;
  readonly tree: Program;
  readonly scopes: Scopes;
  /** The file's variables exist on one process only: it is the driver. */
  readonly isDriver: boolean;
  /** Of a REPL cell: names that are the library's without an import. */
  readonly given?: ReadonlySet<string>;
}

/** In the order of the text. */
export function findWarnings(source: Source): Warning[] {
  const library = libraryNames(source);
  if (library.size === 0) return [];
  const found = [...awaitedRefs(source, library), ...changesOnWorkers(source, library)];
  return found.sort((a, b) => a.at.start - b.at.start);
}
