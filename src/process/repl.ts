// Evaluates a cell of the REPL in this process and says what a REPL prints of it.
import type { ResolvedCell } from "../compile/compiled.ts";
import type { AnnouncedModule } from "../distributed/messages.ts";
import type { CellOutcome } from "../supervisor/protocol.ts";
import { inspectSafely } from "./console.ts";
import { type Import, importWith } from "./packages.ts";
import type { Scope } from "./scope.ts";
import type { Positions } from "./stacks.ts";
import { describeFailure } from "./strays.ts";

export interface ReplOptions {
  readonly scope: Scope;
  readonly positions: Positions;
  readonly import: Import;
  /** Loads a module here and has it announced to other processes. */
  readonly announce: (module: AnnouncedModule) => Promise<void> | undefined;
}

/** Settles when the cell has been evaluated, its top-level `await`s included. Never rejects. */
export async function evaluateCell(
  { announced, own }: ResolvedCell,
  { scope, positions, announce, import: load }: ReplOptions,
): Promise<CellOutcome> {
  positions.add([own.positions]);
  try {
    for (const module of announced) await announce(module);
    // The module's namespace, since a value may be a promise or have a `then`.
    const module = await scope.evaluate(() => importWith(own.packages, own.url, load));
    const value = module.$value;
    if (value === undefined) return {};
    scope.answer(value);
    return { value: positions.mapOutput(inspectSafely(value, {})) };
  } catch (error) {
    positions.mapStacks(error);
    return { error: asWritten(positions.mapText(describeFailure(error))) };
  }
}

/** Engines quote the text they run, where a name of the scope is `$_n.f`, and called `(0 , $_n.f)`. */
const asWritten = (text: string): string =>
  text.replace(
    /\(0 ?, ?\$\d*_n\.([\w$]+)\)|\$\d*_n\.([\w$]+)/g,
    (_, called?: string, read?: string) => called ?? read!,
  );
