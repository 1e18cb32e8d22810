// Programs with more TypeScript than types: decorators, accessor fields, namespaces with values, `using`. TypeScript's own
// compiler writes them anew in a Web Worker that loads when a program needs it, whether the editors are there or not.
import { expect, test } from "./fixtures.ts";

const TYPESCRIPT = /ts\.worker/;

const FUNCTIONS = `export function checked(f: (x: number) => number, { name }: ClassMethodDecoratorContext) {
  return function (this: unknown, x: number): number {
    if (x > 9) throw new RangeError(\`\${String(name)} of \${x}\`);
    return f.call(this, x);
  };
}
export class Box {
  accessor by = 2;
  @checked grow(x: number): number {
    return x * this.by;
  }
}
`;
const DRIVER = `import { pmap, remotecallFetch } from "distributed";
import { Box } from "./functions";
namespace Units {
  export const perMetre = 100;
}
const box = new Box();
box.by = 3;
console.log(await pmap((x) => box.grow(x) * Units.perMetre, [1, 2]));
console.log(await remotecallFetch((it: Box) => it instanceof Box, 2, box));
await remotecallFetch((x: number) => box.grow(x), 2, 10);
`;
const LINK = `?p=2#functions=${encodeURIComponent(FUNCTIONS)}&driver=${encodeURIComponent(DRIVER)}`;

const PRINTED = ["[ 300, 600 ]", "true", "RangeError: grow of 10 (on worker 2, called from the driver)"];

test.describe("on a phone, where no editor has been opened", () => {
  test.use({ monaco: false, viewport: { width: 390, height: 844 } });

  test("decorators and a namespace run on workers, and fail at the user's places", async ({ playground }) => {
    await playground.open(LINK);
    await playground.runThisProgramButton.click();
    await playground.waitForEnd("Failed");
    const printed = await playground.printed();
    expect(printed.slice(0, 3)).toEqual(PRINTED);
    expect(printed.slice(3)).toEqual([
      "    at Box.<anonymous> (functions.ts:3:22)",
      expect.stringMatching(/^ {4}at .*driver\.ts:10:42\)?$/),
    ]);
  });

  test("a cell of the REPL is as good as a file: a namespace and a decorated class, here and on a worker", async ({
    playground,
  }) => {
    await playground.open("?p=1");
    await playground.page.getByRole("tab", { name: "Console" }).click();
    await playground.cellGives("namespace N { export const k = 3; export const f = (x: number) => k * x; }", []);
    await playground.cellGives(
      "const twice = (f: Function, _: unknown) => function (this: unknown) { return 2 * f.call(this); }",
      [],
    );
    await playground.cellGives("class A { @twice n() { return N.k; } }", []);
    await playground.cellGives("await remotecallFetch((a: A) => [a.n(), N.f(4)], 2, new A())", ["[ 6, 12 ]"]);
  });

  test("TypeScript loads for no program that does not need it", async ({ playground }) => {
    const asked: string[] = [];
    playground.page.on("request", (request) => asked.push(request.url()));
    await playground.open(`?p=1#driver=${encodeURIComponent("enum E { A }\nconst e: E = E.A;\nconsole.log(e);")}`);
    await playground.runThisProgramButton.click();
    await playground.waitForEnd("Finished");
    expect(await playground.printed()).toEqual(["0"]);
    expect(asked.filter((url) => TYPESCRIPT.test(url))).toEqual([]);
  });

  test("where TypeScript does not load, the run says what needs it, where and what to do; later it runs", async ({
    playground,
  }) => {
    await playground.page.context().route(TYPESCRIPT, (route) => route.abort());
    await playground.open(LINK);
    await playground.runThisProgramButton.click();
    await playground.waitForEnd("Failed");
    expect(await playground.printed()).toEqual([
      expect.stringMatching(
        /^functions\.ts:8:3: `accessor` fields need TypeScript's own compiler, which .* press Run again\.$/,
      ),
      expect.stringMatching(
        /^driver\.ts:3:1: namespaces with values need TypeScript's own compiler, which .* Run again\.$/,
      ),
    ]);
    await playground.page.context().unroute(TYPESCRIPT);
    await playground.keepConsole();
    await playground.runButton.click();
    await expect(playground.line("[ 300, 600 ]")).toBeVisible();
    await playground.waitForEnd("Failed");
    expect((await playground.printed()).slice(0, 3)).toEqual(PRINTED);
  });
});

test("a decorated class is pasted and runs beside the editor, whose TypeScript has nothing against it", async ({
  playground,
}) => {
  await playground.open("?p=2");
  await playground.setProgram({ functions: FUNCTIONS, driver: DRIVER });
  await playground.runToEnd("Failed");
  expect((await playground.printed()).slice(0, 3)).toEqual(PRINTED);
  await expect(playground.page.getByText("No problems", { exact: true })).toBeVisible();
});
