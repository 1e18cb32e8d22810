import { describe, expect, test } from "vitest";
import { compile } from "../compile.ts";
import type { Diagnostic, TextEdit } from "../compiled.ts";

const IMPORT =
  'import { distributed, everywhere, fetchany, fetchfrom, myid, pmap, pmapreduce, range, remotecall, remotecallFetch, spawn, spawnat, sync } from "distributed";\n';
const uses = `void [distributed, everywhere, fetchany, fetchfrom, myid, pmap, pmapreduce, range, remotecall, remotecallFetch, spawn, spawnat, sync];\n`;

function diagnosticsOf(text: string, file = "driver.ts"): readonly Diagnostic[] {
  const { diagnostics } = compile({ files: { "driver.ts": "", [file]: text }, assets: {} });
  return diagnostics;
}

/** The texts that are marked, of a driver that begins with the imports. */
function marked(text: string, file?: string): string[] {
  const whole = IMPORT + uses + text;
  const lines = whole.split("\n");
  return diagnosticsOf(whole, file).map(({ line, column, endLine, endColumn }) => {
    expect(endLine).toBe(line);
    return lines[line - 1]!.slice(column - 1, endColumn - 1);
  });
}

function fixed(text: string, which = 0): string | undefined {
  const fix = diagnosticsOf(text)[which]?.fix;
  return fix && applyEdits(text, fix.edits);
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number) => starts[line - 1]! + column - 1;
  const last = edits.toSorted((a, b) => offset(b.line, b.column) - offset(a.line, a.column));
  return last.reduce(
    (t, it) => t.slice(0, offset(it.line, it.column)) + it.text + t.slice(offset(it.endLine, it.endColumn)),
    text,
  );
}

describe("changes that stay on the worker", () => {
  test.each([
    ["let n = 0; await pmap((x) => { n += x; }, [1]);", ["n"]],
    ["let n = 0; await distributed(range(1, 9), () => { n++; });", ["n"]],
    [
      "let n = 0; await distributed((a, b) => { n++; return a + b; }, range(1, 9), (i) => { --n; return i; });",
      ["n", "n"],
    ],
    ["let a = 0, b = 0; await fetchfrom(2, () => { [a, { x: b = 1 }] = [1, {}] as any; });", ["a", "b"]],
    ["let k = 0; spawnat(2, () => { for (k of [1]); for (k in {}); });", ["k", "k"]],
    ["let n = 0; spawn(() => { const inner = () => { n = 1; }; inner(); });", ["n"]],
    ["let n = 0; function f() { n = 1; }\nremotecall(f, 2);", ["n"]],
    ["let n = 0; const f = async (x: number) => { n = x; };\nawait pmap(f, [1]);", ["n"]],
    ["let n = 0; await pmapreduce((a, b) => a + b, (x: number) => { n += x; return x; }, [1]);", ["n"]],
    ["let n = 0; await pmapreduce((a: number, b: number) => { n++; return a + b; }, (x) => x, [1]);", ["n"]],
    ["let n = 0; const add = (x: number) => { n += x; };\nawait pmap((x) => add(x), [1]);", ["n"]],
    ["function run(total: number) { return pmap((x: number) => { total += x; }, [1]); }\nrun(0);", ["total"]],
    ["let n = 0; await everywhere(() => { n = 1; }); await everywhere([2], () => { n = 2; });", ["n", "n"]],
    ["let n = 0; await remotecallFetch((f: () => void) => f(), 2, () => { n = 1; });", ["n"]],
    ["let n = 0; await fetchany(() => { (n as any) = 1; });", ["n"]],
    ["let n = 0; await sync((s) => { s.spawnat(2, () => { n++; }); n = 2; });", ["n"]],
    ["let n = 0; remotecall(() => { n++; }, { on: 2, timeout: 1 });", ["n"]],
    ["let n = 0; const f = () => { n = 1; }; remotecall(f, 2); remotecall(f, 3);", ["n"]],
  ])("assignments: %s", (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });

  test.each([
    ["its own variables", "await pmap((x) => { let n = 0; n += x; const f = () => { n++; }; f(); return n; }, [1]);"],
    ["a variable of the same name inside", "let n = 0; await pmap((n) => { n += 1; return n; }, [n]);"],
    ["a call to one's own process", "let n = 0; remotecall(() => { n++; }, 1); spawnat(myid(), () => { n++; });"],
    ["a call to one's own process by its options", "let n = 0; remotecall(() => { n++; }, { on: 1 });"],
    ["everywhere on the own process alone", "let n = 0; await everywhere([1], () => { n++; });"],
    ["a handler, which runs on the caller", "let n = 0; await pmap((x) => x, [1], { onError: () => { n++; } });"],
    ["a function that is not shipped", "let n = 0; [1].forEach(() => { n++; });"],
    ["what only looks like the library", "let n = 0; { const pmap = (f: any) => f; pmap(() => { n++; }); }"],
    ["a variable that holds now this, now that", "let n = 0, f = () => { n++; }; f = () => {}; remotecall(f, 2);"],
  ])("nothing is said of %s", (_what, text) => {
    expect(marked(text)).toEqual([]);
  });

  test("module variables of functions.ts are each process's own, so nothing is said of them", () => {
    const text = "let hits = 0; export const hit = () => remotecallFetch(() => { hits++; }, 2);";
    expect(marked(text, "functions.ts")).toEqual([]);
    expect(marked("export function f() { let n = 0; return spawn(() => { n++; }); }", "functions.ts")).toEqual(["n"]);
  });

  test.each([
    ["const out: number[] = []; await pmap((x) => { out.push(x); }, [1]);\nconsole.log(out);", ["out.push"]],
    ["const m = new Map(); await pmap((x) => { m.set(x, 1); }, [1]);\nconsole.log(m);", ["m.set"]],
    ["const o = { n: 0 }; await pmap((x) => { o.n += x; delete (o as any).n; }, [1]);\no.n;", ["o.n", "(o as any).n"]],
    ["const a = new Float64Array(9); await pmap((x) => { a[x] = 1; }, [1]);\nconsole.log(a);", ["a[x]"]],
    ["class C { static n = 0; } await pmap(() => { C.n++; }, [1]);\nconsole.log(C.n);", ["C.n"]],
    ["const o: any = {}; await pmap(() => { delete o?.n; o?.list?.push(1); }, [1]);\nconsole.log(o);", ["o?.n"]],
  ])("changed objects that the file uses further down: %s", (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });

  test.each([
    ["a cache that only the worker reads", "const c = new Map(); await pmap((x) => c.get(x) ?? c.set(x, 1), [1]);"],
    [
      "shared memory",
      "const s = new SharedArrayBuffer(8); const a = new Int32Array(s); await pmap(() => { a[0] = 1; }, [1]);\na;",
    ],
    ["what a call gave", "const q = JSON.parse('[]'); await pmap((x) => { q.push(x); }, [1]);\nq;"],
    [
      "what `delete` is given and no name holds",
      "await pmap((x: any) => [delete x().y, delete x?.(), delete (x, 1), delete [x][0]], [1]);",
    ],
    ["what lies deeper", "const o = { a: { n: 0 } }; await pmap(() => { o.a.n = 1; }, [1]);\no;"],
  ])("nothing is said of %s", (_what, text) => {
    expect(marked(text)).toEqual([]);
  });

  test("the message names the call, the variable and what to do", () => {
    const [warning] = diagnosticsOf(
      'import { pmap } from "distributed";\nlet n = 0;\nawait pmap((x) => { n += x; }, [1]);\n',
    );
    expect(warning).toMatchObject({ severity: "warning", file: "driver.ts", line: 3, column: 21, endColumn: 22 });
    expect(warning?.message).toBe(
      "This change stays on the worker: the function that `pmap` runs there has its own copy of `n`. " +
        "Return the value instead: pmap gives the results of all items, in order.",
    );
  });
});

describe("the fix of a loop that adds up", () => {
  const loop = (body: string, start = "let sum = 0") =>
    `import { distributed, range } from "distributed";\n${start};\nawait distributed(range(1, 9), ${body});\nconsole.log(sum);\n`;
  const reduced = (body: string, start = "let sum = 0") =>
    `import { distributed, range } from "distributed";\n${start};\nsum = await distributed((a, b) => a + b, range(1, 9), ${body}, { init: sum });\nconsole.log(sum);\n`;

  test.each([
    ["(i) => { sum += i * i; }", "(i) => i * i"],
    ["(i) => { sum += (i + 1) }", "(i) => (i + 1)"],
    ["async (i: number) => {\n  sum += await f(i);\n}", "async (i: number) => await f(i)"],
    ["() => { sum++; }", "() => 1"],
  ])("a reducer takes its place: %s", (body, expected) => {
    expect(fixed(loop(body))).toBe(reduced(expected));
    expect(diagnosticsOf(reduced(expected))).toEqual([]);
  });

  test.each([
    "(i) => { sum += i; console.log(i); }",
    "(i) => { sum += sum * i; }",
    "(i) => { sum -= i; }",
    "(i) => { sum += i; /* why */ }",
    "function (i) { sum += i; }",
  ])("none is offered where it would not be the same: %s", (body) => {
    expect(diagnosticsOf(loop(body))[0]?.message).toMatch(/^This change stays/);
    expect(fixed(loop(body))).toBeUndefined();
  });

  test("none is offered where the sum may be no number", () => {
    expect(fixed(loop("(i) => { sum += i; }", "let sum: any = start()"))).toBeUndefined();
  });
});

describe("the fix of a ref that is awaited", () => {
  test.each([
    [
      "adds fetch to the import",
      'import { spawn } from "distributed";\nawait spawn(() => 1);\n',
      'import { spawn, fetch } from "distributed";\nawait fetch(spawn(() => 1));\n',
    ],
    [
      "uses the name the file has for it",
      'import { fetch as get, spawn } from "distributed";\nawait (spawn(() => 1) as any);\n',
      'import { fetch as get, spawn } from "distributed";\nawait (get(spawn(() => 1)) as any);\n',
    ],
    [
      "uses the namespace",
      'import * as D from "distributed";\nawait new D.Future(2);\n',
      'import * as D from "distributed";\nawait D.fetch(new D.Future(2));\n',
    ],
    [
      "goes around what a block of sync starts",
      'import { fetch, sync } from "distributed";\nawait sync(async (s) => { await s.spawn(() => 1); });\n',
      'import { fetch, sync } from "distributed";\nawait sync(async (s) => { await fetch(s.spawn(() => 1)); });\n',
    ],
    [
      "goes into Promise.all",
      'import { spawn } from "distributed";\nawait Promise.all([1, 2].map((i) => spawn(() => i)));\n',
      'import { spawn, fetch } from "distributed";\nawait Promise.all([1, 2].map((i) => fetch(spawn(() => i))));\n',
    ],
  ])("%s", (_what, text, expected) => {
    expect(fixed(text)).toBe(expected);
    expect(diagnosticsOf(expected)).toEqual([]);
  });

  test.each([
    ["calls the platform's", 'import { spawn } from "distributed";\nawait fetch("a");\nawait spawn(() => 1);\n'],
    ["has one of its own", 'import { spawn } from "distributed";\nconst fetch = 1;\nawait spawn(() => 1);\n'],
    [
      "has another there",
      'import { fetch, spawn } from "distributed";\nvoid fetch;\nasync function f(fetch: any) { await spawn(() => 1); }\n',
    ],
  ])("none is offered where the file %s", (_what, text) => {
    expect(diagnosticsOf(text)).toHaveLength(1);
    expect(fixed(text)).toBeUndefined();
  });
});
