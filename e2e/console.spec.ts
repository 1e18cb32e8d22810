// The console as a person uses it: copied whole, emptied, flooded, kept after Stop.
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

test("Copy all puts every line on the clipboard, notices too, and Clear empties the console", async ({
  playground,
}) => {
  await playground.open("?p=1");
  await playground.openProgram({
    driver: `import { remotecallFetch } from "distributed";
console.log("one\\ntwo");
console.warn("careful");
for (let i = 0; i < 200; i++) console.log("line", i);
await remotecallFetch(() => console.table([{ bees: 3 }]), 2);`,
  });
  const lines = (await playground.runToEnd()).split("\n");
  expect(lines[0]).toMatch(/^1 worker ready in [\d.]+ m?s$/);
  expect(lines.at(-1)).toMatch(/^finished in [\d.]+ s on 1 worker$/);
  expect(lines.slice(1, -1)).toEqual([
    ...["one", "two", "careful"],
    ...Array.from({ length: 200 }, (_, i) => `line ${i}`),
    ...[
      "┌─────────┬──────┐",
      "│ (index) │ bees │",
      "├─────────┼──────┤",
      "│ 0       │ 3    │",
      "└─────────┴──────┘",
    ].map((line) => `From worker 2:\t${line}`),
  ]);
  await playground.clearButton.click();
  await expect(playground.line("")).toHaveCount(0);
  await expect(playground.log).toHaveText("What each process prints appears here, with its number.");
  await playground.waitForStatus("Finished");
});

test("of more than 100,000 lines the newest stay, and a notice says how many went", async ({ playground }) => {
  await playground.open("?p=0");
  await playground.openProgram({ driver: 'for (let i = 1; i <= 100_500; i++) console.log("line " + i);' });
  const [notice = "", ...kept] = (await playground.runToEnd()).split("\n");
  const gone = Number(
    /^([\d,]+) lines are not kept: more came than the console holds\.$/.exec(notice)?.[1]?.replace(",", ""),
  );
  expect(kept).toHaveLength(100_000);
  expect(kept.slice(0, -1)).toEqual(Array.from({ length: 99_999 }, (_, i) => `line ${i + 502}`));
  expect(gone).toBe(501);
});

test("what was printed stays after Stop", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.openProgram({
    driver: `import { remotecall } from "distributed";
remotecall(() => { console.log("last words"); while (true) {} }, 2);
await new Promise((resolve) => setTimeout(resolve)); // the call leaves at the end of the turn
console.log("driver too");
while (true) {}`,
  });
  await playground.run();
  await expect(playground.line("From worker 2:\tlast words")).toBeVisible();
  await expect(playground.line("driver too")).toBeVisible();
  await playground.stop();
  await playground.waitForStatus("Stopped");
  expect((await playground.printed()).sort()).toEqual(["From worker 2:\tlast words", "driver too"]);
  expect((await playground.consoleText()).split("\n").at(-1)).toMatch(
    /^Stopped after [\d.]+ s\. What was printed stays\.$/,
  );
});
