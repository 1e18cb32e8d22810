// The worker's side of pmap: `$batch` runs the items of one request concurrently and answers for each of them.
// Invariant: an item fails alone. What its function throws, and a result that cannot travel, is that item's failure.
import { NOT_SMALL, snapshot } from "./cluster-serialize/snapshot.ts";
import type { ClusterContext } from "./context.ts";
import { keptFunction } from "./function-cache.ts";
import type { Callable } from "./remotecall.ts";
import { encodeFor, packError } from "./reply.ts";

/** Values by item, and what the failed ones threw: packed (see packError), but not when the owner is this process. */
export type BatchOutcome = [values: unknown[], failures: [index: number, error: unknown][]];

/** What an item that failed gives instead of a value. */
export class Thrown {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

/** A batch as it runs on a worker: items concurrently, each counted. Exposed to every process under one name. */
export function createBatchFunction(ctx: ClusterContext) {
  /** `sent` is null when this worker keeps the function under that name; without a name it is not kept. */
  return async function $batch(
    owner: number,
    name: string,
    sent: Callable | null,
    items: readonly unknown[][],
  ): Promise<BatchOutcome> {
    const f = keptFunction(ctx, name, sent);
    const ran = await Promise.all(items.map((args) => runItem(ctx, f, args)));
    const outcomes = owner === ctx.pid ? ran : withoutUnsendable(ctx, ran, owner);
    const failures: BatchOutcome[1] = [];
    const values = outcomes.map((outcome, i) => {
      if (!(outcome instanceof Thrown)) return outcome;
      failures.push([i, owner === ctx.pid ? outcome.error : packError(ctx, outcome.error, owner)]);
      return undefined;
    });
    return [values, failures];
  };
}

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
  const values = outcomes.filter((outcome) => !(outcome instanceof Thrown));
  if (snapshot(values) !== NOT_SMALL || refusal(ctx, values, owner) === undefined) return outcomes;
  return outcomes.map((outcome) => (outcome instanceof Thrown ? outcome : (refusal(ctx, outcome, owner) ?? outcome)));
}

/** Why the value cannot be sent, if so. It is tried on a message that is never whole, so no ref in it has a new holder. */
function refusal(ctx: ClusterContext, value: unknown, owner: number): Thrown | undefined {
  const encoded = Symbol("encoded");
  try {
    return encodeFor(ctx, owner, () => {
      ctx.codec.encode(value, { root: "the result" });
      throw encoded;
    });
  } catch (reason) {
    return reason === encoded ? undefined : new Thrown(reason);
  }
}
