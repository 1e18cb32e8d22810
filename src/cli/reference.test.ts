// Every example of the reference (src/distributed/README.md) is a program that is run as a user runs it. A block ```ts is a
// driver, over 2 workers or as many as it says (```ts workers=4), beside the files before it (```ts functions.ts, ```text a.txt).
// Behind it stands exactly what it prints: ```text what goes to stdout, ```text stderr the rest. No block: nothing.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";
import { runPanal } from "./run-built.ts";

interface Example {
  title: string;
  workers: string;
  files: Record<string, string>;
  stdout: string;
  stderr: string;
}

interface Block {
  info: string;
  text: string;
  /** Of the file. */
  line: number;
}

function blocksOf(markdown: string): Block[] {
  const found = markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm);
  return [...found].map(({ index, 1: info, 2: text }) => ({
    info: info!,
    text: text!,
    line: markdown.slice(0, index).split("\n").length,
  }));
}

function examplesOf(blocks: readonly Block[]): Example[] {
  const examples: Example[] = [];
  let beside: Record<string, string> = {};
  for (const { info, text, line } of blocks) {
    const last = examples.at(-1);
    const driver = /^ts(?: workers=(\d+))?$/.exec(info);
    const file = /^\w+ ([\w-]+\.\w+)$/.exec(info)?.[1];
    if (file !== undefined) beside[file] = text;
    else if (info === "text" && last) last.stdout = text;
    else if (info === "text stderr" && last) last.stderr = text;
    else if (driver) {
      const files = { "driver.ts": text, ...beside };
      examples.push({ title: `line ${line}`, workers: driver[1] ?? "2", files, stdout: "", stderr: "" });
      beside = {};
    } else throw new Error(`README.md:${line}: a block of the reference cannot be \`\`\`${info}`);
  }
  return examples;
}

const README = new URL("../distributed/README.md", import.meta.url);
const examples = examplesOf(blocksOf(readFileSync(README, "utf8")));

// The limit of a program is the command's own (run-built.ts); here it may also wait for its turn.
describe.concurrent("the reference's example", () => {
  test.each(examples.map((example) => [example.title, example] as const))(
    "at %s prints what it says",
    async (_title, { workers, files, stdout, stderr }) => {
      const outcome = await inTurn(() => runPanal(["-p", workers, "driver.ts"], { files }));
      expect(outcome).toEqual({ stdout, stderr, code: 0 });
    },
    300_000,
  );
});
