// Value -> graph. Data that structured clone keeps passes by reference; else a table of nodes, filled in order of discovery.
import { encodeArguments, encodeFunction } from "./encode-function.ts";
import { encodeObject } from "./encode-object.ts";
import { partsIn } from "./encode-piece.ts";
import { Encoding, type Lenient, type TellCapture } from "./encoding.ts";
import { symbolKeyFor, wellKnownSymbols } from "./intrinsics.ts";
import type { Move } from "./moves.ts";
import { whyNotCloned, whyNotSymbol, whyUnreadable } from "./reasons.ts";
import { Scan } from "./scan.ts";
import { isContainer, shapeOf } from "./shape.ts";
import type { CodecState } from "./state.ts";
import { UnsendableError } from "./unsendable.ts";
import type { EncodedGraph, Node } from "./wire.ts";

export interface EncodeOptions {
  /** What begins the path in errors; default "the value". */
  readonly root?: string;
  /** The value is [f, args]: paths begin with `f` or `args`, and each argument is looked at on its own. */
  readonly isCall?: boolean;
  /** What cannot travel becomes undefined and is told here; then `encode` never throws. */
  readonly lenient?: Lenient;
  /** Copies every container on the way, so that proxies are seen through. */
  readonly readThrough?: boolean;
  /** Told every object that a function captures, with the variable's name. */
  readonly captured?: TellCapture;
  /** Told what the message moves instead of copying it. Default: nothing is moved. */
  readonly move?: Move;
}

export interface Encoded {
  readonly graph: unknown;
  /** Some container goes by reference and was not copied. */
  readonly trusted: boolean;
}

export function encode(state: CodecState, value: unknown, options: EncodeOptions): Encoded {
  const { lenient } = options;
  if (!lenient) return run(state, value, options);
  try {
    return run(state, value, options);
  } catch (error) {
    lenient(`${options.root ?? ROOT}: ${whyUnreadable(error)}`);
    return { graph: undefined, trusted: false };
  }
}

const ROOT = "the value";

function run(state: CodecState, value: unknown, options: EncodeOptions): Encoded {
  const isObject = typeof value === "object" && value !== null;
  if (!isObject && typeof value !== "function" && typeof value !== "symbol") return { graph: value, trusted: false };
  const readThrough = options.readThrough === true || options.lenient !== undefined;
  const move = state.marks.any ? options.move : undefined;
  const scan = new Scan({ byDescriptor: state.registry.hasAccessors, readThrough, move });
  if (isObject && !options.isCall && scan.isWholeGraph(value)) {
    if (move && !move.isEmpty) checkMove(move, [["raw", value]]);
    return { graph: [value], trusted: scan.trusted };
  }
  const graph = encodeGraph(new Encoding(state, scan, options), value, options);
  if (move && !move.isEmpty) checkMove(move, graph[1]);
  return { graph, trusted: scan.trusted };
}

/** A buffer that does not go with the message would be lost. */
function checkMove(move: Move, nodes: readonly Node[]): void {
  const { list } = move;
  const there = partsIn(nodes);
  for (let i = 0; i < list.length; i++) {
    if (!there.has(list[i])) {
      throw new UnsendableError("cannot send the value: transfer named a buffer for it that is no part of it.");
    }
  }
}

function encodeGraph(e: Encoding, value: unknown, options: EncodeOptions): EncodedGraph {
  const root = e.slot(value, -1, { root: options.root ?? ROOT });
  const args = options.isCall ? encodePair(e, value as Call) : undefined;
  for (let node = e.nodes.length; node < e.values.length; node++) {
    const part = e.values[node];
    // The list of arguments is encoded whatever it holds, so that a large plain argument still goes by reference.
    e.nodes[node] = part === args ? encodeObject(e, args!, "array", node) : nodeOf(e, part, node);
  }
  e.finish();
  return e.needsImports ? [root, e.nodes, true] : [root, e.nodes];
}

type Call = readonly [f: unknown, args: readonly unknown[]];

function encodePair(e: Encoding, [f, args]: Call): readonly unknown[] {
  e.nodes[0] = ["array", [e.slot(f, 0, { root: "f" }), e.slot(args, 0, { root: "args" })]];
  return args;
}

function nodeOf(e: Encoding, value: unknown, node: number): Node {
  try {
    if (typeof value === "function") return encodeFunction(e, value, node);
    if (typeof value === "symbol") return encodeSymbol(e, value, node);
    return nodeOfObject(e, value as object, node);
  } catch (error) {
    if (error instanceof UnsendableError) throw error;
    return e.refuse(node, whyUnreadable(error));
  }
}

function nodeOfObject(e: Encoding, value: object, node: number): Node {
  const captured = encodeArguments(e, value, node);
  if (captured) return captured;
  if (e.scan.options.move?.has(value)) return ["raw", value];
  const shape = shapeOf(value);
  if (isContainer(shape) && e.scan.isWhole(value)) return ["raw", value];
  if (shape === "leaf" && e.scan.options.readThrough) {
    const why = whyNotCloned(value);
    if (why !== undefined) return e.refuse(node, why);
  }
  return encodeObject(e, value, shape, node);
}

function encodeSymbol(e: Encoding, symbol: symbol, node: number): Node {
  const key = symbolKeyFor(symbol);
  if (key !== undefined) return ["symbol", true, key];
  const name = wellKnownSymbols.get(symbol);
  return name === undefined ? e.refuse(node, whyNotSymbol(symbol)) : ["symbol", false, name as string];
}
