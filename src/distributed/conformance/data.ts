// Values on their way to a worker and back: DATA of the acceptance cases.
import { type ConformanceProgram, ts } from "./program.ts";

const ECHO = ts`
  export const echo = <T>(value: T): T => value;
`;

export const DATA: readonly ConformanceProgram[] = [
  {
    id: "DATA-01",
    title: "primitives come back as themselves",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const values = [true, "", "é😀", 2 ** 53 + 1, Infinity, -Infinity, undefined, null];
      const back = await remotecallFetch(echo, 2, values);
      console.log(back);
      for (const value of values) if (!Object.is(await remotecallFetch(echo, 2, value), value)) console.log("not", value);
    `,
    prints: [
      "[",
      "  true,",
      "  '',",
      "  'é😀',",
      "  9007199254740992,",
      "  Infinity,",
      "  -Infinity,",
      "  undefined,",
      "  null",
      "]",
    ],
  },
  {
    id: "DATA-02",
    title: "NaN and -0 come back as themselves",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      console.log(Object.is(await remotecallFetch(echo, 2, NaN), NaN), Object.is(await remotecallFetch(echo, 2, -0), -0));
      console.log(await remotecallFetch(echo, 2, [-0, NaN]));
    `,
    prints: ["true true", "[ -0, NaN ]"],
  },
  {
    id: "DATA-03",
    title: "bigints come back as themselves",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      console.log(await remotecallFetch(echo, 2, 10n ** 40n), await remotecallFetch(echo, 2, -1n));
      console.log(await remotecallFetch(echo, 2, new BigInt64Array([1n, -(2n ** 63n)])));
    `,
    prints: ["10000000000000000000000000000000000000000n -1n", "BigInt64Array(2) [ 1n, -9223372036854775808n ]"],
  },
  {
    id: "DATA-04",
    title: "every kind of typed array comes back with its bits",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
      const bytes = (a: ArrayBufferView) => String(new Uint8Array(a.buffer, a.byteOffset, a.byteLength));
      const check = async (a: ArrayBufferView) => {
        const back = await remotecallFetch(echo, 2, a);
        return back.constructor === a.constructor && bytes(back) === bytes(a);
      };
      const numbers = Array.from({ length: 1000 }, (_, i) => i - 500);
      let wrong = 0;
      for (const Kind of kinds) {
        for (const a of [new Kind(), Kind.from(numbers)]) if (!(await check(a))) wrong++;
      }
      for (const Kind of [Float32Array, Float64Array]) {
        for (const a of [new Kind(), Kind.of(NaN, -0, Infinity, 0.1)]) if (!(await check(a))) wrong++;
      }
      for (const Kind of [BigInt64Array, BigUint64Array]) if (!(await check(Kind.of(1n, 2n)))) wrong++;
      console.log(wrong, await check(new DataView(new ArrayBuffer(3))));
      const buffer = await remotecallFetch(echo, 2, new Uint8Array([1, 2, 3]).buffer);
      console.log(buffer instanceof ArrayBuffer, buffer.byteLength);
    `,
    prints: ["0 true", "true 3"],
  },
  {
    id: "DATA-06",
    title: "a short view of a large buffer does not drag the buffer along",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      const floats = new Float64Array(8_000_000);
      floats.set([1, 2, 3, 4], 1000);
      const view = floats.subarray(1000, 1004);
      const look = (v: Float64Array) => [v.join(), v.buffer.byteLength < 1_000_000];
      console.log(await remotecallFetch(look, 2, view), await fetchfrom(2, () => look(view)));
    `,
    prints: ["[ '1,2,3,4', true ] [ '1,2,3,4', true ]"],
  },
  {
    id: "DATA-07",
    title: "a million numbers, a hundred thousand strings and 80 MB of floats come back equal",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const same = async (list: ArrayLike<unknown>) => {
        const back = await remotecallFetch(echo, 2, list);
        if (back.length !== list.length) return false;
        for (let i = 0; i < list.length; i++) if (back[i] !== list[i]) return false;
        return true;
      };
      console.log(await same(Array.from({ length: 1_000_000 }, (_, i) => i * 3)));
      console.log(await same(Array.from({ length: 100_000 }, () => Math.random().toString(36))));
      console.log(await same(new Float64Array(1e7).fill(0.5)));
    `,
    prints: ["true", "true", "true"],
  },
  {
    id: "DATA-08",
    title: "keys and values of a Map that are one object stay one, order too",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const [a, b] = [{ n: 1 }, { n: 2 }];
      const map = await remotecallFetch(echo, 2, new Map([[b, b], [a, b]]));
      const [[k1, v1], [k2, v2]] = [...map] as any;
      console.log(map, k1 === v1, v1 === v2, k2 === v2);
      const set = await remotecallFetch(echo, 2, new Set([a, b, [a]]));
      const [first, , third] = [...set] as any;
      console.log(set, third[0] === first);
    `,
    prints: [
      "Map(2) { { n: 2 } => { n: 2 }, { n: 1 } => { n: 2 } } true true false",
      "Set(3) { { n: 1 }, { n: 2 }, [ { n: 1 } ] } true",
    ],
  },
  {
    id: "DATA-09",
    title: "dates, invalid ones too, and patterns come back",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      console.log(await remotecallFetch(echo, 2, new Date(0)), await remotecallFetch(echo, 2, new Date(NaN)));
      console.log(await remotecallFetch(echo, 2, /a(b)\/[/]/giu));
    `,
    prints: ["1970-01-01T00:00:00.000Z Invalid Date", "/a(b)\\/[/]/giu"],
  },
  {
    id: "DATA-10",
    title: "a ring and a shared part stay what they are",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const ring: any = { name: "a" };
      ring.self = ring;
      const s = [1];
      const back = await remotecallFetch(echo, 2, { ring, p: s, q: s });
      console.log(back.ring.self === back.ring, back.p === back.q, back.ring);
    `,
    prints: ["true true <ref *1> { name: 'a', self: [Circular *1] }"],
  },
  {
    id: "DATA-11",
    title: "a hole stays a hole, and a sparse matrix is multiplied there",
    workers: 1,
    functions: ts`
      /** Columns compressed: the entries of column j are those from colptr[j] to before colptr[j + 1]. */
      export interface Sparse {
        m: number;
        n: number;
        colptr: Int32Array;
        rowval: Int32Array;
        nzval: Float64Array;
      }
      export function multiply({ m, n, colptr, rowval, nzval }: Sparse, x: Float64Array) {
        const y = new Float64Array(m);
        for (let j = 0; j < n; j++) for (let k = colptr[j]!; k < colptr[j + 1]!; k++) y[rowval[k]!]! += nzval[k]! * x[j]!;
        return y;
      }
    `,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { multiply, type Sparse } from "./functions";
      // biome-ignore lint/suspicious/noSparseArray: the case is about holes
      const back = await remotecallFetch((a: number[]) => [1 in a, a.length, a] as const, 2, [1, , 3] as number[]);
      console.log(back[0], back[1], 1 in back[2]);
      const matrix: Sparse = {
        m: 2,
        n: 3,
        colptr: Int32Array.of(0, 1, 1, 3),
        rowval: Int32Array.of(1, 0, 1),
        nzval: Float64Array.of(5, 2, 3),
      };
      console.log(await remotecallFetch(multiply, 2, matrix, Float64Array.of(1, 10, 100)));
    `,
    prints: ["false 3 false", "Float64Array(2) [ 200, 305 ]"],
  },
  {
    id: "DATA-12",
    title: "an object nested five thousand deep arrives, with a function at its end too",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      type Nested = { next: Nested } | { end: () => string };
      const nested = (depth: number, end: any) => {
        let at = end;
        for (let i = 0; i < depth; i++) at = { next: at };
        return at;
      };
      const walk = (at: any) => {
        let depth = 0;
        for (; at.next; at = at.next) depth++;
        return [depth, typeof at.end === "function" ? at.end() : at.end];
      };
      console.log(await remotecallFetch(walk, 2, nested(5000, { end: "plain" })));
      console.log(await remotecallFetch(walk, 2, nested(5000, { end: () => "called" })));
      console.log(await remotecallFetch((n: number) => walk(nested(n, { end: "there" })), 2, 5000));
    `,
    prints: ["[ 5000, 'plain' ]", "[ 5000, 'called' ]", "[ 5000, 'there' ]"],
  },
  {
    id: "DATA-13",
    title: "an instance of a class of functions.ts arrives with its methods and private fields",
    workers: 1,
    functions: ts`
      export class Account {
        #cents = 0;
        owner: string;
        constructor(owner: string) {
          this.owner = owner;
        }
        deposit(cents: number) {
          this.#cents += cents;
          return this;
        }
        get euros() {
          return this.#cents / 100;
        }
      }
      export const pay = (account: Account) => account.deposit(50);
    `,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { Account, pay } from "./functions";
      const mine = new Account("Ada").deposit(100);
      const back = await remotecallFetch(pay, 2, mine);
      console.log(back instanceof Account, back.owner, back.euros, mine.euros);
    `,
    prints: ["true Ada 1.5 1"],
  },
  {
    id: "DATA-14",
    title: "what cannot travel is named with its path, three levels deep; a function there arrives",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const { port1 } = new MessageChannel();
      const look = (o: any) => typeof o.a.b.c;
      for (const c of [Symbol("own"), new WeakMap(), Promise.resolve(1), port1]) {
        await remotecallFetch(look, 2, { a: { b: { c } } }).catch((error) => console.log(error.message));
      }
      port1.close();
      console.log(await remotecallFetch(look, 2, { a: { b: { c: () => 1 } } }));
    `,
    prints: [
      /args\[0\]\.a\.b\.c.*[Ss]ymbol/,
      /args\[0\]\.a\.b\.c.*WeakMap/,
      /args\[0\]\.a\.b\.c.*[Pp]romise/,
      /args\[0\]\.a\.b\.c.*MessagePort/,
      "function",
    ],
  },
  {
    id: "DATA-16",
    title: "a typed array that is sent stays whole at the caller",
    workers: 1,
    driver: ts`
      import { fetch, fetchfrom, remotecall, remotecallFetch } from "distributed";
      const floats = new Float64Array(1000).fill(2);
      const sum = (a: Float64Array) => a.reduce((x, y) => x + y);
      console.log(await remotecallFetch(sum, 2, floats), floats.length, floats.buffer.byteLength, sum(floats));
      console.log(await fetch(remotecall(sum, 2, floats)), floats.length);
      console.log(await fetchfrom(2, () => sum(floats)), floats.length);
    `,
    prints: ["2000 1000 8000 2000", "2000 1000", "2000 1000"],
  },
  {
    id: "DATA-18",
    title: "an Error that is a value arrives as an Error and is not thrown",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const [error] = await remotecallFetch(echo, 2, [new RangeError("just a value")]);
      console.log(error instanceof RangeError, error!.name, error!.message);
      console.log((await remotecallFetch(() => new TypeError("returned"), 2)).message);
    `,
    prints: ["true RangeError just a value", "returned"],
  },
  {
    id: "DATA-20",
    title: "two workers count in shared memory, and none is lost",
    workers: 2,
    driver: ts`
      import { fetchfrom, workers } from "distributed";
      const cell = new Int32Array(new SharedArrayBuffer(4));
      const count = () => {
        for (let i = 0; i < 100_000; i++) Atomics.add(cell, 0, 1);
      };
      await Promise.all(workers().map((pid) => fetchfrom(pid, count)));
      console.log(cell[0]);
    `,
    prints: ["200000"],
  },
  {
    id: "DATA-21",
    title: "the order of keys, fields that are undefined and a prototype of null are kept",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      console.log(await remotecallFetch(echo, 2, { z: 1, a: undefined, m: { y: 2, b: 3 } }));
      const bare = Object.assign(Object.create(null), { k: 1 });
      const back = await remotecallFetch(echo, 2, bare);
      console.log(Object.getPrototypeOf(back), back.k);
      const proto = await remotecallFetch(echo, 2, JSON.parse('{ "__proto__": 1, "constructor": 2 }'));
      console.log(Object.keys(proto), Object.getPrototypeOf(proto) === Object.prototype);
    `,
    prints: ["{ z: 1, a: undefined, m: { y: 2, b: 3 } }", "null 1", "[ '__proto__', 'constructor' ] true"],
  },
  {
    id: "DATA-22",
    title: "half a surrogate pair and ten million characters come back",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const half = "a\ud83d";
      console.log((await remotecallFetch(echo, 2, half)) === half);
      const long = "0123456789".repeat(1_000_000);
      console.log((await remotecallFetch(echo, 2, long)) === long);
    `,
    prints: ["true", "true"],
  },
  {
    id: "DATA-23",
    title: "8 MB captured by everywhere() arrive whole on four workers",
    workers: 4,
    driver: ts`
      import { everywhere, fetchfrom, procs } from "distributed";
      declare global {
        var sum: number;
      }
      const floats = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
      await everywhere(() => {
        globalThis.sum = floats.reduce((a, b) => a + b);
      });
      for (const pid of procs()) console.log(await fetchfrom(pid, () => globalThis.sum));
    `,
    prints: Array<string>(5).fill("499999500000"),
  },
  {
    id: "OWN-21",
    title: "what is frozen or sealed and accessors stay so",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const frozen = await remotecallFetch(echo, 2, Object.freeze({ a: 1 }));
      console.log(Object.isFrozen(frozen), frozen);
      const sealed = await remotecallFetch(echo, 2, Object.seal([1, 2]));
      console.log(Object.isSealed(sealed), sealed);
      const circle = {
        r: 2,
        get area() {
          return this.r ** 2;
        },
      };
      const back = await remotecallFetch(echo, 2, circle);
      back.r = 3;
      console.log(back.area);
    `,
    prints: ["true { a: 1 }", "true [ 1, 2 ]", "9"],
  },
  {
    id: "OWN-121",
    title: "what the platform's classes hold comes back: blobs, files, images, resizable buffers, errors of many",
    workers: 1,
    functions: ECHO,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      import { echo } from "./functions";
      const file = new File(["abc"], "a.txt", { type: "text/plain", lastModified: 5 });
      const [blob, sent] = await remotecallFetch(echo, 2, [new Blob(["x", "y"]), file] as const);
      console.log(await blob.text(), await sent.text(), sent.name, sent.type, sent.lastModified, sent instanceof File);
      const image = typeof ImageData === "undefined" ? undefined : new ImageData(new Uint8ClampedArray([1, 2, 3, 4]), 1, 1);
      const seen = await fetchfrom(2, () => (image ? [image.width, image.data[3]] : [1, 4]));
      console.log(seen.join());
      const buffer = new (ArrayBuffer as any)(8, { maxByteLength: 64 });
      const back = await remotecallFetch(echo, 2, { buffer, view: new Uint8Array(buffer) });
      back.buffer.resize(16);
      console.log(back.view.length, buffer.byteLength);
      const many = new AggregateError([new RangeError("a"), 5], "many", { cause: { why: 1 } });
      const error = await remotecallFetch(echo, 2, many);
      console.log(error instanceof AggregateError, error.message, error.errors[0] instanceof RangeError, error.errors[1], error.cause);
      class Vector extends Float64Array {
        sum() {
          return this.reduce((a, b) => a + b, 0);
        }
      }
      const large = new Vector(100_000).fill(2);
      const part = await remotecallFetch((v: Vector) => [v.sum(), v.buffer.byteLength] as const, 2, large.subarray(5, 8) as Vector);
      console.log(part[0], part[1] < 1000);
    `,
    prints: ["xy abc a.txt text/plain 5 true", "1,4", "16 8", "true many true 5 { why: 1 }", "6 true"],
  },
];
