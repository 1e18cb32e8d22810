// For tests: a whole cluster in one thread. The real supervisor, processes and API over the in-memory host, whose messages
// the test holds back and lets through. Functions are one realm's, so they travel by a table: copy semantics of captures are
// the conformance programs' to test, on real hosts.
import type { Distributed } from "../distributed/api.ts";
import type { Codec } from "../distributed/cluster-serialize/codec.ts";
import { Marks, Move } from "../distributed/cluster-serialize/moves.ts";
import type { ClusterContext } from "../distributed/context.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { InMemoryHost } from "../supervisor/in-memory.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { startProcess } from "./process.ts";
import { Scope } from "./scope.ts";

export interface InMemoryProcess {
  readonly ctx: ClusterContext;
  readonly api: Distributed;
}

export interface InMemoryCluster {
  readonly host: InMemoryHost;
  readonly supervisor: Supervisor;
  readonly events: RunEvent[];
  /** By pid. */
  readonly processes: Map<number, InMemoryProcess>;
  /** The driver's API. */
  readonly driver: Distributed;
  /** Lets messages through until the promise settles; throws when it never can. */
  settle<T>(done: Promise<T>): Promise<T>;
  /** Once nothing is on its way any more: what the tables of each living process still hold, "2: 1 value". Empty: nothing. */
  leftovers(): Promise<string[]>;
}

export interface ClusterOptions {
  readonly assets?: Record<string, Uint8Array>;
  /** What `import` of the program's one module gives; the default is an empty module. */
  readonly modules?: (url: string) => Promise<Record<string, unknown>>;
}

/** The driver and `workers` workers, loaded. `random` decides the order of messages (0 keeps channels in turn). */
export async function startCluster(
  workers: number,
  random: () => number = () => 0,
  { assets = {}, modules }: ClusterOptions = {},
): Promise<InMemoryCluster> {
  const processes = new Map<number, InMemoryProcess>();
  const events: RunEvent[] = [];
  const functions: unknown[] = [];
  const host = new InMemoryHost({
    random,
    ...(modules ? { modules } : {}),
    start(process, pid) {
      const codec = tableCodec(functions);
      startProcess(process, {
        codec,
        scope: new Scope({}),
        runtimeUrl: host.runtimeUrl,
        started: ({ ctx, api }) => void processes.set(pid, { ctx, api }),
      });
    },
  });
  const supervisor = new Supervisor(host, (event) => events.push(event));
  const module = (name: string) => ({ name, file: "driver.ts", parts: [""], segments: [], sourceLines: [0] });
  const program = {
    modules: [module("./functions"), module("./driver")],
    everywhere: ["./functions"],
    driver: "./driver",
  };
  await host.settle(supervisor.run(program, assets, workers));
  await host.drain();
  return {
    ...{ host, supervisor, events, processes, driver: processes.get(1)!.api },
    settle: (done) => host.settle(done),
    async leftovers() {
      await host.drain();
      const { cluster } = processes.get(1)!.ctx;
      return cluster.procs().flatMap((pid) => leftAt(pid, processes.get(pid)!));
    },
  };
}

/** What the tables of a process hold now. */
export function leftAt(pid: number, { ctx }: InMemoryProcess): string[] {
  const counts = {
    values: ctx.keptValues.size,
    functions: ctx.keptFunctions.size,
    calls: ctx.cluster.pendingCalls(),
    "calls here": ctx.callsHere,
    "pools in use": ctx.pools.waited,
    uses: ctx.cluster.openUses(),
    promises: ctx.promises.unsettled,
  };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${pid}: ${count} ${what}`]));
}

/** A function is known by its place in the table, one of the library by its name, as each process has its own; classes of the library travel as they say; the rest is plain. */
function tableCodec(functions: unknown[]): Codec {
  const types: { theClass: unknown; tag: string; pack(value: never): unknown[]; unpack(parts: unknown[]): object }[] =
    [];
  const exposed = new Map<string, unknown>();
  const keyOf = (f: unknown) => {
    const name = [...exposed].find(([, one]) => one === f)?.[0];
    return name ?? String(functions.includes(f) ? functions.indexOf(f) : functions.push(f) - 1);
  };
  const byKey = (key: string) => exposed.get(key) ?? functions[Number(key)];

  const encode = (value: unknown): unknown => {
    if (typeof value === "function") return { $function: keyOf(value) };
    if (typeof value !== "object" || value === null) return value;
    const type = types.find(({ theClass }) => value instanceof (theClass as new () => object));
    if (type) return { $type: type.tag, parts: encode(type.pack(value as never)) };
    if (Array.isArray(value)) return value.map(encode);
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encode(part)]));
  };

  const decode = (graph: unknown): unknown => {
    if (typeof graph !== "object" || graph === null) return graph;
    if (Array.isArray(graph)) return graph.map(decode);
    if (Object.getPrototypeOf(graph) !== Object.prototype) return graph;
    const { $function, $type, parts } = graph as { $function?: string; $type?: string; parts?: unknown };
    if ($function !== undefined) return byKey($function);
    if ($type !== undefined) return types.find(({ tag }) => tag === $type)!.unpack(decode(parts) as unknown[]);
    return Object.fromEntries(Object.entries(graph).map(([key, part]) => [key, decode(part)]));
  };

  return {
    keyOf: (f) => (typeof f === "function" ? keyOf(f) : undefined),
    byKey: (key) => byKey(key) as () => unknown,
    encode,
    mark: () => {},
    move: () => new Move(new Marks()),
    readThrough: (graph) => graph,
    prepare: () => undefined,
    decode,
    travels: (theClass, how) => void types.push({ theClass, ...how } as (typeof types)[number]),
    stays() {},
    expose(names) {
      for (const [name, value] of Object.entries(names)) exposed.set(`distributed#${name}`, value);
    },
    nameOf: (f) => (f as { name: string }).name || "driver.ts:1",
    textOf: () => undefined,
  };
}
