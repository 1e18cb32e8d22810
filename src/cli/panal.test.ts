// The command itself: its arguments, exit codes, streams and files, as a user meets them. What programs do is the
// conformance suite's (conformance.test.ts).
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DIST, type Outcome, runPanal } from "./run-built.ts";

const LIMIT = { timeout: 60_000 };
const driver = (text: string, more: Record<string, string> = {}) => ({ files: { "driver.ts": text, ...more } });

const finished = (stdout: string): Outcome => ({ stdout, stderr: "", code: 0 });

test("panal --help prints its usage, with every option", LIMIT, async () => {
  const { stdout, stderr, code } = await runPanal(["--help"]);
  expect(stdout).toMatch(/^Usage: panal/);
  expect(stdout).toMatch(/-p N .*--json .*-h, --help .*Exit code/s);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
});

test.for([
  { args: ["missing.ts"], says: /no file "missing\.ts"/ },
  { args: ["."], says: /^There is no file "\."\.\n$/ },
  { args: ["-p", "many", "driver.ts"], says: /-p .*0 to 64.*"many"/ },
  { args: ["-p", "65", "driver.ts"], says: /-p .*0 to 64.*"65"/ },
  { args: ["-p", "-1", "driver.ts"], says: /-p/ },
  { args: ["--workers", "2", "driver.ts"], says: /--workers/ },
  { args: ["driver.ts", "other.ts"], says: /one driver/ },
  { args: ["--json"], says: /^--json needs a driver: .*\.\n$/ },
  { args: ["--json=yes", "driver.ts"], says: /--json/ },
])("panal $args is bad usage: it says so and exits with 2", LIMIT, async ({ args, says }) => {
  const { stdout, stderr, code } = await runPanal(args, driver("console.log('never');"));
  expect(stderr).toMatch(says);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
});

test("panal without a driver evaluates what is piped in, line by line, and goes on after an error", LIMIT, async () => {
  const input = [
    "const y = 10",
    "const f = (x: number) =>",
    "  x + y",
    "await pmap(f, [1, 2])",
    "1 +",
    ") * 2",
    "await fetchfrom(2, () => { console.log('there'); throw new RangeError('no') })",
    "console.log('here'); 'a value'",
  ].join("\n");
  const { stdout, stderr, code } = await runPanal(["-p", "1"], { input });
  expect(stdout).toBe("[ 11, 12 ]\nFrom worker 2:\tthere\nhere\n'a value'\n");
  expect(stderr).toBe(
    "REPL[4]:2:1: Unexpected token\nRangeError: no (on worker 2, called from the driver)\n    at REPL[5]:1:56\n",
  );
  expect(code).toBe(1);
});

test(
  "panal without a driver ends with 0 when nothing failed, with n by process.exit(n), and tells what was left open",
  LIMIT,
  async () => {
    expect(await runPanal([], { input: "procs()\n" })).toEqual(finished("[ 1 ]\n"));
    expect(await runPanal([], { input: "process.exit(3)\nconsole.log('never')\n" })).toEqual({
      stdout: "",
      stderr: "",
      code: 3,
    });
    expect(await runPanal([], { input: "f(" })).toEqual({
      stdout: "",
      stderr: "REPL[1]:1:3: Unexpected token\n",
      code: 1,
    });
  },
);

test("panal without a driver imports packages and reads files of the folder it is started in", LIMIT, async () => {
  const input =
    "import { basename } from 'node:path'\nawait fetchfrom(2, async () => basename(await readText('name.txt')))\n";
  expect(await runPanal(["-p1"], { input, files: { "name.txt": "/a/b" } })).toEqual(finished("'b'\n"));
});

test("panal without -p has no workers, as julia has none", LIMIT, async () => {
  const text = 'import { nprocs } from "distributed";\nconsole.log(nprocs());\n';
  expect(await runPanal(["driver.ts"], driver(text))).toEqual(finished("1\n"));
  expect(await runPanal(["-p3", "driver.ts"], driver(text))).toEqual(finished("4\n"));
});

test("the driver may have any name and its positions have it; functions.ts stands beside it", LIMIT, async () => {
  const files = {
    "sum.ts": 'import { f } from "./functions";\nconsole.log(f(1));\nthrow new RangeError("end");\n',
    "functions.ts": "export const f = (x: number) => x + 1;\n",
  };
  expect(await runPanal(["./sum.ts"], { files })).toEqual({
    stdout: "2\n",
    stderr: "RangeError: end\n    at sum.ts:3:7\n",
    code: 1,
  });
});

test("files beside the driver are imported by ./name, JSON too, and every process has them", LIMIT, async () => {
  const files = {
    "driver.ts":
      'import { fetchfrom } from "distributed";\nimport { twice } from "./more";\nimport words from "./words.json";\n' +
      "console.log(await fetchfrom(2, () => words.map(twice)));\n",
    "more.ts": 'import { base } from "./deeper.ts";\nexport const twice = (s: string) => base + s + s;\n',
    "deeper.ts": 'export const base = "=";\n',
    "words.json": '["a", "b"]\n',
  };
  expect(await runPanal(["-p", "1", "driver.ts"], { files })).toEqual(finished("[ '=aa', '=bb' ]\n"));
});

test("files in folders import each other from where they are, also above the driver's folder", LIMIT, async () => {
  const files = {
    "app/driver.ts":
      'import { fetchfrom } from "distributed";\nimport { fail, twice } from "./lib/words";\n' +
      "console.log(await fetchfrom(2, () => twice(3)));\nawait fetchfrom(2, fail);\n",
    "app/functions.ts": 'export { base } from "./lib/base";\n',
    "app/lib/words.ts":
      'import { base } from "../functions";\nimport list from "./list.json";\nimport { up } from "../../shared/up.ts";\n' +
      "export const twice = (n: number) => [up(base), n, ...list];\n" +
      "export const fail = () => up(undefined as unknown as string);\n",
    "app/lib/base.ts": 'export const base = "b";\n',
    "app/lib/list.json": "[1, 2]",
    "shared/up.ts": "export const up = (s: string) => s.toUpperCase();\n",
  };
  const { stdout, stderr, code } = await runPanal(["-p", "1", "app/driver.ts"], { files });
  expect(stdout).toBe("[ 'B', 3, 1, 2 ]\n");
  expect(stderr).toMatch(/at up \(\.\.\/shared\/up\.ts:1:36\)\n {4}at (?:Module\.)?fail \(lib\/words\.ts:5:27\)/);
  expect(code).toBe(1);
});

test(
  "a package beside the driver is imported by every process, also by functions that are shipped",
  LIMIT,
  async () => {
    const files = {
      "driver.ts": `import { fetchfrom } from "distributed";
import { shout } from "loud";
import { count } from "./functions";
const mark = "!";
console.log(await fetchfrom(2, () => shout("a") + mark), await fetchfrom(2, () => count()), shout("b"));
`,
      "functions.ts": 'import { shout } from "loud";\nexport const count = () => shout("abc").length;\n',
      "node_modules/loud/package.json": '{ "name": "loud", "type": "module", "exports": { "import": "./loud.js" } }\n',
      "node_modules/loud/loud.js": "export const shout = (s) => s.toUpperCase();\n",
    };
    expect(await runPanal(["-p", "1", "driver.ts"], { files })).toEqual(finished("A! 3 B\n"));
  },
);

test("a package that is not there is told with the place of its import, before anything runs", LIMIT, async () => {
  const text = 'console.log("never");\nimport { shout } from "loud";\nshout("a");\n';
  expect(await runPanal(["-p", "1", "driver.ts"], driver(text))).toEqual({
    stdout: "",
    stderr: 'driver.ts:2:23: There is no package "loud" beside the driver. Install it there: npm install <name>.\n',
    code: 1,
  });
});

test("readText() reads a file beside the driver, on any process", LIMIT, async () => {
  const text = `import { fetchfrom, readText } from "distributed";
console.log((await readText("words.txt")).length, await fetchfrom(2, () => readText("words.txt")));
`;
  const options = driver(text, { "words.txt": "abc\u{1f600}" });
  expect(await runPanal(["-p", "1", "driver.ts"], options)).toEqual(finished("5 abc\u{1f600}\n"));
});

test("process.exit(n) in the driver ends the run with that code", LIMIT, async () => {
  const text = 'console.log("before");\nprocess.exit(7);\n';
  expect(await runPanal(["-p", "1", "driver.ts"], driver(text))).toEqual({ stdout: "before\n", stderr: "", code: 7 });
});

test("a driver that fails ends with 1, and what it printed before is there", LIMIT, async () => {
  const text = 'console.log("a");\nconsole.error("b");\nawait Promise.reject(new TypeError("c"));\n';
  const { stdout, stderr, code } = await runPanal(["driver.ts"], driver(text));
  expect({ stdout, code }).toEqual({ stdout: "a\n", code: 1 });
  expect(stderr).toBe("b\nTypeError: c\n    at driver.ts:3:22\n");
});

test("a program that does not compile is told with its place and exits with 1", LIMIT, async () => {
  const { stdout, stderr, code } = await runPanal(["driver.ts"], driver("const x = ;\n"));
  expect(stderr).toMatch(/^driver\.ts:1:11: .+\n$/);
  expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
});

test("a program of CRLF lines and a byte order mark runs, and its positions are right", LIMIT, async () => {
  const text = '\u{feff}const a: number = 1;\r\nconsole.log(a);\r\nthrow new Error("x");\r\n';
  const { stdout, stderr, code } = await runPanal(["driver.ts"], driver(text));
  expect({ stdout, stderr, code }).toEqual({ stdout: "1\n", stderr: "Error: x\n    at driver.ts:3:7\n", code: 1 });
});

const DECORATED = `import { myid, remotecallFetch } from "distributed";
const checked = (f: (x: number) => string, _: ClassMethodDecoratorContext) => (x: number) => f(x + 1);
class Box {
  @checked say(x: number) {
    if (x > 9) throw new RangeError("far too much");
    return \`\${myid()}: \${x}\`;
  }
}
console.log(await remotecallFetch((x: number) => new Box().say(x), 2, 4));
await remotecallFetch((x: number) => new Box().say(x), 2, 9);
`;

test.for([
  { lines: "\\n", text: DECORATED },
  { lines: "\\r\\n behind a byte order mark", text: `\uFEFF${DECORATED.replaceAll("\n", "\r\n")}` },
])("decorators run on workers and fail at the user's place, lines end with $lines", LIMIT, async ({ text }) => {
  const { stdout, stderr, code } = await runPanal(["-p1", "driver.ts"], driver(text));
  expect({ stdout, code }).toEqual({ stdout: "2: 5\n", code: 1 });
  expect(stderr).toMatch(/far too much[\s\S]*driver\.ts:5:22[\s\S]*driver\.ts:2:94/);
  expect(stderr).not.toMatch(/__|tslib|file:/);
});

test(
  "decorators without TypeScript beside panal or the program: says what needs it, where, and what to do",
  LIMIT,
  async () => {
    const alone = mkdtempSync(join(tmpdir(), "panal-alone-"));
    try {
      cpSync(join(DIST, "node"), join(alone, "node"), { recursive: true });
      const { stdout, stderr, code } = await runPanal(["-p1", "driver.ts"], { ...driver(DECORATED), alone });
      expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
      expect(stderr).toMatch(
        /^driver\.ts:4:3: decorators need TypeScript's own compiler, which is not installed: run `npm install typescript@5` in .*\n$/,
      );
    } finally {
      rmSync(alone, { recursive: true });
    }
  },
);

test("process.stdout.write() and console keep their order, and nothing is lost at process.exit()", LIMIT, async () => {
  const text = `console.log("a");
process.stdout.write("b\\n");
console.log("c");
process.stdout.write(new Uint8Array([100, 10]));
process.stderr.write("e\\n");
process.stdout.write("Zg==", "base64", () => {
  process.stdout.write("\\n" + "x".repeat(100_000) + "\\n");
  process.exit(3);
});
`;
  const { stdout, stderr, code } = await runPanal(["driver.ts"], driver(text));
  expect(stdout).toBe(`a\nb\nc\nd\nf\n${"x".repeat(100_000)}\n`);
  expect({ stderr, code }).toEqual({ stderr: "e\n", code: 3 });
});

test("a folder named functions.ts or like an import is no file of the program", LIMIT, async () => {
  const { stderr, code } = await runPanal(["driver.ts"], {
    ...driver('import "./more";\n'),
    folders: ["functions.ts", "more"],
  });
  expect(stderr).toMatch(/^driver\.ts:1:8: .*\.\/more/);
  expect(code).toBe(1);
});

test("addprocs() takes a timeout of Infinity and one longer than a timer can be", LIMIT, async () => {
  const text = `import { addprocs } from "distributed";
console.log(await addprocs(1, { timeout: Infinity }), await addprocs(1, { timeout: 1e9 }));
`;
  expect(await runPanal(["driver.ts"], driver(text))).toEqual(finished("[ 2 ] [ 3 ]\n"));
});

test.for([
  { signal: "SIGINT", code: 130 },
  { signal: "SIGTERM", code: 143 },
  { signal: "SIGHUP", code: 129 },
] as const)(
  "$signal ends an endless driver with $code and leaves no temporary file",
  LIMIT,
  async ({ signal, code }) => {
    const files = driver('console.log("on");\nfor (;;) {}\n');
    const outcome = await inScratch((scratch) =>
      runPanal(["-p1", "driver.ts"], { ...files, scratch, printing: (command) => command.kill(signal) }),
    );
    expect(outcome).toEqual({ stdout: "on\n", stderr: "", code });
  },
);

test("an endless driver ends with 141 when nobody reads its output any more", LIMIT, async () => {
  const files = driver('for (;;) console.log("on");\n');
  const { stderr, code } = await inScratch((scratch) =>
    runPanal(["driver.ts"], { ...files, scratch, printing: (command) => command.stdout.destroy() }),
  );
  expect({ stderr, code }).toEqual({ stderr: "", code: 141 });
});

/** Gives the command a folder for its temporary files, which shall be empty in the end. */
async function inScratch(run: (scratch: string) => Promise<Outcome>): Promise<Outcome> {
  const scratch = mkdtempSync(join(tmpdir(), "panal-scratch-"));
  try {
    const outcome = await run(scratch);
    expect(readdirSync(scratch)).toEqual([]);
    return outcome;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

type Printed = Record<string, unknown>;

/** The records that came, without their times, which are of this run. */
function recordsOf({ stdout }: Outcome, beganMs: number): Printed[] {
  expect(stdout).toMatch(/\n$/);
  const tookMs = performance.now() - beganMs;
  return stdout
    .slice(0, -1)
    .split("\n")
    .map((line) => {
      const { atMs = 1, ...rest } = JSON.parse(line) as Printed;
      expect(atMs).toBeGreaterThan(0);
      expect(atMs).toBeLessThan(tookMs);
      return rest;
    });
}

const line = (text: string, pid = 1, level = "log") => ({ type: "line", pid, level, text });

test("panal --json prints a record for each line, all on stdout, and last how the run ended", LIMIT, async () => {
  const text = `import { everywhere, remotecallFetch } from "distributed";
console.log("two\\nlines");
console.warn("careful \\u2028 \\"quoted\\"");
console.log();
await remotecallFetch(() => console.error("far\\naway"), 2);
process.stdout.write("raw\\n");
process.stderr.write(new Uint8Array([104, 105]));
`;
  const beganMs = performance.now();
  const outcome = await runPanal(["-p1", "--json", "driver.ts"], driver(text));
  expect(recordsOf(outcome, beganMs)).toEqual([
    line("two"),
    line("lines"),
    line('careful \u2028 "quoted"', 1, "warn"),
    line(""),
    line("From worker 2:\tfar", 2, "error"),
    line("From worker 2:\taway", 2, "error"),
    line("raw"),
    line("hi", 1, "error"),
    { type: "finished", outcome: "finished" },
  ]);
  expect({ stderr: outcome.stderr, code: outcome.code }).toEqual({ stderr: "", code: 0 });
});

test("panal --json tells notices, warnings and a failure as records", LIMIT, async () => {
  const text = `import { fetch, fetchfrom, interrupt, remotecall, SharedArray } from "distributed";
await fetch(await remotecall(Math.sqrt, 2, 16));
const turns = new SharedArray(Int32Array, 1);
fetchfrom(2, () => { for (;;) turns[0]!++; }).catch(() => {});
while (turns[0] === 0) await new Promise((done) => setTimeout(done, 1)); // until it spins
await interrupt(2);
throw new RangeError("end");
`;
  const beganMs = performance.now();
  const outcome = await runPanal(["-p1", "--json", "driver.ts"], driver(text));
  const records = recordsOf(outcome, beganMs);
  expect(records[0]).toMatchObject({ type: "diagnostic", severity: "warning", file: "driver.ts", line: 2, column: 19 });
  expect(records).toContainEqual({
    type: "notice",
    notice: { code: "workerReplaced", pid: 2 },
    text: "Worker 2 was replaced. Its state is reset.",
  });
  expect(records.slice(-3)).toEqual([
    line("RangeError: end", 1, "error"),
    line("    at driver.ts:7:7", 1, "error"),
    { type: "finished", outcome: "failed" },
  ]);
  expect({ stderr: outcome.stderr, code: outcome.code }).toEqual({ stderr: "", code: 1 });
});

test.for([
  { text: "const x = ;\n", code: 1, first: { type: "diagnostic", severity: "error", line: 1, column: 11 } },
  { text: "process.exit(3);\n", code: 3, first: { type: "finished", outcome: "failed" } },
])("panal --json ends with a record also where the driver is $text", LIMIT, async ({ text, code, first }) => {
  const beganMs = performance.now();
  const outcome = await runPanal(["--json", "driver.ts"], driver(text));
  const records = recordsOf(outcome, beganMs);
  expect(records[0]).toMatchObject(first);
  expect(records.at(-1)).toEqual({ type: "finished", outcome: "failed" });
  expect({ stderr: outcome.stderr, code: outcome.code }).toEqual({ stderr: "", code });
});

test.for([
  { args: [], read: (one: string) => one },
  { args: ["--json"], read: (one: string) => (JSON.parse(one) as { text?: string }).text ?? "" },
])("long lines of several threads at once come whole: panal $args", LIMIT, async ({ args, read }) => {
  const text = `import { everywhere, workers } from "distributed";
await everywhere(workers(), () => { for (let i = 0; i < 20; i++) console.log("x".repeat(200_000)); });
`;
  const { stdout, stderr, code } = await runPanal(["-p3", ...args, "driver.ts"], driver(text));
  const lengths = stdout
    .split("\n")
    .map((one) => (one === "" ? 0 : read(one).length))
    .filter((length) => length > 0);
  expect(lengths).toEqual(Array.from({ length: 60 }, () => "From worker 2:\t".length + 200_000));
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
});

test("panal --json ends with its last record also while workers print without end", LIMIT, async () => {
  const text = `import { remoteDo, workers } from "distributed";
for (const pid of workers()) remoteDo(() => { for (;;) console.log("x".repeat(10_000)); }, pid);
await new Promise((done) => setTimeout(done, 100));
`;
  const beganMs = performance.now();
  const outcome = await runPanal(["-p2", "--json", "driver.ts"], driver(text));
  const records = recordsOf(outcome, beganMs);
  expect(records.filter(({ type }) => type === "finished")).toEqual([{ type: "finished", outcome: "finished" }]);
  expect(records.at(-1)).toMatchObject({ type: "finished" });
  expect({ stderr: outcome.stderr, code: outcome.code }).toEqual({ stderr: "", code: 0 });
});
