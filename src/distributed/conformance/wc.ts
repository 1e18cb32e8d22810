// DeConinck's word count, as his two functions are described: WC of the acceptance cases.
import { type ConformanceProgram, ts } from "./program.ts";

const WORDCOUNT = ts`
  export type Table = Map<string, number>;

  /** His eleven separators; "?", apostrophes, parentheses and carriage returns are none. */
  const SEPARATORS = /[ \n\t\-.,:_";!]+/;

  export function wordcount(text: string): Table {
    const table: Table = new Map();
    for (const word of text.split(SEPARATORS)) if (word !== "") table.set(word, (table.get(word) ?? 0) + 1);
    return table;
  }

  export function wcreduce(tables: readonly Table[]): Table {
    const total: Table = new Map();
    for (const table of tables) for (const [word, count] of table) total.set(word, (total.get(word) ?? 0) + count);
    return total;
  }

  /** One chunk a process, as he has it: nprocs() counts the driver. */
  export function chunks(text: string, n: number): string[] {
    const lines = text.split("\n").filter((line) => line !== "");
    const unit = Math.ceil(lines.length / n);
    return Array.from({ length: n }, (_, i) => lines.slice(i * unit, (i + 1) * unit).join("\n"));
  }

  export const show = (table: Table) =>
    [...table]
      .map(([word, count]) => \`\${word} \${count}\`)
      .sort()
      .join(", ");
`;

export const WC: readonly ConformanceProgram[] = [
  {
    id: "WC-01",
    title: "words are cut at his separators, and upper case counts",
    workers: 1,
    functions: WORDCOUNT,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { show, wordcount } from "./functions";
      console.log(show(await remotecallFetch(wordcount, 2, "the cat-the dog.\n\nThe cat!")));
    `,
    prints: ["The 1, cat 2, dog 1, the 2"],
  },
  {
    id: "WC-02",
    title: "an apostrophe, a question mark and parentheses cut nothing",
    workers: 1,
    functions: WORDCOUNT,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { show, wordcount } from "./functions";
      console.log(show(await remotecallFetch(wordcount, 2, "don't stop? (now)")));
    `,
    prints: ["(now) 1, don't 1, stop? 1"],
  },
  {
    id: "WC-03",
    title: "tables are added up, none gives an empty one, and the given ones stay",
    workers: 1,
    functions: WORDCOUNT,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { show, wcreduce } from "./functions";
      const tables = [new Map([["a", 1], ["b", 2]]), new Map([["b", 3]])];
      console.log(show(await remotecallFetch(wcreduce, 2, tables)), (await remotecallFetch(wcreduce, 2, [])).size);
      console.log(tables.map(show).join("; "), show(wcreduce(tables)), tables.map(show).join("; "));
    `,
    prints: ["a 1, b 5 0", "a 1, b 2; b 3 a 1, b 5 a 1, b 2; b 3"],
  },
  {
    id: "WC-04",
    title: "13,053 lines on five processes are 2,611 lines each, the last 2,609",
    workers: 4,
    functions: WORDCOUNT,
    driver: ts`
      import { nprocs, pmap } from "distributed";
      import { chunks } from "./functions";
      const text = "a line\n\n".repeat(13_053);
      console.log(await pmap((chunk) => chunk.split("\n").length, chunks(text, nprocs())));
    `,
    prints: ["[ 2611, 2611, 2611, 2611, 2609 ]"],
  },
  {
    id: "WC-05",
    title: "the parallel table is the serial one, for 1 to 16 chunks, by spawn as he wrote it",
    workers: 3,
    functions: WORDCOUNT,
    driver: ts`
      import { fetch, spawn } from "distributed";
      import { chunks, show, wcreduce, wordcount } from "./functions";
      const line = (i: number) => \`the bee-\${i % 7} flew; "and \${i % 3 ? "the" : "The"} cell: \${i}\n\`;
      const text = Array.from({ length: 200 }, (_, i) => line(i)).join("");
      const serial = show(wordcount(text));
      for (let n = 1; n <= 16; n++) {
        const refs = chunks(text, n).map((chunk) => spawn(() => wordcount(chunk)));
        const tables = [];
        while (refs.length > 0) tables.push(await fetch(refs.pop()!));
        if (show(wcreduce(tables)) !== serial) console.log(n, "differs");
      }
      console.log(wordcount(text).get("bee"), wordcount(text).size > 200);
    `,
    prints: ["200 true"],
  },
];
