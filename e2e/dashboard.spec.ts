// What the comb and the operations show is what the processes did: states while everything spins, counters against what the
// program counted itself, progress that neither jumps back nor passes its end.
import { expect, test } from "./fixtures.ts";
import type { Playground } from "./playground.ts";

test.use({ monaco: false });

test("a worker in an endless loop shows busy and the loop's name within 300 ms, while the driver spins too", async ({
  playground,
}) => {
  await playground.open("?p=2");
  await playground.openProgram({
    functions: `export function spinForever() {
  console.log("entered at", Date.now());
  while (true) {}
}
`,
    driver: `import { remotecall, remotecallWait } from "distributed";
import { spinForever } from "./functions";

remotecall(spinForever, 2);
await remotecallWait(() => {}, 3); // the calls leave at the end of the turn
while (true) {}
`,
  });
  // The best of three runs: the machine may be busy with something else.
  const delaysMs: number[] = [];
  for (let run = 0; run < 3 && !delaysMs.some((ms) => ms < 300); run++) {
    if (run > 0) await playground.stop();
    delaysMs.push(await delayOfLoop(playground));
  }
  expect(Math.min(...delaysMs)).toBeLessThan(300);
  await expect(playground.cell(1)).toHaveAttribute("data-state", "busy");
  await expect(playground.cell(3)).toHaveAttribute("data-state", "idle");
  await playground.stop();
  await playground.waitForStatus("Stopped");
});

/** Runs it; milliseconds from the loop's beginning, as the worker tells it, until worker 2's cell shows the loop. */
async function delayOfLoop(playground: Playground): Promise<number> {
  const shownAtMs = playground.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new MutationObserver((_, observer) => {
          const cell = document.querySelector<SVGElement>("[data-pid='2'][data-state='busy']");
          if (cell?.dataset.function !== "spinForever") return;
          observer.disconnect();
          resolve(Date.now());
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
  );
  await playground.run();
  const line = playground.line(/^From worker 2:\tentered at \d+$/);
  await expect(line).toBeVisible();
  return (await shownAtMs) - Number(/\d+$/.exec((await line.textContent()) ?? "")?.[0]);
}

test("a driver that spins when its own timer has woken it shows busy", async ({ playground }) => {
  await playground.open("?p=0");
  await playground.openProgram({
    driver: `await new Promise((resolve) => setTimeout(resolve, 500)); // longer than the driver's beginning is taken for busy
console.log("awake");
while (true) {}`,
  });
  await playground.run();
  await expect(playground.cell(1)).toHaveAttribute("data-state", "idle");
  await expect(playground.line("awake")).toBeVisible();
  await expect(playground.cell(1)).toHaveAttribute("data-state", "busy");
  await playground.stop();
});

test("a hundred million iterations in two chunks show at least five different counts, never fewer than before", async ({
  playground,
}) => {
  await playground.open("?p=2");
  await playground.openProgram({
    driver: `import { distributed, range } from "distributed";
const add = (a: number, b: number) => a + b;
// Some twenty nanoseconds an iteration, so that there is something to watch.
function steps(i: number) {
  let n = 0;
  for (let left = i & 0xffff; left > 0; left >>= 1) n += left % 3;
  return n;
}
console.log(await distributed(add, range(1, 1e8), steps));
`,
  });
  const counts = watchCounts(playground);
  await playground.runToEnd();
  const [seen = []] = await counts();
  expect(seen).toEqual(ascending(seen));
  expect(seen.filter((count) => count > 0 && count < 1e8).length).toBeGreaterThanOrEqual(5);
  expect(seen.at(-1)).toBe(1e8);
  expect(await playground.operations()).toMatchObject([{ progress: 1e8, total: 1e8, position: "driver.ts:9" }]);
});

test("done, bytes and state of every cell are what the program counted: calls with buffers", async ({ playground }) => {
  await playground.open("?p=4");
  await playground.openProgram({
    functions: `import { remotecallFetch } from "distributed";

// What this process did, counted by itself.
const did = { calls: 0, in: 0, out: 0 };

export function reverse(bytes: Uint8Array, keep: number): Uint8Array {
  const answer = bytes.slice(0, keep).reverse();
  did.calls++;
  did.in += bytes.byteLength;
  did.out += answer.byteLength;
  return answer;
}
export function spin(begun: () => void) {
  return remotecallFetch(begun, 1).then(() => { while (true) {} });
}
export function report() {
  did.calls++;
  console.log(did.calls, did.in, did.out);
}
`,
    driver: `import { remotecall, remotecallFetch, rmprocs } from "distributed";
import { report, reverse, spin } from "./functions";

const sizes: Record<number, number[]> = { 2: [10, 20, 30], 3: [100_000, 2_000, 7], 4: [1, 1, 1_000_000], 5: [1, 1, 1] };
for (const [pid, own] of Object.entries(sizes)) {
  for (const size of own) await remotecallFetch(reverse, Number(pid), new Uint8Array(size), Math.ceil(size / 2));
}
for (const pid of [2, 3, 4, 5]) await remotecallFetch(report, pid);
await rmprocs(3);
const begun = new Promise<void>((resolve) => {
  Object.assign(globalThis, { begun: resolve });
});
remotecall(spin, 4, () => (globalThis as any).begun());
await begun;
`,
  });
  await playground.runToEnd();
  const reports = (await playground.printed()).map((line) => (line.match(/\d+/g) ?? []).map(Number));
  const cells = (await playground.cells()).slice(1);
  expect(cells.map(({ pid, state, function: name, done }) => [pid, state, name, done])).toEqual([
    [2, "idle", "", 4],
    [3, "ended", "", 4],
    [4, "busy", "spin", 4],
    [5, "idle", "", 4],
  ]);
  expect(cells.map(({ pid, done }) => [pid, done])).toEqual(reports.map(([pid, calls]) => [pid, calls]));
  // Buffers are exact. The rest is estimated: the same for 2 and 5, which have lived through the same.
  const rest = cells.map((cell, i) => [cell.bytesIn - reports[i]![2]!, cell.bytesOut - reports[i]![3]!]);
  expect(rest.at(-1)).toEqual(rest[0]);
  for (const bytes of rest.flat()) expect([bytes > 0, bytes < 1000]).toEqual([true, true]);
});

test("done of every cell is what the program counted: items and chunks that the workers share out themselves", async ({
  playground,
}) => {
  await playground.open("?p=3");
  await playground.openProgram({
    functions: `import { myid } from "distributed";

// What this process did, counted by itself.
let did = 0;
export async function item(n: number) {
  await new Promise((resolve) => setTimeout(resolve, n % 7));
  if (n % 10 === 0) throw new Error("tenth");
  did++;
  return n;
}
export const add = (a: number, b: number) => a + b;
export function chunk(i: number) {
  if (i % 100 === 1) did++; // the first of 100 that a worker gets
  return i;
}
export const report = () => [myid(), ++did].join(" ");
`,
    driver: `import { distributed, pmap, range, remotecallFetch, workers } from "distributed";
import { add, chunk, item, report } from "./functions";

const done = await pmap(item, range(1, 200), { batchSize: 3, onError: () => 0 });
console.log(done.filter((n) => n > 0).length, await distributed(add, range(1, 300), chunk));
for (const pid of workers()) console.log(await remotecallFetch(report, pid));
`,
  });
  await playground.runToEnd();
  const [sums, ...reports] = await playground.printed();
  expect(sums).toBe("180 45150");
  const cells = (await playground.cells()).slice(1);
  expect(cells.map(({ pid, done, state }) => `${pid} ${done} ${state}`)).toEqual(reports.map((own) => `${own} idle`));
});

test("an operation counts its messages: remotecallFetch needs two where remotecall and fetch need four", async ({
  playground,
}) => {
  await playground.open("?p=1");
  await playground.openProgram({
    driver: `import { fetch, remotecall, remotecallFetch } from "distributed";
await remotecallFetch((n: number) => n + 1, 2, 1);
const ref = remotecall((n: number) => n + 1, 2, 1);
await fetch(ref);
`,
  });
  await playground.runToEnd();
  const shown = (await playground.operations()).map(({ kind, messages }) => [kind, messages]);
  expect(shown).toEqual([
    ["remotecallFetch", 2],
    ["remotecall", 4],
  ]);
});

// F-24
test("an operation ends at n of n with skipped, failed and retried items, and at what was done when it failed", async ({
  playground,
}) => {
  await playground.open("?p=2");
  await playground.openProgram({
    driver: `import { distributed, pmap, range } from "distributed";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
await pmap(async (x: number) => { await pause(5); if (x % 10 === 0) throw new Error("tenth"); return x; }, range(1, 300), { onError: () => null, batchSize: 7 });
await pmap(async () => { if (Math.random() < 0.3) throw new Error("again"); }, range(1, 200), { retryDelays: Array(20).fill(0) });
await distributed(range(1, 500), (i) => { if (i % 2) return; });
await pmap((x: number) => { if (x === 50) throw new Error("stop"); return x; }, range(1, 1000)).catch(() => {});
`,
  });
  const counts = watchCounts(playground);
  await playground.runToEnd();
  const operations = await playground.operations();
  for (const shown of await counts()) expect(shown).toEqual(ascending(shown));
  expect(operations).toMatchObject([
    { kind: "pmap", outcome: "done", progress: 300, total: 300, failed: 30, retried: 0 },
    { kind: "pmap", outcome: "done", progress: 200, total: 200, failed: 0 },
    { kind: "distributed", outcome: "done", progress: 500, total: 500 },
    { kind: "pmap", outcome: "failed", total: 1000 },
  ]);
  expect(operations[1]!.retried).toBeGreaterThan(0);
  expect(operations[3]!.progress).toBeGreaterThanOrEqual(48); // the other worker may have had one
  expect(operations[3]!.progress).toBeLessThan(1000);
});

/** Follows the counts of all operations from now on; called, it gives those that each has shown, in order. */
function watchCounts({ page }: Playground): () => Promise<number[][]> {
  const watching = page.evaluateHandle(() => {
    const shown: number[][] = [];
    new MutationObserver(() => {
      const items = [...document.querySelectorAll("[data-operation]")].reverse();
      items.forEach((item, i) => {
        const spans = [...item.querySelectorAll("span")].map((span) => span.textContent ?? "");
        const text = spans.find((span) => /^[\d,]+ \/ [\d,]+$/.test(span));
        const count = Number(text?.split(" / ")[0]?.replaceAll(",", ""));
        shown[i] ??= [];
        if (text !== undefined && count !== shown[i].at(-1)) shown[i].push(count);
      });
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return shown;
  });
  return async () => (await watching).jsonValue();
}

const ascending = (counts: readonly number[]): number[] => counts.toSorted((a, b) => a - b);
