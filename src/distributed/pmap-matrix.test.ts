// Every combination of the options of pmap and pmapreduce with items that fail and workers that end, against a small model.
// What was tried where is recorded as it runs; the model says from that, item by item, what had to come out.
import { beforeAll, expect, test } from "vitest";
import { type InMemoryCluster, startCluster } from "../process/in-memory-cluster.ts";
import type { PmapreduceOptions, RetryCheck } from "./pmap-options.ts";
import { range } from "./range.ts";

const WORKERS = 3;
const ITEMS = 7;
/** Throws at its first attempts, as many as the combination says. */
const FAILING = 3;
/** Ends the worker that tries it first, where the combination says so. */
const DEADLY = 5;

const ON_ERROR = {
  none: undefined,
  value: () => "x",
  rethrow(error: unknown): never {
    throw error;
  },
  throwOther(): never {
    throw new Error("other");
  },
};
const RETRY_DELAYS = { none: undefined, one: [0], two: [0, 0.01] };
const RETRY_CHECK = {
  none: undefined,
  no: async () => false,
  byError: (error: Error) => !error.message.endsWith(".2"),
  byState: (state: number, _error: unknown) => state < 2,
  skipsADelay: (state: number, _error: unknown) => [state + 1, true] as const,
} satisfies Record<string, RetryCheck | undefined>;
const BATCH_SIZES = [1, 3, 100, "auto"] as const;

interface Combination {
  readonly onError: keyof typeof ON_ERROR;
  readonly retryDelays: keyof typeof RETRY_DELAYS;
  readonly retryCheck: keyof typeof RETRY_CHECK;
  readonly batchSize: (typeof BATCH_SIZES)[number];
  readonly failures: number;
  readonly isDeadly: boolean;
  /** pmapreduce instead of pmap. */
  readonly isReduced: boolean;
}

/** All combinations but those in which `retryCheck` is never asked; each as pmap or as pmapreduce. */
function combinations(onError: Combination["onError"], retryDelays: Combination["retryDelays"]): Combination[] {
  const isNeverAsked = retryDelays === "none" || onError === "value";
  const checks = isNeverAsked ? (["none"] as const) : (Object.keys(RETRY_CHECK) as Combination["retryCheck"][]);
  const attempts = 1 + (RETRY_DELAYS[retryDelays]?.length ?? 0);
  const faults = [...Array(attempts + 1).keys()].map((failures) => ({ failures, isDeadly: false }));
  faults.push({ failures: 0, isDeadly: true }, { failures: 1, isDeadly: true });
  return checks.flatMap((retryCheck) =>
    BATCH_SIZES.flatMap((batchSize) =>
      faults.map((fault) => ({ onError, retryDelays, retryCheck, batchSize, ...fault, isReduced: random() < 0.5 })),
    ),
  );
}

// ------------------------------------------------------------------------------------------------------------ the model

/** Items that one request tried, and where; whether its worker ended before it could answer. */
interface Tried {
  readonly pid: number;
  readonly items: number[];
  hasEnded: boolean;
}

/** What an item comes to: a value, what the whole must reject with, or nothing yet. */
type Fate = { readonly value: string } | { readonly rejects: string } | undefined;

function fateOf(item: number, attempts: readonly Tried[], combination: Combination): Fate {
  const delays: readonly number[] = RETRY_DELAYS[combination.retryDelays] ?? [];
  let state = 0;
  for (const [i, { pid, hasEnded }] of attempts.entries()) {
    const isFailure = item === FAILING && i < combination.failures;
    if (!hasEnded && !isFailure) return { value: String(item) };
    const thrown = hasEnded ? `exited ${pid}` : `${item}.${i + 1}`;
    if (combination.onError === "value") return { value: "x" };
    const rejects = combination.onError === "throwOther" ? "other" : thrown;
    if (state >= delays.length || !mayRetry(combination, ++state, rejects)) return { rejects };
    if (combination.retryCheck === "skipsADelay") state++;
  }
  return undefined;
}

function mayRetry({ retryCheck }: Combination, state: number, thrown: string): boolean {
  if (retryCheck === "byError") return !thrown.endsWith(".2");
  if (retryCheck === "byState") return state < 2;
  return retryCheck !== "no";
}

/** "3.1" for what an item threw, "exited 4" for the end of a worker. */
function told(error: Error & { captured?: Error; pid?: number }): string {
  if (error.name === "ProcessExitedException") return `exited ${error.pid}`;
  return error.name === "RemoteException" ? error.captured!.message : error.message;
}

// ------------------------------------------------------------------------------------------------------------ the runs

let cluster: InMemoryCluster;
/** The process whose item is entered now. */
let entered = 0;

/** The registers are written before an item's function is entered. Functions travel as those with captures do. */
function watchNewcomers(): void {
  for (const [pid, { ctx }] of cluster.processes) {
    if (Object.hasOwn(ctx.registers, "enter")) continue;
    const enter = ctx.registers.enter.bind(ctx.registers);
    ctx.registers.enter = (name) => {
      entered = pid;
      return enter(name);
    };
    ctx.codec.keyOf = () => undefined;
  }
}

/** Messages come in an order of its own for each run, the same in each test run. */
let state = 1;
const random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};

beforeAll(async () => {
  cluster = await startCluster(WORKERS, random);
  watchNewcomers();
});

/** An item's function that records, and does what the combination says. The items of a request are entered in one go. */
function recorder({ failures, isDeadly }: Combination) {
  const tried: Tried[] = [];
  let request: Tried | undefined;
  const f = (item: number): string | Promise<string> => {
    const attempt = tried.filter(({ items }) => items.includes(item)).length + 1;
    if (!request) {
      request = { pid: entered, items: [], hasEnded: false };
      tried.push(request);
      queueMicrotask(() => (request = undefined));
    }
    request.items.push(item);
    if (isDeadly && item === DEADLY && attempt === 1) {
      request.hasEnded = true;
      cluster.host.spawned.get(entered)!.exit();
      return new Promise(() => {});
    }
    if (item === FAILING && attempt <= failures) throw new Error(`${item}.${attempt}`);
    return String(item);
  };
  return { tried, f };
}

async function check(combination: Combination): Promise<void> {
  const { driver, settle, host, processes } = cluster;
  const { tried, f } = recorder(combination);
  const options = Object.fromEntries(
    Object.entries({
      onError: ON_ERROR[combination.onError],
      retryDelays: RETRY_DELAYS[combination.retryDelays],
      retryCheck: RETRY_CHECK[combination.retryCheck],
      batchSize: combination.batchSize,
    }).filter(([, value]) => value !== undefined),
  ) as PmapreduceOptions<string>;
  const join = (a: string, b: string) => a + b;
  const items = range(1, ITEMS);
  const { isReduced } = combination;
  const run = isReduced ? driver.pmapreduce(join, f, items, options) : driver.pmap(f, items, options);
  const outcome = await settle(
    run.then(
      (value) => ({ value }),
      (error: Error) => ({ rejects: told(error) }),
    ),
  );
  await host.drain();

  const fates = Array.from({ length: ITEMS }, (_, i) =>
    fateOf(
      i + 1,
      tried.filter(({ items }) => items.includes(i + 1)),
      combination,
    ),
  );
  const rejections = fates.filter((fate) => fate !== undefined && "rejects" in fate);
  if (rejections.length > 0) expect(rejections).toContainEqual(outcome);
  else {
    const values = fates.map((fate) => (fate as { value: string }).value);
    expect(outcome).toEqual({ value: isReduced ? values.join("") : values });
  }
  const again = tried.filter(({ items }, i) => tried.slice(0, i).some((one) => one.items.includes(items[0]!)));
  expect(again.every(({ items }) => items.length === 1)).toBe(true);

  const ended = tried.filter(({ hasEnded }) => hasEnded);
  for (const { pid } of ended) processes.delete(pid);
  for (const { ctx } of processes.values()) {
    expect([ctx.cluster.pendingCalls(), ctx.keptFunctions.size, ctx.keptValues.size]).toEqual([0, 0, 0]);
  }
  if (ended.length > 0) await settle(driver.addprocs(ended.length));
  watchNewcomers();
}

for (const onError of Object.keys(ON_ERROR) as Combination["onError"][]) {
  for (const retryDelays of Object.keys(RETRY_DELAYS) as Combination["retryDelays"][]) {
    test(`pmap() and pmapreduce() do what the model says with onError ${onError} and retryDelays ${retryDelays}`, async () => {
      for (const combination of combinations(onError, retryDelays)) {
        await check(combination).catch((error: Error) => {
          error.message = `${JSON.stringify(combination)}: ${error.message}`;
          throw error;
        });
      }
    });
  }
}
