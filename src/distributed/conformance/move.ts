// Values that are moved, not copied: transfer.
import { type ConformanceProgram, ts } from "./program.ts";

export const MOVE: readonly ConformanceProgram[] = [
  {
    id: "DATA-17",
    title: "a value that is transferred is there and no longer here, and using it again is a clear error",
    workers: 1,
    driver: ts`
      import { remotecallFetch, transfer } from "distributed";
      const sum = (a: Float64Array) => a.reduce((x, y) => x + y);
      const floats = new Float64Array(1000).fill(2);
      const { buffer } = floats;
      console.log(await remotecallFetch(sum, 2, transfer(floats, [buffer])), floats.length, buffer.byteLength);
      await remotecallFetch(sum, 2, floats).catch((error) => console.log(error.name, error.message));
      try {
        transfer(floats, [buffer]);
      } catch (error: any) {
        console.log(error.message);
      }
    `,
    prints: [
      "2000 0 0",
      /^UnsendableError driver\.ts:6:7: cannot send args\[0\]: it is a Float64Array that has been transferred away\.$/,
      "transfer: buffers[0] has been transferred away already",
    ],
  },
  {
    id: "OWN-115",
    title: "results, parts of structures, captures, items and what is put into refs and channels are moved",
    workers: 2,
    functions: ts`
      import { transfer } from "distributed";
      export const log: ArrayBuffer[] = [];
      export function make(n: number) {
        const a = new Uint8Array(n);
        log.push(a.buffer);
        return transfer(a, [a.buffer]);
      }
      /** Bytes that are still here of all that make() has made. */
      export const left = () => log.map(({ byteLength }) => byteLength).join(" ");
      export class Frame {
        readonly #pixels: Uint8Array<ArrayBuffer>;
        constructor(n: number) {
          this.#pixels = new Uint8Array(n);
        }
        get size() {
          return this.#pixels.length;
        }
        get buffers() {
          return [this.#pixels.buffer];
        }
      }
    `,
    driver: ts`
      import { Channel, fetch, fetchfrom, Future, pmap, put, remoteChannel, remotecall, remotecallFetch, take, transfer } from "distributed";
      import { Frame, left, make } from "./functions";
      console.log((await remotecallFetch(make, 2, 5)).length, (await fetch(remotecall(make, 2, 6))).length);
      console.log((await pmap(make, [7, 8], { batchSize: 2 })).map((a) => a.length).join(" "), await remotecallFetch(left, 2));
      const frame = new Frame(9);
      const nested = { deep: [new Map([["frame", transfer(frame, frame.buffers)]])] };
      console.log(await remotecallFetch((n: typeof nested) => n.deep[0]!.get("frame")!.size, 2, nested), frame.size);
      const captured = new Uint8Array(10);
      transfer(captured, [captured.buffer]);
      console.log(await fetchfrom(3, () => captured.length), captured.length);
      const items = [1, 2, 3].map((n) => new Uint8Array(n));
      console.log(await pmap((a: Uint8Array) => a.length, items.map((a) => transfer(a, [a.buffer]))), items.map((a) => a.length));
      const sent = [new Uint8Array(11), new Uint8Array(12)] as const;
      const future = new Future<Uint8Array>(2);
      await put(future, transfer(sent[0], [sent[0].buffer]));
      const channel = await remoteChannel<Uint8Array>(() => new Channel(1), 2);
      await put(channel, transfer(sent[1], [sent[1].buffer]));
      console.log((await fetch(future)).length, (await take(channel)).length, sent[0].length, sent[1].length);
    `,
    prints: ["5 6", "7 8 0 0 0 0", "9 0", "10 0", "[ 1, 2, 3 ] [ 0, 0, 0 ]", "11 12 0 0"],
  },
  {
    id: "OWN-116",
    title: "what cannot go out leaves its buffers, and so does a call to the own process; a mark holds for one sending",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch, transfer } from "distributed";
      const size = (value: { a: Uint8Array }) => value.a.length;
      const value = { a: new Uint8Array(4), bad: null as unknown };
      transfer(value, [value.a.buffer]);
      value.bad = new WeakMap();
      await remotecallFetch(size, 2, value).catch((error) => console.log(error.message.replace(/^.*: cannot/, "cannot")));
      value.bad = new Proxy(new Map(), {});
      await remotecallFetch(size, 2, value).catch(() => console.log("a Proxy of a Map"));
      value.bad = null;
      console.log(value.a.length, await remotecallFetch(size, 1, value), value.a.length);
      console.log(await remotecallFetch(size, 2, value), value.a.length);
      value.a = new Uint8Array(5);
      console.log(await remotecallFetch(size, 2, value), value.a.length);
      await remotecallFetch(size, 7, transfer(value, [value.a.buffer])).catch(() => console.log("no process 7", value.a.length));
      console.log(await fetchfrom(2, () => 1), value.a.length);
    `,
    prints: [
      "cannot send args[0].bad: it is a WeakMap, whose content cannot be read (make it in the functions file).",
      "a Proxy of a Map",
      "4 4 4",
      "4 0",
      "5 5",
      "no process 7 5",
      "1 5",
    ],
  },
  {
    id: "OWN-117",
    title: "views of a moved buffer share it there, whole, and a port is moved",
    workers: 1,
    driver: ts`
      import { remotecallFetch, transfer } from "distributed";
      const big = new ArrayBuffer(200_000);
      const views = { row: new Uint8Array(big, 100, 4), other: new Uint8Array(big, 102, 4) };
      const look = ({ row, other }: typeof views) => {
        row[2] = 7;
        return [other[0], row.buffer === other.buffer, row.buffer.byteLength];
      };
      console.log(await remotecallFetch(look, 2, transfer(views, [big])), big.byteLength);
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
      await remotecallFetch((port: MessagePort) => port.postMessage("by a port"), 2, transfer(port2, [port2]));
      console.log(await answer);
      port1.close();
    `,
    prints: ["[ 7, true, 200000 ] 0", "by a port"],
  },
  {
    id: "OWN-118",
    title: "a call that waits at a pool has its buffers, and moves them on",
    workers: 1,
    driver: ts`
      import { fetch, remotecall, remotecallFetch, transfer, WorkerPool, workers } from "distributed";
      const pool = new WorkerPool(workers());
      const long = remotecall(() => new Promise<void>((resolve) => setTimeout(resolve, 100)), pool);
      const a = new Uint8Array(6).fill(3);
      const waiting = remotecallFetch((x: Uint8Array) => x.join(""), pool, transfer(a, [a.buffer]));
      console.log(a.length);
      console.log(await waiting);
      await fetch(long);
    `,
    prints: ["0", "333333"],
  },
  {
    id: "OWN-119",
    title: "what cannot be moved is refused by what it is",
    workers: 1,
    driver: ts`
      import { fetch, put, remoteChannel, remotecall, remotecallFetch, take, transfer } from "distributed";
      const says = (attempt: () => unknown) => {
        try {
          console.log(attempt());
        } catch (error: any) {
          console.log(error.name, error.message);
        }
      };
      const a: any = new Uint8Array(4);
      says(() => transfer(5 as any, [a.buffer]));
      says(() => transfer(a, a.buffer));
      says(() => transfer(a, [a]));
      says(() => transfer(a, [new SharedArrayBuffer(4)]));
      says(() => transfer(a, [{} as any]));
      says(() => transfer(a, [a.buffer]) === a);
      const apart = new Uint8Array(1);
      const elsewhere = transfer([apart], [new ArrayBuffer(3)]);
      await remotecallFetch((x: unknown) => x, 2, elsewhere).catch((error) => console.log(error.message));
      // Each of two holders of a result gets it whole.
      const both = remotecall(() => {
        const made = new Uint8Array(8);
        return transfer(made, [made.buffer]);
      }, 2);
      const copy = await remotecallFetch(async (ref: typeof both) => (await fetch(ref)).length, 2, both);
      console.log(copy, (await fetch(both)).length);
      // What is taken may have to come back, so it is copied.
      const channel = await remoteChannel<Uint8Array>();
      const kept = new Uint8Array(9);
      await put(channel, transfer(kept, [kept.buffer]));
      console.log(await remotecallFetch(async (c: typeof channel) => (await take(c)).length, 2, channel), kept.length);
    `,
    prints: [
      "TypeError transfer: wanted an object that holds the buffers, got 5",
      "TypeError transfer: wanted an array of the buffers to move, got an object",
      "TypeError transfer: buffers[0] is a Uint8Array: name its buffer (`.buffer`), which moves whole",
      "TypeError transfer: buffers[0] is shared memory, which is never copied: there is nothing to move",
      "TypeError transfer: buffers[0] must be an ArrayBuffer, got an object",
      "true",
      /cannot send the value: transfer named a buffer for it that is no part of it\.$/,
      "8 8",
      "9 9",
    ],
  },
  {
    id: "OWN-120",
    title: "an item whose result, or which itself, the platform refuses to copy fails alone in its batch",
    workers: 1,
    driver: ts`
      import { pmap, transfer } from "distributed";
      const odd = (value: object) => new Proxy(value, {});
      const results = (x: number) => (x === 2 ? odd(new Blob(["x"])) : x === 4 ? [odd({ seen: x })] : transfer([x], []));
      const options = { batchSize: 5, onError: (error: any) => error.name + ": " + error.message.replace(/^.*: cannot/, "cannot") };
      console.log(await pmap(results, [1, 2, 3, 4, 5], options));
      console.log(await pmap((x: object) => Object.keys(x).length, [{ a: 1 }, odd(new Blob(["x"])), odd({ b: 1, c: 2 })], options));
      const buffers = [1, 2, 3].map((n) => new Uint8Array(n));
      const made = (x: Uint8Array) => (x.length === 2 ? odd(new Blob([])) : transfer(x, [x.buffer as ArrayBuffer]));
      console.log(await pmap(made, buffers, options));
    `,
    prints: [
      "[",
      "  [ 1 ],",
      "  'UnsendableError: cannot send the result: it is a Blob, which cannot be copied.',",
      "  [ 3 ],",
      "  [ { seen: 4 } ],",
      "  [ 5 ]",
      "]",
      "[",
      "  1,",
      "  'UnsendableError: cannot send item 1: it is a Blob, which cannot be copied.',",
      "  2",
      "]",
      "[",
      "  Uint8Array(1) [ 0 ],",
      "  'UnsendableError: cannot send the result: it is a Blob, which cannot be copied.',",
      "  Uint8Array(3) [ 0, 0, 0 ]",
      "]",
    ],
  },
  {
    id: "OWN-122",
    title: "a canvas is moved to a worker, and the image that is drawn there is moved back",
    workers: 1,
    driver: ts`
      import { remotecallFetch, transfer } from "distributed";
      const draw = (canvas: OffscreenCanvas) => {
        canvas.getContext("2d")!.fillRect(0, 0, 2, 2);
        const image = canvas.transferToImageBitmap();
        return transfer(image, [image]);
      };
      const canvas = new OffscreenCanvas(4, 2);
      await remotecallFetch(draw, 2, canvas).catch((error) => console.log(error.name));
      const image = await remotecallFetch(draw, 2, transfer(canvas, [canvas]));
      console.log(image.width, image.height);
    `,
    prints: ["UnsendableError", "4 2"],
    hosts: ["page"],
  },
];
