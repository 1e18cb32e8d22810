// Every example of the library's documentation is run as a user runs it, and compared with what it says.
//
// In the reference (src/distributed/README.md) an example is a program. A block ```ts is a
// driver, over 2 workers or as many as it says (```ts workers=4), beside the files before it (```ts functions.ts, ```text a.txt).
// Behind it stands exactly what it prints: ```text what goes to stdout, ```text stderr the rest. No block: nothing.
//
// In the editor's hover it is a few lines; they are typed into a REPL over two workers. Each comment is a line that they print, up
// to a remark in brackets; with "(or …)" it is one of several. Without comments it shall only run.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { documentedExports } from "./in-memory-docs.ts";
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

interface Hover {
  name: string;
  example: string;
}

const MARK = "===";

/** One cell an example, in a block of its own; then whatever it has sent is waited for, and workers that it added leave. */
const cellOf = ({ name, example }: Hover) =>
  `console.log("${MARK} ${name}")\n{\n${example}\n}\n` +
  "await everywhere(() => {})\nawait rmprocs(workers().filter((pid) => pid > 3))\n";

function agrees(example: string, printed: readonly string[]): boolean {
  const said = [...example.matchAll(/\/\/ (.*?)(?: \((or|with) .*\))?$/gm)];
  if (said.length === 0) return true;
  if (said.length !== printed.length) return false;
  return said.every(([, text, remark], i) => remark === "or" || printed[i]!.replaceAll("\t", " ") === text);
}

const hovers: Hover[] = documentedExports().flatMap(({ name, examples }) =>
  examples.map((example) => ({ name, example })),
);

test("examples of the editor's hover print what they say", { timeout: 300_000 }, async () => {
  const input = hovers.map(cellOf).join("");
  const { stdout, stderr } = await inTurn(() =>
    runPanal(["-p2"], { input, files: { "words.txt": "el panal\nde abejas\n" }, limitS: 120 }),
  );
  const printed = stdout.split(`${MARK} `).slice(1);
  const wrong = hovers.flatMap(({ name, example }, i) => {
    const [head, ...lines] = (printed[i] ?? "").trimEnd().split("\n");
    return head === name && agrees(example, lines) ? [] : [`${name}: ${example}\n  printed ${JSON.stringify(lines)}`];
  });
  expect({ wrong, stderr }).toEqual({ wrong: [], stderr: "" });
});

/** What the compiler says of these files, checked as the page's editor checks a program. */
async function typeErrors(files: Readonly<Record<string, string>>): Promise<string> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const folder = mkdtempSync(join(root, "node_modules/.panal-examples-"));
  try {
    const options = { extends: "../../tsconfig.examples.json", include: ["**/*.ts"], exclude: [] };
    const paths = { distributed: ["../../src/distributed/index.ts"] };
    const config = { ...options, compilerOptions: { paths } };
    for (const [name, text] of Object.entries({ ...files, "tsconfig.json": JSON.stringify(config) })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    return await new Promise((resolve) => {
      execFile(process.execPath, [compiler, "-p", folder, "--pretty", "false"], (_error, stdout) => resolve(stdout));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("examples have no type errors, in the reference and in the hover", { timeout: 120_000 }, async () => {
  const names = documentedExports().filter(({ kind }) => kind === "value");
  const imports = `import { ${names.map(({ name }) => name).join(", ")} } from "distributed";`;
  const files = [
    ...examples.flatMap(({ title, files }) =>
      Object.entries(files).map(([name, text]) => [`${title.replace(" ", "-")}/${name}`, text] as const),
    ),
    ...hovers.map(({ name, example }, i) => [`hover-${i}-${name}.ts`, `${imports}\n${example}\n`] as const),
  ];
  expect(await typeErrors(Object.fromEntries(files))).toBe("");
});
