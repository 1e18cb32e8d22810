// pmap (Julia: pmap.jl) and pmapreduce: a free worker takes the next items, so that items of uneven size balance. Both are
// one run (pmap-run.ts), whose values are gathered or folded; the worker's side is pmap-batch.ts.
import { autoSize, type BatchSize, fixedSize, growingSize } from "./batch-size.ts";
import { checkFunction, checkLoaded } from "./checks.ts";
import type { ClusterContext, Here } from "./context.ts";
import { headline } from "./errors.ts";
import { OrderedFold } from "./fold.ts";
import type { Reducer } from "./loop.ts";
import { zipSources } from "./pmap-input.ts";
import { type CheckedOptions, checkPmapOptions, type PmapOptions, type PmapreduceOptions } from "./pmap-options.ts";
import type { Functions, PmapPool, Results } from "./pmap-plan.ts";
import { PmapRun } from "./pmap-run.ts";
import type { Callable } from "./remotecall.ts";

/** A pmap as the program asked for it. */
export interface PmapCall {
  readonly f: Callable;
  readonly collections: readonly unknown[];
  readonly options: PmapOptions<unknown> | undefined;
  /** Taken where the program called: further in, its own place may lie beyond what a stack holds. */
  readonly origin: Here;
}

export interface PmapreduceCall extends PmapCall {
  readonly red: Reducer;
  readonly options: PmapreduceOptions | undefined;
}

export async function pmap(ctx: ClusterContext, batchFunction: Callable, call: PmapCall): Promise<unknown[]> {
  checkFunction("pmap", call.f);
  checkLoaded(ctx, "pmap");
  const checked = checkPmapOptions("pmap", call.options);
  return run(ctx, batchFunction, call, {
    ...{ kind: "pmap", checked, usualSize: fixedSize(1), functions: { f: call.f } },
    results: gathered(),
  });
}

export async function pmapreduce(ctx: ClusterContext, batchFunction: Callable, call: PmapreduceCall): Promise<unknown> {
  const { red, f, options } = call;
  for (const one of [red, f]) checkFunction("pmapreduce", one);
  checkLoaded(ctx, "pmapreduce");
  const checked = checkPmapOptions("pmapreduce", options, ["init"]);
  const init = options !== undefined && "init" in options ? [options.init] : [];
  const folded = await run(ctx, batchFunction, call, {
    ...{ kind: "pmapreduce", checked, usualSize: growingSize, functions: { f, red } },
    results: new OrderedFold(red, init),
  });
  if (folded.length > 0) return folded[0];
  throw new TypeError("pmapreduce: the collection is empty, and there is no `init` to give instead of a result");
}

/** The values in the order of the input. */
function gathered(): Results<unknown[]> {
  const values: unknown[] = [];
  return {
    expect() {},
    put(_batch, index, value) {
      values[index] = value;
      return undefined;
    },
    putFolded: () => undefined,
    finish: () => values,
  };
}

interface How<R> {
  readonly kind: "pmap" | "pmapreduce";
  readonly checked: CheckedOptions;
  /** Unless the options say another. */
  readonly usualSize: BatchSize;
  readonly functions: Functions;
  readonly results: Results<R>;
}

async function run<R>(
  ctx: ClusterContext,
  batchFunction: Callable,
  { f, collections, origin }: PmapCall,
  { kind, checked, usualSize, functions, results }: How<R>,
): Promise<R> {
  const { pool: handle, handlers, isDistributed, signal } = checked;
  const source = zipSources(kind, collections, (error) =>
    ctx.warn(`${kind}: closing its input failed: ${headline(error)}`),
  );
  if (signal?.aborted) {
    void source.close();
    throw signal.reason;
  }
  const workers = ctx.cluster.workers();
  const given = handle ? ctx.pools.of(handle) : ctx.pools.make(workers);
  const isLocal = !isDistributed || (handle === undefined && workers.every((pid) => pid === ctx.pid));
  const pool = isDistributed ? given : caller(ctx.pid, given.length);
  // As in Julia, nothing is batched that does not leave the caller; but a fold shall group its values alike everywhere.
  const isUnbatched = isLocal && kind === "pmap";
  const size = isUnbatched ? fixedSize(1) : sizeOf(checked.batchSize, usualSize, source.length, () => pool.length);
  const operation = ctx.operations.begin(kind, ctx.codec.nameOf(f), origin.position(), source.length);
  return new PmapRun(ctx, {
    ...{ name: kind, origin, functions, batchFunction, source, operation, size, handlers, results, signal, pool },
    lastOfOwn: handle ? undefined : workers.at(-1),
  }).finish();
}

/** The caller itself, for as many items at once as the pool that it stands for has members. */
const caller = (pid: number, length: number): PmapPool => ({
  length,
  cache: undefined,
  take({ give }) {
    give(pid);
    return () => {};
  },
  put: async () => {},
});

function sizeOf(
  batchSize: CheckedOptions["batchSize"],
  usual: BatchSize,
  length: number | null,
  workers: () => number,
): BatchSize {
  if (batchSize === undefined) return usual;
  return batchSize === "auto" ? autoSize({ length, workers }) : fixedSize(batchSize);
}
