// The table of nodes that one encode fills. A value gets its index when it is first met and its node later, in order: the
// table is its own queue, so nothing recurses however deep a graph is. Also the way to each node, for errors.
import { Pieces } from "./encode-piece.ts";
import { KeptMap, KeptSet } from "./intrinsics.ts";
import type { Scan } from "./scan.ts";
import type { CodecState } from "./state.ts";
import {
  type CaptureEdge,
  type Edge,
  stepText,
  type UnsendableError,
  unsendableCapture,
  unsendablePart,
} from "./unsendable.ts";
import type { Node, Slot } from "./wire.ts";

export const NOTHING: Node = ["nothing"];

/** Told what can't travel, with its path: "the error.cache: it is a WeakMap". */
export type Lenient = (note: string) => void;

/** Told of an object that a function captures. */
export type TellCapture = (variable: string, value: object) => void;

interface Place {
  readonly root: string;
  readonly steps: string;
  /** The captured variable on the way, nearest to the part. */
  readonly capture: CaptureEdge | undefined;
  /** The function through which a chain of captures begins. */
  readonly outermost: number | undefined;
}

export class Encoding {
  readonly nodes: Node[] = [];
  /** By index; longer than `nodes` while some wait for theirs. */
  readonly values: unknown[] = [];
  /** Keys of literals that this graph names already: a second function of the same literal is one of its own. */
  readonly keysUsed = new KeptSet<string>();
  /** The class that holds an object as its `prototype`; null for none that can travel. */
  // biome-ignore lint/complexity/noBannedTypes: classes of the program
  readonly classes = new KeptMap<object, Function | null>();
  readonly boxes = new Boxes(this.nodes);
  readonly pieces = new Pieces(this.nodes);
  readonly state: CodecState;
  readonly scan: Scan;
  needsImports = false;
  readonly #index = new KeptMap<unknown, number>();
  readonly #holders: number[] = [];
  readonly #edges: Edge[] = [];
  readonly #lenient: Lenient | undefined;
  readonly #dropped: number[] = [];

  readonly captured: TellCapture | undefined;

  constructor(state: CodecState, scan: Scan, { lenient, captured }: { lenient?: Lenient; captured?: TellCapture }) {
    this.state = state;
    this.scan = scan;
    this.#lenient = lenient;
    this.captured = captured;
  }

  /** The slot of a value that node `holder` has at `edge`. */
  slot(value: unknown, holder: number, edge: Edge): Slot {
    if (value === null || (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol")) {
      return value;
    }
    let index = this.#index.get(value);
    if (index === undefined) {
      index = this.values.length;
      this.#index.set(value, index);
      this.values[index] = value;
      this.scan.options.move?.meet(value as object);
      this.#holders[index] = holder;
      this.#edges[index] = edge;
    }
    return [index];
  }

  /** Says that a node (or its part at `edge`) can't travel: throws, or under `lenient` notes it and leaves it out. */
  refuse(node: number, why: string, edge?: PropertyKey): Node {
    const { root, steps, capture, outermost } = this.#placeOf(node, edge);
    if (!this.#lenient) {
      throw capture ? unsendableCapture(capture, steps, why) : unsendablePart(root, steps, why);
    }
    this.#lenient(
      capture ? `the variable \`${capture.capture.name}\`${steps} of a function: ${why}` : `${root}${steps}: ${why}`,
    );
    if (edge === undefined || outermost !== undefined) this.#dropped[this.#dropped.length] = outermost ?? node;
    return NOTHING;
  }

  /** The same with an error that tells its own place; it concerns the function at `node`. */
  refuseWith(node: number, error: UnsendableError): Node {
    if (!this.#lenient) throw error;
    this.#lenient(error.message);
    this.#dropped[this.#dropped.length] = this.#placeOf(node).outermost ?? node;
    return NOTHING;
  }

  /** Once all nodes are there: what waited for the others. Leaves out functions some capture of which can't travel. */
  finish(): void {
    this.boxes.share();
    this.pieces.cut(this.scan.options.move);
    for (let i = 0; i < this.#dropped.length; i++) this.nodes[this.#dropped[i]!] = NOTHING;
  }

  #placeOf(node: number, edge?: PropertyKey): Place {
    let steps = edge === undefined ? "" : stepText(edge);
    let capture: CaptureEdge | undefined;
    let outermost: number | undefined;
    for (let at = node; at >= 0; at = this.#holders[at]!) {
      const step = this.#edges[at]!;
      if (typeof step !== "object") steps = capture ? steps : stepText(step) + steps;
      else if ("root" in step) return { root: step.root, steps, capture, outermost };
      else if ("step" in step) steps = capture ? steps : step.step + steps;
      else {
        capture ??= step;
        outermost = this.#holders[at]!;
      }
    }
    return { root: "it", steps, capture, outermost };
  }
}

/** Reads a captured variable, and writes it if `write` is true. */
type Access = (write: boolean, value?: unknown) => unknown;

interface Captured {
  /** The captures of the function's node, and the place of this one. */
  readonly captures: Slot[];
  readonly at: number;
  readonly access: Access;
  readonly content: Slot;
}

/**
 * Captured variables that closures write. Two closures share one exactly if writing through the first shows through the
 * second, so each variable holds a token for a moment, at the end, while no code of the program can run. A constant that a
 * closure tries to write refuses the token: it stays one where it arrives.
 */
export class Boxes {
  readonly #nodes: Node[];
  readonly #captured: Captured[] = [];

  constructor(nodes: Node[]) {
    this.#nodes = nodes;
  }

  add(captured: Captured): void {
    this.#captured[this.#captured.length] = captured;
  }

  /** Gives each variable its node; the program's variables are as they were, also after a failure. */
  share(): void {
    const tokens = new KeptMap<unknown, number>();
    const written: { access: Access; was: unknown }[] = [];
    try {
      for (let i = 0; i < this.#captured.length; i++) {
        const { captures, at, access, content } = this.#captured[i]!;
        const was = access(false);
        let node = tokens.get(was);
        if (node === undefined) {
          node = this.#nodes.length;
          const token = {};
          const isConstant = !canWrite(access, token);
          this.#nodes[node] = isConstant ? ["box", content, 1] : ["box", content];
          if (!isConstant) {
            tokens.set(token, node);
            written[written.length] = { access, was };
          }
        }
        captures[at] = [node];
      }
    } finally {
      for (let i = written.length - 1; i >= 0; i--) written[i]!.access(true, written[i]!.was);
    }
  }
}

function canWrite(access: Access, token: object): boolean {
  try {
    access(true, token);
    return true;
  } catch {
    return false;
  }
}
