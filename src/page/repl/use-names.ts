// Completion in the line of the REPL: Tab or Ctrl+Space at a word inserts the only name that begins so, or offers all that do.
// While they are shown, arrows choose among them, Enter and Tab take the chosen one, Escape closes them, writing narrows them.
import { type KeyboardEvent, useState } from "react";
import { lastWord } from "../../compile/cells/cell-scope.ts";
import { usePage } from "../page.tsx";

/** Replaces `length` characters before `caret` by `name`. */
export type Insert = (name: string, caret: number, length: number) => void;

export interface NamesMenu {
  readonly names: readonly string[];
  readonly chosen: number;
  choose(name: string): void;
  close(): void;
  /** What stands before the caret has changed. */
  narrow(box: HTMLTextAreaElement): void;
  /** Whether the key was meant for the menu, or opened it. */
  takes(event: KeyboardEvent<HTMLTextAreaElement>): boolean;
}

interface Shown {
  readonly names: readonly string[];
  readonly chosen: number;
  readonly caret: number;
  readonly length: number;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

export function useNames(insert: Insert): NamesMenu {
  const { runner } = usePage().session;
  const [shown, setShown] = useState<Shown | null>(null);
  const close = () => setShown(null);

  function find({ value, selectionStart }: HTMLTextAreaElement): Shown {
    const word = lastWord(value.slice(0, selectionStart)) ?? "";
    const names = runner.completions(word).filter((name) => name !== word);
    return { names, chosen: 0, caret: selectionStart, length: word.length };
  }

  function take(name: string, { caret, length }: Shown): void {
    insert(name, caret, length);
    close();
  }

  function open(found: Shown): boolean {
    if (found.names.length === 1) take(found.names[0]!, found);
    else if (found.names.length > 1) setShown(found);
    return found.names.length > 0;
  }

  function takesShown(key: string, shown: Shown): boolean {
    const { names, chosen } = shown;
    const step = STEPS[key];
    if (step !== undefined) setShown({ ...shown, chosen: (chosen + step + names.length) % names.length });
    else if (key === "Enter" || key === "Tab") take(names[chosen]!, shown);
    else if (key === "Escape") close();
    else return false;
    return true;
  }

  return {
    names: shown?.names ?? [],
    chosen: shown?.chosen ?? 0,
    choose: (name) => shown && take(name, shown),
    close,
    narrow(box) {
      if (!shown) return;
      const found = find(box);
      if (found.length === 0 || found.names.length === 0) close();
      else setShown(found);
    },
    takes(event) {
      const { key, ctrlKey, shiftKey, altKey, metaKey, currentTarget } = event;
      if (key === " " && ctrlKey) return open(find(currentTarget)) || true;
      if (ctrlKey || shiftKey || altKey || metaKey) return false;
      if (shown) return takesShown(key, shown);
      if (key !== "Tab" || currentTarget.selectionStart !== currentTarget.selectionEnd) return false;
      const found = find(currentTarget);
      return found.length > 0 && open(found); // anywhere else Tab goes on to what comes after the line
    },
  };
}
