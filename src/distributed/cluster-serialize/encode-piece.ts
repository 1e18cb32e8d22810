// Views of a small part of a large buffer: the part travels, not the buffer (a row of a 64 MB matrix is a row). Views of one
// buffer share the piece that travels, as they shared the buffer; when the buffer travels whole elsewhere in the graph, they
// share that.
import {
  bufferSlice,
  dataViewOffset,
  isView,
  KeptMap,
  KeptSet,
  typedArrayLength,
  typedArrayName,
  typedArrayOffset,
} from "./intrinsics.ts";
import type { Move } from "./moves.ts";
import { appendParts, bufferOf, bytesOf, shapeOf } from "./shape.ts";
import type { Node } from "./wire.ts";

interface Piece {
  readonly views: { readonly view: ArrayBufferView; readonly node: number }[];
  /** Bytes of the buffer that some view covers: from, to (exclusive). */
  from: number;
  to: number;
}

/** A piece begins where every kind of element may begin. */
const ALIGNMENT = 8;

const UNCUT: Node = ["nothing"];

export class Pieces {
  readonly #nodes: Node[];
  readonly #pieces = new KeptMap<ArrayBufferLike, Piece>();

  constructor(nodes: Node[]) {
    this.#nodes = nodes;
  }

  /** The view at `node` covers a part of its buffer; `cut` writes the node that takes the place of the one returned. */
  add(view: ArrayBufferView, node: number): Node {
    const buffer = bufferOf(view);
    const from = offsetOf(view);
    const to = from + bytesOf(view);
    const piece = this.#pieces.get(buffer);
    if (!piece) {
      this.#pieces.set(buffer, { views: [{ view, node }], from, to });
      return UNCUT;
    }
    piece.views[piece.views.length] = { view, node };
    piece.from = Math.min(piece.from, from);
    piece.to = Math.max(piece.to, to);
    return UNCUT;
  }

  /** Copies the pieces and gives the views their nodes. A buffer that is moved goes whole. */
  cut(move: Move | undefined): void {
    if (this.#pieces.size === 0) return;
    const whole = partsIn(this.#nodes);
    this.#pieces.forEach((piece, buffer) => {
      this.#cutFrom(buffer, piece, whole.has(buffer) || move?.has(buffer) === true);
    });
  }

  #cutFrom(buffer: ArrayBufferLike, piece: Piece, isWhole: boolean): void {
    const start = isWhole ? 0 : piece.from - (piece.from % ALIGNMENT);
    const node = this.#nodes.length;
    this.#nodes[node] = ["raw", isWhole ? buffer : bufferSlice(buffer, start, piece.to)];
    for (let i = 0; i < piece.views.length; i++) {
      const { view, node: at } = piece.views[i]!;
      const name = typedArrayName(view);
      const length = name === undefined ? bytesOf(view) : typedArrayLength(view);
      this.#nodes[at] = ["view", name ?? "DataView", [node], offsetOf(view) - start, length];
    }
  }
}

const offsetOf = (view: ArrayBufferView): number =>
  typedArrayName(view) === undefined ? dataViewOffset(view) : typedArrayOffset(view);

/** The objects that structured clone carries with the nodes, buffers of views included. Only for pieces and moves. */
export function partsIn(nodes: readonly Node[]): Set<unknown> {
  const parts = new KeptSet<unknown>();
  const found: unknown[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node[0] === "raw") found[found.length] = node[1];
  }
  for (let i = 0; i < found.length; i++) {
    const value = found[i];
    if (typeof value !== "object" || value === null || parts.has(value)) continue;
    parts.add(value);
    if (isView(value)) parts.add(bufferOf(value));
    else appendParts(value, shapeOf(value), found, false);
  }
  return parts;
}
