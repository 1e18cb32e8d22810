// transfer(value, buffers): move, do not copy. What is checked here; how a mark finds its message is in
// cluster-serialize/moves.ts.

import { describe } from "./checks.ts";
import { isDetached, safeTagOf } from "./cluster-serialize/shape.ts";

/** What can be moved: an ArrayBuffer, or an object of the platform that is moved (ImageBitmap, MessagePort, OffscreenCanvas). */
export type Movable = ArrayBufferLike | { close(): void } | { transferToImageBitmap(): object };

/** Classes of the platform whose objects are moved, where the host has them. */
const MOVABLE: readonly unknown[] = ["ImageBitmap", "MessagePort", "OffscreenCanvas"].map(
  (name) => (globalThis as Record<string, unknown>)[name],
);

/** Throws a TypeError for what cannot be moved, and for what has been moved away. */
export function checkTransfer(value: unknown, buffers: unknown): asserts value is object {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") {
    throw new TypeError(`transfer: wanted an object that holds the buffers, got ${describe(value)}`);
  }
  if (!Array.isArray(buffers)) {
    throw new TypeError(`transfer: wanted an array of the buffers to move, got ${describe(buffers)}`);
  }
  for (const [i, buffer] of buffers.entries()) {
    const why = whyNotMoved(buffer);
    if (why !== undefined) throw new TypeError(`transfer: buffers[${i}] ${why}`);
  }
}

function whyNotMoved(buffer: unknown): string | undefined {
  if (typeof buffer !== "object" || buffer === null) return `must be an ArrayBuffer, got ${describe(buffer)}`;
  const tag = safeTagOf(buffer);
  if (ArrayBuffer.isView(buffer)) return `is a ${tag}: name its buffer (\`.buffer\`), which moves whole`;
  if (tag === "SharedArrayBuffer") return "is shared memory, which is never copied: there is nothing to move";
  if (MOVABLE.some((theClass) => typeof theClass === "function" && buffer instanceof theClass)) return undefined;
  if (tag !== "ArrayBuffer") return `must be an ArrayBuffer, got ${describe(buffer)}`;
  return isDetached(buffer) ? "has been transferred away already" : undefined;
}
