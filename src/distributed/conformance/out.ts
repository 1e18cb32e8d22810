// What programs print: OUT of the acceptance cases. A line is that of the process whose code printed it.
import { type ConformanceProgram, from, ts } from "./program.ts";

export const OUT: readonly ConformanceProgram[] = [
  {
    id: "OUT-01",
    title: "a worker's line says which worker",
    workers: 2,
    driver: ts`
      import { fetchfrom } from "distributed";
      await fetchfrom(3, () => console.log("hi"));
    `,
    prints: [from(3, "hi")],
  },
  {
    id: "OUT-02",
    title: "a text of several lines is several lines, each with its worker",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      await fetchfrom(2, () => console.log("a\nb"));
    `,
    prints: [from(2, "a"), from(2, "b")],
  },
  {
    id: "OUT-03",
    title: "the driver's lines have no prefix",
    workers: 0,
    driver: ts`
      console.log("plain");
      console.log("%s has %d %o", "a", 2, { b: [3] });
    `,
    prints: ["plain", "a has 2 { b: [ 3, [length]: 1 ] }"],
  },
  {
    id: "OUT-04",
    title: "a thousand lines of a worker, in order, all before the driver's next",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      await fetchfrom(2, () => {
        for (let i = 1; i <= 1000; i++) console.log(i);
      });
      console.log("after");
    `,
    prints: [...Array.from({ length: 1000 }, (_, i) => from(2, String(i + 1))), "after"],
  },
  {
    id: "OUT-04b",
    title: "a worker's line stands before what the driver prints after awaiting it, five thousand times",
    workers: 2,
    driver: ts`
      import { fetchfrom, workers } from "distributed";
      const pids = workers();
      for (let i = 0; i < 5000; i++) {
        await fetchfrom(pids[i % 2]!, () => console.log(i));
        console.log("after", i);
      }
    `,
    prints: Array.from({ length: 5000 }, (_, i) => [from(2 + (i % 2), String(i)), `after ${i}`]).flat(),
  },
  {
    id: "OUT-04c",
    title: "a line of a third process stands before what is printed after its answer went through a second",
    workers: 3,
    driver: ts`
      import { fetchfrom } from "distributed";
      for (let i = 0; i < 200; i++) {
        await fetchfrom(2, async () => {
          await fetchfrom(3, () => fetchfrom(4, () => console.log("third", i)));
          console.log("first", i);
        });
        console.log("driver", i);
      }
    `,
    prints: Array.from({ length: 200 }, (_, i) => [from(4, `third ${i}`), from(2, `first ${i}`), `driver ${i}`]).flat(),
  },
  {
    id: "OUT-06",
    title: "thousands of lines of four workers at once stay whole, each worker's in order",
    workers: 4,
    driver: ts`
      import { fetchfrom, workers } from "distributed";
      const text = "x".repeat(60);
      const talk = () => {
        for (let i = 0; i < 1000; i++) console.log(i, text);
      };
      await Promise.all(workers().map((pid) => fetchfrom(pid, talk)));
    `,
    prints: [2, 3, 4, 5].flatMap((pid) => Array.from({ length: 1000 }, (_, i) => from(pid, `${i} ${"x".repeat(60)}`))),
    order: "free",
  },
  {
    id: "OUT-07",
    title: "lines of a worker appear while the driver spins",
    workers: 1,
    driver: ts`
      import { spawnat } from "distributed";
      const said = new Int32Array(new SharedArrayBuffer(4));
      spawnat(2, async () => {
        for (let i = 0; i < 4; i++) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          console.log("tick", i);
        }
        Atomics.store(said, 0, 1);
      });
      while (Atomics.load(said, 0) === 0);
      console.log("free");
    `,
    prints: [0, 1, 2, 3].map((i) => from(2, `tick ${i}`)).concat("free"),
  },
  {
    id: "OWN-22",
    title: "each method of the console writes as Node does, on the stream of its level",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      console.info("info");
      console.debug("debug");
      console.warn("warn");
      console.error("error %s", new RangeError("x").message);
      await fetchfrom(2, () => {
        console.group("group");
        console.log("inside\ntwice");
        console.groupEnd();
        console.table([{ a: 1, b: "x" }]);
        console.count();
        console.count();
        console.assert(1 > 2, "one is not above two");
        console.log("%cstyled", "color: red");
        console.log();
      });
    `,
    prints: [
      "info",
      "debug",
      from(2, "group"),
      from(2, "  inside"),
      from(2, "  twice"),
      from(2, "┌─────────┬───┬─────┐"),
      from(2, "│ (index) │ a │ b   │"),
      from(2, "├─────────┼───┼─────┤"),
      from(2, "│ 0       │ 1 │ 'x' │"),
      from(2, "└─────────┴───┴─────┘"),
      from(2, "default: 1"),
      from(2, "default: 2"),
      from(2, "styled"),
      from(2, ""),
    ],
    complains: ["warn", "error x", from(2, "Assertion failed: one is not above two")],
  },
  {
    id: "OWN-43",
    title: "what the library makes is printed under its own name, whatever the build calls it",
    workers: 1,
    driver: ts`
      import { CompositeException, everywhere, fetch, Future, ProcessExitedException, range, RemoteException, spawnat } from "distributed";
      const r = spawnat(2, () => 1);
      console.log(r instanceof Future, await fetch(r));
      console.log(r);
      console.log(range(10, 1, -3));
      console.log(Future.name, RemoteException.name, ProcessExitedException.name, CompositeException.name);
      const fail = () => {
        throw new RangeError("no");
      };
      console.log(await everywhere([2], fail).catch((error) => error.exceptions[0]));
      void everywhere(fail);
    `,
    prints: [
      "true 1",
      /^Future \{ where: 2, whence: 1, id: \d+ \}$/,
      "Range { first: 10, step: -3, length: 4 }",
      "Future RemoteException ProcessExitedException CompositeException",
      "RemoteException: no (on worker 2, called from the driver)",
      "    at fail (driver.ts:8:9)",
    ],
    complains: [
      "RangeError: no (on worker 2, called from the driver) (and 1 more like it)",
      "    at fail (driver.ts:8:9)",
      "    started at driver.ts:11:6",
    ],
  },
  {
    id: "OWN-23",
    title: "no value can make the console throw",
    workers: 1,
    driver: ts`
      const bad = {
        get boom() {
          throw new Error("no");
        },
        [Symbol.for("nodejs.util.inspect.custom")]() {
          throw new Error("custom");
        },
      };
      console.log("before");
      console.log("%d %s", bad, Symbol("s"));
      console.log(bad);
      console.log(Object.create(null), new Proxy({ a: 1 }, {}));
      console.log("after");
    `,
    prints: ["before", "NaN Symbol(s)", /custom/, "[Object: null prototype] {} { a: 1 }", "after"],
  },
  {
    id: "OWN-display",
    title: "display prints the text form of a value on the command line, of a worker with its number",
    workers: 1,
    hosts: ["cli"],
    driver: ts`
      import { display, fetchfrom, myid } from "distributed";
      display("two\nlines");
      display([{ word: "whale", count: 1226 }, { word: "sea" }]);
      display(new Map([["a", [1, 2]]]));
      display({ width: 2, height: 1, data: new Uint8ClampedArray(8) });
      const shown = await fetchfrom(2, () => {
        display({ me: myid() });
        return display({ chart: "bar", x: ["a", "b"], y: [3, 5], title: "How often" });
      });
      display({ chart: "pie", y: [1] } as unknown);
      console.log(shown);
    `,
    prints: [
      "two",
      "lines",
      "┌───────┬───────┐",
      "│ word  │ count │",
      "├───────┼───────┤",
      "│ whale │ 1226  │",
      "│ sea   │       │",
      "└───────┴───────┘",
      "┌─────┬──────────┐",
      "│ key │ value    │",
      "├─────┼──────────┤",
      "│ a   │ [ 1, 2 ] │",
      "└─────┴──────────┘",
      "image 2 × 1",
      from(2, "{ me: 2 }"),
      from(2, "How often"),
      from(2, "┌───┬───┐"),
      from(2, "│ x │ y │"),
      from(2, "├───┼───┤"),
      from(2, "│ a │ 3 │"),
      from(2, "│ b │ 5 │"),
      from(2, "└───┴───┘"),
      "{ chart: 'pie', y: [ 1 ] }",
      "undefined",
    ],
    complains: ['display: a chart is "line", "bar", "dots", not "pie"; it is shown as text'],
  },
  {
    id: "OWN-display-page",
    title: "in the page display prints nothing: what is shown stands in Output",
    workers: 1,
    hosts: ["page"],
    driver: ts`
      import { display, fetchfrom } from "distributed";
      display([{ word: "whale", count: 1226 }]);
      await fetchfrom(2, () => display("from 2"));
      console.log("after");
    `,
    prints: ["after"],
  },
];
