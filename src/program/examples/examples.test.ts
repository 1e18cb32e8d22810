// The examples as a whole: both languages, names, programs that parse, files that are shipped. And word-count against counts
// made by other tools, pi and primes against what they must give. That they print the same in the page and on the command line
// is for the end-to-end tests.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "@babel/parser";
import { describe, expect, it } from "vitest";
import { EXAMPLES, exampleOf, isShippedAsset, STARTER } from "./catalog.ts";
import { hash, inside } from "./pi/functions.ts";
import { isPrime } from "./primes/functions.ts";
import { chunksOf, top, wcreduce, wordcount, wordcountTimes } from "./word-count/functions.ts";

const folderOf = (slug: string) => new URL(`./${slug}/`, import.meta.url);

/** What programs of the first version could use, and what a running program gets besides. */
const NAMES = new Set(
  `addprocs rmprocs nprocs nworkers procs workers myid remotecall remotecallFetch remotecallWait spawnat spawn fetch fetchfrom
   fetchany everywhere distributed pmap range readText RemoteException ProcessExitedException CompositeException rootCause`.split(
    /\s+/,
  ),
);

describe("EXAMPLES", () => {
  it("have slugs of their own, the starter first", () => {
    const slugs = EXAMPLES.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs).toEqual(["primes", "word-count", "cheat-sheet", "pi", "uneven"]);
    expect(EXAMPLES[0]).toBe(STARTER);
    expect(exampleOf("pi")?.slug).toBe("pi");
    expect(exampleOf("none")).toBeUndefined();
  });

  it.each(EXAMPLES)("$slug speaks both languages", ({ title, summary, hint }) => {
    for (const words of [title, summary]) {
      expect(words.en).not.toBe("");
      expect(words.es).not.toBe(words.en);
    }
    expect(hint.en(4)).toMatch(/ on 4 workers\.$/);
    expect(hint.en(1)).toMatch(/ on 1 worker\.$/);
    expect(hint.en(0)).toMatch(/ without workers\.$/);
    expect(hint.es(4)).toMatch(/ en 4 workers\.$/);
    expect(hint.es(1)).toMatch(/ en 1 worker\.$/);
    expect(hint.es(0)).toMatch(/ sin workers\.$/);
  });

  it.each(EXAMPLES)("$slug names examples that are there to try next", ({ slug, next }) => {
    expect(next.length).toBeGreaterThan(0);
    expect(next).not.toContain(slug);
    for (const other of next) expect(exampleOf(other)).toBeDefined();
  });

  it.each(EXAMPLES)("$slug is in its folder as the command line reads it", ({ slug, program }) => {
    expect(Object.keys(program.files)).toEqual(["functions.ts", "driver.ts"]);
    for (const [name, text] of Object.entries(program.files)) {
      expect(text).toBe(readFileSync(new URL(name, folderOf(slug)), "utf8"));
      expect(text).not.toMatch(/\r|\t/);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    }
    for (const [name, path] of Object.entries(program.assets)) {
      expect(path).toBe(`examples/${slug}/${name}`);
      expect(isShippedAsset(path)).toBe(true);
      expect(readFileSync(new URL(name, folderOf(slug)), "utf8")).not.toBe("");
    }
    expect(isShippedAsset(`examples/${slug}/driver.ts`)).toBe(false);
  });

  it.each(EXAMPLES)("$slug parses and takes only names that the library has had from the start", ({ program }) => {
    for (const text of Object.values(program.files)) {
      const { program: body } = parse(text, { sourceType: "module", plugins: ["typescript"] });
      for (const statement of body.body) {
        if (statement.type !== "ImportDeclaration") continue;
        expect(["distributed", "./functions"]).toContain(statement.source.value);
        if (statement.source.value !== "distributed") continue;
        for (const { local } of statement.specifiers) expect(NAMES).toContain(local.name);
      }
    }
  });
});

describe("primes", () => {
  it("isPrime() agrees with a sieve below 20,000", () => {
    const sieve = Array.from({ length: 20_000 }, (_, n) => n > 1);
    for (let d = 2; d < 20_000; d++) for (let n = 2 * d; n < 20_000; n += d) sieve[n] = false;
    expect(sieve.map((_, n) => isPrime(n))).toEqual(sieve);
  });
});

describe("word-count", () => {
  const path = new URL("moby-dick.txt", folderOf("word-count"));
  const book = readFileSync(path, "utf8");

  /** Words and their counts by tools that know nothing of the example: the commonest first, ties by the bytes of the word. */
  const counted = () => {
    const command = `tr ' \\n\\t.,:_";!-' '[\\n*]' | grep -v '^$' | LC_ALL=C sort | uniq -c | LC_ALL=C sort -k1,1nr -k2`;
    const { status, stdout } = spawnSync("sh", ["-c", command], { input: book, encoding: "utf8", maxBuffer: 1 << 24 });
    expect(status).toBe(0);
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, n, word] = /^ *(\d+) (.*)$/.exec(line)!;
        return [word!, Number(n)] as const;
      });
  };

  it("wordcount() and wcreduce() count the book in 1, 4 and 7 chunks as tr, sort and uniq do", () => {
    const right = counted();
    expect(right.slice(0, 20).map((pair) => pair.join(" "))).toEqual(
      `the 13704, of 6579, and 6019, to 4540, a 4512, in 3917, that 2856, his 2463, it 2069, I 1932, is 1686, with 1660, was 1625,
as 1594, he 1533, all 1432, for 1392, this 1250, at 1224, by 1137`.split(/,\s/),
    );
    expect(right.length).toBe(21_314);
    expect(right.reduce((sum, [, n]) => sum + n, 0)).toBe(215_998);
    for (const chunks of [1, 4, 7]) {
      const counts = chunksOf(book, chunks)
        .map(wordcount)
        .reduce((a, b) => wcreduce(a, b));
      expect(counts.size).toBe(right.length);
      expect(top(counts, 20)).toEqual(right.slice(0, 20));
      for (const [word, n] of right) if (counts.get(word) !== n) expect([word, counts.get(word)]).toEqual([word, n]);
    }
  });

  it("wcreduce() leaves its inputs alone, and an empty table changes nothing", () => {
    const [a, b] = [wordcount("one two two"), wordcount("two three")];
    expect(Object.fromEntries(wcreduce(a, b))).toEqual({ one: 1, two: 3, three: 1 });
    expect([a.size, b.size]).toEqual([2, 2]);
    expect(wcreduce(new Map(), a)).toEqual(a);
    expect(wcreduce(a, new Map())).toEqual(a);
  });

  it("wordcount() counts words that plain objects have, and parts at the eleven separators only", () => {
    expect([...wordcount("constructor __proto__ don't (so)?\tThe the;a!b\"c")]).toEqual(
      ["constructor", "proto", "don't", "(so)?", "The", "the", "a", "b", "c"].map((word) => [word, 1]),
    );
    expect(wordcountTimes("a b a", 3)).toEqual(wordcount("a b a"));
  });

  it("chunksOf() cuts whole lines and loses none, also into more chunks than lines", () => {
    expect(chunksOf("a\n\nb\nc\n", 2)).toEqual(["a\nb", "c"]);
    expect(chunksOf("a\nb", 4)).toEqual(["a", "b", "", ""]);
  });
});

describe("pi", () => {
  it("hash() gives the same numbers everywhere", () => {
    expect([0, 1, 2, 200_000_001].map((n) => hash(n) >>> 0)).toEqual([0, 2261973619, 229111015, 2220662262]);
  });

  it("inside() throws points evenly: 10^6 of them give pi within four standard deviations", () => {
    let hits = 0;
    for (let i = 1; i <= 1e6; i++) hits += inside(i);
    expect(Math.abs((4 * hits) / 1e6 - Math.PI)).toBeLessThan((4 * 1.642) / 1000);
    expect(hits).toBe(786_110);
  });
});
