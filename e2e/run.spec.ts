// The main story: paste a program, press Run, read console and status; change it and run again. And what happens when the
// program is wrong: it does not compile, it throws, its types are wrong.
import { expect, test } from "./fixtures.ts";

test("a pasted program runs on four workers, runs again, and every run begins with pid 2", async ({ playground }) => {
  await playground.open("?p=4");
  await expect(playground.status).toHaveText("Idle");
  await expect(playground.workersField).toHaveValue("4");
  await playground.setProgram({
    functions: 'export const introduce = () => console.log("I am", myid());\n\nimport { myid } from "distributed";\n',
    driver: `import { addprocs, myid, nprocs, nworkers, remotecallFetch, workers } from "distributed";
import { introduce } from "./functions";

introduce();
for (const pid of workers()) await remotecallFetch(introduce, pid);
console.log(await remotecallFetch(() => myid(), 5), nworkers(), nprocs());
console.log("added", await addprocs(1));
`,
  });
  const expected = [
    { pid: 1, level: "log", text: "I am 1" },
    ...[2, 3, 4, 5].map((pid) => ({ pid, level: "log", text: `From worker ${pid}:\tI am ${pid}` })),
    { pid: 1, level: "log", text: "5 4 5" },
    { pid: 1, level: "log", text: "added [ 6 ]" },
  ];
  const lines = async () => (await playground.consoleLines()).filter(({ level }) => level !== "notice");

  await playground.runToEnd();
  await expect.poll(lines).toEqual(expected);

  await playground.setFile(
    "driver.ts",
    (await playground.fileText("driver.ts")).replace('console.log("added"', 'console.warn("also"'),
  );
  await playground.keepConsole();
  await playground.editor("driver.ts").press("ControlOrMeta+Enter");
  await expect(playground.line("also [ 6 ]")).toBeVisible();
  await playground.waitForEnd("Finished");
  await expect.poll(lines).toEqual([...expected.slice(0, -1), { pid: 1, level: "warn", text: "also [ 6 ]" }]);
  expect(await playground.fileText("driver.ts")).toContain("also"); // the keys ran it and typed nothing

  await playground.setWorkers(2);
  await playground.setFile("driver.ts", 'import { procs } from "distributed";\nconsole.log(procs());');
  expect(await playground.runToEnd()).toContain("\n[ 1, 2, 3 ]\n");
});

test("a throw in a worker fails the run with positions, and a click on one moves the caret there", async ({
  playground,
}) => {
  await playground.open("?p=1");
  await playground.setProgram({
    functions: `export function half(n: number): number {
  if (typeof n !== "number") throw new TypeError(\`half of \${n}\`);
  return n / 2;
}
`,
    driver: `import { remotecallFetch } from "distributed";
import { half } from "./functions";

console.log(await remotecallFetch(half, 2, 8));
const wrong: any = "eight";
console.log(await remotecallFetch(half, 2, wrong));
console.log("never");`,
  });
  const text = await playground.runToEnd("Failed");
  expect(text).toContain("TypeError: half of eight");
  expect(text).toContain("functions.ts:2:36");
  expect(text).not.toContain("never");

  await playground.log.getByRole("button", { name: "functions.ts:2:36" }).first().click();
  await playground.expectCaret("functions.ts", 2, 36);

  await playground.setFile(
    "driver.ts",
    'console.log("first");\n  throw new Error("no more");\nconsole.log("never");\n',
  );
  await playground.runToEnd("Failed");
  expect(await playground.printed()).toEqual(["first", "Error: no more", "    at driver.ts:2:9"]);
  await playground.log.getByRole("button", { name: "driver.ts:2:9" }).click();
  await playground.expectCaret("driver.ts", 2, 9);
});

test("what does not compile is named with file, line and column and marked; mended, it runs at once", async ({
  playground,
}) => {
  await playground.open("?p=1");
  await playground.setProgram({
    functions: "export const one = 1;\n",
    driver: 'console.log("so far");\nconst two = 1 +;\n',
  });
  expect(await playground.runToEnd("Failed")).toMatch(/^driver\.ts:2:16: ./);
  await expect(playground.line("driver.ts:2:16")).toHaveAttribute("data-level", "error");
  await expect(playground.squiggles("driver.ts").first()).toBeVisible();
  await playground.log.getByRole("button", { name: "driver.ts:2:16" }).click();
  await playground.expectCaret("driver.ts", 2, 16);

  // What TypeScript itself accepts is marked by the compile step alone.
  await playground.setProgram({
    functions: 'import "./driver";\nexport const one = 1;\n',
    driver: "console.log(2);\n",
  });
  await expect(playground.squiggles("driver.ts")).toHaveCount(0);
  await expect(playground.squiggles("functions.ts")).toHaveCount(0);
  expect(await playground.runToEnd("Failed")).toMatch(/^functions\.ts:1:8: .*driver/);
  await expect(playground.squiggles("functions.ts")).toHaveCount(1);

  await playground.setFile("functions.ts", "export const one = 1;\n");
  await expect(playground.squiggles("functions.ts")).toHaveCount(0);
  await playground.runToEnd();
  expect(await playground.printed()).toEqual(["2"]);
});

test("the editor knows the library: a wrong call is marked, names are completed and explained; types stop no run", async ({
  playground,
}) => {
  await playground.open("?p=1");
  await playground.setProgram({
    driver: `import { remotecallFetch, fetch } from "distributed";
const n: string = await remotecallFetch((a: number) => a + 1, 2, 41);
console.log(n);
rem`,
  });
  // `n`, and the unfinished name; the library is known, or the import would be marked too.
  await expect(playground.squiggles("driver.ts")).toHaveCount(2);
  await expect(playground.page.getByText("2 problems", { exact: true })).toBeVisible();

  await playground.moveCaret("driver.ts", 4, 4);
  await playground.page.keyboard.press("Control+Space");
  const suggestions = playground.page.getByRole("listbox", { name: "Suggest" });
  await expect(suggestions.getByRole("option", { name: /^remotecallFetch/ })).toBeVisible();
  await playground.page.keyboard.press("Escape");

  await playground.moveCaret("driver.ts", 2, 30);
  await playground.page.keyboard.press("Control+K");
  await playground.page.keyboard.press("Control+I");
  const hover = playground.page.locator(".monaco-hover").filter({ hasText: "remotecallFetch" });
  await expect(hover).toContainText("target: Target");

  await playground.setFile("driver.ts", (await playground.fileText("driver.ts")).replace("\nrem", ""));
  await expect(playground.squiggles("driver.ts")).toHaveCount(1);
  await playground.runToEnd();
  expect(await playground.printed()).toEqual(["42"]);
});

test.describe("by a link", () => {
  test.use({ monaco: false });

  test("a main that nobody awaits is not cut off", async ({ playground }) => {
    await playground.open("?p=1");
    await playground.openProgram({
      driver: `import { remotecallFetch } from "distributed";
async function main() {
  for (const round of [1, 2, 3]) {
    console.log("round", await remotecallFetch((n) => new Promise((resolve) => setTimeout(resolve, 50, n)), 2, round));
  }
  console.log("end of main");
}
main();
console.log("end of driver");`,
    });
    await playground.runToEnd();
    expect(await playground.printed()).toEqual(["end of driver", "round 1", "round 2", "round 3", "end of main"]);
  });

  test("a worker's line stands before what the driver prints after awaiting it", async ({ playground }) => {
    await playground.open("?p=3");
    await playground.openProgram({
      driver: `import { remotecallFetch } from "distributed";
for (let i = 0; i < 5000; i++) {
  await remotecallFetch(() => console.log("did", i), 2 + (i % 3));
  console.log("saw", i);
}`,
    });
    const text = await playground.runToEnd();
    const wanted = Array.from({ length: 5000 }, (_, i) => [`From worker ${2 + (i % 3)}:\tdid ${i}`, `saw ${i}`]).flat();
    expect(text.split("\n").slice(1, -1)).toEqual(wanted); // between what the page says of the beginning and the end
  });
});
