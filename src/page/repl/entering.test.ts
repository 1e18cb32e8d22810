import { expect, test } from "vitest";
import { createView } from "../view.ts";
import { createEnterCell } from "./entering.ts";
import { createHistory } from "./history.ts";

/** What decides as a person's cells are: a text goes on while it has more `{` than `}`. Decided when `decide` is called. */
function repl() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const view = createView();
  const history = createHistory({ read: () => null, write: () => false });
  const evaluate = async (text: string): Promise<boolean> => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    const whole = text.split("{").length === text.split("}").length;
    if (whole) taken.push(text);
    return whole;
  };
  const decide = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) {
      waiting.shift()?.();
      await Promise.resolve();
    }
  };
  const cells = (): string[] => {
    const walked: string[] = [];
    for (let cell = history.older(""); cell !== undefined; cell = history.older("")) walked.unshift(cell);
    return walked;
  };
  return { enter: createEnterCell(evaluate, history, view), taken, view, decide, cells };
}

test("EnterCell empties the line at once and gives an unfinished text back before what was typed meanwhile", async () => {
  const { enter, taken, view, decide, cells } = repl();
  enter("function f() {");
  expect(view.getState().cell.text).toBe("");
  view.setState({ cell: { text: "ret", caret: null } });
  await decide();
  expect(view.getState().cell).toEqual({ text: "function f() {\nret", caret: 18 });
  expect([taken, cells()]).toEqual([[], []]);
});

test("EnterCell takes lines that were entered before it was known that the first goes on as one cell", async () => {
  const { enter, taken, view, decide, cells } = repl();
  for (const line of ["function f() {", "  return 1;", "}", "f()"]) enter(line);
  await decide();
  const whole = "function f() {\n  return 1;\n}";
  expect(taken).toEqual([whole, "f()"]);
  expect(view.getState().cell.text).toBe("");
  expect(cells().sort()).toEqual(["f()", whole]);
});
