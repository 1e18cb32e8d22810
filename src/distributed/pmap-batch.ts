// The worker's side of pmap and pmapreduce: `$batch` runs the items of one request concurrently and answers for each of them,
// or with what they fold to. Invariant: an item fails alone. What its function throws, and a result that cannot travel, is
// that item's failure; what the reducer throws is no item's.
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import type { ClusterContext } from "./context.ts";
import { fold } from "./fold.ts";
import { keptFunction } from "./function-cache.ts";
import type { Reducer } from "./loop.ts";
import { type Callable, cloneOf } from "./remotecall.ts";
import { packError } from "./reply.ts";

/** What was thrown: packed (see packError), but not when the owner is this process. */
type Sent = unknown;

export type BatchOutcome =
  /** Values by item, and what the failed ones threw. */
  | readonly ["items", values: unknown[], failures: (readonly [index: number, error: Sent])[]]
  /** No item failed, and this is what the reducer made of their values. */
  | readonly ["folded", value: unknown]
  /** No item failed, but the reducer did. */
  | readonly ["unfolded", error: Sent];

/** A function as it goes to a worker (see FunctionCache). */
export type SentFunction = readonly [name: string, f: Callable | null];

/** What an item that failed gives instead of a value. */
export class Thrown {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

/** A batch as it runs on a worker: items concurrently, each counted. Exposed to every process under one name. */
export function createBatchFunction(ctx: ClusterContext) {
  /** A null for what this worker keeps under its name; without a name it is not kept. */
  return async function $batch(
    owner: number,
    sent: SentFunction,
    sentReducer: SentFunction | null,
    items: readonly unknown[][],
  ): Promise<BatchOutcome> {
    const f = keptFunction(ctx, ...sent);
    const red = sentReducer && keptFunction(ctx, ...sentReducer);
    const ran = await Promise.all(items.map((args) => runItem(ctx, f, args)));
    // One item alone may be one of a batch in which another has failed: its value is not the batch's.
    if (red && ran.length > 1 && !ran.some((outcome) => outcome instanceof Thrown)) {
      return foldBatch(ctx, red, ran, owner);
    }
    const outcome = outcomeOf(ctx, ran, owner);
    // What the codec takes the platform may still refuse (a Proxy of a Blob): then it is looked for, at the price of a copy.
    const copied = (one: unknown) =>
      one instanceof Thrown ? one : (refusal(ctx, one, owner, { tries: "copy" }) ?? one);
    ctx.insteadOf.set(outcome, () => outcomeOf(ctx, ran.map(copied), owner));
    return outcome;
  };
}

function outcomeOf(ctx: ClusterContext, ran: readonly unknown[], owner: number): BatchOutcome {
  const failures: [index: number, error: Sent][] = [];
  const values = withoutUnsendable(ctx, ran, owner).map((outcome, i) => {
    if (!(outcome instanceof Thrown)) return outcome;
    failures.push([i, packFor(ctx, outcome, owner)]);
    return undefined;
  });
  return ["items", values, failures];
}

async function foldBatch(
  ctx: ClusterContext,
  red: Reducer,
  values: readonly unknown[],
  owner: number,
): Promise<BatchOutcome> {
  const value = await fold(red, values).catch((error: unknown) => new Thrown(error));
  const [outcome] = withoutUnsendable(ctx, [value], owner);
  return outcome instanceof Thrown ? ["unfolded", packFor(ctx, outcome, owner)] : ["folded", outcome];
}

const packFor = (ctx: ClusterContext, { error }: Thrown, owner: number): Sent =>
  owner === ctx.pid ? error : packError(ctx, error, owner);

async function runItem(ctx: ClusterContext, f: Callable, args: unknown[]): Promise<unknown> {
  const entered = ctx.registers.enter(ctx.codec.nameOf(f));
  try {
    const value: unknown = await f(...args);
    ctx.registers.count(1, 0);
    return value;
  } catch (thrown) {
    ctx.registers.count(0, 1);
    return new Thrown(thrown);
  } finally {
    ctx.registers.leave(entered);
  }
}

/** The outcomes, in which a result that cannot be encoded has become a failure. */
function withoutUnsendable(ctx: ClusterContext, outcomes: readonly unknown[], owner: number): readonly unknown[] {
  if (owner === ctx.pid) return outcomes;
  const values = outcomes.filter((outcome) => !(outcome instanceof Thrown));
  if (snapshot(values) !== NOT_SMALL || refusal(ctx, values, owner) === undefined) return outcomes;
  return outcomes.map((outcome) => (outcome instanceof Thrown ? outcome : (refusal(ctx, outcome, owner) ?? outcome)));
}

/**
 * Why the value cannot be sent, if so. It is tried on a message that is never whole, so no ref in it has a new holder.
 * @param how.root begins the path in the error; default "the result"
 * @param how.tries "copy" also lets the platform copy it; default "encode"
 */
export function refusal(
  ctx: ClusterContext,
  value: unknown,
  receiver: number,
  { root = "the result", tries = "encode" }: { root?: string; tries?: "encode" | "copy" } = {},
): Thrown | undefined {
  const encoded = Symbol("encoded");
  try {
    return ctx.refTravel.encodeFor(receiver, () => {
      const graph = ctx.codec.encode(value, { root });
      if (tries === "copy") cloneOf(ctx, graph);
      throw encoded;
    });
  } catch (reason) {
    return reason === encoded ? undefined : new Thrown(reason);
  }
}
