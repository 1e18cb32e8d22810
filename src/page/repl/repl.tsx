// The line of the REPL under the console. Enter evaluates what stands there, or goes on in a new line where it is not
// finished; Shift+Enter always makes one. Up and Down walk through earlier cells, Escape empties the line, then leaves it.
// Its colours lie under a text box whose own letters are not drawn.
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useColored } from "../editors/use-colored.ts";
import { usePage, useRun, useSettings, useView } from "../page.tsx";
import { writeCell } from "../view.ts";
import { NAMES_ID, Names, nameId } from "./names.tsx";
import { useNames } from "./use-names.ts";

export function Repl() {
  const t = useTranslations("repl");
  const waits = useWhatItWaitsFor();
  return (
    <div className="repl">
      <Prompt />
      <Cell placeholder={t(waits)} />
      <kbd className="key">Enter</kbd>
      <span className="hidden-text" aria-live="polite">
        {waits !== "example" && t(waits)}
      </span>
    </div>
  );
}

function Prompt() {
  const workers = useRun(({ processes }) =>
    processes.length === 0
      ? null
      : processes.filter(({ pid, state }) => pid > 1 && state !== "ended" && state !== "lost").length,
  );
  const wanted = useSettings((settings) => settings.workers);
  return (
    <span className="prompt" aria-hidden="true">
      <span>panal -p {workers ?? wanted} </span>›
    </span>
  );
}

const PATIENCE_MS = 1000;

/** What the empty line says: an example, or what a cell that takes its time is waiting for. */
function useWhatItWaitsFor(): "example" | "waiting" | "busy" {
  const evaluating = useRun((state) => state.repl === "evaluating");
  const busy = useRun(({ processes }) => processes.some(({ pid, state }) => pid === 1 && state === "busy"));
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!evaluating) return;
    const timer = setTimeout(setLate, PATIENCE_MS, true);
    return () => clearTimeout(timer);
  }, [evaluating]);
  if (!late) return "example";
  return busy ? "busy" : "waiting";
}

function Cell({ placeholder }: { placeholder: string }) {
  const { view, enterCell, history } = usePage();
  const text = useView(({ cell }) => cell.text);
  const box = useRef<HTMLTextAreaElement>(null);
  useCaret(box);
  const menu = useNames((name, caret, length) => {
    const start = caret - length;
    writeCell(view, text.slice(0, start) + name + text.slice(caret), start + name.length);
  });

  const enter = (): void => {
    if (text.trim() === "") return;
    view.setState({ front: "console" });
    enterCell(text);
  };

  const walk = (cell: string | undefined): boolean => {
    if (cell !== undefined) writeCell(view, cell);
    return cell !== undefined;
  };

  /** Whether the key has done something. */
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (menu.takes(event)) return true;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
    const { selectionStart, selectionEnd } = event.currentTarget;
    switch (event.key) {
      case "Enter":
        enter();
        return true;
      case "ArrowUp":
        return !text.slice(0, selectionStart).includes("\n") && walk(history.older(text));
      case "ArrowDown":
        return !text.slice(selectionEnd).includes("\n") && walk(history.newer());
      case "Escape":
        if (text === "") event.currentTarget.blur();
        else writeCell(view, "");
        return true;
      default:
        return false;
    }
  };

  const isOpen = menu.names.length > 0;
  return (
    <div className="cell">
      <Colors text={text} />
      <textarea
        ref={box}
        rows={1}
        value={text}
        placeholder={placeholder}
        aria-label="REPL"
        aria-autocomplete="list"
        {...(isOpen && { "aria-controls": NAMES_ID, "aria-activedescendant": nameId(menu.chosen) })}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        enterKeyHint="go"
        onChange={({ currentTarget }) => {
          view.setState({ cell: { text: currentTarget.value, caret: null } });
          menu.narrow(currentTarget);
        }}
        onKeyDown={(event) => {
          if (!event.nativeEvent.isComposing && press(event)) event.preventDefault();
        }}
        onBlur={menu.close}
      />
      {isOpen && <Names names={menu.names} chosen={menu.chosen} choose={menu.choose} />}
    </div>
  );
}

/**
 * Where the page has written into the line, the caret and the keyboard go there, before the next key is pressed. They are
 * found again by a line that takes the place of this one, as when the borders between the panes can be moved at last.
 */
function useCaret(box: { readonly current: HTMLTextAreaElement | null }): void {
  const { view } = usePage();
  const cell = useView((state) => state.cell);
  useLayoutEffect(() => {
    if (cell.caret === null || !box.current) return;
    box.current.focus();
    box.current.setSelectionRange(cell.caret, cell.caret);
    view.setState(({ cell: { text } }) => ({ cell: { text, caret: null } }));
  }, [cell, box, view]);
  useLayoutEffect(() => {
    const line = box.current;
    return () => {
      if (!line || document.activeElement !== line) return;
      view.setState(({ cell: { text } }) => ({ cell: { text, caret: line.selectionStart } }));
    };
  }, [box, view]);
}

/** Gives the text box its height, too. */
function Colors({ text }: { text: string }) {
  const lines = useColored(text);
  return (
    <pre aria-hidden="true">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
        <code key={at}>
          {line.map((run, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs have no other name
            <span className={run.className} key={at}>
              {run.text}
            </span>
          ))}
          {"\n"}
        </code>
      ))}
    </pre>
  );
}
