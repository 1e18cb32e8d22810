// Entering the line of the REPL. Whether a text is a whole cell is known a moment later; what is entered meanwhile waits, and
// belongs to the text before it where that one goes on. So a cell can be typed faster than it is understood.
import { type ViewStore, writeCell } from "../view.ts";
import type { History } from "./history.ts";

/** Settles with true when the cell has been taken, with false when its text goes on in the next line; never rejects. */
export type Evaluate = (text: string) => Promise<boolean>;

/** Enters a text: the line is empty at once, and gets the text back, with a new line behind it, where it goes on. */
export type EnterCell = (text: string) => void;

export function createEnterCell(evaluate: Evaluate, history: History, view: ViewStore): EnterCell {
  let last = 0;
  let unfinished = Promise.resolve("");
  return (text) => {
    const number = ++last;
    history.add(text);
    writeCell(view, "");
    unfinished = unfinished.then(async (before) => {
      const whole = before + text;
      if (before !== "") {
        history.takeBack(text);
        history.add(whole);
      }
      if (await evaluate(whole)) return "";
      history.takeBack(whole);
      if (number < last) return `${whole}\n`;
      writeCell(view, `${whole}\n${view.getState().cell.text}`);
      return "";
    });
  };
}
