// Processes that end while somebody waits on them, and calls that cannot be made: an error that names the culprit, a
// program that can go on, a page that stays usable.
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

test("what waits on a busy worker that is removed, or on one that closes itself, fails with ProcessExitedException", async ({
  playground,
}) => {
  await playground.open("?p=3");
  await playground.openProgram({
    functions: `import { remotecallFetch } from "distributed";

let begun = () => {};
export const beginning = new Promise<void>((resolve) => { begun = resolve; });
const tell = () => begun();

export async function spin() {
  await remotecallFetch(tell, 1);
  while (true) {}
}
`,
    driver: `import { fetch, ProcessExitedException, remotecall, remotecallFetch, rmprocs, workers } from "distributed";
import { beginning, spin } from "./functions";

const failure = (waiting: Promise<unknown>) =>
  waiting.then((value) => "GOT " + value, (e) => [e instanceof ProcessExitedException, e.name, e.pid].join(" "));

const removed = failure(fetch(remotecall(spin, 2)));
await beginning;
await rmprocs(2);
console.log(await removed);
console.log(await failure(remotecallFetch(() => { close(); while (true) {} }, 3)));
console.log(await failure(remotecallFetch(() => 1, 2)));
console.log("left", workers(), await remotecallFetch(() => "still here", 4));
`,
  });
  const text = await playground.runToEnd();
  expect(await playground.printed()).toEqual([
    "true ProcessExitedException 2",
    "true ProcessExitedException 3",
    "true ProcessExitedException 2",
    "left [ 4 ] still here",
  ]);
  expect(text).toContain("Worker 3 is gone. What waited on it has failed.");
  expect(text).not.toContain("Worker 2 is gone");
  const states = (await playground.cells()).map(({ pid, state }) => `${pid} ${state}`);
  expect(states).toEqual(["1 idle", "2 ended", "3 lost", "4 idle"]);
});

test("a call that cannot be made names the culprit, and the page stays usable", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.openProgram({
    driver: `import { addprocs, remotecallFetch, workers } from "distributed";
const seen = new WeakMap<object, number>();
const attempts = {
  addprocs: () => addprocs(-1),
  pid: () => remotecallFetch(() => 1, 99),
  capture: () => remotecallFetch(() => seen.get({}), 2),
};
for (const [name, attempt] of Object.entries(attempts)) {
  await (async () => attempt())().then(
    (value) => console.log(name, "GOT", value),
    (e) => console.log(name, e instanceof Error, e.message),
  );
}
console.log(workers());
await attempts.capture();`,
  });
  await playground.runToEnd("Failed");
  const culprit = /driver\.ts:6:40: .*`seen`.* WeakMap/;
  expect(await playground.printed()).toEqual([
    expect.stringMatching(/^addprocs true .*-1/),
    expect.stringMatching(/^pid true .*99/),
    expect.stringMatching(new RegExp(`^capture true .*${culprit.source}`)),
    "[ 2 ]",
    expect.stringMatching(culprit),
  ]);

  await playground.openProgram({ driver: 'console.log("usable");' });
  await playground.runToEnd();
  expect(await playground.printed()).toEqual(["usable"]);
});
