// One line of the console: time and number of its process, drawn beside it and hidden from its text, then the text, exactly as
// it was printed. Lines that were printed as one (a stack, a table) show time and number once. Positions are links.
import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ConsoleLine } from "../../run/state.ts";
import { Badge } from "../badge.tsx";
import { usePage } from "../page.tsx";
import { reveal } from "../view.ts";
import { positionsIn } from "./positions.ts";

interface LineProps {
  readonly line: ConsoleLine;
  readonly text: string;
  /** Belongs to the line above it. */
  readonly continued: boolean;
}

const ROW_CLASS: Partial<Record<ConsoleLine["level"], string>> = { error: " err", warn: " warn", notice: " sys" };

export function Line({ line, text, continued }: LineProps) {
  const { pid, level, atMs } = line;
  return (
    <div className={`row${ROW_CLASS[level] ?? ""}${continued ? " more" : ""}`}>
      <time aria-hidden="true">{continued ? "" : (Math.max(0, atMs) / 1000).toFixed(3)}</time>
      {pid > 0 && !continued ? <Badge pid={pid} /> : <span />}
      <p data-pid={pid} data-level={level}>
        {!continued && level === "error" && <IconAlertCircle className="i" stroke={1.75} aria-hidden="true" />}
        {!continued && level === "warn" && <IconAlertTriangle className="i" stroke={1.75} aria-hidden="true" />}
        <Text text={text} />
      </p>
    </div>
  );
}

/** Which lines are drawn as one with the line before them: of the same process and level, printed in the same call. */
export function isContinued(line: ConsoleLine, before: ConsoleLine | undefined): boolean {
  return (
    before !== undefined &&
    line.level === "error" &&
    before.level === "error" &&
    line.pid === before.pid &&
    line.atMs === before.atMs
  );
}

const PREFIX = /^(?:(?:From|On) worker \d+:[\t ]?)+/;

function Text({ text }: { text: string }): ReactNode {
  const prefix = PREFIX.exec(text)?.[0] ?? "";
  return (
    <>
      {prefix && <span className="pre">{prefix}</span>}
      <Linked text={text.slice(prefix.length)} />
    </>
  );
}

function Linked({ text }: { text: string }): ReactNode {
  const { view } = usePage();
  const found = positionsIn(text);
  if (found.length === 0) return text;
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { start, end, place } of found) {
    pieces.push(
      text.slice(at, start),
      <button type="button" className="position" key={start} onClick={() => reveal(view, place)}>
        {text.slice(start, end)}
      </button>,
    );
    at = end;
  }
  return [...pieces, text.slice(at)];
}
