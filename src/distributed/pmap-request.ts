// One request of a pmap: a batch of items goes to a worker, and its answer is read item by item. The worker's side is
// `pmap-batch.ts`.
// Invariant: what befalls an item is told by its outcome, what befalls the request (its worker has ended, it cannot be sent) by
// the request's; only what ends the whole pmap is thrown.
import { assertUnreachable } from "../base/assert.ts";
import { UnsendableError } from "./cluster-serialize/unsendable.ts";
import type { ClusterContext } from "./context.ts";
import { ProcessExitedException, RemoteException } from "./errors.ts";
import type { FunctionCache } from "./function-cache.ts";
import { type BatchOutcome, refusal, Thrown } from "./pmap-batch.ts";
import type { Plan } from "./pmap-plan.ts";
import type { Item } from "./pmap-queue.ts";
import { callFetch } from "./remotecall.ts";

/** What each item of a batch gave; or what the worker has folded all of them to; or that it has ended; or what cannot be sent. */
export type Outcome = unknown[] | { readonly value: unknown } | ProcessExitedException | Unsent;

/** A batch that could not be sent, and why: the items that are to blame. */
export class Unsent {
  readonly refusals: ReadonlyMap<Item, Thrown>;
  constructor(refusals: ReadonlyMap<Item, Thrown>) {
    this.refusals = refusals;
  }
}

/** What requests of one pmap have in common. */
interface Requester {
  readonly plan: Plan<unknown>;
  /** The plan's pool's, or of this pmap. */
  readonly cache: FunctionCache;
}

/** Settles when the worker has answered or ended. Throws what ends the pmap: the reducer's failure, a function that cannot travel. */
export async function sendBatch(
  ctx: ClusterContext,
  requester: Requester,
  pid: number,
  batch: readonly Item[],
): Promise<Outcome> {
  const startedMs = ctx.platform.nowMs();
  const outcome = await request(ctx, requester, pid, batch);
  if (outcome instanceof ProcessExitedException || outcome instanceof Unsent) return outcome;
  if (outcome instanceof Thrown) return batch.map(() => outcome);
  requester.plan.size.answered?.(batch.length, ctx.platform.nowMs() - startedMs);
  return readOutcome(ctx, pid, outcome);
}

async function request(
  ctx: ClusterContext,
  { plan, cache }: Requester,
  pid: number,
  batch: readonly Item[],
): Promise<BatchOutcome | Thrown | ProcessExitedException | Unsent> {
  const { f, red } = plan.functions;
  try {
    // Captures are sent once per worker and operation; a function without any is only its key.
    const sent = [cache.toSend(pid, f), red ? cache.toSend(pid, red) : null];
    const args = [ctx.pid, ...sent, batch.map((item) => item.args)];
    const outcome = await callFetch(ctx, plan.batchFunction, pid, args, plan.operation);
    for (const one of Object.values(plan.functions)) cache.served(pid, one);
    return outcome as BatchOutcome;
  } catch (error) {
    if (error instanceof ProcessExitedException) return error;
    if (error instanceof RemoteException) return new Thrown(error.captured);
    const refusals = error instanceof UnsendableError ? refusalsOf(ctx, plan, batch, pid) : new Map<Item, Thrown>();
    if (refusals.size > 0) return new Unsent(refusals);
    throw error;
  }
}

/** The items that cannot be sent; none when it is a function of the program that cannot. */
function refusalsOf(
  ctx: ClusterContext,
  { origin }: Plan<unknown>,
  batch: readonly Item[],
  pid: number,
): Map<Item, Thrown> {
  const refusals = new Map<Item, Thrown>();
  const position = origin.position();
  for (const item of batch) {
    const value = item.args.length === 1 ? item.args[0] : item.args;
    const error = refusal(ctx, value, pid, { root: `item ${item.index}`, tries: "copy" })?.error;
    if (error instanceof UnsendableError) refusals.set(item, new Thrown(error.calledAt(position)));
  }
  return refusals;
}

function readOutcome(ctx: ClusterContext, pid: number, outcome: BatchOutcome): Outcome {
  const decode = (error: unknown) => (pid === ctx.pid ? error : ctx.codec.decode(error));
  switch (outcome[0]) {
    case "items": {
      const [, values, failures] = outcome;
      for (const [i, error] of failures) values[i] = new Thrown(decode(error));
      return values;
    }
    case "folded":
      return { value: outcome[1] };
    case "unfolded":
      throw new RemoteException(pid, decode(outcome[1]), ctx.pid);
    default:
      return assertUnreachable(outcome);
  }
}
