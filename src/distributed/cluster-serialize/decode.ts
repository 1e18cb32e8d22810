// Graph -> value: what each type of node becomes.
import { assertUnreachable } from "../../base/assert.ts";
import { captureDeps, fillExtra, makeClass, makeFunction } from "./decode-function.ts";
import { makeDomException, makeError, makeInstance } from "./decode-instance.ts";
import { fillElements, fillEntries, fillItems } from "./decode-parts.ts";
import { fillProps } from "./decode-props.ts";
import { Decoding, type Maker } from "./decoding.ts";
import type { ImportPath } from "./imports.ts";
import {
  construct,
  create,
  isArray,
  KeptMapClass,
  KeptSetClass,
  KeptTypeError,
  symbolFor,
  wellKnownSymbols,
} from "./intrinsics.ts";
import type { Callable } from "./known.ts";
import { viewClassOf } from "./shape.ts";
import type { Box, CodecState } from "./state.ts";
import type { EncodedGraph, Node, Props, Slot } from "./wire.ts";

/** Throws when this process lacks code, a type or an import that the graph names. */
export function decode(state: CodecState, graph: unknown): unknown {
  if (!isArray(graph)) return graph;
  if (graph.length === 1) return graph[0];
  const [root, nodes] = graph as unknown as EncodedGraph;
  const d = new Decoding(state, nodes, maker);
  const value = d.value(root);
  d.finish();
  return value;
}

/** The imports that a graph names. */
export function importsOf(graph: unknown): ImportPath[] {
  const paths: ImportPath[] = [];
  if (!isArray(graph) || graph.length < 3) return paths;
  const [, nodes] = graph as unknown as EncodedGraph;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node[0] === "import") paths[paths.length] = pathOf(node);
  }
  return paths;
}

const pathOf = ([, moduleKey, url, name, member]: Extract<Node, readonly ["import", ...unknown[]]>): ImportPath =>
  member === undefined ? [moduleKey, url, name] : [moduleKey, url, name, member];

const NONE: readonly Slot[] = [];

const maker: Maker = {
  deps(d, node) {
    switch (node[0]) {
      case "function":
        return captureDeps(d, node);
      case "class":
        return d.state.classes.at(node[4]) ? NONE : captureDeps(d, node);
      case "instance":
        return node[3] !== 0 && node[3][0] === "view" ? [node[1], node[3][1]] : [node[1]];
      case "derived":
      case "prototype":
      case "member":
        return [node[1]];
      case "view":
        return [node[2]];
      case "arguments":
        return node[1];
      case "travels":
        return node[2];
      default:
        return NONE;
    }
  },
  make,
};

function make(d: Decoding, node: Node): unknown {
  switch (node[0]) {
    case "raw":
      return node[1];
    case "nothing":
      return undefined;
    case "object":
      return withProps(d, {}, node[1]);
    case "bare":
      return withProps(d, create(null) as object, node[1]);
    case "derived":
      return withProps(d, create(d.value(node[1]) as object) as object, node[2]);
    case "array":
      return makeArray(d, node[1], node[2], node[3]);
    case "arguments":
      return valuesOf(d, node[1]);
    case "map":
      return withFill(new KeptMapClass(), (map) => fillEntries(d, map, node[1]), d, node[2]);
    case "set":
      return withFill(new KeptSetClass(), (set) => fillItems(d, set, node[1]), d, node[2]);
    case "view":
      return construct(viewClassOf(node[1]), [d.value(node[2]), node[3], node[4]]);
    case "error":
      return makeError(d, node);
    case "domException":
      return makeDomException(d, node);
    case "instance":
      return makeInstance(d, node);
    case "travels":
      return d.state.types.at(node[1]).unpack(valuesOf(d, node[2]));
    case "symbol":
      return node[1] ? symbolFor(node[2]) : wellKnownSymbols.get(node[2]);
    case "builtin":
      return d.state.builtins.at(node[1]);
    case "import":
      return d.state.imports.at(pathOf(node));
    case "known": {
      const known = d.state.known.byKey(node[1]);
      if (node[2] && !isAtHome(d, node[1])) fillExtra(d, known, node[2]);
      return known;
    }
    case "function":
      return makeFunction(d, node);
    case "class":
      return makeClass(d, node);
    case "member": {
      const meta = d.state.registry.module(node[2]).meta(node[3])!;
      return d.state.known.memberOf(d.value(node[1]) as Callable, node[3], meta);
    }
    case "prototype":
      return (d.value(node[1]) as { prototype: object }).prototype;
    case "box": {
      const box = { v: undefined as unknown };
      d.fill(() => {
        box.v = d.value(node[1]);
      });
      return node[2] ? constantBox(box) : box;
    }
    default:
      return assertUnreachable(node);
  }
}

function constantBox(box: Box): Box {
  return {
    get v() {
      return box.v;
    },
    set v(_) {
      throw new KeptTypeError("Assignment to constant variable.");
    },
  };
}

/** A function of the driver that comes back to the driver: nothing is written back. */
const isAtHome = (d: Decoding, key: string) => d.state.registry.module(key.slice(0, key.lastIndexOf("#"))).isHome;

function withProps<T extends object>(d: Decoding, object: T, props: Props): T {
  d.fill(() => fillProps(d, object, props));
  return object;
}

function withFill<T extends object>(object: T, fill: (object: T) => void, d: Decoding, props?: Props): T {
  d.fill(() => {
    fill(object);
    if (props) fillProps(d, object, props);
  });
  return object;
}

const makeArray = (d: Decoding, slots: readonly Slot[], props?: Props, length?: number) =>
  withFill<unknown[]>([], (array) => fillElements(d, array, slots, length), d, props);

function valuesOf(d: Decoding, slots: readonly Slot[]): unknown[] {
  const values = new Array<unknown>(slots.length);
  for (let i = 0; i < slots.length; i++) values[i] = d.value(slots[i]);
  return values;
}
