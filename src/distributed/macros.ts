// What Julia has as macros (macros.jl): @spawn, @spawnat, @fetch, @fetchfrom, @everywhere and @distributed, as functions that
// take an arrow.

import { checkFunction, checkLoaded, checkPid, describe } from "./checks.ts";
import type { ClusterContext, Here } from "./context.ts";
import { CompositeException, RemoteException } from "./errors.ts";
import { fold } from "./fold.ts";
import { checkLimits, LIMIT_NAMES, type Limits } from "./limits.ts";
import { type Body, type Chunk, Loops, type Reducer, runLoop } from "./loop.ts";
import { checkOptions } from "./options.ts";
import { PLAIN, Range, rangeOf, splitRange } from "./range.ts";
import { type Callable, callFetch } from "./remotecall.ts";
import { asTask } from "./task.ts";
import type { Operation } from "./telemetry.ts";

/** Options of `everywhere`; they stand where the ids stand. */
export interface EverywhereOptions extends Limits {
  /** Where it runs. Default: on every process. */
  on?: number | readonly number[];
}

export type EverywhereTarget = number | readonly number[] | EverywhereOptions;

export function everywhereOptions(target: EverywhereTarget): EverywhereOptions {
  const given = typeof target === "object" && target !== null && !Array.isArray(target);
  const options = given ? checkOptions("everywhere", target as EverywhereOptions, ["on", ...LIMIT_NAMES]) : {};
  checkLimits("everywhere", options);
  const { on = given ? undefined : (target as number | readonly number[]) } = options;
  if (on !== undefined && !Array.isArray(on)) checkPid("everywhere", on);
  return on === undefined ? options : { ...options, on };
}

/** Runs `f` on each process, the caller last, and waits for all. Failures come together, each from where it happened. */
export async function everywhere(
  ctx: ClusterContext,
  pids: readonly number[],
  f: Callable,
  origin: Here,
): Promise<void> {
  checkFunction("everywhere", f);
  checkLoaded(ctx, "everywhere");
  for (const pid of pids) checkPid("everywhere", pid);
  const operation = ctx.operations.begin("everywhere", ctx.codec.nameOf(f), origin.position(), pids.length);
  const run = (pid: number) =>
    callFetch(ctx, f, pid, [], operation).then(
      () => void operation.done(1),
      (error: unknown) => {
        operation.failed();
        throw pid === ctx.pid && error instanceof RemoteException ? error.captured : error;
      },
    );
  const elsewhere = pids.filter((pid) => pid !== ctx.pid).map(run);
  const here = pids.filter((pid) => pid === ctx.pid).map(run);
  const outcomes = await Promise.allSettled([...elsewhere, ...here]);
  const failures = outcomes
    .filter((outcome) => outcome.status === "rejected")
    .map((outcome) => outcome.reason as unknown);
  operation.end(failures.length === 0 ? "done" : "failed");
  if (failures.length > 0) throw new CompositeException(failures);
}

/** Whatever has a length and an iterator: an array, a typed array, a string, a range. */
export type Sequence<T> = Iterable<T> & { readonly length: number };

/** Options of a loop with a reducer. */
export interface DistributedOptions<R> {
  /** Folded in once, before the first chunk's result; also the result for an empty collection. Default: none. */
  init?: R;
}

/** A loop as the program asked for it. */
interface Loop {
  readonly items: Sequence<unknown>;
  readonly body: Body;
  readonly options: DistributedOptions<unknown> | undefined;
  /** Taken where the program called: further in, its own place may lie beyond what a stack holds. */
  readonly origin: Here;
}

interface ReducingLoop extends Loop {
  readonly red: Reducer;
}

/** The loop with a reducer: chunk k on workers()[k], results folded here in chunk order, whichever came first. */
export async function distributedReduce(
  ctx: ClusterContext,
  chunkFunction: Callable,
  { red, items, body, options, origin }: ReducingLoop,
): Promise<unknown> {
  checkFunction("distributed", body);
  const { init } = checkOptions("distributed", options, ["init"]);
  const hasInit = options !== undefined && "init" in options;
  const list = listOf(items);
  checkLoaded(ctx, "distributed");
  if (list.length === 0) {
    if (hasInit) return init;
    throw new TypeError("distributed: the collection is empty, and there is no `init` to give instead of a result");
  }
  const operation = beginLoop(ctx, red.name === "" ? body : red, list, origin);
  return finish(operation, async () => {
    const workers = ctx.cluster.workers();
    const results = await Promise.all(
      splitRange(list.length, workers.length).map(([from, to], k) =>
        runChunkOn(ctx, chunkFunction, workers[k]!, operation, [red, body, cut(list, from, to)], to - from),
      ),
    );
    return fold(red, hasInit ? [init, ...results] : results);
  });
}

/** The loop without a reducer: chunks go to the workers next in turn; settles when all have run. It has no options. */
export async function distributedEach(
  ctx: ClusterContext,
  chunkFunction: Callable,
  { items, body, options, origin }: Loop,
): Promise<void> {
  checkFunction("distributed", body);
  if (options !== undefined) throw new TypeError("distributed: without a reducer it takes no options");
  const list = listOf(items);
  checkLoaded(ctx, "distributed");
  if (list.length === 0) return;
  const operation = beginLoop(ctx, body, list, origin);
  await finish(operation, () =>
    Promise.all(
      splitRange(list.length, ctx.cluster.workers().length).map(([from, to]) =>
        runChunkOn(ctx, chunkFunction, ctx.nextWorker(), operation, [null, body, cut(list, from, to)], to - from),
      ),
    ),
  );
}

const beginLoop = (ctx: ClusterContext, named: Callable, items: List, origin: Here) =>
  ctx.operations.begin("distributed", ctx.codec.nameOf(named), origin.position(), items.length);

async function finish<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
  try {
    const value = await work();
    operation.end("done");
    return value;
  } catch (error) {
    operation.end("failed");
    throw error;
  }
}

async function runChunkOn(
  ctx: ClusterContext,
  chunkFunction: Callable,
  pid: number,
  operation: Operation,
  [red, body, items]: [Reducer | null, Body, unknown],
  count: number,
): Promise<unknown> {
  try {
    const result = await callFetch(ctx, chunkFunction, pid, [operation.key, red, body, items], operation);
    operation.done(count);
    return result;
  } catch (error) {
    operation.failed();
    throw error;
  }
}

/** What can be cut without reading it. */
type List = Range | unknown[] | Float64Array;

/** The items themselves where they can be cut; else their elements, read once: it may be a view that computes them. */
function listOf(items: unknown): List {
  checkSequence(items);
  const isList = items instanceof Range || Array.isArray(items) || ArrayBuffer.isView(items);
  return isList ? (items as List) : Array.from(items);
}

/** A range stays three numbers; anything else becomes an array of the chunk's own elements. */
const cut = (list: List, from: number, to: number): unknown =>
  list instanceof Range ? rangeOf((PLAIN.get(list) ?? list).slice(from, to)) : list.slice(from, to);

function checkSequence(items: unknown): asserts items is Sequence<unknown> {
  const sequence = items as Partial<Sequence<unknown>> | null | undefined;
  if (typeof sequence?.length === "number" && typeof sequence[Symbol.iterator] === "function") return;
  throw new TypeError(`distributed: wanted a range, an array or a string to loop over, got ${describe(items)}`);
}

const NO_REDUCER: Reducer = () => undefined;

/** The chunk as it runs on a worker. Exposed to every process under one name; counts as one task there. */
export function createChunkFunction(ctx: ClusterContext) {
  const loops = new Loops((url) => ctx.platform.import(url));
  return async function $chunk(operation: number, red: Reducer | null, body: Body, items: unknown): Promise<unknown> {
    const chunk = chunkOf(items);
    const run = async () => {
      const block = await loops.blockFor(body, chunk.length);
      return runLoop(block, { red: red ?? NO_REDUCER, body }, chunk, {
        at: (iterations) => ctx.registers.loopAt(operation, iterations),
        nowMs: ctx.platform.nowMs,
      });
    };
    const value = await asTask(ctx, body, () => run().finally(() => ctx.registers.loopEnds()));
    return red === null ? undefined : value;
  };
}

function chunkOf(items: unknown): Chunk {
  const plain = items instanceof Range ? (PLAIN.get(items) ?? items) : undefined;
  if (plain) return { items: undefined, first: plain.first, step: plain.step, length: plain.length };
  const list = items as ArrayLike<unknown>;
  return { items: list, first: 0, step: 1, length: list.length };
}
