// Memory that processes share: SharedArray and localindices.
import { type ConformanceProgram, ts } from "./program.ts";

export const SHARED: readonly ConformanceProgram[] = [
  {
    id: "F-18",
    title: "what a loop writes into a SharedArray is there once it has been awaited, and Atomics counts without losing",
    workers: 4,
    driver: ts`
      import { distributed, range, SharedArray } from "distributed";
      const a = new SharedArray(Int32Array, 3);
      const task = distributed(range(1, 4000), (i) => {
        a[0] = i > 0 ? 7 : 0;
        a[1]! += 1;
        Atomics.add(a, 2, 1);
      });
      console.log(a[2]! < 4000); // it has only begun
      await task;
      console.log(a[0], a[1]! <= 4000, a[2]);
    `,
    prints: ["true", "7 true 4000"],
  },
  {
    id: "OWN-110",
    title: "each worker fills its part of a SharedArray, cut as distributed cuts; the driver has no part",
    workers: 3,
    driver: ts`
      import { everywhere, fetchfrom, localindices, myid, SharedArray, workers } from "distributed";
      const a = new SharedArray(Float64Array, 8);
      await everywhere(() => {
        for (const i of localindices(a)) a[i] = myid();
      });
      console.log(a);
      for (const pid of workers()) console.log([...(await fetchfrom(pid, () => localindices(a)))].join(" "));
      console.log(localindices(a).length, a instanceof Float64Array, a instanceof SharedArray);
    `,
    prints: ["Float64Array(8) [", "  2, 2, 2, 3,", "  3, 3, 4, 4", "]", "0 1 2", "3 4 5", "6 7", "0 true true"],
  },
  {
    id: "OWN-111",
    title: "a SharedArray in a structure, in a class, passed on and as a result is the same memory",
    workers: 2,
    functions: ts`
      export class Grid {
        readonly cells: Int32Array<SharedArrayBuffer>;
        readonly width: number;
        constructor(cells: Int32Array<SharedArrayBuffer>, width: number) {
          this.cells = cells;
          this.width = width;
        }
        set(x: number, y: number, value: number) {
          Atomics.store(this.cells, y * this.width + x, value);
        }
      }
    `,
    driver: ts`
      import { fetchfrom, remotecallFetch, SharedArray } from "distributed";
      import { Grid } from "./functions";
      const grid = new Grid(new SharedArray(Int32Array, 4), 2);
      await remotecallFetch((g: Grid) => g.set(1, 0, 5), 2, grid);
      await remotecallFetch(({ deep }: { deep: Grid[] }) => fetchfrom(3, () => deep[0]!.set(0, 1, 6)), 2, { deep: [grid] });
      const row = await fetchfrom(3, () => grid.cells.subarray(2));
      row[1] = 7;
      console.log(grid.cells);
      const made = await fetchfrom(2, () => new SharedArray(BigInt64Array, 2));
      await fetchfrom(3, () => {
        Atomics.add(made, 1, 2n ** 40n);
      });
      console.log(made, made.buffer instanceof SharedArrayBuffer);
    `,
    prints: ["Int32Array(4) [ 0, 5, 6, 7 ]", "BigInt64Array(2) [ 0n, 1099511627776n ] true"],
  },
  {
    id: "OWN-112",
    title: "a SharedArray of something else, or of a length that is none, is refused with what came",
    workers: 0,
    driver: ts`
      import { localindices, SharedArray } from "distributed";
      const says = (attempt: () => unknown) => {
        try {
          console.log(attempt());
        } catch (error: any) {
          console.log(error.name, error.message);
        }
      };
      says(() => new SharedArray(Array as any, 2));
      says(() => new SharedArray(Int8Array, -2));
      says(() => localindices(new Float64Array(2) as any));
      says(() => [...localindices(new SharedArray(Int8Array, 2))]);
    `,
    prints: [
      "TypeError SharedArray: wanted a typed-array class such as Float64Array, got the function Array",
      "RangeError SharedArray: wanted a length (a whole number, 0 or more), got -2",
      "TypeError localindices: wanted a SharedArray, got an object",
      "[ 0, 1 ]",
    ],
  },
];
