// What the program wants when an item of a pmap has failed (Julia: pmap.jl, on_error and retry): its handlers are asked here, on
// the caller, about what was thrown itself. What is done about it is the matter of `pmap-settle.ts`.
// Invariant: what a handler throws takes the place of the failure.
import type { Handlers } from "./pmap-options.ts";
import type { Item } from "./pmap-queue.ts";

/** A value instead of the item's; or seconds until it is tried again; or why the whole pmap fails. */
export type Verdict = { readonly value: unknown } | { readonly delayS: number } | { readonly reason: unknown };

/** `onError` first; when it throws, or there is none, a further attempt; what a handler throws takes the failure's place. */
export async function verdictOn(item: Item, thrown: unknown, handlers: Handlers): Promise<Verdict> {
  let reason = thrown;
  try {
    if (handlers.onError) return { value: await handlers.onError(thrown) };
  } catch (rethrown) {
    reason = rethrown;
  }
  try {
    const delayS = await nextDelay(item, reason, handlers);
    return delayS === undefined ? { reason } : { delayS };
  } catch (error) {
    return { reason: error };
  }
}

/** Seconds until the item is tried again, as Julia's `retry` has it; undefined when it is not. */
async function nextDelay(item: Item, reason: unknown, { delays, retryCheck }: Handlers): Promise<number | undefined> {
  item.delays ??= delays();
  const delay = item.delays.at(item.delay);
  if (delay === undefined) return undefined;
  item.delay++;
  if (!retryCheck) return delay;
  // Two parameters are Julia's (state, error).
  const verdict = await (retryCheck.length > 1 ? retryCheck(item.delay, reason) : retryCheck(reason));
  const [state, again] = Array.isArray(verdict) ? verdict : [item.delay, verdict];
  item.delay = state;
  return again ? delay : undefined;
}
