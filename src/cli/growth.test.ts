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

const failing = `import { myid } from "distributed";

if (myid() === 4) throw new RangeError("not on 4");
if (myid() === 6) while (true);
export const one = 1;
`;

const adding = `import { readdirSync } from "node:fs";
import { addprocs, procs } from "distributed";
import "./functions";

const threads = () => readdirSync("/proc/self/task").length;
await addprocs(1);
const before = threads();
for (const attempt of [addprocs(2), addprocs(1, { timeout: 0.2 })]) {
  await attempt.catch((error) => console.log(error.message.split("\\n")[0]));
}
while (threads() > before) await new Promise((resolve) => setTimeout(resolve)); // a thread ends when it ends
console.log(procs());
`;

test.runIf(process.platform === "linux")(
  "workers whose functions file throws, or never ends, leave no thread, nor do those started with them",
  { timeout: 90_000 },
  async () => {
    const files = { "functions.ts": failing, "driver.ts": adding };
    const { stdout, code } = await runPanal(["-p", "1", "driver.ts"], { files, limitS: 80 });
    expect(stdout.trim().split("\n")).toEqual([
      "RangeError: not on 4",
      "addprocs: a worker did not come up within 0.2 s",
      "[ 1, 2, 3 ]",
    ]);
    expect(code).toBe(0);
  },
);
