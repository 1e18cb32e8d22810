// Warnings while somebody writes: the compile step looks at the program on the bench when the keys have been still for a
// moment. Errors wait for Run: a program that is being written is full of them, and TypeScript marks them already. So do the
// warnings of a program that only TypeScript can make JavaScript.
import type { StoreApi } from "zustand/vanilla";
import type { Compilation } from "../compile/compiled.ts";
import type { Program } from "../program/program.ts";
import type { SessionState } from "./session.ts";
import type { Workbench } from "./workbench.ts";

const STILL_MS = 500;

/** Keeps the session's diagnostics in step with the bench for as long as the page lives. */
export function followWarnings(
  workbench: Workbench,
  session: StoreApi<SessionState>,
  check: (program: Program, network: boolean) => Promise<Compilation>,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const bench = () => workbench.store.getState().program;

  const look = async (program: Program): Promise<void> => {
    const { diagnostics, program: compiled } = await check(program, session.getState().network);
    if (compiled && bench() === program) session.setState({ diagnostics });
  };
  workbench.store.subscribe((now, before) => {
    if (now.program === before.program) return;
    clearTimeout(timer);
    // A compile step that does not answer is told of when the program is run.
    timer = setTimeout(() => look(now.program).catch(() => {}), STILL_MS);
  });
}
