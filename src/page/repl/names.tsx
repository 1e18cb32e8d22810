// The names that a word may go on to, above the line of the REPL. The keyboard stays in the line, which names the chosen one
// to screen readers.
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

export const NAMES_ID = "repl-names";
export const nameId = (at: number): string => `${NAMES_ID}-${at}`;

interface NamesProps {
  readonly names: readonly string[];
  readonly chosen: number;
  readonly choose: (name: string) => void;
}

export function Names({ names, chosen, choose }: NamesProps) {
  const t = useTranslations("repl");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div className="names" id={NAMES_ID} role="listbox" aria-label={t("names")} ref={list}>
      {names.map((name, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the line has the keyboard
        <div
          key={name}
          id={nameId(at)}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          onMouseDown={(event) => event.preventDefault()} // the line keeps the keyboard
          onClick={() => choose(name)}
        >
          {name}
        </div>
      ))}
    </div>
  );
}
