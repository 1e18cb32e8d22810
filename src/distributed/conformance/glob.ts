// Variables of the module used in remote code: GLOB of the acceptance cases. What a function captures is read when it is sent.
import { type ConformanceProgram, ts } from "./program.ts";

export const GLOB: readonly ConformanceProgram[] = [
  {
    id: "GLOB-01",
    title: "a variable that is assigned anew is sent anew",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      let v = 0;
      const read = () => v;
      for (v = 1; v <= 5; v++) console.log(await fetchfrom(2, () => v), await fetchfrom(2, read));
    `,
    prints: ["1 1", "2 2", "3 3", "4 4", "5 5"],
  },
  {
    id: "GLOB-02",
    title: "an array that is changed in place is sent as it is now",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      const v = [0];
      for (let i = 1; i <= 5; i++) {
        v.push(i);
        console.log((await fetchfrom(2, () => v)).join(" "));
      }
    `,
    prints: ["0 1", "0 1 2", "0 1 2 3", "0 1 2 3 4", "0 1 2 3 4 5"],
  },
  {
    id: "GLOB-03",
    title: "a value that comes back is not mistaken for the one in between",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      let x = "";
      for (const value of ["a", "b", "a"]) {
        x = value;
        console.log(await fetchfrom(2, () => x));
      }
    `,
    prints: ["a", "b", "a"],
  },
  {
    id: "GLOB-05",
    title: "a local variable is captured and makes no global one there",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      async function inside() {
        const lv = [1, 2];
        console.log(await fetchfrom(2, () => lv));
      }
      await inside();
      console.log(await fetchfrom(2, () => "lv" in globalThis));
    `,
    prints: ["[ 1, 2 ]", "false"],
  },
  {
    id: "GLOB-06",
    title: "one object under two names is one object there",
    workers: 1,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      const a = { n: 1 };
      const b = a;
      console.log(await fetchfrom(2, () => a === b));
      console.log(await remotecallFetch((x: typeof a) => x === a, 2, b));
    `,
    prints: ["true", "true"],
  },
  {
    id: "GLOB-07",
    title: "an array that is mentioned three times is one array there",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      const big = new Float64Array(500_000).fill(1);
      const read = () => big[1]!;
      console.log(await fetchfrom(2, () => [big.length, big[0]! + read(), [big, big][0] === [big][0]]));
    `,
    prints: ["[ 500000, 2, true ]"],
  },
];
