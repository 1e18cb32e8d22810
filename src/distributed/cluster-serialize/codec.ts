// The door of cluster-serialize: one codec a process turns values into graphs that structured clone carries, and back.
// Julia: cluster_serialize.jl, which sends closures with what they capture and names what the other side has.
import type { Graph } from "../messages.ts";
import { Builtins } from "./builtins.ts";
import { decode, importsOf } from "./decode.ts";
import { type EncodeOptions, encode } from "./encode.ts";
import { howFilesTravel } from "./files.ts";
import { Imports } from "./imports.ts";
import { KeptWeakMap, random } from "./intrinsics.ts";
import { type Callable, Known } from "./known.ts";
import { Marks, Move } from "./moves.ts";
import { nameOfFunction } from "./reasons.ts";
import type { Registrar } from "./registration.ts";
import { Registry } from "./registry.ts";
import { Classes, type CodecState, type HowItTravels, Types } from "./state.ts";
import { UnsendableError } from "./unsendable.ts";

export type { Callable } from "./known.ts";
export { UnsendableError } from "./unsendable.ts";

export interface Codec {
  /**
   * The key under which every process knows this function: it captures nothing and owns nothing. Undefined for any other
   * value. Cheap (some 150 ns): to be asked at each call.
   */
  keyOf(f: unknown): string | undefined;
  /** The function of that key, made once per process. Throws for an unknown key, naming it. */
  byKey(key: string): Callable;
  /**
   * A graph of the value that structured clone carries. Plain data passes by reference, untouched: post it before anybody
   * can change it. Throws UnsendableError naming the variable, the path and the positions; then nothing is left half done.
   * - `root` (default "the value") begins the path in errors;
   * - `isCall`: the value is [f, args], and paths begin with `f` or `args`;
   * - `move`: told what the message moves instead of copying it; without, everything is copied and marks stay;
   * - `lenient`: what can't travel becomes undefined, and its path is told. Then `encode` never throws.
   */
  encode(value: unknown, options?: Omit<EncodeOptions, "readThrough">): Graph;
  /** Marks a value: the next message that holds it, and for which there is a `move`, takes these buffers along. */
  mark(value: object, buffers: readonly object[]): void;
  /** For one message: `encode` fills it with what its marked values move, and whoever posts the message hands that over. */
  move(): Move;
  /**
   * The graph again, for one that structured clone has refused (DataCloneError): everything is read by the encoder, so a
   * Proxy arrives as what it shows. Throws UnsendableError naming the part that really can't travel.
   */
  readThrough(graph: Graph): Graph;
  /** Imports what the graph names and this process has not; undefined when there is nothing to wait for. */
  prepare(graph: Graph): Promise<void> | undefined;
  /** The value. Throws when this process lacks code or a type that the graph names. */
  decode(graph: Graph): unknown;
  /**
   * Lets instances of exactly that class travel: `unpack(parts)` makes on the other side what `pack(value)` took apart.
   * Parts may hold anything that can travel. Those that are plain data are whole when `unpack` is called; what holds
   * functions or instances may still be empty, so `unpack` keeps it and does not look into it.
   */
  travels<T extends object>(
    theClass: abstract new (...args: never[]) => T,
    how: { tag: string; pack(value: T): unknown[]; unpack(parts: unknown[]): T },
  ): void;
  /** Refuses instances of exactly that class, with words that follow "cannot send the value: ". */
  stays(theClass: abstract new (...args: never[]) => object, why: string): void;
  /** Functions, classes and objects of the module "distributed", by name: they travel as their name. */
  expose(names: Readonly<Record<string, unknown>>): void;
  /** The name the program gave a function, else where it stands: "driver.ts:12". */
  nameOf(f: unknown): string;
  /** The text of a function as the program has it, without what compiling has added; undefined for what is none of it. */
  textOf(f: object): string | undefined;
}

/** @param options.pid this process's, known at the latest when something is sent. */
export function createCodec(options: { readonly pid: () => number }): Codec & { readonly registrar: Registrar } {
  const state = createState(options.pid);
  const sources = new KeptWeakMap<object, { value: unknown; options: EncodeOptions }>();
  const codec: Codec = {
    keyOf: (f) => state.known.keyOf(f),
    byKey: (key) => state.known.byKey(key),
    encode(value, how = {}) {
      const { graph, trusted } = encode(state, value, how);
      if (trusted) sources.set(graph as object, { value, options: how });
      return graph;
    },
    mark: (value, buffers) => state.marks.add(value, buffers),
    move: () => new Move(state.marks),
    readThrough(graph) {
      const source = typeof graph === "object" && graph !== null ? sources.get(graph) : undefined;
      if (!source) throw new UnsendableError("cannot send the value: the platform cannot copy it.");
      return encode(state, source.value, { ...source.options, readThrough: true }).graph;
    },
    prepare: (graph) => state.imports.prepare(importsOf(graph)),
    decode: (graph) => decode(state, graph),
    travels: (theClass, how) => state.types.add(theClass.prototype as object, how as unknown as HowItTravels),
    stays: (theClass, why) => state.types.stays(theClass.prototype as object, why),
    expose: (names) => state.known.expose(names),
    nameOf: (f) => nameOf(state, f),
    textOf(f) {
      const identity = state.registry.identify(f);
      return identity?.module.textOf(identity.meta);
    },
  };
  const files = howFilesTravel();
  if (files) state.types.add(files.prototype, files);
  codec.travels(UnsendableError, {
    tag: "UnsendableError",
    pack: (e) => [
      e.message,
      e.stack,
      { file: e.file, line: e.line, column: e.column, variable: e.variable, path: e.path },
    ],
    unpack: ([message, stack, details]) => UnsendableError.again(message as string, stack as string, details as object),
  });
  return { ...codec, registrar: state.registry.registrar };
}

function createState(pid: () => number): CodecState {
  const registry = new Registry();
  const builtins = new Builtins();
  // A pid that was replaced in place comes back with a new life, whose classes are others.
  const life = Math.floor(random() * 2 ** 40).toString(36);
  return {
    registry,
    builtins,
    imports: new Imports(registry),
    known: new Known(registry, builtins),
    types: new Types(),
    classes: new Classes(() => `${pid()}.${life}`),
    marks: new Marks(),
    remade: new KeptWeakMap(),
  };
}

function nameOf({ registry, known }: CodecState, f: unknown): string {
  if (typeof f !== "function") return "";
  const identity = registry.identify(f);
  const name = identity?.meta.name || nameOfFunction(f);
  if (name !== "") return name;
  if (identity) return `${identity.module.file}:${identity.meta.at[0]}`;
  return known.exposedKeyOf(f)?.replace("distributed#", "") ?? "anonymous";
}
