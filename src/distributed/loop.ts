// The inner loop of `distributed` on the process that runs a chunk. Each body gets a loop of its own, a tiny module imported
// once from a data: URL: after five bodies one generic loop is an order of magnitude slower (eval is off). Short chunks use
// the shared loop. It works in blocks, so that its counter can be seen while it runs.

// biome-ignore lint/suspicious/noExplicitAny: user functions
export type Reducer = (a: any, b: any) => any;
// biome-ignore lint/suspicious/noExplicitAny: user functions
export type Body = (item: any) => any;

/** What a block ran into: a promise, after which the loop goes on step by step. */
export interface Interruption {
  kind: "none" | "body" | "reducer";
  index: number;
  value: unknown;
}

/**
 * Items from index `from` to before `to`, folded into `accumulator`. With a range `items` is undefined and an item is
 * `first + index * step`. Stops at the first promise and says so in `stop`.
 */
export type Block = (
  red: Reducer,
  body: Body,
  accumulator: unknown,
  items: ArrayLike<unknown> | undefined,
  first: number,
  step: number,
  from: number,
  to: number,
  stop: Interruption,
) => unknown;

const CHECK = (name: string) => `typeof ${name}==="object"&&${name}!==null&&typeof ${name}.then==="function"`;
const STOP = (kind: string, value: string) => `{stop.kind="${kind}";stop.index=i;stop.value=${value};return acc}`;
const FOR = (item: string) =>
  `for(let i=from;i<to;i++){const v=body(${item});if(${CHECK("v")})${STOP("body", "v")}` +
  `const r=red(acc,v);if(${CHECK("r")})${STOP("reducer", "r")}acc=r}return acc`;

/** The text of a loop module; every import of it under another URL is a loop of its own for the engine. */
export const LOOP_TEXT =
  `export default (red,body,acc,items,first,step,from,to,stop)=>{` +
  `if(items!==undefined){${FOR("items[i]")}}if(step===1){${FOR("first+i")}}${FOR("first+i*step")}}`;

/** The same, for chunks too short to be worth a module. */
export const sharedBlock: Block = (red, body, accumulator, items, first, step, from, to, stop) => {
  let acc = accumulator;
  for (let index = from; index < to; index++) {
    const value = body(items !== undefined ? items[index] : first + index * step);
    if (isThenable(value)) return interrupt(stop, "body", index, value, acc);
    const next = red(acc, value);
    if (isThenable(next)) return interrupt(stop, "reducer", index, next, acc);
    acc = next;
  }
  return acc;
};

function interrupt(stop: Interruption, kind: "body" | "reducer", index: number, value: unknown, accumulator: unknown) {
  Object.assign(stop, { kind, index, value });
  return accumulator;
}

const SHARED_BELOW = 10_000;

/** The loop modules of one process, by the body's text: a body made again by another call finds its loop. */
export class Loops {
  readonly #made = new Map<string, Promise<Block>>();
  readonly #load: (url: string) => Promise<Record<string, unknown>>;

  constructor(load: (url: string) => Promise<Record<string, unknown>>) {
    this.#load = load;
  }

  async blockFor(body: Body, items: number): Promise<Block> {
    if (items < SHARED_BELOW) return sharedBlock;
    const text = Function.prototype.toString.call(body);
    let block = this.#made.get(text);
    if (!block) {
      const url = `data:text/javascript,${encodeURIComponent(LOOP_TEXT)}//${this.#made.size}`;
      block = this.#load(url).then((module) => module.default as Block);
      this.#made.set(text, block);
    }
    return block;
  }
}

/** Who is told how many iterations are done, and the clock. */
export interface Progress {
  at(iterations: number): void;
  readonly nowMs: () => number;
}

/** A block shall take about this long: the counter moves, and costs nothing. */
const BLOCK_MS = 10;
const MAX_BLOCK = 1 << 22;

export interface Chunk {
  readonly items: ArrayLike<unknown> | undefined;
  readonly first: number;
  readonly step: number;
  readonly length: number;
}

/**
 * Folds a chunk from its first element's body value, left to right; each step is awaited when it gives a promise.
 * `length` is at least 1. Tells `progress` after each block.
 */
export async function runLoop(
  block: Block,
  { red, body }: { red: Reducer; body: Body },
  chunk: Chunk,
  progress: Progress,
): Promise<unknown> {
  const { items, first, step, length } = chunk;
  const itemAt = (index: number) => (items !== undefined ? items[index] : first + index * step);
  let acc = body(itemAt(0));
  if (isThenable(acc)) acc = await acc;
  const stop: Interruption = { kind: "none", index: 0, value: undefined };
  let size = 1;
  for (let at = 1; at < length; ) {
    const startedMs = progress.nowMs();
    const to = Math.min(length, at + size);
    acc = block(red, body, acc, items, first, step, at, to, stop);
    if (stop.kind === "none") at = to;
    else {
      acc = stop.kind === "body" ? red(acc, await stop.value) : stop.value;
      if (isThenable(acc)) acc = await acc;
      at = stop.index + 1;
      stop.kind = "none";
    }
    progress.at(at);
    const tookMs = progress.nowMs() - startedMs;
    if (tookMs < BLOCK_MS / 2) size = Math.min(MAX_BLOCK, size * 2);
    else if (tookMs > BLOCK_MS * 2) size = Math.max(1, size >> 1);
  }
  return acc;
}

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
