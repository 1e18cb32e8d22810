// Nothing grows with use, on real threads: after very many calls, references, long strings and workers the driver holds the
// ports that it held before, and the command ends by itself. PANAL_HEAVY=1 runs the counts that are promised, else a tenth.
import { expect, test } from "vitest";
import { runPanal } from "./run-built.ts";

const TIMES = process.env.PANAL_HEAVY ? 10 : 1;

const driver = `import { addprocs, fetch, finalize, remotecall, remotecallFetch, rmprocs, workers } from "distributed";

const ports = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
const before = ports();
const held = () => ports() - before;
const same = (x: unknown) => x;
const count = (n: number) => Array.from({ length: n }, (_, i) => i);

for (let burst = 0; burst < ${10 * TIMES}; burst++) {
  await Promise.all(count(10_000).map((i) => remotecallFetch(same, 2 + (i % 2), i)));
}
for (let burst = 0; burst < ${TIMES}; burst++) {
  await fetch(count(5000).map((i) => remotecall(same, 2, i)));
  for (const i of count(5000)) finalize(remotecall(same, 3, i));
}
const long = "x".repeat(16 * 2 ** 20);
console.log((await remotecallFetch(same, 2, long)) === long, "ports", held());

const added = await addprocs(62);
const answers = await Promise.all(workers().map((pid) => remotecallFetch(same, pid, pid)));
console.log(answers.length, "ports", held());
await rmprocs(added);
while (held() > 2) await new Promise((resolve) => setTimeout(resolve)); // Node closes them in turns of its own
console.log(workers(), "ports", held());
`;

test(`${TIMES}00,000 calls, ${TIMES}0,000 references, 16 MB of text and 64 workers leave the driver with the ports it had`, {
  timeout: 300_000 * TIMES,
}, async () => {
  const { stdout, stderr, code } = await runPanal(["-p", "2", "driver.ts"], {
    files: { "driver.ts": driver },
    limitS: 280 * TIMES,
  });
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toEqual(["true ports 2", "64 ports 64", "[ 2, 3 ] ports 2"]);
  expect(code).toBe(0);
});
