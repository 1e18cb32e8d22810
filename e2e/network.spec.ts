// Allow network: a visitor may let the program on the bench load npm packages and reach sites by https, until another one is
// opened. A stand-in for the CDN answers, and notes what it was asked.
import type { BrowserContext } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

const SQUARES = "export const square = (x) => x * x;\nexport class Box { constructor(x) { this.x = x; } }\n";
const ANYBODY = { "access-control-allow-origin": "*" };

/** Answers for every site but ours. Returns what was asked, in order, each once. */
async function standIn(context: BrowserContext): Promise<string[]> {
  const asked: string[] = [];
  await context.route(/^https:/, async (route) => {
    const url = route.request().url();
    if (!asked.includes(url)) asked.push(url);
    if (url === "https://esm.sh/squares@1")
      return route.fulfill({ contentType: "text/javascript", headers: ANYBODY, body: SQUARES });
    if (url === "https://data.example/numbers.json") return route.fulfill({ headers: ANYBODY, json: [1, 2, 3] });
    return route.fulfill({ status: 404, headers: ANYBODY, body: "nothing here" });
  });
  return asked;
}

const PROGRAM = {
  functions: `import { Box, square } from "squares@1";
export const boxed = (x: number) => new Box(square(x)).x;
`,
  driver: `import { pmap } from "distributed";
import { square } from "squares@1";
import { boxed } from "./functions";
const numbers: number[] = await (await fetch("https://data.example/numbers.json")).json();
const k = 10;
console.log(await pmap((x) => square(x) + boxed(x) + k, numbers));
`,
};

test("a program loads packages and data when it is allowed the network, on every process; the next one is not", async ({
  playground,
  context,
}) => {
  const asked = await standIn(context);
  const { page } = playground;
  const allow = page.getByRole("button", { name: "Allow network", exact: true });
  await playground.open("?p=2");
  await playground.openProgram(PROGRAM);
  await playground.run();
  await playground.waitForEnd("Failed");
  expect((await playground.printed()).join("\n")).toMatch(
    /^functions\.ts:1:29: "squares@1" can't be imported: this page runs programs without network until you press Allow network\./,
  );
  expect(asked).toEqual([]);

  await expect(allow).toHaveAttribute("aria-pressed", "false");
  await allow.click();
  await expect(allow).toHaveAttribute("aria-pressed", "true");
  await playground.run();
  await playground.waitForEnd("Finished");
  expect(await playground.printed()).toEqual(["[ 12, 18, 28 ]"]);
  expect(asked.sort()).toEqual(["https://data.example/numbers.json", "https://esm.sh/squares@1"]);
  await playground.cellGives("import { square as sq } from 'squares@1'; await fetchfrom(2, () => sq(k))", ["100"]);

  asked.length = 0;
  await playground.openProgram({ driver: 'await fetch("https://data.example/numbers.json");' });
  await expect(allow).toHaveAttribute("aria-pressed", "false");
  await playground.run();
  await playground.waitForEnd("Failed");
  expect((await playground.printed())[0]).toMatch(
    /^TypeError: fetch of https:\/\/data\.example\/numbers\.json was refused: this page runs programs without network/,
  );
  expect(asked).toEqual([]);
});

test("with the network a missing package is named, modules come from one site, and a failed fetch is the platform's", async ({
  playground,
  context,
}) => {
  const asked = await standIn(context);
  const faultOf = async (driver: string) => {
    await playground.openProgram({ driver });
    await playground.page.getByRole("button", { name: "Allow network", exact: true }).click();
    await playground.run();
    await playground.waitForEnd("Failed");
    return (await playground.printed()).join("\n");
  };
  await playground.open("?p=1");
  expect(await faultOf('import { f } from "no-such-package";\nconsole.log(f);')).toMatch(
    /^Error: "no-such-package", which driver\.ts imports, could not be loaded from https:\/\/esm\.sh\/no-such-package: /,
  );
  expect(await faultOf('import f from "https://other.example/f.js";\nconsole.log(f);')).toMatch(
    /^driver\.ts:1:15: "https:\/\/other\.example\/f\.js" can't be imported: this page loads modules from https:\/\/esm\.sh only/,
  );
  expect(await faultOf('const url = "https://other.example/f.js";\nawait import(url);')).toContain("TypeError");
  const optional = 'await import("no-such-package").catch(() => console.log("without it"));\nthrow new Error("end");';
  expect(await faultOf(optional)).toMatch(/^without it\nError: end\n/);
  expect(asked).toEqual(["https://esm.sh/no-such-package"]);
  const failed = await faultOf('await fetch("http://other.example/plain");');
  expect(failed).toContain("TypeError: Failed to fetch");
  expect(failed).not.toContain("without network");
});
