// The pipeline against the plain thing: each program of the corpus prints the same when TypeScript erases it and Node runs
// it as when it goes through compile and resolve and its shipped functions run in another process.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLES } from "../../program/examples/catalog.ts";
import { Threads } from "../closures/in-memory-threads.ts";
import { PlainThread } from "./in-memory-thread-plain.ts";
import { type CorpusProgram, programsOf } from "./programs.ts";

const FOLDER = fileURLToPath(new URL("./", import.meta.url).href);

/** All programs, by theme. */
const themes = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => [name.replace(".txt", ""), programsOf(readFileSync(FOLDER + name, "utf8"))] as const);

const threads = new Threads({ workers: 1 });
const plain = new PlainThread();
beforeAll(() => threads.start());
afterAll(() => Promise.all([threads.stop(), plain.stop()]));

const programs = themes.flatMap(([, ofTheme]) => ofTheme);

test("the corpus is as large as it should be", () => {
  expect(programs.length).toBeGreaterThanOrEqual(200);
  expect(programs.filter(({ files }) => files["driver.ts"]!.includes("ship(")).length).toBeGreaterThanOrEqual(100);
});

test("every example is in the corpus", () => {
  const slugs = themes.find(([theme]) => theme === "examples")![1].map(({ title }) => title);
  expect(slugs.sort()).toEqual(EXAMPLES.map(({ slug }) => slug).sort());
});

const filesOf = ({ title, files }: CorpusProgram) => {
  const example = EXAMPLES.find(({ slug }) => slug === title);
  return example ? { ...example.program.files, ...files } : files;
};

// All begin at once: the plain thread works while the pipeline does.
const wanted = new Map(programs.map((program) => [program, plain.run(filesOf(program))]));

// The first waits for the start of the threads, on a machine that may be busy.
describe.each(themes)("%s", { timeout: 60_000 }, (_, ofTheme) => {
  test.each(ofTheme)("$title", async (program) => {
    const { lines, error } = await wanted.get(program)!;
    expect(error).toBeUndefined();
    expect(lines.length).toBeGreaterThan(0);
    expect(await threads.run({ files: filesOf(program) })).toEqual({ lines });
  });
});
