// One task as the register block counts it: what runs the program's function within a function of the library, under the name of
// the program's. A plain call is counted in `process-messages.ts`, an item of a pmap in `pmap-batch.ts`.
// Invariant: what has been entered is left, and counted once, as done or as failed.
import type { ClusterContext } from "./context.ts";
import type { Callable } from "./remotecall.ts";

/** Settles as `work` does, which runs `f`. The process is busy with it until then; a rejection counts as a failed task. */
export async function asTask<T>(ctx: ClusterContext, f: Callable, work: () => Promise<T>): Promise<T> {
  const entered = ctx.registers.enter(ctx.codec.nameOf(f));
  let failed = 1;
  try {
    const value = await work();
    failed = 0;
    return value;
  } finally {
    ctx.registers.count(1 - failed, failed);
    ctx.registers.leave(entered);
  }
}
