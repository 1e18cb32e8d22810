// The REPL as a person uses it: the line under the console, before a run, in the scope of one, beside one that hangs.
import axe from "axe-core";
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

test("?p=4 alone opens ready: cells with closures, errors that lead back into their cell, history, names", async ({
  playground,
}) => {
  const { repl, page } = playground;
  await playground.open("?p=4");
  await playground.cellGives("nprocs()", ["5"]);
  await playground.cellGives("const y = 10; const add = (x: number) => x + y", []);
  await playground.cellGives("await pmap(add, [1, 2, 3])", ["[ 11, 12, 13 ]"]);
  await playground.cellGives("await addprocs(2)", ["[ 6, 7 ]"]);
  await expect(playground.cell(7)).toHaveAttribute("data-state", "idle");
  await playground.cellGives('await fetchfrom(7, () => { console.log("here"); return [myid(), y]; })', [
    ...["From worker 7:\there", "[ 7, 10 ]"],
  ]);
  await playground.cellGives("import { f } from './functions'", [
    'REPL[6]:1:19: There is no file "./functions": cells import files of the program that runs, and none has been run.',
  ]);
  await playground.waitForStatus("Idle");

  // Shift+Enter makes a new line, and so does Enter where a text is not finished.
  await repl.fill("function fail() {");
  await repl.press("Shift+Enter");
  await page.keyboard.type('throw new Error("on purpose");');
  await repl.press("Enter");
  await expect(repl).toHaveValue('function fail() {\nthrow new Error("on purpose");\n');
  await page.keyboard.type("}");
  await repl.press("Enter");
  await playground.cellGives("fail()", [...["Error: on purpose", "    at fail (REPL[7]:2:7)", "    at REPL[8]:1:1"]]);
  await playground.line("at fail").getByRole("button", { name: "REPL[7]:2:7" }).click();
  await expect(repl).toHaveValue('function fail() {\nthrow new Error("on purpose");\n}');
  await expect(repl).toBeFocused();
  expect(await repl.evaluate((box: HTMLTextAreaElement) => box.selectionStart)).toBe(24);

  await repl.press("Escape");
  await expect(repl).toHaveValue("");
  await repl.press("ArrowUp");
  await expect(repl).toHaveValue("fail()");
  const text = await playground.consoleText();
  expect(text.split("\n").slice(0, 5)).toEqual([
    ...[
      "nprocs()",
      "5",
      "const y = 10; const add = (x: number) => x + y",
      "await pmap(add, [1, 2, 3])",
      "[ 11, 12, 13 ]",
    ],
  ]);

  // The names of the scope, of the library and of the platform.
  const names = page.getByRole("listbox", { name: "Names" });
  await repl.fill("nwor");
  await repl.press("Tab");
  await expect(repl).toHaveValue("nworkers");
  await repl.fill("remotecall");
  await repl.press("Control+Space");
  await expect(names.getByRole("option")).toHaveText(["remotecallFetch", "remotecallWait"]);
  await repl.press("ArrowDown");
  await repl.press("Enter");
  await expect(repl).toHaveValue("remotecallWait");
  await expect(names).toBeHidden();
  await repl.press("Escape");
  await repl.press("Escape");
  await expect(repl).not.toBeFocused();

  await playground.open("?p=1");
  await repl.press("ArrowUp");
  await expect(repl).toHaveValue("fail()");
  await repl.press("ArrowUp");
  await repl.press("ArrowDown");
  await repl.press("ArrowDown");
  await expect(repl).toHaveValue("");
});

test("after a run cells are in the driver's scope, and the next Run clears it", async ({ playground }) => {
  await playground.open("?p=2");
  await playground.openProgram({
    functions: "export const half = (n: number) => n / 2;\nexport const fail = () => { throw new Error('there'); };\n",
    driver: `import { myid } from "distributed";
import { fail, half } from "./functions";
const factor = 3;
const scale = (n: number) => half(n) * factor;
console.log(scale(4), myid(), fail.name);`,
  });
  await playground.runToEnd();
  await playground.cellGives("await pmap(scale, [2, 4])", ["[ 3, 6 ]"]);
  await playground.cellGives("import * as all from './functions'; Object.keys(all)", ["[ 'fail', 'half' ]"]);
  await playground.cellGives("await remotecallFetch(fail, 2)", [
    "Error: there (on worker 2, called from the driver)",
    "    at fail (functions.ts:2:35)",
  ]);
  await playground.line("at fail").getByRole("button", { name: "functions.ts:2:35" }).click();
  const functions = playground.page.getByRole("group", { name: "functions.ts" });
  await expect(functions).toBeFocused();
  await expect(functions.locator("[data-line]").nth(1)).toContainText("Error: there");
  await playground.runToEnd();
  await playground.cellGives("factor + 1", ["4"]);
  await playground.cellGives("all", ["ReferenceError: all is not defined", "    at REPL[5]:1:1"]);
});

test("cells are evaluated while the driver waits; beside one that spins they wait, and Stop frees them", async ({
  playground,
}) => {
  const { repl } = playground;
  await playground.open("?p=1");
  await playground.openProgram({
    driver: `let go = () => {};
const going = new Promise<void>((resolve) => { go = resolve; });
console.log("waiting");
await going;
console.log("spinning");
for (;;);`,
  });
  await playground.run();
  await expect(playground.line("waiting")).toBeVisible();
  await playground.cellGives("1 + 1", ["2"]);
  await playground.cellGives("const kept = 1", []);
  await playground.enterCell("go()");
  await expect(playground.line("spinning")).toBeVisible();
  await expect(repl).toHaveAttribute("placeholder", "process 1 is busy; Stop ends it");
  await playground.stop();
  await playground.waitForStatus("Stopped");
  await expect(playground.line("The processes are new, and have no variables.")).toBeVisible();
  await playground.cellGives("kept", ["ReferenceError: kept is not defined", "    at REPL[4]:1:1"]);

  // The same without a run, of a cell that nobody answers.
  await playground.enterCell("await new Promise(() => {})");
  await expect(repl).toHaveAttribute("placeholder", "the cell waits; Stop ends it");
  await playground.stop();
  await playground.cellGives("nprocs()", ["2"]);
});

for (const [name, viewport] of [
  ["wide", { width: 1440, height: 900 }],
  ["on a phone", { width: 390, height: 844 }],
] as const) {
  test(`axe finds nothing in the line, its names and its cells, ${name}`, async ({ playground, page }) => {
    const { repl } = playground;
    await page.setViewportSize(viewport);
    await playground.open("?p=1&theme=dark");
    if (name === "on a phone") {
      await page.getByRole("tab", { name: "Console" }).click();
      await expect(repl).toHaveCSS("font-size", "16px"); // below that iOS zooms
      await repl.fill("1 +");
      await page.getByRole("tab", { name: "Driver" }).click();
      await page.getByRole("tab", { name: "Console" }).click();
      await expect(repl).toHaveValue("1 +");
    }
    await expect(repl).toHaveAttribute("placeholder", "an expression, for example workers()");
    await playground.enterCell("nowhere");
    await expect(playground.line("ReferenceError: nowhere is not defined")).toBeVisible();
    await repl.fill("remote");
    await repl.press("Tab");
    await expect(page.getByRole("listbox", { name: "Names" })).toBeVisible();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
