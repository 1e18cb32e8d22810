// What the scope answers to compiled modules; what that makes of cells is in cli/cells.test.ts.
import { expect, test } from "vitest";
import { Scope } from "./scope.ts";

/** A module with a variable `name`. */
function moduleOf(name: string, value: unknown) {
  let variable = value;
  const set = (next: unknown) => {
    variable = next;
  };
  return { joined: [name, () => variable, set] as const, value: () => variable };
}

type Names = Record<string, unknown>;

test("Scope reads and writes the newest of a name, in the module that declared it", () => {
  const { registrar } = new Scope({});
  const names = registrar.use(["x"], []).names as Names;
  const [first, second] = [moduleOf("x", 1), moduleOf("x", 2)];
  registrar.join([first.joined]);
  names.x = 10;
  registrar.join([second.joined]);
  expect(names.x).toBe(2);
  names.x = 20;
  expect([first.value(), second.value()]).toEqual([10, 20]);
});

test("Scope refuses to write a constant, as the language does", () => {
  const { registrar } = new Scope({});
  registrar.join([["x", () => 1]]);
  const names = registrar.use([], []).names as Names;
  expect(() => {
    names.x = 2;
  }).toThrow(new TypeError("Assignment to constant variable."));
});

test("Scope gives the library's for a name that nothing declares, then the platform's global, else a ReferenceError", () => {
  const { registrar } = new Scope({ pmap: "the library's", Math: "also" });
  const { names, box, peek } = registrar.use(["pmap", "Math", "URL", "nowhere"], []) as { names: Names } & ReturnType<
    typeof registrar.use
  >;
  expect([names.pmap, names.Math, names.URL]).toEqual(["the library's", "also", URL]);
  expect(() => names.nowhere).toThrow(new ReferenceError("nowhere is not defined"));
  expect([box("pmap"), box("URL"), box("nowhere")]).toEqual([{ v: "the library's" }, undefined, undefined]);
  expect([peek("pmap"), peek("URL"), peek("nowhere")]).toEqual(["the library's", URL, undefined]);
});

test("Scope makes a variable only of a name that a cell's top level assigns", () => {
  const { registrar } = new Scope({});
  const names = registrar.use(["made", "other"], ["made"]).names as Names;
  names.made = 1;
  expect(names.made).toBe(1);
  expect(() => {
    names.other = 1;
  }).toThrow(new ReferenceError("other is not defined"));
});

test("Scope.evaluate() takes back what was joined and not initialised when the cell throws", async () => {
  const scope = new Scope({});
  const names = scope.registrar.use(["old", "fresh", "ready"], []).names as Names;
  scope.registrar.join([["old", () => 1]]);
  const early = () => {
    throw new ReferenceError("early");
  };
  const cell = scope.evaluate(async () => {
    scope.registrar.join([
      ["old", early],
      ["fresh", early],
      ["ready", () => 2],
    ]);
    throw new Error("stop");
  });
  await expect(cell).rejects.toThrow("stop");
  expect([names.old, names.ready]).toEqual([1, 2]);
  expect(() => names.fresh).toThrow("fresh is not defined");
});

test("Scope.answer() is what `ans` reads, until something declares it", () => {
  const scope = new Scope({});
  const names = scope.registrar.use(["ans"], []).names as Names;
  expect(() => names.ans).toThrow("ans is not defined");
  scope.answer(5);
  expect(names.ans).toBe(5);
  scope.registrar.join([["ans", () => "mine"]]);
  scope.answer(6);
  expect(names.ans).toBe("mine");
});
